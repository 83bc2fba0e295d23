"""Recording who may do what: the people in force, as an entry of the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dealdesk.errors import DealdeskError, printable
from dealdesk.register.lifecycle import NotPermitted
from dealdesk.register.permitted import KIND, InForce, first_refusal, refusal, said
from dealdesk.register.register import Register

if TYPE_CHECKING:
    from dealdesk.approving.people import People

HOW = "record them with `dealdesk register people people.toml`"


def record_people(register: Register, people: People, *, actor: str, at: datetime) -> tuple[InForce, bool]:
    """Put people in force; return them, and whether they are new: the same again is no entry.

    The first ones are recorded by whoever made the register, others by an admin of those in force.

    Raises:
        NotPermitted: The actor did not make the register, or is no admin.
        DealdeskError: None of the new ones would be: nobody could ever record others.
    """
    from dealdesk.approving.people_diff import differences

    if not [each for each in people.with_role("admin") if people.people[each].until is None]:
        raise DealdeskError(
            "none of these people is an admin who stays, so nobody could ever record others; "
            'give one of them roles = ["admin"], with what else they do'
        )
    data, digest = said(people)

    def work() -> bool:
        now = register.in_force()
        if now is not None:
            if why := refusal(now, KIND, actor, at):
                raise NotPermitted(printable(f"these people are not recorded: {why}"))
            if not differences(now.people, people):
                return False
        elif why := first_refusal(register.maker, register.login or actor):
            raise NotPermitted(printable(f"these people are not recorded: {why}; {_instead(register)}"))
        first = {"maker": register.maker} if now is None and register.maker is not None else {}
        register.put(KIND, {"people": data, "sha256": digest, **first}, actor=actor, at=at)
        return True

    new = register.saved(work)
    found = register.in_force()
    assert found is not None
    return found, new


def _instead(register: Register) -> str:
    """Return what to do where the first people are another's to record."""
    how = "connect as that role" if register.role is not None else "they run `dealdesk register people people.toml`"
    return (
        f"{how}, with an admin among the people who records others from then on; where they have left, "
        "make a register of your own: `dealdesk register export` this one, and `dealdesk register import` it there"
    )


def needed(register: Register) -> InForce:
    """Return the people in force.

    Raises:
        NotPermitted: None are on record; the sentence says what to do.
    """
    now = register.in_force()
    if now is None:
        by = f", as {printable(register.maker)}, who made the register" if register.maker is not None else ""
        raise NotPermitted(f"nobody is on record as allowed to decide in {register.place}; {HOW}{by}")
    return now
