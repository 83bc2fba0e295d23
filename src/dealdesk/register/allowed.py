"""Whether everything in the log was done by somebody who was allowed to, by the people on record then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dealdesk.errors import printable
from dealdesk.register.faults import Fault
from dealdesk.register.permitted import (
    ASKS,
    DECIDES,
    KIND,
    InForce,
    asked_of,
    decision_refusal,
    first_refusal,
    following,
    refusal,
)
from dealdesk.register.problems import Damaged
from dealdesk.register.rows import EVENT, event_of
from dealdesk.register.stored import Event


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at who did what has found.

    Attributes:
        faults: Entries that their makers were not allowed to make.
        unvouched: Decisions from before people were on record.
        one_login: Decisions with the login of somebody who had asked for them, under another name.
    """

    faults: tuple[Fault, ...]
    unvouched: int
    one_login: int


def looked_at(rows: Iterable[Mapping[str, Any]], maker: str | None) -> Looked:
    """Return the entries that their makers were not allowed to make, and what nobody can vouch for.

    The first people have to be recorded by the *maker* of the register, where that is known.
    Each entry is held against the people that were recorded last before it: roles; and of a decision the title, the
    delegation, that it was asked for, and that it was no requester's.  Decisions from before anybody was recorded
    cannot be held against anything; they are counted.  What cannot be read is told by the chain.
    """
    found: list[Fault] = []
    now: InForce | None = None
    about: dict[str, list[Event]] = {}
    reps: dict[str, str] = {}
    unvouched = one_login = 0
    for row in rows:
        try:
            event = event_of(tuple(row[name] for name in EVENT))
        except Damaged:
            continue
        why = ""
        if event.kind == KIND and not event.number:
            why = refusal(now, KIND, event.actor, event.at) if now is not None else first_refusal(maker, event.login)
            try:
                now = following(now, event, maker)
            except Damaged:
                found.append(_fault(event, "body", "does not hold the people that it names"))
        elif event.number:
            told = about.setdefault(event.number, [])
            if event.kind in DECIDES:
                one_login += event.login in {each.login for each in told if each.kind in ASKS}
            if now is None:
                unvouched += event.kind in DECIDES
            elif event.kind in DECIDES:
                asked = asked_of(reps.get(event.number, ""), told)
                why = decision_refusal(now, event.actor, event.kind, event.at, event.body, asked)
            else:
                owners = asked_of(reps[event.number], told).owners if event.number in reps else None
                why = refusal(now, event.kind, event.actor, event.at, owners)
            told.append(event)
            if event.kind == "create":
                reps[event.number] = str(event.body.get("rep", ""))
        if why:
            found.append(_fault(event, "", f"was not allowed: {why}"))
    return Looked(tuple(found), unvouched, one_login)


def _fault(event: Event, column: str, message: str) -> Fault:
    return Fault("not allowed", "events", str(event.entry), column, printable(message))
