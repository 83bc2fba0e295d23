"""`dealdesk catalog show`: a catalog, or one product of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.catalog_named import CatalogName, product_named
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog show stellar-logic
  dealdesk catalog show ai-control-plane enterprise
  dealdesk catalog show stellar-logic --illustrative
""",
)
def show(
    catalog: CatalogName,
    sku: Annotated[
        str | None,
        typer.Argument(
            metavar="[SKU]",
            help="Only this product.",
            show_default=False,
            autocompletion=candidates.skus,
        ),
    ] = None,
    illustrative: Annotated[
        bool, typer.Option("--illustrative", help="List the numbers that are not the vendor's own.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Show a catalog, or one product of it.

    Products, prices, the rules in the order in which they apply, bundles and segments.
    """
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.cli.illustrative import illustrative as found_in

    loaded = load_catalog(catalog)
    if sku is not None:
        product_named(loaded, sku)
    if as_json:
        terminal.json(found_in(loaded) if illustrative else _plain(loaded, sku))
        return 0
    from dealdesk.cli import show_catalog as pages

    if illustrative:
        terminal.page(*pages.illustrative_page(loaded, found_in(loaded), terminal.width()))
    elif sku is not None:
        terminal.page(*pages.product_page(loaded, sku, terminal.width()))
    else:
        terminal.page(*pages.catalog_page(loaded, terminal.width()))
    return 0


def _plain(loaded: Catalog, sku: str | None) -> dict[str, Any]:
    from dealdesk.record import plain

    data = plain(loaded, all_keys=False)
    if sku is not None:
        return {"sku": sku, **data["products"][sku]}
    return {"digest": loaded.digest, **data}
