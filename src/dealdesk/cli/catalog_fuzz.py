"""`dealdesk catalog fuzz`: random deals against what a catalog declares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk catalog fuzz stellar-logic
  dealdesk catalog fuzz stellar-logic --count 10000 --seed 7 --deals broken

\b
An invariant in a catalog:
  [[invariants]]
  id      = "discount-bound"
  measure = "discount"
  op      = "at_most"
  value   = 42
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def fuzz(
    path: Annotated[
        str,
        typer.Argument(
            metavar="CATALOG", help="An id, a folder or a file.", show_default=False, autocompletion=candidates.catalogs
        ),
    ],
    count: Annotated[int, typer.Option(metavar="N", min=1, max=10_000_000, help="How many deals are made.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed makes the same deals.")] = 1,
    deals: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the deals that break something; `dealdesk price` runs them."),
    ] = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Try to break what a catalog declares.

    Random deals, at the sizes where the rules change and between them, are priced and held against the invariants of
    the catalog, and against what always holds: that figures add up, and that nothing has a price below 0. A deal that
    breaks one is made as small as it gets. Ends with 1 when something is broken.
    """
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable
    from dealdesk.proving.fuzz import fuzz as run

    catalog = load_catalog(path)
    found = run(catalog, deals=count, seed=seed, today=quote_day(today))
    if deals is not None:
        _write(deals, found, path)
    if as_json:
        terminal.json(
            {
                "path": path,
                "seed": seed,
                "priced": found.priced,
                "refused": found.refused,
                "broken": [
                    {"id": each.name, "words": each.words, "at": _at(catalog, each), "deal": each.deal}
                    for each in found.breaches
                ],
            }
        )
        return 1 if found.breaches else 0
    from dealdesk.quoting.toml import toml_text

    for each in found.breaches:
        where = _at(catalog, each)
        terminal.result(printable(f"{where + ': ' if where else ''}error: {each.name} is broken: {each.words}"))
        terminal.result("\n".join(f"    {line}".rstrip() for line in toml_text(each.deal).splitlines()) + "\n")
    declared = plural(len(catalog.invariants), "invariant")
    verdict = f"{len(found.breaches)} broken" if found.breaches else "none broken"
    refused = f", {found.refused:,} more that the catalog refuses" if found.refused else ""
    terminal.result(
        f"{printable(path)}: {found.priced:,} deals priced{refused}; {declared} declared, {verdict} (seed {seed})"
    )
    return 1 if found.breaches else 0


def _at(catalog: Any, breach: Any) -> str:
    return catalog.at(*breach.path) if breach.path else ""


def _write(folder: Path, found: Any, path: str) -> None:
    from dealdesk.lint.deals import catalog_from
    from dealdesk.quoting.toml import toml_text
    from dealdesk.writing import make_folder, write_file

    make_folder(folder)
    catalog = catalog_from(folder, path)
    for each in found.breaches:
        deal = each.deal | ({"catalog": catalog} if catalog is not None else {})
        text = f"# {each.name}: {' '.join(each.words.split())}\n\n{toml_text(deal)}"
        write_file(str(folder / f"{each.name}.toml"), text.encode())
