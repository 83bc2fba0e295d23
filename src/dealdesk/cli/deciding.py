"""Deciding on a quote, for the commands and for the desk on the whole screen: what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.errors import printable

if TYPE_CHECKING:
    from dealdesk.approving.people import People
    from dealdesk.desk.approvals import Acted
    from dealdesk.register.permitted import InForce


def headline(made: Acted) -> str:
    """Return what was done, and by whom: "Q-2026-00002: approved by bo, entry 6"."""
    from dealdesk.cli.show_record import done

    event = made.event
    return printable(f"{event.number}: {done(event)} by {event.actor}, entry {event.entry}")


def waiting(made: Acted) -> tuple[str, ...]:
    """Return who has to decide next, a title or more each; () when nobody has to."""
    from dealdesk.approving.words import seat

    return tuple(map(seat, made.needs.standing.open)) if made.event.state == "submitted" else ()


def unheld(made: Acted, now: InForce | None, on: date, requesters: Iterable[str]) -> Iterator[str]:
    """Yield what stands in the way of the next decisions.

    Nobody is on record, nobody has a title that decides, or those who have it are *requesters*: the logins of those
    whose quote it is, or who submitted it.
    """
    from dealdesk.register.enrolling import HOW

    if not waiting(made):
        return
    if now is None:
        yield f"nobody is on record as allowed to decide; {HOW}"
        return
    own = {now.people.by_login(each) or each for each in requesters}
    for seat in made.needs.standing.open:
        held = [title for title in seat.titles if now.people.holders(title, on)]
        if len(held) < seat.quorum:
            missing = ", ".join(title for title in seat.titles if title not in held)
            yield printable(f"nobody on record decides as {missing} on {on}; `dealdesk register people` shows who does")
            continue
        barred = [title for title in held if not _open_to(now.people, title, on, own)]
        if len(held) - len(barred) < seat.quorum:
            names = sorted(own & {who for title in barred for who in now.people.holders(title, on)})
            yield printable(
                f"only {', '.join(names)} decides as {', '.join(barred)}, and nobody decides on a quote of their own: "
                "somebody else has to be on record with that title; `dealdesk register people` shows who is"
            )


def _open_to(people: People, title: str, on: date, own: set[str]) -> bool:
    """Whether somebody may decide under a title, in their own name or for another, who is none of those."""
    return any(
        who not in own and not own.issuperset(people.titles_of(who, on)[title]) for who in people.holders(title, on)
    )


def after(made: Acted) -> list[str]:
    """Return what became of earlier decisions, and what comes next, a line each."""
    event, standing = made.event, made.needs.standing
    lines = []
    if event.kind in ("submit", "clear"):
        for each, reasons in standing.voided:
            lines += [f"no longer holds: {each.title} by {each.person}, since", *(f"  {reason}" for reason in reasons)]
        lines += [f"still holds: {one.title} by {one.person}, inside its envelope" for one in standing.kept]
    lines += [f"next: {titles}: dealdesk quote approve {event.number}" for titles in waiting(made)]
    if event.state == "approved":
        lines.append(f"next: dealdesk quote send {event.number}")
    return [printable(each) for each in lines]
