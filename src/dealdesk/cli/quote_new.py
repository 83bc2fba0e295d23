"""`dealdesk quote new`, `revise` and `clone`: deals become quotes with numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import DealFile, Json, Today
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, Number, RegisterUrl, actor, now, opened

if TYPE_CHECKING:
    from dealdesk.desk.recording import Recorded
    from dealdesk.register import Register
    from dealdesk.register.lifecycle import State

NEW = """\b
Examples, with the deal that `dealdesk init` makes:
  dealdesk quote new deals/first.toml
  dealdesk quote new deals/first.toml --pdf first.pdf
  dealdesk quote new deals/first.toml --ref CRM-4711

The same deal again gives the same number, also when the first run was interrupted. Another --ref makes another quote.
"""
REVISE = """\b
Example:
  dealdesk quote revise Q-2026-00001 deals/first.toml --pdf first.pdf

The revision before is superseded and stays on record. A deal that says the same makes no new revision.
"""
CLONE = """\b
Example:
  dealdesk quote clone Q-2026-00001 -o deals/again.toml
"""

Pdf = Annotated[
    Path | None, typer.Option("--pdf", metavar="FILE", help="Write its document there, as a PDF.", show_default=False)
]

new_app = typer.Typer(rich_markup_mode=None, add_completion=False)
revise_app = typer.Typer(rich_markup_mode=None, add_completion=False)
clone_app = typer.Typer(rich_markup_mode=None, add_completion=False)


@new_app.command("new", cls=Page, epilog=NEW)
def new(
    deal: DealFile,
    pdf: Pdf = None,
    ref: Annotated[
        str | None,
        typer.Option("--ref", metavar="TEXT", help="Your own reference, such as the opportunity's; used once."),
    ] = None,
    rep: Annotated[
        str | None, typer.Option("--rep", metavar="NAME", help="Whose quote it is; the one who acts if left out.")
    ] = None,
    today: Today = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Price a deal, record it under a number, and write its document.

    Deal, catalog and price are kept as they are now: the quote can be shown, printed and priced again in ten years.
    """
    from dealdesk.desk.recording import new_quote

    _keep(pdf, deal)
    with opened(register) as book:
        who = actor(book, acting)
        made = new_quote(book, deal, actor=who, at=now(), rep=rep, reference=ref, today=today)
        return _told(book, made, pdf, deal, as_json=as_json)


@revise_app.command("revise", cls=Page, epilog=REVISE)
def revise(
    number: Number,
    deal: DealFile,
    pdf: Pdf = None,
    today: Today = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Record another revision of a quote; the one before is superseded."""
    from dealdesk.desk.recording import revised_quote

    _keep(pdf, deal)
    with opened(register) as book:
        made = revised_quote(book, number, deal, actor=actor(book, acting), at=now(), today=today)
        return _told(book, made, pdf, deal, as_json=as_json)


@clone_app.command("clone", cls=Page, epilog=CLONE)
def clone(
    number: Number,
    out: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write the deal; - for stdout.")],
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="Of this revision; the latest if left out.")
    ] = None,
    register: RegisterUrl = None,
) -> int:
    """Write the deal behind a quote to a file, to start another quote from."""
    from dealdesk.cli import terminal
    from dealdesk.cli.output import deliver
    from dealdesk.desk.recording import cloned_deal
    from dealdesk.errors import WriteError, printable

    if out != "-" and Path(out).exists():
        raise WriteError(f"{printable(out)} is there already; name another file")
    with opened(register) as book:
        deliver(cloned_deal(book, number, revision), out)
    if out != "-":
        terminal.words(f"change it, and record it with `dealdesk quote new {printable(out)}`")
    return 0


def _keep(pdf: Path | None, deal: Path) -> None:
    """Refuse to write a document over a deal or a catalog."""
    from dealdesk.cli.output import keep_sources

    if pdf is not None:
        keep_sources(str(pdf), deal)


def _told(register: Register, made: Recorded, pdf: Path | None, deal: Path, *, as_json: bool) -> int:
    """Print what was recorded, before its document is made: what has a number is on disk."""
    from dealdesk.cli import terminal
    from dealdesk.cli.show_record import record_page, report
    from dealdesk.errors import printable

    for note in made.notes:
        terminal.words(f"note: {note}")
    stored = made.stored
    if not made.is_new:
        when = f"{stored.made.astimezone():%d %B %Y, %H:%M}".lstrip("0")
        state = stored.state_at(now())
        terminal.words(f"note: recorded already, on {when}: {stored.name}, {state}{_again(stored.number, state)}")
    if as_json:
        terminal.json(report(stored, now()) | {"new": made.is_new})
    else:
        terminal.page(*record_page(stored, now()))
    for each in made.quote.findings:
        if each.severity != "info":
            terminal.words(
                printable(f"{each.at + ': ' if each.at else ''}{each.severity}: {each.message} [{each.code}]")
            )
    if pdf is not None:
        write_document(register, made.stored, pdf, deal)
    elif not as_json and stored.state_at(now()) == "draft":
        terminal.words(f"next: dealdesk quote submit {stored.number}")
    return 0


def _again(number: str, state: State) -> str:
    """Return how the same deal is quoted once more, where its quote can no longer be won."""
    from dealdesk.register.lifecycle import OPEN, TERMINAL

    if state in OPEN:
        return ""
    again = "" if state in TERMINAL else f"`dealdesk quote revise {number} DEAL` prices it as of today, and "
    return f"; {again}another --ref makes another quote of it"


def write_document(register: Register, stored: object, pdf: Path, near: Path) -> None:
    """Write the PDF of a version."""
    from dealdesk.cli.output import deliver
    from dealdesk.desk.paper import document
    from dealdesk.documents.assets import found_templates

    deliver(document(register, stored, templates=found_templates("quote", near)), str(pdf))  # type: ignore[arg-type]
