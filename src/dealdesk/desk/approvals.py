"""Submitting, approving and rejecting quotes of a register, by the policy of the catalog that priced them.

Everything is worked out from what is on record: the stored quote, its deal and its catalog, and the log.  The decision
of an approver is in the log with the digest and the envelope that it is bound to; a revision inside the envelope keeps
it, one outside starts anew, and the log says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dealdesk.approving import (
    Broken,
    Decision,
    Grant,
    People,
    Requirements,
    Standing,
    envelope_of,
    may_decide,
    required,
    rules_of,
    seen_by,
    standing,
)
from dealdesk.desk.recording import loaded, read_deal
from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote
from dealdesk.register import Event, Register, Stored
from dealdesk.register.lifecycle import NotAllowed, NotPermitted

DECIDES = ("consent", "approve", "reject")
"""Moves whose log entry holds a decision."""


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
        NotAllowed: It is not a draft, or a rule stands against it that nobody may waive.
    """

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
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


def approve(
    register: Register,
    number: str,
    *,
    actor: str,
    at: datetime,
    people: People | None,
    on: date,
    title: str | None = None,
    reason: str | None = None,
    key: str | None = None,
    revision: int | None = None,
) -> Acted:
    """Approve a quote under one of the actor's titles; the last approval that is needed makes it approved.

    Args:
        register: The register.
        number: Of the quote.
        actor: The login of the one who approves.
        at: When.
        people: Who has which title; without, nobody's title is known and nobody can approve.
        on: The day, for delegations.
        title: Under this title, where the actor has several.
        reason: In the approver's words.
        key: What makes it happen once.
        revision: The one that the actor has looked at; another one that counts by now is refused.

    Raises:
        NotAllowed: It is not submitted, or it was revised meanwhile.
        NotPermitted: The actor may not decide on it: not asked, its requester, or without the title.
    """

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
        made, needs = _decision(register, stored, events, actor, at, people, on, title, "approved", reason)
        after = standing(needs.requirements, [*needs.standing.kept, made], needs.quote)
        return ("approve" if after.approved else "consent"), {"decision": plain(made)}

    event = register.act(number, decide, actor=actor, at=at, reason=reason, key=key, revision=revision)
    return Acted(event, needs_of(register, register.find(number)))


def reject(
    register: Register,
    number: str,
    *,
    actor: str,
    at: datetime,
    people: People | None,
    on: date,
    reason: str,
    title: str | None = None,
    key: str | None = None,
    revision: int | None = None,
) -> Acted:
    """Say no to a quote, and why; arguments and errors as for `approve`."""

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
        made, _ = _decision(register, stored, events, actor, at, people, on, title, "rejected", reason)
        return "reject", {"decision": plain(made)}

    event = register.act(number, decide, actor=actor, at=at, reason=reason, key=key, revision=revision)
    return Acted(event, needs_of(register, register.find(number)))


def _decision(
    register: Register,
    stored: Stored,
    events: tuple[Event, ...],
    actor: str,
    at: datetime,
    people: People | None,
    on: date,
    title: str | None,
    verdict: Any,
    reason: str | None,
) -> tuple[Decision, Needs]:
    """Return the decision of an actor, who may make it, and what the quote needs."""
    now = stored.state_at(at)
    if now != "submitted":
        hint = f"; submit it first: dealdesk quote submit {stored.number}" if now == "draft" else ""
        raise NotAllowed(f"{stored.name} is {now}, and no decision is open{hint}")
    quote, requirements, policy = _judged(register, stored)
    needs = Needs(stored, quote, requirements, _standing(register, stored, quote, requirements, events))
    if people is None:
        raise NotPermitted("there is no people.toml, so nobody's title is known; docs/approvals.md shows one")
    person = people.by_login(actor)
    if person is None:
        raise NotPermitted(f"{stored.name}: nobody in people.toml has the login {actor}")
    requesters = {people.by_login(each) or each for each in _requesters(stored, events)}
    found = may_decide(
        person,
        people,
        requirements,
        needs.standing.open,
        needs.standing.kept,
        requesters=requesters,
        on=on,
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
    )
    return made, needs


def _requesters(stored: Stored, events: Iterable[Event]) -> set[str]:
    """Return the logins of those whose quote it is: its rep, and who recorded or submitted a revision of it."""
    return {stored.rep, *(each.actor for each in events if each.kind in ("create", "submit", "clear"))}


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
