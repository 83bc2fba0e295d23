"""`dealdesk quote submit`, `approve` and `reject`: who has to say yes, and who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, Number, RegisterUrl, actor, now, opened

if TYPE_CHECKING:
    from dealdesk.desk.approvals import Acted, Verdict

SUBMIT = """\b
Example:
  dealdesk quote submit Q-2026-00001

Where nobody has to approve it, it is approved at once.
"""
APPROVE = """\b
Examples:
  dealdesk quote approve Q-2026-00001
  dealdesk quote approve Q-2026-00001 --title "Deal desk" --reason "Reference customer"
  dealdesk quote approve Q-2026-00001 --revision 2       only if that is the one that counts

Who may is what `dealdesk register people` shows: the people on record, and not a file of this folder.
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
Read = Annotated[
    int | None,
    typer.Option(
        "--revision", metavar="N", min=1, help="The one that you have read; refused where a newer one counts."
    ),
]

submit_app = typer.Typer(rich_markup_mode=None, add_completion=False)
approve_app = typer.Typer(rich_markup_mode=None, add_completion=False)
reject_app = typer.Typer(rich_markup_mode=None, add_completion=False)


@submit_app.command("submit", cls=Page, epilog=SUBMIT)
def submit(number: Number, register: RegisterUrl = None, acting: ActingAs = None, as_json: Json = False) -> int:
    """Ask those who have to approve a quote."""
    from dealdesk.cli import terminal
    from dealdesk.cli.deciding import unheld
    from dealdesk.desk import approvals
    from dealdesk.register.permitted import asked_of

    with opened(register) as book:
        at = now()
        made = approvals.submit(book, number, actor=actor(book, acting), at=at)
        _told(made, as_json=as_json)
        requesters = asked_of(made.needs.stored.rep, book.events(made.event.number)).requesters
        for note in unheld(made, book.in_force(), at.date(), requesters):
            terminal.words(f"note: {note}")
    return 0


@approve_app.command("approve", cls=Page, epilog=APPROVE)
def approve(
    number: Number,
    title: Title = None,
    reason: Why = None,
    revision: Read = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Approve a quote that somebody else has submitted."""
    return _decided(number, "approved", title, reason, revision, register, acting, as_json=as_json)


@reject_app.command("reject", cls=Page, epilog=REJECT)
def reject(
    number: Number,
    reason: NeededWhy,
    title: Title = None,
    revision: Read = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Say no to a quote, and why."""
    return _decided(number, "rejected", title, reason, revision, register, acting, as_json=as_json)


def _decided(
    number: str,
    verdict: Verdict,
    title: str | None,
    reason: str | None,
    revision: int | None,
    register: str | None,
    acting: str | None,
    *,
    as_json: bool,
) -> int:
    from pathlib import Path

    from dealdesk.cli import terminal
    from dealdesk.cli.enrolled import warning
    from dealdesk.desk.approvals import decide

    with opened(register) as book:
        who = actor(book, acting)
        if said := warning(book, Path.cwd()):
            terminal.words(f"warning: {said}")
        made = decide(book, number, verdict, actor=who, at=now(), title=title, reason=reason, revision=revision)
        return _told(made, as_json=as_json)


def _told(made: Acted, *, as_json: bool) -> int:
    """Print where the quote stands, and who comes next."""
    from dealdesk.cli import terminal
    from dealdesk.cli.deciding import after, headline
    from dealdesk.cli.show_record import event_report

    if as_json:
        terminal.json(event_report(made.event) | {"open": made.needs.standing.open})
        return 0
    terminal.result(headline(made))
    for line in after(made):
        terminal.words(line)
    return 0
