"""A catalog, and a product of it, as the commands of `dealdesk catalog` name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli import candidates

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

CatalogName = Annotated[
    str,
    typer.Argument(
        metavar="CATALOG",
        help="An id, a folder or a file.",
        show_default=False,
        autocompletion=candidates.catalogs,
    ),
]


def product_named(loaded: Catalog, sku: str) -> str:
    """Return the SKU; a usage error when the catalog has no such product."""
    if sku not in loaded.products:
        from dealdesk.errors import did_you_mean

        guess = did_you_mean(sku, loaded.products)
        hint = f"did you mean {guess}?" if guess else f"it has: {', '.join(loaded.products)}"
        raise typer.BadParameter(f"{loaded.catalog.id} has no product {sku}; {hint}", param_hint="SKU")
    return sku
