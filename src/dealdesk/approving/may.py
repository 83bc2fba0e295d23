"""Whether somebody may decide on a quote, under which title, and why not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dealdesk.approving.decisions import Decision, titles_filled
from dealdesk.approving.people import People
from dealdesk.approving.requirements import Requirements, Seat
from dealdesk.approving.words import seat as seat_words


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody may decide: under this title, in whose place ("" for their own)."""

    title: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody may not decide, and why; `who` are the ids of those who may."""

    why: str
    who: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.why + (f"; it is for {', '.join(self.who)}" if self.who else "")


def may_decide(
    person: str,
    people: People,
    requirements: Requirements,
    seats: Sequence[Seat],
    decisions: Sequence[Decision],
    *,
    requesters: Collection[str],
    on: date,
    title: str | None = None,
) -> Grant | Refusal:
    """Return under which title *person* may decide on a quote, or why not.

    Args:
        person: Id of the one who wants to.
        people: Who is who.
        requirements: What the quote needs.
        seats: What is open now (`Standing.open`).
        decisions: Those that hold so far (`Standing.kept`).
        requesters: Ids of those who made the quote or submitted it: nobody decides on a quote of their own, nor in
            the place of somebody whose quote it is.
        on: The day, for delegations.
        title: Under this title only.
    """
    if person not in people.people:
        return Refusal(f"{person} is not among the people on record", _holders(people, seats, requesters, on))
    if not people.is_active(person, on):
        return Refusal(f"{person} is no longer here: until {people.people[person].until}")
    if person in requesters:
        return Refusal("nobody decides on a quote of their own", _holders(people, seats, requesters, on))
    titles = people.titles_of(person, on)
    if title is not None and title not in titles:
        held = ", ".join(titles) or "none"
        return Refusal(f"{person} does not have the title {title}; titles on {on}: {held}")
    wanted = [name for seat in seats for name in seat.titles if name in titles and title in (None, name)]
    if not wanted:
        return Refusal(_not_wanted(person, tuple(titles), seats), _holders(people, seats, requesters, on))
    if clash := _twice(person, people, requirements, seats, decisions):
        return Refusal(clash)
    for name in wanted:
        for stands_for in titles[name]:
            if stands_for not in requesters:
                return Grant(name, stands_for)
    return Refusal(
        "nobody decides on a quote of the one in whose place they stand", _holders(people, seats, requesters, on)
    )


def _not_wanted(person: str, titles: tuple[str, ...], seats: Sequence[Seat]) -> str:
    if not seats:
        return "no decision is open"
    asked = " and ".join(seat_words(each) for each in seats)
    held = ", ".join(titles) if titles else "no title that decides"
    return f"{asked} {'decides' if len(seats) == 1 else 'decide'} now; {person} has {held}"


def _twice(
    person: str, people: People, requirements: Requirements, seats: Sequence[Seat], decisions: Sequence[Decision]
) -> str:
    """Return why somebody who has decided before may not do so again; "" when they may."""
    own = [each for each in decisions if each.person == person]
    if not own:
        return ""
    for seat in seats:
        if any(each.title in titles_filled(seat, decisions) for each in own):
            return f"{person} has approved as {own[0].title} already, and nobody counts twice"
    if people.separation.one_level_each and len(requirements.levels) > 1:
        return f"{person} has approved as {own[0].title}, and [separation] keeps the levels apart (one_level_each)"
    return ""


def _holders(people: People, seats: Sequence[Seat], requesters: Collection[str], on: date) -> tuple[str, ...]:
    """Return those who may decide on one of the seats."""
    found = dict.fromkeys(
        who for seat in seats for title in seat.titles for who in people.holders(title, on) if who not in requesters
    )
    return tuple(found)
