"""`dealdesk book export`: the book for a CRM, or for other programs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dealdesk.cli.book_options import Currency, Day, Since, Until, now_of, read_book, tell_left_out
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl, opened

EXAMPLES = """\b
Examples:
  dealdesk book export --format hubspot -o deals.csv
  dealdesk book export --format salesforce -o opportunities.csv
  dealdesk book export --format jsonl -o -
  dealdesk book export --format parquet -o book.parquet
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _formats() -> list[str]:
    from dealdesk.book.export import EXPORTS

    return [each.name for each in EXPORTS]


@app.command(cls=Page, epilog=EXAMPLES)
def export(
    out: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it; - for stdout.")],
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="hubspot, salesforce, jsonl or parquet.", autocompletion=_formats
        ),
    ] = "jsonl",
    currency: Currency = None,
    since: Since = None,
    until: Until = None,
    register: RegisterUrl = None,
    today: Day = None,
) -> int:
    """Write the latest revision of every quote, one row each; no cell can act as a formula."""
    from dealdesk.book.export import EXPORTS
    from dealdesk.cli.output import deliver

    writes = next((each for each in EXPORTS if each.name == form.lower()), None)
    if writes is None:
        raise typer.BadParameter(f"there is no format {form}; one of {', '.join(_formats())}", param_hint="--format")
    if out == "-" and writes.name == "parquet" and sys.stdout.isatty():
        raise typer.BadParameter("a terminal cannot show Parquet; redirect the output, or name a file", param_hint="-o")
    with opened(register) as quotes:
        book, others = read_book(quotes, now_of(today), currency, since=since, until=until)
    tell_left_out(others)
    deliver(writes.write(book.of_period), out)
    return 0
