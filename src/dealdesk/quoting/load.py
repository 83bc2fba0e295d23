"""A deal from its file: read, checked, with the place of everything in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dealdesk.catalog import compiled
from dealdesk.catalog.load import load_catalog, shown
from dealdesk.errors import DealError, Mistake

DEAL_BYTES = 1024 * 1024
"""The largest deal file that is read."""


def load_deal(path: str | Path) -> Any:
    """Return the deal in the TOML file at *path*.

    Raises:
        DealError: The file cannot be read or is not a valid deal; every mistake is named with its place.
    """
    file = Path(path)
    if file.is_dir() and (file / "deal.toml").is_file():
        file = file / "deal.toml"
    from dealdesk.quoting.deal import Deal

    files, names = [file], [shown(file)]
    deal, key = compiled.load(Deal, files, names, limit_bytes=DEAL_BYTES)
    if deal is None:
        from dealdesk.catalog.source import read_toml

        data, sources = read_toml(files, names=names, limit_bytes=DEAL_BYTES, error=DealError)
        deal = deal_of(data, sources)
        compiled.store(deal, key, sources)
    return deal


def deal_of(data: dict[str, Any], sources: Any = None) -> Any:
    """Return the deal that parsed TOML says; DealError with every mistake when it is not one."""
    from pydantic import ValidationError

    from dealdesk.quoting.deal import Deal

    try:
        deal = Deal.validate(data)
    except ValidationError as error:
        if sources is None:
            found = tuple(
                Mistake(f"{'.'.join(map(str, each['loc']))}: {each['msg']}", None, None, None, None, "deal")
                for each in error.errors()
            )
            raise DealError(found) from None
        from dealdesk.catalog.mistakes import from_validation

        raise DealError(from_validation(error, sources, data=data, model=Deal.schema_model())) from None
    return deal.but(_sources=sources)


def catalog_of(deal: Any, path: Path | None = None) -> Any:
    """Return the catalog that *deal* names; relative paths start at the deal's file, *path*."""
    return load_catalog(deal.catalog, near=path)
