"""`dealdesk catalog space`: how many subscriptions a catalog allows, the cheapest and the dearest."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.catalog_named import CatalogName
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog space ai-control-plane
  dealdesk catalog space slack --assume enterprise-grid=150 --json
""",
)
def space(
    catalog: CatalogName,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SKU=PRICE",
            help="A price for a product that the catalog has none for; may be repeated.",
            show_default=False,
        ),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="The catalog's own if left out.", autocompletion=candidates.currencies),
    ] = None,
    as_json: Json = False,
) -> int:
    """Count the subscriptions that a catalog allows, and find the cheapest and the dearest.

    A subscription has at least one product, keeps to available_for, requires and excludes, and has at most one tier
    of a family. Its price is one period of each charge at list, for the smallest quantity that is sold.
    """
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.space import space_of

    found = space_of(load_catalog(catalog), currency=currency.upper() if currency else None, assumed=_assumed(assume))
    if as_json:
        from dataclasses import asdict

        terminal.json(asdict(found))
    else:
        from dealdesk.cli.show_space import space_page

        terminal.page(*space_page(found))
    return 0


def _assumed(given: list[str] | None) -> dict[str, Decimal]:
    """Return prices by product; a usage error for what is not SKU=PRICE."""
    import re

    found = {}
    for each in given or ():
        sku, _, price = each.partition("=")
        if not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", price, re.ASCII):
            raise typer.BadParameter(f"{each} is not SKU=PRICE, such as enterprise=150", param_hint="--assume")
        found[sku] = Decimal(price)
    return found
