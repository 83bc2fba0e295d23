"""`dealdesk catalog import pricing2yaml`: a pricing of a SaaS vendor as a catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.import_words import DryRun, Folder, Force, deliver
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "pricing2yaml",
    cls=Page,
    epilog="""\b
Examples:
  dealdesk catalog import pricing2yaml slack.yml
  dealdesk catalog import pricing2yaml slack.yml -o catalogs/slack --force
""",
)
def pricing2yaml(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The pricing, a YAML file.", show_default=False)],
    output: Folder = None,
    force: Force = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Make a catalog of a pricing in the Pricing2Yaml format.

    Plans become tiers, add-ons add-ons, features entitlements, factors of billing a price book. Versions 1.0 to 3.1 are
    read. Where the pricing has words instead of a price, the catalog says so, and the seller states the price.
    """
    from dealdesk.importers.pricing2yaml import draft_of, read_pricing

    pricing, notes = read_pricing(file)
    draft = draft_of(pricing, notes)
    source = f"{file}: {pricing.name}, Pricing2Yaml {pricing.syntax}"
    return deliver(draft, source, output, force=force, dry_run=dry_run, as_json=as_json, file=str(file))
