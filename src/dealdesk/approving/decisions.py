"""Decisions of approvers, what they are bound to, and what is still wanted after them.  Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dealdesk.approving.digest import digest_of
from dealdesk.approving.envelope import Broken, Envelope, broken
from dealdesk.approving.requirements import Level, Requirements, Seat
from dealdesk.approving.seen import Seen, worse
from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Decision(Canonical):
    """What one approver decided of one quote.

    Attributes:
        title: The title that was filled, as the policy names it.
        person: Id of the one who decided.
        verdict: What was decided.
        on: When, in ISO 8601.
        digest: `digest_of` the quote that was decided on, or that it was carried over to.
        envelope: How far the quote may move with this decision.
        rules: The rules that fired then and that this title decides.
        reason: In the approver's words.
        stands_for: Id of the one in whose place it was decided, by a delegation; "" for oneself.
        seen: What the rules measured then, of what the envelope does not bound.
        agreed: What was agreed then that no line of the quote shows.
        carried_from: The digest of the quote that was looked at, where a later one inside the envelope took its place.
    """

    title: str
    person: str
    verdict: Literal["approved", "rejected"]
    on: str
    digest: str
    envelope: Envelope
    rules: tuple[str, ...]
    reason: str = ""
    stands_for: str = ""
    carried_from: str = ""
    seen: tuple[Seen, ...] = ()
    agreed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the approval of a quote stands.

    Attributes:
        kept: Decisions that hold for the quote as it is; those of an earlier version carry its digest now.
        voided: Decisions that do not hold any more, each with the reasons.
        open: What is wanted next: the seats of the lowest level that is not complete.
        later: The levels after that.
        blocked: Rules that fire and name nobody who could allow it.
        rejected: The decision that said no, if one did.
    """

    kept: tuple[Decision, ...]
    voided: tuple[tuple[Decision, tuple[Broken, ...]], ...]
    open: tuple[Seat, ...]
    later: tuple[Level, ...]
    blocked: tuple[str, ...]
    rejected: Decision | None

    @property
    def approved(self) -> bool:
        """Whether everybody who has to approve the quote as it is has done so."""
        return not self.open and not self.blocked and self.rejected is None


def still_covered(decision: Decision, quote: Quote, approved: Quote | None = None) -> tuple[Broken, ...]:
    """Return why a decision does not hold for *quote*; () when it is the same quote, or inside the envelope.

    *approved* is the quote as it was decided on; with it, reasons state its values instead of the limits.
    """
    return () if decision.digest == digest_of(quote) else broken(decision.envelope, quote, approved)


def standing(
    requirements: Requirements, decisions: Iterable[Decision], quote: Quote, approved: Quote | None = None
) -> Standing:
    """Return where the approval of *quote* stands, given what it needs and what was decided so far.

    A decision holds where the quote is inside its envelope, and nothing that its rules measure is worse.  It counts
    for a seat of its title only if it was made with all the rules of that seat in view: a rule that fires anew is
    decided anew.  A person fills one place of a quorum.
    """
    digest = requirements.digest
    kept: list[Decision] = []
    voided: list[tuple[Decision, tuple[Broken, ...]]] = []
    rejected: Decision | None = None
    for each in decisions:
        if each.verdict == "rejected":
            rejected = each if each.digest == digest else rejected
            continue
        reasons = (
            *still_covered(each, quote, approved),
            *_otherwise(each.agreed, requirements.agreed),
            *worse(each.seen, requirements),
        )
        if reasons:
            voided.append((each, reasons))
        elif each.digest == digest:
            kept.append(each)
        else:
            kept.append(replace(each, digest=digest, carried_from=each.carried_from or each.digest))
    left = [
        Level(level.number, tuple(seat for seat in level.seats if not filled(seat, kept)))
        for level in requirements.levels
    ]
    left = [level for level in left if level.seats]
    return Standing(
        tuple(kept),
        tuple(voided),
        left[0].seats if left else (),
        tuple(left[1:]),
        requirements.blocked,
        rejected,
    )


def _otherwise(agreed: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Broken]:
    for what, was in agreed.items():
        if now.get(what, was) != was:
            yield Broken(what, was, now[what], "as approved")


def filled(seat: Seat, decisions: Sequence[Decision]) -> bool:
    """Whether enough different people have approved for a seat, each under another of its titles."""
    return len(titles_filled(seat, decisions)) >= seat.quorum


def titles_filled(seat: Seat, decisions: Sequence[Decision]) -> tuple[str, ...]:
    """Return the titles of a seat that are filled; nobody fills two."""
    people: dict[str, str] = {}
    for each in decisions:
        fits = each.title in seat.titles and each.verdict == "approved" and set(seat.rules) <= set(each.rules)
        if fits and each.person not in people and each.title not in people.values():
            people[each.person] = each.title
    return tuple(people.values())


def rules_of(title: str, requirements: Requirements) -> tuple[str, ...]:
    """Return the rules of a quote that a title has a say in: what its decision has in view."""
    return tuple(each.id for each in requirements.rulings if each.asks and title in each.approvers)
