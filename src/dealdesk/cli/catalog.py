"""`dealdesk catalog`: its commands.  To add one: one file with its `app`, and its line in `CatalogCommands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

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
        "diff": ("dealdesk.cli.catalog_diff", "Say what differs between two catalogs: in meaning, not in text."),
        "impact": ("dealdesk.cli.catalog_impact", "Price deals under two catalogs, and say who pays more or less."),
        "test": ("dealdesk.cli.catalog_test", "Run the examples of catalogs: deals, and what they have to come to."),
        "fuzz": ("dealdesk.cli.catalog_fuzz", "Try to break what a catalog declares, with random deals."),
        "space": ("dealdesk.cli.catalog_space", "Count what can be subscribed to; the cheapest and the dearest."),
        "import": ("dealdesk.cli.catalog_import", "Make a catalog of a Pricing2Yaml file or a CSV price list."),
        "set": ("dealdesk.cli.catalog_set", "Set one value in place; comments and layout stay."),
        "fmt": ("dealdesk.cli.catalog_fmt", "Lay TOML files out: aligned keys, one empty line between tables."),
        "new": ("dealdesk.cli.catalog_new", "Start a catalog from a commented skeleton."),
        "curve": ("dealdesk.cli.catalog_curve", "Draw the price curve of a charge."),
    }


app = group("catalog", CatalogCommands, "Look at catalogs, check them, draw their prices.", EXAMPLES)
