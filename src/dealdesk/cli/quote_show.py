"""`dealdesk quote show`: a recorded quote, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.quote_new import Pdf
from dealdesk.cli.registers import Number, RegisterUrl, now, opened

EXAMPLES = """\b
Examples:
  dealdesk quote show Q-2026-00001
  dealdesk quote show Q-2026-00001 --history
  dealdesk quote show Q-2026-00001 --revision 1 --pdf first.pdf
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("show", cls=Page, epilog=EXAMPLES)
def show(
    number: Number,
    history: Annotated[bool, typer.Option("--history", help="What became of it, instead of its lines.")] = False,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="This revision; the latest if left out.")
    ] = None,
    pdf: Pdf = None,
    register: RegisterUrl = None,
    as_json: Json = False,
) -> int:
    """Show a quote as it was recorded: the same cents, whatever the catalog says by now."""
    from dealdesk.cli import terminal
    from dealdesk.cli.show_quote import quote_page
    from dealdesk.cli.show_record import event_report, record_page, report
    from dealdesk.cli.show_record import history as history_table

    at = now()
    with opened(register) as book:
        stored = book.find(number, revision)
        events = [*book.events(stored.number)] if history or as_json else []
        quote = book.quote(stored)
        if pdf is not None:
            from dealdesk.cli.quote_new import write_document

            write_document(book, stored, pdf, Path())
            return 0
    if as_json:
        told = {"history": [event_report(each) for each in events], "quote": quote}
        terminal.json(report(stored, at) | told)
    elif history:
        terminal.page(*record_page(stored, at), history_table(events))
    else:
        terminal.page(*record_page(stored, at), *quote_page(quote, terminal.width()))
    return 0
