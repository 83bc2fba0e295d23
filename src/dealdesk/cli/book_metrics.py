"""`dealdesk book metrics`: the figures of the book, each with its definition and its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.book_options import Currency, Day, Since, Until, now_of
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl, opened

if TYPE_CHECKING:
    from dealdesk.book.report import BookReport

EXAMPLES = """\b
Examples:
  dealdesk book metrics
  dealdesk book metrics --since 2026-10-01 --until 2026-12-31
  dealdesk book metrics --currency EUR --json
  dealdesk book metrics --pdf book.pdf
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def metrics(
    currency: Currency = None,
    since: Since = None,
    until: Until = None,
    definitions: Annotated[bool, typer.Option("--definitions", help="Say how each figure is worked out.")] = False,
    pdf: Annotated[str | None, typer.Option(metavar="FILE", help="Write a page as PDF.", show_default=False)] = None,
    as_json: Json = False,
    register: RegisterUrl = None,
    today: Day = None,
) -> int:
    """Work out the figures of the book: pipeline, win rate, deal size, discounts, adoption, retention.

    A figure with a target in the catalog says whether it reaches it. Quotes in other currencies are left out:
    amounts of two currencies are never added.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.book_report import read_report

    with terminal.working("reading the book"), opened(register) as quotes:
        report = read_report(quotes, now_of(today), currency, since=since, until=until)
    if pdf is not None:
        _write(report, pdf)
    if as_json:
        terminal.json(report)
    elif pdf is None:
        from dealdesk.cli.show_book import book_page

        terminal.page(*book_page(report, definitions=definitions))
    return 0


def _write(report: BookReport, file: str) -> None:
    from dealdesk.cli.output import deliver
    from dealdesk.documents import render

    deliver(render(report, "book", "pdf"), file)
