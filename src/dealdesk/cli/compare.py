"""`dealdesk compare`: a deal and its options, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dealdesk.cli.options import DealFile, Json, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.cli.differences import Compared

EXAMPLES = """\b
Examples, with the deal that `dealdesk init` makes:
  dealdesk compare deals/first.toml
  dealdesk compare deals/first.toml --json
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def compare(deal: DealFile, today: Today = None, as_json: Json = False) -> int:
    """Put a deal and its options side by side.

    Term, price and discount of each, every step from list to net, and in words what differs.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.differences import compared
    from dealdesk.cli.inputs import from_file
    from dealdesk.quoting.price import price

    asked, catalog = from_file(deal)
    quote = price(asked, catalog, today=quote_day(today))
    found = compared(asked, quote)
    if as_json:
        terminal.json([_report(each) for each in found])
    else:
        from dealdesk.cli.show_compare import compare_page

        terminal.page(*compare_page(found, terminal.width()))
    return int(any(finding.severity == "error" for each in found for finding in each.quote.findings))


def _report(each: Compared) -> dict[str, object]:
    from dealdesk.cli.report import report

    return {
        "name": each.name,
        "recommended": each.recommended,
        "note": each.note,
        "differences": each.differences,
        "quote": report(each.quote) | {"options": []},
    }
