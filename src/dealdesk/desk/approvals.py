"""Submitting, approving and rejecting quotes of a register, by the policy of the catalog that priced them.

Everything is worked out from what is on record: the stored quote, its deal and its catalog, and the log.  The decision
of an approver is in the log with the digest and the envelope that it is bound to; a revision inside the envelope keeps
it, one outside starts anew, and the log says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dealdesk.approving import (
    Broken,
    Decision,
    Grant,
    Requirements,
    Standing,
    envelope_of,
    may_decide,
    required,
    rules_of,
    seen_by,
    standing,
)
from dealdesk.desk.following import require_current
from dealdesk.desk.kept import loaded, read_deal
from dealdesk.errors import printable
from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote
from dealdesk.register import Event, Register, Stored
from dealdesk.register.enrolling import needed
from dealdesk.register.lifecycle import NotAllowed, NotPermitted
from dealdesk.register.permitted import DECIDES, InForce, asked_of

Verdict = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Needs:
    """A version of a quote with what it needs.

    Attributes:
        stored: The version.
        quote: It.
        requirements: What the policy asks for.
        standing: What is decided and what is open, with the decisions on earlier revisions that still hold.
    """

    stored: Stored
    quote: Quote
    requirements: Requirements
    standing: Standing


@dataclass(frozen=True, slots=True)
class Acted:
    """What a step gave: the log entry, and where the quote stands now."""

    event: Event
    needs: Needs


def needs_of(register: Register, stored: Stored, events: Sequence[Event] | None = None) -> Needs:
    """Return what a version needs and where its approval stands, from what is on record."""
    quote, requirements, _ = _judged(register, stored)
    told = tuple(register.events(stored.number)) if events is None else events
    return Needs(stored, quote, requirements, _standing(register, stored, quote, requirements, told))


def _judged(register: Register, stored: Stored) -> tuple[Quote, Requirements, Any]:
    deal, catalog = read_deal(register.deal(stored)), loaded(register.catalog(stored))
    quote = register.quote(stored)
    return quote, required(quote, deal, catalog), catalog.policy.envelope


def decisions_of(events: Iterable[Event], revision: int | None = None) -> tuple[Decision, ...]:
    """Return the decisions that count, of all revisions: a no of a title takes back what it approved before.

    A no counts for the revision that it was said of; *revision* is the one that is looked at.
    """
    found: list[Decision] = []
    for event in events:
        if event.kind not in DECIDES or "decision" not in event.body:
            continue
        decision = decision_of(event.body["decision"])
        if decision.verdict == "rejected":
            found = [each for each in found if each.title != decision.title]
            if revision is not None and event.revision != revision:
                continue
        found.append(decision)
    return tuple(found)


def decision_of(data: Any) -> Decision:
    """Return the decision that a log entry holds as plain data."""
    from json import dumps

    return Decision.from_json(dumps(plain(data)))


def _standing(
    register: Register, stored: Stored, quote: Quote, requirements: Requirements, events: Sequence[Event]
) -> Standing:
    decisions = decisions_of(events, stored.revision)
    before = [each for each in events if each.kind in DECIDES and each.revision != stored.revision]
    approved = register.quote(register.find(stored.number, before[-1].revision)) if before else None
    return standing(requirements, decisions, quote, approved)


def submit(
    register: Register, number: str, *, actor: str, at: datetime, key: str | None = None, revision: int | None = None
) -> Acted:
    """Ask those who have to approve a quote; where nobody has to, it is approved at once, and the log says why.

    Raises:
        NotAllowed: It is not a draft, a rule stands against it that nobody may waive, or the contract that it changes
            or renews has changed since.
    """

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
        if stored.state_at(at) == "draft":
            require_current(register, stored, at)
        needs = needs_of(register, stored, events)
        _refuse_blocked(needs)
        body = {
            "requirements": plain(needs.requirements),
            "carried": plain(needs.standing.kept),
            "voided": [
                {"decision": plain(each), "because": [str(reason) for reason in reasons]}
                for each, reasons in needs.standing.voided
            ],
        }
        return ("clear" if needs.standing.approved else "submit"), body

    event = register.act(number, decide, actor=actor, at=at, key=key, revision=revision)
    return Acted(event, needs_of(register, register.find(number)))


def decide(
    register: Register,
    number: str,
    verdict: Verdict,
    *,
    actor: str,
    at: datetime,
    title: str | None = None,
    reason: str | None = None,
    key: str | None = None,
    revision: int | None = None,
) -> Acted:
    """Approve or reject a quote under one of the actor's titles, by the people on record in the register.

    The last approval that is needed makes it approved.  The entry names the people that it was made under, so that
    `audit verify` can tell whether the actor was allowed to.

    Args:
        register: The register.
        number: Of the quote.
        verdict: "approved" or "rejected"; the second wants a reason.
        actor: The login of the one who decides.
        at: When, in the time zone of whoever decides: its day counts for delegations.
        title: Under this title, where the actor has several.
        reason: In the actor's words.
        key: What makes it happen once.
        revision: The one that the actor has looked at; another one that counts by now is refused.

    Raises:
        NotAllowed: It is not submitted, or it was revised meanwhile.
        NotPermitted: Nobody is on record as allowed to decide, or the actor may not decide on this: not asked, its
            requester, or without the title.
    """

    def work(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
        _require_submitted(stored, at)
        now = needed(register)
        made, needs = _decision(register, stored, events, now, actor, at, title, verdict, reason)
        said = {"decision": plain(made), "people": now.named}
        if verdict == "rejected":
            return "reject", said
        after = standing(needs.requirements, [*needs.standing.kept, made], needs.quote)
        return ("approve" if after.approved else "consent"), said

    event = register.act(number, work, actor=actor, at=at, reason=reason, key=key, revision=revision)
    return Acted(event, needs_of(register, register.find(number)))


def _decision(
    register: Register,
    stored: Stored,
    events: tuple[Event, ...],
    now: InForce,
    actor: str,
    at: datetime,
    title: str | None,
    verdict: Verdict,
    reason: str | None,
) -> tuple[Decision, Needs]:
    """Return the decision of an actor, who may make it, and what the quote needs."""
    people = now.people
    quote, requirements, policy = _judged(register, stored)
    needs = Needs(stored, quote, requirements, _standing(register, stored, quote, requirements, events))
    person = people.by_login(actor)
    if person is None:
        raise NotPermitted(
            printable(f"{stored.name}: nobody with the login {actor} is among the people on record (entry {now.entry})")
        )
    found = may_decide(
        person,
        people,
        requirements,
        needs.standing.open,
        needs.standing.kept,
        requesters={people.by_login(each) or each for each in asked_of(stored.rep, events).requesters},
        on=at.date(),
        title=title,
    )
    if not isinstance(found, Grant):
        raise NotPermitted(f"{stored.name}: {found}")
    made = Decision(
        title=found.title,
        person=person,
        verdict=verdict,
        on=at.isoformat(),
        digest=requirements.digest,
        envelope=envelope_of(quote, policy),
        rules=rules_of(found.title, requirements),
        reason=reason or "",
        stands_for=found.stands_for,
        seen=seen_by(found.title, requirements, policy),
        agreed=requirements.agreed,
    )
    return made, needs


def _require_submitted(stored: Stored, at: datetime) -> None:
    state = stored.state_at(at)
    if state != "submitted":
        hint = f"; submit it first: dealdesk quote submit {stored.number}" if state == "draft" else ""
        raise NotAllowed(f"{stored.name} is {state}, and no decision is open{hint}")


def _refuse_blocked(needs: Needs) -> None:
    if needs.requirements.blocked:
        rules = [needs.requirements.ruling(each) for each in needs.requirements.blocked]
        said = "; ".join(f"{each.id} ({each.at})" if each.at else each.id for each in rules)
        raise NotAllowed(
            f"{needs.stored.name} cannot be approved: nobody may waive {said}; "
            "change the deal, or name an approver in the policy"
        )


def reasons(needs: Needs) -> tuple[tuple[Decision, tuple[Broken, ...]], ...]:
    """Return the decisions on earlier revisions that do not hold any more, and why."""
    return needs.standing.voided
