"""`dealdesk catalog list`: the catalogs that a deal can name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

app = typer.Typer(rich_markup_mode=None, add_completion=False)


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
    return counts(loaded) | {"path": shown(path)}


def counts(loaded: Catalog) -> dict[str, Any]:
    """Return what a catalog is, and how much is in it."""
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
