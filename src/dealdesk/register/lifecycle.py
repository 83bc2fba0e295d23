"""The life of a quote: its states, and the moves between them.  A table, and functions that read it; no I/O.

::

    draft → submitted → approved → sent → accepted | declined
                └→ rejected

All but the last three of these, and `expired`, can become `void`, or be `superseded` by the next revision.  Draft,
submitted, approved and sent quotes turn into `expired` when their last day is over: that is computed, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from dealdesk.errors import DealdeskError, did_you_mean, printable

State = Literal[
    "draft", "submitted", "approved", "rejected", "sent", "accepted", "declined", "expired", "superseded", "void"
]
STATES: tuple[State, ...] = get_args(State)
"""Every state, in the order of a pipeline."""

MEANINGS: dict[State, str] = {
    "draft": "recorded, and with nobody else yet",
    "submitted": "waiting for those who have to approve it",
    "approved": "everybody who has to approve it has",
    "rejected": "somebody who was asked said no; a revision can be better",
    "sent": "with the customer",
    "accepted": "the customer has signed",
    "declined": "the customer has said no",
    "expired": "its last day is over, and nobody has decided",
    "superseded": "a later revision stands in its place",
    "void": "withdrawn, for the reason that is on record",
}

TERMINAL: frozenset[State] = frozenset({"accepted", "declined", "superseded", "void"})
"""States that nothing changes any more; a quote in one of them never expires."""

CAN_EXPIRE: frozenset[State] = frozenset({"draft", "submitted", "approved", "sent"})
"""States that turn into `expired` when the last day is over."""

OPEN: tuple[State, ...] = ("draft", "submitted", "approved", "sent")
"""States of quotes that may still be won: the pipeline."""

Who = Literal["anyone", "not the requester"]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can be done with a quote.

    Attributes:
        name: What it is called on the command line.
        done: What has happened then, as the log says it.
        purpose: What it means.
        start: The states that it can be done in.
        to: The state that follows; None where the state stays.
        who: "not the requester" keeps the one who asked, and the one whose quote it is, from deciding it.
        reason: Whether a reason has to be given.
        was: Where it starts from `expired`: the states that may have expired; all of them when left out.
    """

    name: str
    done: str
    purpose: str
    start: tuple[State, ...]
    to: State | None
    who: Who = "anyone"
    reason: bool = False
    was: tuple[State, ...] = ()

    @property
    def command(self) -> str:
        """The command that does it: two moves of the table may be one command to people."""
        return {"clear": "submit", "consent": "approve", "accept-late": "accept"}.get(self.name, self.name)


MOVES: tuple[Move, ...] = (
    Move("submit", "submitted", "ask those who have to approve it", ("draft",), "submitted"),
    Move(
        "clear",
        "approved without a further decision",
        "go on without a decision: nobody has to approve it, or those who have to approved an earlier revision",
        ("draft",),
        "approved",
    ),
    Move(
        "consent",
        "approved in part",
        "one of several approvals that are needed",
        ("submitted",),
        None,
        "not the requester",
    ),
    Move("approve", "approved", "the last approval that is needed", ("submitted",), "approved", "not the requester"),
    Move("reject", "rejected", "say no, and why", ("submitted",), "rejected", "not the requester", reason=True),
    Move("send", "sent", "say that the customer has it", ("approved",), "sent"),
    Move("accept", "accepted", "say that the customer has signed", ("sent",), "accepted"),
    Move(
        "decline",
        "declined",
        "say that the customer has said no",
        ("sent", "expired"),
        "declined",
        reason=True,
        was=("sent",),
    ),
    Move(
        "accept-late",
        "accepted late",
        "take an acceptance that came after the last day, for the reason on record",
        ("expired",),
        "accepted",
        reason=True,
        was=("sent",),
    ),
    Move(
        "void",
        "made void",
        "withdraw it",
        ("draft", "submitted", "approved", "rejected", "sent", "expired"),
        "void",
        reason=True,
    ),
    Move(
        "revise",
        "superseded",
        "put another revision in its place",
        ("draft", "submitted", "approved", "rejected", "sent", "expired"),
        "superseded",
    ),
)
"""Every move.  A state that a move does not start from refuses it."""

_BY_NAME = {each.name: each for each in MOVES}


class NotAllowed(DealdeskError):
    """A move that the state of the quote does not allow, or the person; the sentence says what is allowed."""

    exit_code = 1


class NotPermitted(DealdeskError):
    """Somebody who may not do this; the sentence says who may."""

    exit_code = 77


def move(name: str) -> Move:
    """Return the move of that name; DealdeskError when there is none."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    guess = did_you_mean(name, _BY_NAME)
    more = f"; did you mean {guess}?" if guess else ""
    raise DealdeskError(f"there is no move {printable(name)}; there are {', '.join(_BY_NAME)}{more}")


def state_at(state: State, expires: datetime, now: datetime) -> State:
    """Return what a stored *state* is at *now*: `expired` where it can expire and its last day is over.

    Args:
        state: What is stored.
        expires: The first instant after the last day, in the quote's time zone; with an offset.
        now: With an offset.
    """
    return "expired" if state in CAN_EXPIRE and now >= expires else state


def moves_from(state: State) -> tuple[Move, ...]:
    """Return what can be done in a state."""
    return tuple(each for each in MOVES if state in each.start)


def check(
    each: Move, state: State, stored: State, *, name: str, reason: str | None, actor: str, requesters: frozenset[str]
) -> None:
    """Refuse a move that is not allowed.

    Args:
        each: The move.
        state: The state that the quote is in now (`state_at`).
        stored: The state that is stored, which is another one where it has expired.
        name: What to call the quote: "Q-2026-00417".
        reason: The reason that was given.
        actor: Who does it.
        requesters: Whose quote it is, and who submitted it.

    Raises:
        NotAllowed: Not in this state, or without a reason.
        NotPermitted: Not by this person.
    """
    if state == "expired" and stored != "sent" and each.command in ("accept", "decline", "send", "submit"):
        raise NotAllowed(
            f"{name} expired as {stored}, before the customer had it, so you cannot {each.command} it; "
            f"price it again with `dealdesk quote revise {name} DEAL`"
        )
    if state not in each.start:
        raise NotAllowed(_refusal(each, state, stored, name))
    if each.reason and not (reason or "").strip():
        raise NotAllowed(f"{name}: to {each.command} it, give a reason: --reason 'why'")
    if each.who == "not the requester" and actor in requesters:
        raise NotPermitted(
            f"{name}: {printable(actor)} asked for this, and nobody decides on a quote of their own; "
            f"somebody else has to {each.command} it"
        )


def _refusal(each: Move, state: State, stored: State, name: str) -> str:
    now = f"{name} is {state}"
    if state == "expired" and each.name == "accept":
        return (
            f"{now}; price it again with `dealdesk quote revise {name} DEAL`, "
            "or take the late acceptance with --override 'why'"
        )
    if each.name == "send" and state == "draft":
        return f"{now}; submit it first: dealdesk quote submit {name}"
    possible = [one for one in moves_from(state) if not one.was or stored in one.was]
    allowed = ["accept --override" if one.name == "accept-late" else one.command for one in possible]
    if not allowed:
        return f"{now}, which is final; make a new one of it with `dealdesk quote clone {name}`"
    return f"{now}, so you cannot {each.command} it; from here: {', '.join(dict.fromkeys(allowed))}"
