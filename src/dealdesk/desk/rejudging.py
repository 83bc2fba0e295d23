"""Approvals of a register against the policies of their catalogs: whether everybody who had to approve had done so."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.approving.words import seat
from dealdesk.desk.approvals import needs_of
from dealdesk.errors import DealdeskError, printable
from dealdesk.register import Event, Register
from dealdesk.register.faults import Fault

APPROVES = ("clear", "approve")
"""Moves after which nobody has to approve any more."""


def unapproved(register: Register) -> Iterator[Fault]:
    """Yield the entries that made a quote approved while somebody still had to decide.

    Each quote is judged again as it was then: from the stored quote, deal and catalog, and the decisions in the log up
    to that entry.  `audit verify` tells whether those were made by whom they should.
    """
    told: dict[str, list[Event]] = {}
    for event in register.events():
        if not event.number:
            continue
        before = told.setdefault(event.number, [])
        before.append(event)
        if event.kind not in APPROVES:
            continue
        try:
            needs = needs_of(register, register.find(event.number, event.revision), before)
        except (DealdeskError, ValueError, TypeError, KeyError) as wrong:
            yield _fault(event, f"cannot be judged again: {wrong}")
            continue
        if needs.standing.approved:
            continue
        wanted = ", ".join(map(seat, needs.standing.open)) or "what nobody may waive"
        yield _fault(event, f"was approved while the policy of its catalog wanted a decision of {wanted}")


def _fault(event: Event, message: str) -> Fault:
    return Fault("not allowed", "events", str(event.entry), "", printable(message))
