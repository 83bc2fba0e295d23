"""`dealdesk price`: a deal in, its price out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, MaybeDealFile, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote

EXAMPLES = """\b
Examples, the first three with the deal that `dealdesk init` makes:
  dealdesk price deals/first.toml
  dealdesk price deals/first.toml --explain 1
  dealdesk price deals/first.toml --json
  dealdesk price --catalog stellar-logic --line manufacturing --line media --months 36
"""

PANEL = "A deal without a file"

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def price(
    context: typer.Context,
    deal: MaybeDealFile = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="LINE",
            help="Why a line, by number or SKU, costs what it costs.",
            autocompletion=candidates.deal_lines,
        ),
    ] = None,
    definitions: Annotated[bool, typer.Option("--definitions", help="Print what each metric means.")] = False,
    option: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Price this option of the deal instead.",
            autocompletion=candidates.deal_options,
        ),
    ] = None,
    today: Today = None,
    as_json: Json = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a row for each line and interval, for spreadsheets.")
    ] = False,
    catalog: Annotated[
        str | None,
        typer.Option(
            metavar="ID|PATH",
            rich_help_panel=PANEL,
            help="The catalog.",
            autocompletion=candidates.catalogs,
        ),
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SKU[:QUANTITY]",
            rich_help_panel=PANEL,
            help="A product; may be repeated.",
            autocompletion=candidates.skus,
        ),
    ] = None,
    months: Annotated[
        str | None, typer.Option(metavar="N", rich_help_panel=PANEL, help="The term; 12 if left out.")
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", rich_help_panel=PANEL, help="The first day.")] = None,
    customer: Annotated[str | None, typer.Option(metavar="NAME", rich_help_panel=PANEL, help="The customer.")] = None,
    segment: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            rich_help_panel=PANEL,
            help="The customer's segment.",
            autocompletion=candidates.segments,
        ),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=PANEL, help="The customer's region.")
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            rich_help_panel=PANEL,
            help="The currency, such as EUR.",
            autocompletion=candidates.currencies,
        ),
    ] = None,
    billing: Annotated[
        str | None,
        typer.Option(
            metavar="HOW",
            rich_help_panel=PANEL,
            help="Annual, quarterly, monthly or upfront.",
            autocompletion=candidates.billings,
        ),
    ] = None,
    discount: Annotated[
        str | None, typer.Option(metavar="PERCENT", rich_help_panel=PANEL, help="A discount on the whole deal.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="AMOUNT", rich_help_panel=PANEL, help="A total to reach.")
    ] = None,
    promotion: Annotated[
        list[str] | None, typer.Option(metavar="CODE", rich_help_panel=PANEL, help="A promotion; may be repeated.")
    ] = None,
    usage: Annotated[
        list[str] | None,
        typer.Option(metavar="[SKU.]CHARGE=N", rich_help_panel=PANEL, help="Estimated usage; may be repeated."),
    ] = None,
) -> int:
    """Price a deal: every step from list to net, metrics, invoices.

    The deal is a file, or it is said with --catalog and --line.
    """
    from dealdesk.cli.inputs import from_file_or_options, option_of
    from dealdesk.quoting.price import price as priced

    if as_json and as_csv:
        raise typer.BadParameter("give one of --json and --csv", param_hint="--csv")
    asked, numbers = from_file_or_options(deal, context.params)
    asked = option_of(asked, option)
    if explain is not None:
        return _explain(asked, numbers, explain, quote_day(today), as_json=as_json)
    quote = priced(asked, numbers, today=quote_day(today))
    _print(quote, as_json=as_json, as_csv=as_csv, definitions=definitions)
    return int(any(finding.severity == "error" for finding in quote.findings))


def _explain(deal: Deal, catalog: Catalog, line: str, today: date, *, as_json: bool) -> int:
    from dealdesk.cli import terminal
    from dealdesk.quoting.explain import explain

    found = explain(deal, catalog, line, today=today)
    if as_json:
        terminal.json(found)
    else:
        from dealdesk.cli.show_explain import explain_page

        terminal.page(*explain_page(found, deal, catalog, terminal.width()))
    return 0


def _print(quote: Quote, *, as_json: bool, as_csv: bool, definitions: bool) -> None:
    from dealdesk.cli import terminal

    if as_json:
        from dealdesk.cli.report import report

        terminal.json(report(quote))
    elif as_csv:
        from dealdesk.cli.sheet import csv_table

        terminal.result(csv_table(quote))
    else:
        from dealdesk.cli.show_quote import quote_page

        terminal.page(*quote_page(quote, terminal.width(), definitions=definitions))
