"""`dealdesk catalog curve`: the price curve of a charge."""

from __future__ import annotations

from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.catalog_named import CatalogName, product_named
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog curve ai-control-plane enterprise requests
  dealdesk catalog curve ai-control-plane enterprise requests --to 20000 --svg requests.svg
""",
)
def curve(
    catalog: CatalogName,
    sku: Annotated[
        str,
        typer.Argument(metavar="SKU", help="The product.", show_default=False, autocompletion=candidates.skus),
    ],
    charge: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHARGE]",
            help="The charge, where there are several.",
            show_default=False,
            autocompletion=candidates.charges,
        ),
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="QUANTITY", help="The largest quantity that is shown.")] = None,
    svg: Annotated[str | None, typer.Option(metavar="FILE", help="Write the picture as SVG; - for stdout.")] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="The catalog's own if left out.",
            autocompletion=candidates.currencies,
        ),
    ] = None,
    price: Annotated[str | None, typer.Option(metavar="AMOUNT", help="The price, where the seller states it.")] = None,
    cell: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="The choice in a matrix; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Draw the price curve of a charge.

    What each quantity costs, and where the price bends or jumps: dots on the terminal, or a picture as SVG.
    """
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.cli.curves import picture_of

    loaded = load_catalog(catalog)
    picture = picture_of(
        loaded, product_named(loaded, sku), charge, to=to, currency=currency, price=price, cell=cell or []
    )
    if svg is not None:
        from dealdesk.cli.curve_svg import curve_svg
        from dealdesk.cli.output import deliver

        deliver(curve_svg(picture).encode(), svg)
    if as_json:
        terminal.json(picture)
    elif svg is None:
        from dealdesk.cli.show_curve import curve_page

        terminal.page(*curve_page(picture, terminal.width()))
    return 0
