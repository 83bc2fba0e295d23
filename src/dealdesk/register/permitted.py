"""Who may do what, by the people on record.  Pure: the register asks before it records, `audit verify` afterwards.

The people in force belong to the register and not to a folder: an entry of the log has all of them, and whoever acts
is held against the latest one before.  Without such an entry everybody may do everything but decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dealdesk.register import chain
from dealdesk.register.problems import Damaged
from dealdesk.register.stored import Event

if TYPE_CHECKING:
    from dealdesk.approving.people import People, Role

KIND = "people"
"""The kind of the entry that records people."""

DECIDES = ("consent", "approve", "reject")
"""Moves that need a title, and whose entry holds a decision."""

ASKS = ("create", "submit", "clear")
"""Kinds of entries that make somebody a requester."""

ADMIN = (KIND, "restore", "import")
"""What is done with the register itself."""

WESTERNMOST = timedelta(hours=-12)
"""Where a day ends last: nobody is turned away before their last day is over everywhere."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The people on record.

    Attributes:
        entry: Number of the entry that recorded them.
        at: Since when.
        actor: Who recorded them.
        login: The login that it was done with.
        digest: SHA-256 of them as canonical JSON.
        people: Who may do what.
    """

    entry: int
    at: datetime
    actor: str
    login: str
    digest: str
    people: People

    @property
    def named(self) -> dict[str, Any]:
        """What a decision says of the people that it was made under."""
        return {"entry": self.entry, "sha256": self.digest}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log says of a quote so far: logins, and titles.

    Attributes:
        owners: Its rep, and those who recorded a revision of it.
        requesters: They, and those who submitted it: nobody of them decides on it.
        titles: The titles that were asked for when it was submitted last.
    """

    owners: frozenset[str]
    requesters: frozenset[str]
    titles: frozenset[str]


def said(people: People) -> tuple[dict[str, Any], str]:
    """Return people as they are recorded, and the SHA-256 of that."""
    from dealdesk.record import plain

    data: dict[str, Any] = plain(people)
    return data, chain.digest(chain.canonical(data).encode())


def in_force(event: Event) -> InForce:
    """Return the people that an entry has recorded.

    Raises:
        Damaged: It holds what `said` did not write.
    """
    from dealdesk.approving.people import PeopleError, people_of

    wrong = f"entry {event.entry} of the log does not hold the people that it names; run `dealdesk audit verify`"
    try:
        people, digest = people_of(event.body["people"]), event.body["sha256"]
        if said(people)[1] != digest:
            raise Damaged(wrong)
    except (KeyError, TypeError, ValueError, AttributeError, PeopleError) as failure:
        raise Damaged(wrong) from failure
    return InForce(event.entry, event.at, event.actor, event.login, digest, people)


def first_refusal(maker: str | None, login: str) -> str:
    """Return why somebody may not record the first people of a register; "" when they may.

    Args:
        maker: The login of whoever made the register; None where nobody said so.
        login: The login that it is done with; on a server the role.
    """
    return "" if maker in (None, login) else f"the first people are recorded by whoever made the register: {maker}"


def following(now: InForce | None, event: Event, maker: str | None) -> InForce | None:
    """Return who is in force after an entry that records people: nothing changes where its maker was no admin.

    The first people count where whoever made the register recorded them.

    Raises:
        Damaged: It holds what `said` did not write.
    """
    if now is None:
        return None if first_refusal(maker, event.login) else in_force(event)
    return now if refusal(now, KIND, event.actor, event.at) else in_force(event)


def asked_of(rep: str, events: Iterable[Event]) -> Asked:
    """Return what was asked of a quote, from the entries about it."""
    told = tuple(events)
    owners = frozenset({rep, *(each.actor for each in told if each.kind == "create")})
    requesters = owners | {each.actor for each in told if each.kind in ASKS}
    submitted = [each for each in told if each.kind == "submit"]
    return Asked(owners, requesters, titles_in(submitted[-1].body) if submitted else frozenset())


def titles_in(body: Mapping[str, Any]) -> frozenset[str]:
    """Return the titles that a submission asks for."""
    try:
        levels = body["requirements"]["levels"]
        return frozenset(title for level in levels for seat in level["seats"] for title in seat["titles"])
    except (KeyError, TypeError):
        return frozenset()


def refusal(now: InForce, kind: str, actor: str, at: datetime, owners: Iterable[str] | None = None) -> str:
    """Return why somebody may not do what needs a role; "" when they may.

    Args:
        now: The people in force.
        kind: What is done: a move of `lifecycle.MOVES`, "create", "people", "restore" or "import".
        actor: The login of whoever does it.
        at: When.
        owners: Logins of those whose quote it is; None for what is about no quote, or makes a new one.
    """
    people = now.people
    person = people.by_login(actor)
    if person is None:
        return f"nobody with the login {actor} is among the people on record (entry {now.entry}); {_admins(people)}"
    day = (at.astimezone(UTC) + WESTERNMOST).date()
    if not people.is_active(person, day):
        return f"{person} is no longer here: until {people.people[person].until}"
    role: Role = "admin" if kind in ADMIN else "seller"
    if not people.may(person, role):
        able = ", ".join(people.with_role(role)) or "nobody"
        what = "an admin" if role == "admin" else "a seller, or the desk"
        return f"{person} is {_list(people.roles_of(person))}, and this is for {what}: {able}"
    if role == "admin" or owners is None or people.may(person, "desk"):
        return ""
    if person not in {people.by_login(each) or each for each in owners}:
        able = ", ".join(people.with_role("desk")) or "nobody"
        return f"it is not a quote of {person}; with quotes of others works who has the role desk: {able}"
    return ""


def decision_refusal(now: InForce, actor: str, kind: str, at: datetime, body: Mapping[str, Any], asked: Asked) -> str:
    """Return why a decision is not one that its maker was allowed to make; "" when it is.

    Args:
        now: The people in force.
        actor: The login of whoever decides.
        kind: "consent", "approve" or "reject".
        at: When.
        body: What is logged of it: the decision, and the people that it names.
        asked: What was asked before.
    """
    if body.get("people") != now.named:
        return f"it does not name the people in force, those of entry {now.entry}"
    try:
        made = body["decision"]
        person, title, place = made["person"], made["title"], made["stands_for"]
        day = _day(made["on"], at)
    except (KeyError, TypeError, ValueError):
        return "it does not hold a decision of that time"
    people = now.people
    if person is None or people.by_login(actor) != person:
        return f"{actor} is no login of {person} among the people of entry {now.entry}"
    if (made.get("verdict") == "rejected") != (kind == "reject"):
        return f"its verdict is {made.get('verdict')}"
    if place not in people.titles_of(person, day).get(title, ()):
        whose = f" in the place of {place}" if place else ""
        return f"{person} could not decide as {title}{whose} on {day}, by the people of entry {now.entry}"
    requesters = {people.by_login(each) or each for each in asked.requesters}
    if person in requesters or place in requesters:
        return f"{person} decided on a quote of {'their own' if person in requesters else place}"
    if title not in asked.titles:
        return f"nobody asked for a decision of {title}"
    return ""


def _day(on: str, at: datetime) -> date:
    """Return the day of a decision where it was made, when that is the time of its entry."""
    moment = datetime.fromisoformat(on)
    if moment != at:
        raise ValueError(on)
    return moment.date()


def _admins(people: People) -> str:
    return f"an admin records others: {', '.join(people.with_role('admin'))}"


def _list(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
