"""`dealdesk catalog import csv`: a plain price list as a catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli.import_words import DryRun, Folder, Force, deliver
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.importers.price_list import Column, Sheet

NUMBERS, ROWS = "How numbers are written", "What holds for all rows"
MAPPED = "sku, name, description, price, currency, unit, period, kind, family, from, to"

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "csv",
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog import csv prices.csv --currency USD --period year --dry-run
  dealdesk catalog import csv preise.csv --map sku=Artikel --map name=Titel --map price=Preis \\
      --currency EUR --period month --decimal , --thousands . -o catalogs/acme
""",
)
def csv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The price list, CSV in UTF-8.", show_default=False)],
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help=f"Which column is what: {MAPPED}. FIELD=- leaves one out. Obvious heads need no word.",
            show_default=False,
        ),
    ] = None,
    output: Folder = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who sells; made from the file's name if left out.")
    ] = None,
    decimal: Annotated[
        str, typer.Option(metavar="SIGN", help="The sign before decimals.", rich_help_panel=NUMBERS)
    ] = ".",
    thousands: Annotated[
        str,
        typer.Option(metavar="SIGN", help="The sign between thousands; none if left out.", rich_help_panel=NUMBERS),
    ] = "",
    delimiter: Annotated[
        str | None,
        typer.Option(metavar="SIGN", help="The sign between columns; \\t is a tab.", rich_help_panel=NUMBERS),
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The currency of the prices.", rich_help_panel=ROWS)
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="month, quarter, year or once.", rich_help_panel=ROWS)
    ] = None,
    tiers: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL", help="What rows with quantities mean: volume or graduated.", rich_help_panel=ROWS
        ),
    ] = None,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="plugin, tier, add_on, service or usage.", rich_help_panel=ROWS)
    ] = "plugin",
    on_request: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS", help="Words instead of a price; may be repeated.", rich_help_panel=ROWS, show_default=False
        ),
    ] = None,
    force: Force = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Make a catalog of a plain price list.

    Each row is a price. Rows of one product with quantities are its tiers, with other currencies its prices in them.
    Every row that is wrong is named, and then nothing is written.
    """
    from dealdesk.cli import terminal
    from dealdesk.importers.draft import kebab, title
    from dealdesk.importers.price_list import Settings, columns_of, read_price_list, read_sheet

    for option, sign, longest in (("--decimal", decimal, 1), ("--thousands", thousands, 1)):
        if len(sign) > longest or sign.isalnum() or (option == "--decimal" and not sign):
            raise typer.BadParameter(f"{sign or 'nothing'} is not one sign", param_hint=option)
    if decimal == thousands:
        raise typer.BadParameter("decimals and thousands need different signs", param_hint="--thousands")
    if tiers not in (None, "volume", "graduated"):
        raise typer.BadParameter(f"{tiers} is neither volume nor graduated", param_hint="--tiers")
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter or "", delimiter)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\n' or delimiter.isalnum()):
        raise typer.BadParameter(f"{delimiter or 'nothing'} is not one sign", param_hint="--delimiter")
    settings = Settings(
        id=kebab(name or file.stem) or "imported",
        vendor=name or title(file.stem),
        decimal=decimal,
        thousands=thousands,
        currency=currency.upper() if currency is not None else None,
        period=period,
        tiers=tiers,
        kind=kind,
        on_request=tuple(on_request or ()),
    )
    sheet = read_sheet(file, delimiter=delimiter)
    columns = columns_of(sheet, _stated(mapped or []), settings)
    if not as_json:
        terminal.page(*_map_page(sheet, columns))
        terminal.result("")
    draft = read_price_list(sheet, columns, settings)
    report: dict[str, Any] = {
        "delimiter": sheet.delimiter,
        "rows": len(sheet.rows),
        "columns": {
            each.field: {"column": each.head if each.index is not None else None, "value": each.head, "how": each.how}
            for each in columns.values()
        },
    }
    source = f"{file}: {len(sheet.rows):,} rows"
    return deliver(draft, source, output, force=force, dry_run=dry_run, as_json=as_json, file=str(file), more=report)


def _stated(mapped: list[str]) -> dict[str, str]:
    """Return heads by field; a usage error for what is not FIELD=COLUMN, or said twice."""
    found: dict[str, str] = {}
    for each in mapped:
        field, sign, head = each.partition("=")
        if not sign or not field or not head:
            raise typer.BadParameter(f'{each} is not FIELD=COLUMN, such as price="List price"', param_hint="--map")
        if field in found:
            raise typer.BadParameter(f"{field} is said twice", param_hint="--map")
        found[field.strip()] = head
    return found


def _map_page(sheet: Sheet, columns: dict[str, Column]) -> list[Any]:
    """Return which field is read from what, as a page."""
    from dealdesk.cli import table as tables
    from dealdesk.importers.price_list import FIELDS

    how = {"stated": "as stated", "guessed": "by its head", "option": "for all rows"}
    sign = {"\t": "tab"}.get(sheet.delimiter, sheet.delimiter)
    read = {each.index for each in columns.values()}
    rows = [(each.field, each.head, how[each.how], FIELDS[each.field][0]) for each in columns.values()]
    parts = [
        tables.section(
            tables.heading("Columns", f"separated by {sign}"),
            tables.table(
                [
                    tables.Column("Field"),
                    tables.Column("Read from", breaks=True),
                    tables.Column("How"),
                    tables.Column("What", breaks=True),
                ],
                rows,
            ),
        )
    ]
    left = [each.text.strip() for number, each in enumerate(sheet.head) if number not in read and each.text.strip()]
    if left:
        parts.append(tables.text("Not read: " + ", ".join(left), "dim"))
    return parts
