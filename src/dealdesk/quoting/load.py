"""A deal from its file: read, checked, with the place of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from dealdesk.catalog import compiled
from dealdesk.catalog.load import DISGUISED, file_in, is_disguised, is_folder, load_catalog, shown
from dealdesk.errors import CatalogError, DealError, InputError, Mistake, Place

DEAL_BYTES = 1024 * 1024
"""The largest deal file that is read."""

NAMES = 100
"""Most unknown names that are told of a deal that is not valid."""


def load_deal(path: str | Path) -> Any:
    """Return the deal in the TOML file at *path*.

    Raises:
        DealError: The file cannot be read or is not a valid deal; every mistake is named with its place.
    """
    file = file_in(Path(path), "deal.toml")
    from dealdesk.quoting.deal import Deal

    files, names = [file], [shown(file)]
    if is_disguised(file):
        raise DealError(Mistake(DISGUISED, Place(names[0], 1, 1), code="file"))
    deal, key = compiled.load(Deal, files, names, limit_bytes=DEAL_BYTES)
    if deal is None:
        data, sources = _read(file, names[0])
        from dealdesk.catalog.mistaken import not_a_deal

        if other := not_a_deal(data, sources):
            raise DealError(other)
        try:
            deal = deal_of(data, sources)
        except DealError as wrong:
            raise DealError((*wrong.mistakes, *_unknown_names(data, sources, file, wrong))) from None
        compiled.store(deal, key, sources)
    return deal


def _read(file: Path, name: str) -> tuple[dict[str, Any], Any]:
    """Return what the file says, and where."""
    from dealdesk.catalog.source import read_toml

    try:
        return read_toml([file], names=[name], limit_bytes=DEAL_BYTES, error=DealError)
    except DealError as wrong:
        (first, *_) = wrong.mistakes
        if first.code != "file":
            raise
        from dealdesk.catalog.mistaken import deal_meant, exists

        there = not is_folder(file) and exists(file)  # it is the right one, and cannot be read
        raise DealError(first if there else replace(first, hint=deal_meant(file))) from None


def deal_of(data: dict[str, Any], sources: Any = None) -> Any:
    """Return the deal that parsed TOML says; DealError with every mistake when it is not one."""
    from dealdesk.quoting.deal import Deal

    return Deal.read(data, sources, error=DealError)


def catalog_of(deal: Any, path: Path | None = None) -> Any:
    """Return the catalog that *deal* names; relative paths start at the deal's file, *path*.

    Raises:
        CatalogError: There is no such catalog, which is told at the place of its name, or it is not valid.
    """
    try:
        return load_catalog(deal.catalog, near=path)
    except CatalogError as wrong:
        raise CatalogError(_placed(wrong, deal.sources)) from None


def _placed(wrong: InputError, sources: Any) -> Iterator[Mistake]:
    """Yield the mistakes; that there is no such catalog at the place of its name in the deal."""
    for each in wrong.mistakes:
        if each.code == "no-catalog" and each.place is None and sources is not None:
            yield sources.mistake(("catalog",), each.message, allowed=each.allowed, hint=each.hint, code=each.code)
        else:
            yield each


def _unknown_names(data: dict[str, Any], sources: Any, file: Path, wrong: DealError) -> Iterator[Mistake]:
    """Yield the names in a deal that is not valid which its catalog does not have, so that all is told in one run."""
    from dealdesk.quoting.names import unknown_names

    if not isinstance(data.get("catalog"), str):
        return
    told = {each.place for each in wrong.mistakes}
    try:
        catalog = load_catalog(data["catalog"], near=file)
    except CatalogError as missing:
        no_catalog = (each for each in _placed(missing, sources) if each.code == "no-catalog")
        yield from (each for each in no_catalog if each.place not in told)
        return
    options = data.get("options")
    parts = [
        ((), data),
        *((("options", n), each) for n, each in enumerate(options if isinstance(options, list) else ())),
    ]
    each_name = ((root, each) for root, part in parts for each in unknown_names(part, catalog))
    for root, each in islice(each_name, NAMES):
        path = (*root, *each.path)
        mistake = sources.mistake(path, each.message, on=each.on, allowed=each.allowed, hint=each.hint, code="deal")
        if mistake.place not in told:
            yield mistake
