"""`dealdesk quote submit`, `approve` and `reject`: who has to say yes, and who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, Number, RegisterUrl, actor, now, opened

if TYPE_CHECKING:
    from dealdesk.approving import People
    from dealdesk.desk.approvals import Acted

SUBMIT = """\b
Example:
  dealdesk quote submit Q-2026-00001

Where nobody has to approve it, it is approved at once.
"""
APPROVE = """\b
Examples:
  dealdesk quote approve Q-2026-00001
  dealdesk quote approve Q-2026-00001 --title "Deal desk" --reason "Reference customer"
"""
REJECT = """\b
Example:
  dealdesk quote reject Q-2026-00001 --reason "Margin below target; ask for a longer term"
"""

Title = Annotated[
    str | None, typer.Option("--title", metavar="TITLE", help="Under this title, where you have several.")
]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, in your words.", show_default=False)]
NeededWhy = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)]

submit_app = typer.Typer(rich_markup_mode=None, add_completion=False)
approve_app = typer.Typer(rich_markup_mode=None, add_completion=False)
reject_app = typer.Typer(rich_markup_mode=None, add_completion=False)


@submit_app.command("submit", cls=Page, epilog=SUBMIT)
def submit(number: Number, register: RegisterUrl = None, acting: ActingAs = None, as_json: Json = False) -> int:
    """Ask those who have to approve a quote."""
    from dealdesk.desk import approvals

    with opened(register) as book:
        return _told(approvals.submit(book, number, actor=actor(book, acting), at=now()), as_json=as_json)


@approve_app.command("approve", cls=Page, epilog=APPROVE)
def approve(
    number: Number,
    title: Title = None,
    reason: Why = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Approve a quote that somebody else has submitted."""
    from dealdesk.desk import approvals

    at = now()
    with opened(register) as book:
        who = actor(book, acting)
        made = approvals.approve(
            book, number, actor=who, at=at, people=_people(), on=at.date(), title=title, reason=reason
        )
        return _told(made, as_json=as_json)


@reject_app.command("reject", cls=Page, epilog=REJECT)
def reject(
    number: Number,
    reason: NeededWhy,
    title: Title = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Say no to a quote, and why."""
    from dealdesk.desk import approvals

    at = now()
    with opened(register) as book:
        who = actor(book, acting)
        made = approvals.reject(
            book, number, actor=who, at=at, people=_people(), on=at.date(), title=title, reason=reason
        )
        return _told(made, as_json=as_json)


def _people() -> People | None:
    from dealdesk.approving import find_people, load_people

    file = find_people()
    return load_people(file) if file is not None else None


def _told(made: Acted, *, as_json: bool) -> int:
    """Print where the quote stands, and who comes next."""
    from dealdesk.approving.words import seat
    from dealdesk.cli import terminal
    from dealdesk.cli.show_record import DONE, event_report
    from dealdesk.errors import printable

    event, standing = made.event, made.needs.standing
    if as_json:
        terminal.json(event_report(event) | {"open": standing.open})
        return 0
    terminal.result(
        printable(f"{event.number}: {DONE.get(event.kind, event.kind)} by {event.actor}, entry {event.entry}")
    )
    for each, reasons in standing.voided if event.kind in ("submit", "clear") else ():
        terminal.words(printable(f"no longer holds: {each.title} by {each.person}, since"))
        for reason in reasons:
            terminal.words(printable(f"  {reason}"))
    for one in standing.kept if event.kind in ("submit", "clear") else ():
        terminal.words(printable(f"still holds: {one.title} by {one.person}, inside its envelope"))
    for wanted in standing.open if event.state == "submitted" else ():
        terminal.words(printable(f"next: {seat(wanted)}: dealdesk quote approve {event.number}"))
    if event.state == "approved":
        terminal.words(f"next: dealdesk quote send {event.number}")
    return 0
