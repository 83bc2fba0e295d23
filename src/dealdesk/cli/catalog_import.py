"""`dealdesk catalog import`: its commands, one for each format.  To add one: one file, and its line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

EXAMPLES = """\b
Examples:
  dealdesk catalog import pricing2yaml slack.yml -o catalogs/slack
  dealdesk catalog import csv prices.csv --currency EUR --period year -o catalogs/acme
"""


class ImportCommands(Front):
    """The formats by name: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "pricing2yaml": ("dealdesk.cli.import_pricing2yaml", "A pricing in the Pricing2Yaml format, 1.0 to 3.1."),
        "csv": ("dealdesk.cli.import_csv", "A plain price list, one row a price."),
    }


app = group(
    "import",
    ImportCommands,
    "Make a catalog of what another system wrote. Nothing in it is executed, and nothing is guessed silently.",
    EXAMPLES,
)
