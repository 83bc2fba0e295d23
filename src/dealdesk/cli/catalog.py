"""`dealdesk catalog`: its commands.  To add one: one file with its `app`, and its line in `CatalogCommands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import typer

from dealdesk.cli.pages import SETTINGS, Front

EXAMPLES = """\b
Examples:
  dealdesk catalog list
  dealdesk catalog show stellar-logic
  dealdesk catalog validate catalogs/*
  dealdesk catalog curve ai-control-plane enterprise requests
"""


class CatalogCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "list": ("dealdesk.cli.catalog_list", "List the catalogs that a deal can name."),
        "show": ("dealdesk.cli.catalog_show", "Show a catalog, or one product of it."),
        "validate": ("dealdesk.cli.catalog_validate", "Check catalogs: every mistake, and its place."),
        "lint": ("dealdesk.cli.catalog_lint", "Look for prices and rules that nobody can have meant, with proof."),
        "curve": ("dealdesk.cli.catalog_curve", "Draw the price curve of a charge."),
    }


app = typer.Typer(
    name="catalog",
    cls=CatalogCommands,
    help="Look at catalogs, check them, draw their prices.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
)


@app.callback()
def catalog() -> None:
    """Take nothing before a command."""
