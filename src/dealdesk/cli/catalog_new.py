"""`dealdesk catalog new`: a catalog to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.project.new import NewCatalog

EXAMPLES = """\b
Examples:
  dealdesk catalog new hardware
  dealdesk catalog new hardware-eu --name 'Acme GmbH' --currency EUR
  dealdesk catalog new hardware prices/hardware
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def new(
    catalog: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits and dashes; deals name the catalog by it.")
    ],
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where; catalogs/ID if left out.", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Who sells; made from the id if left out.")] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="The currency of the prices.")] = "USD",
    as_json: Json = False,
) -> int:
    """Start a catalog from a commented skeleton.

    It is a small price list that works: two products, three rules, an approval, two examples and an invariant, each
    with what it is for. The numbers are examples and say so. No file that is there already is replaced.
    """
    from datetime import date

    from dealdesk.cli import terminal
    from dealdesk.errors import printable
    from dealdesk.project.new import new_catalog

    made = new_catalog(catalog, folder, today=date.today(), name=name, currency=currency.upper())
    following = _next(made)
    if as_json:
        files = [each.as_posix() for each in made.files]
        data = {"catalog": made.id, "folder": made.folder.as_posix(), "currency": made.currency}
        terminal.json(data | {"files": files, "next": following})
    else:
        lines = [f"Made the catalog {made.id}, in {made.currency}"]
        lines += [f"  {printable(each.as_posix())}" for each in made.files]
        terminal.result("\n".join([*lines, "", "Next:", *(f"  {each}" for each in following)]))
    return 0


def _next(made: NewCatalog) -> list[str]:
    """Return what to type next."""
    from shlex import quote

    at = quote(made.folder.as_posix())
    return [f"dealdesk catalog lint {at}", f"dealdesk catalog test {at}", f"dealdesk catalog fuzz {at}"]
