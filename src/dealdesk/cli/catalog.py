"""`dealdesk catalog`: look at catalogs, check them, draw their prices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json
from dealdesk.cli.pages import SETTINGS, Group, Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.errors import InputError

EXAMPLES = """\b
Examples:
  dealdesk catalog list
  dealdesk catalog show stellar-logic
  dealdesk catalog validate catalogs/*
  dealdesk catalog curve ai-control-plane enterprise requests
"""

app = typer.Typer(
    name="catalog",
    cls=Group,
    help="Look at catalogs, check them, draw their prices.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="CATALOG",
        help="An id, a folder or a file.",
        show_default=False,
        autocompletion=candidates.catalogs,
    ),
]


@app.command("list", cls=Page, epilog="\b\nExample:\n  dealdesk catalog list")
def list_(as_json: Json = False) -> int:
    """List the catalogs that a deal can name.

    They are looked for in ./catalogs, in the catalogs folders above, and among the packaged ones.
    """
    from dealdesk.catalog.load import known_catalogs
    from dealdesk.cli import terminal

    found = [_listed(path) for path in known_catalogs()]
    if as_json:
        terminal.json(found)
    else:
        from dealdesk.cli.show_catalog import catalogs_page

        keys = ("id", "name", "version", "products", "currency", "path")
        terminal.page(*catalogs_page([[str(each[key]) for key in keys] for each in found]))
    return 0


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
    catalog: Name,
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
        _product(loaded, sku)
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


@app.command(cls=Page, epilog="\b\nExample:\n  dealdesk catalog validate catalogs/*")
def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folders or files.",
            show_default=False,
            autocompletion=candidates.catalog_paths,
        ),
    ],
    as_json: Json = False,
) -> int:
    """Check catalogs: every mistake, and its place."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.errors import InputError

    results: list[dict[str, Any]] = []
    for path in paths:
        try:
            loaded = load_catalog(path)
        except InputError as wrong:
            results.append(_mistakes(path, wrong))
            if not as_json:
                terminal.words(str(wrong))
        else:
            results.append(_counts(loaded) | {"path": str(path), "valid": True, "mistakes": []})
            if not as_json:
                terminal.result(_verdict(results[-1]))
    if as_json:
        terminal.json(results)
    return 0 if all(each["valid"] for each in results) else 2


@app.command(
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog curve ai-control-plane enterprise requests
  dealdesk catalog curve ai-control-plane enterprise requests --to 20000 --svg requests.svg
""",
)
def curve(
    catalog: Name,
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
    picture = picture_of(loaded, _product(loaded, sku), charge, to=to, currency=currency, price=price, cell=cell or [])
    if svg is not None:
        from dealdesk.cli.curve_svg import curve_svg
        from dealdesk.cli.render import deliver

        deliver(curve_svg(picture).encode(), svg)
    if as_json:
        terminal.json(picture)
    elif svg is None:
        from dealdesk.cli.show_curve import curve_page

        terminal.page(*curve_page(picture, terminal.width()))
    return 0


def _listed(path: Path) -> dict[str, Any]:
    """Return what a list says of one catalog; one with mistakes is listed, too."""
    from dealdesk.catalog.load import read_catalog, shown
    from dealdesk.errors import InputError

    try:
        loaded = read_catalog(path)
    except InputError as wrong:
        count = len(wrong.mistakes)
        return {
            "id": path.stem,
            "name": f"has {count} mistake{'' if count == 1 else 's'}",
            "version": "",
            "currency": "",
            "products": "",
            "charges": "",
            "path": shown(path),
        }
    return _counts(loaded) | {"path": shown(path)}


def _counts(loaded: Catalog) -> dict[str, Any]:
    header = loaded.catalog
    return {
        "id": header.id,
        "name": header.name,
        "version": header.version,
        "currency": header.currency,
        "products": len(loaded.products),
        "charges": sum(1 for _ in loaded.charges()),
        "digest": loaded.digest,
    }


def _verdict(result: dict[str, Any]) -> str:
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable

    counts = f"{plural(result['products'], 'product')}, {plural(result['charges'], 'charge')}"
    return f"{printable(result['path'])}: valid: {counts}"


def _mistakes(path: Path, wrong: InputError) -> dict[str, Any]:
    from dealdesk.cli.mistakes import mistake_reports

    return {"path": str(path), "valid": False, "mistakes": mistake_reports(wrong)}


def _plain(loaded: Catalog, sku: str | None) -> dict[str, Any]:
    from dealdesk.record import plain

    data = plain(loaded, all_keys=False)
    if sku is not None:
        return {"sku": sku, **data["products"][sku]}
    return {"digest": loaded.digest, **data}


def _product(loaded: Catalog, sku: str) -> str:
    """Return the SKU; a usage error when the catalog has no such product."""
    if sku not in loaded.products:
        from dealdesk.errors import did_you_mean

        guess = did_you_mean(sku, loaded.products)
        hint = f"did you mean {guess}?" if guess else f"it has: {', '.join(loaded.products)}"
        raise typer.BadParameter(f"{loaded.catalog.id} has no product {sku}; {hint}", param_hint="SKU")
    return sku
