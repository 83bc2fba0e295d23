"""What a shell offers for `dealdesk savings`: models, and the numbers that a model asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from dealdesk.errors import DealdeskError

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog


def models(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the value models that calculate, each with its name, of the catalog that was named or of all."""
    return [
        (name, model.name)
        for catalog in _catalogs(ctx)
        for name, model in catalog.value.items()
        if model.formulas and name.startswith(incomplete)
    ]


def keys(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the inputs of the model that was named, with the sign behind which their value stands."""
    name = str(ctx.params.get("model") or "")
    found = next((each.value[name] for each in _catalogs(ctx) if name in each.value), None)
    if found is None:
        return []
    return [(f"{key}=", asked.label) for key, asked in found.inputs.items() if key.startswith(incomplete)]


def _catalogs(ctx: typer.Context) -> Iterator[Catalog]:
    """Yield the catalog that was named, or all that can be read."""
    from dealdesk.catalog.load import known_catalogs, load_catalog

    named = ctx.params.get("catalog")
    for each in [named] if named else list(known_catalogs()):
        try:
            yield load_catalog(each)
        except DealdeskError:
            continue
