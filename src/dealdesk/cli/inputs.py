"""The deal and the catalog that a command works on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.deal import Deal

NAMES = (
    "catalog",
    "line",
    "months",
    "start",
    "customer",
    "segment",
    "region",
    "currency",
    "billing",
    "discount",
    "target",
    "promotion",
    "usage",
)
"""Options that make a deal without a file."""


def from_file(file: Path) -> tuple[Deal, Catalog]:
    """Return the deal of a file, and its catalog."""
    from dealdesk.quoting.load import catalog_of, load_deal

    deal = load_deal(file)
    return deal, catalog_of(deal, file)


def from_file_or_options(file: Path | None, given: Mapping[str, Any]) -> tuple[Deal, Catalog]:
    """Return the deal of a file or of options, and its catalog; a usage error when both or neither are given."""
    said = [name for name in NAMES if given.get(name)]
    if file is not None:
        if said:
            raise typer.BadParameter(
                "this is for a deal without a file; change the file instead", param_hint=f"--{said[0]}"
            )
        return from_file(file)
    missing = [f"--{name}" for name in ("catalog", "line") if not given.get(name)]
    if missing:
        raise typer.BadParameter(f"give a deal file, or {' and '.join(missing)}", param_hint="DEAL")
    from dealdesk.cli.ad_hoc import deal_of

    return deal_of(given)


def option_of(deal: Deal, name: str | None) -> Deal:
    """Return the deal, or the option of it that is named; a usage error when it has no such option."""
    from dealdesk.errors import DealError
    from dealdesk.quoting.options import option_named

    try:
        return option_named(deal, name)
    except DealError as wrong:
        raise typer.BadParameter(wrong.mistakes[0].message, param_hint="--option") from None
