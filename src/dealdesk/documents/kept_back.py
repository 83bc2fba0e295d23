"""What the files that a document is made from keep to themselves, where its source does not carry it along.

A quote carries the secrets of its catalog.  A business case, a review, a pilot or a list of features does not: their
deals and catalogs are read for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.sealing.private import Secret, searched, secrets_in, secrets_of

if TYPE_CHECKING:
    from dealdesk.documents.sources import Source


def kept_back(source: Source, path: Path, today: date) -> tuple[Secret, ...]:
    """Return the secrets of the deals and catalogs that a document is made from; () for one made from a deal."""
    from dealdesk.errors import DealdeskError

    if source.name == "deal":
        return ()
    found: list[Secret] = []
    for each in _with_catalogs(source.watched(path)):
        try:
            found += _secrets(each, today)
        except (DealdeskError, OSError):  # told where the document is read
            continue
    return searched(found)


def of_catalog(catalog: Any) -> tuple[Secret, ...]:
    """Return the secrets of a catalog, whatever is bought from it."""
    from dealdesk.quoting.private import private_of

    return searched(secrets_in(private_of(catalog, frozenset(catalog.products))))


def _with_catalogs(paths: Collection[Path]) -> Iterator[Path]:
    """Yield files and folders, with the catalogs that they name, each once."""
    from dealdesk.catalog.load import find_catalog
    from dealdesk.documents.offered import is_deal
    from dealdesk.errors import DealdeskError

    seen: dict[Path, None] = {}
    for path in paths:
        seen[path] = None
        try:
            if path.suffix == ".toml" and is_deal(path):
                seen[find_catalog(_named(path), near=path)] = None
        except (DealdeskError, OSError):
            continue
    return iter(seen)


def _named(path: Path) -> str:
    """Return the catalog that a file names; "" where it names none, or is not TOML."""
    from dealdesk.catalog.source import DEAL_BYTES, read_toml
    from dealdesk.errors import InputError

    data, _ = read_toml([path], names=[path.name], limit_bytes=DEAL_BYTES, error=InputError)
    return str(data.get("catalog", ""))


def _secrets(path: Path, today: date) -> Iterator[Secret]:
    from dealdesk.catalog.load import load_catalog
    from dealdesk.documents.offered import is_deal
    from dealdesk.quoting.load import catalog_of, load_deal
    from dealdesk.quoting.price import price

    if path.is_dir() or (path.suffix == ".toml" and not is_deal(path) and _is_catalog(path)):
        yield from of_catalog(load_catalog(path))
    elif path.suffix == ".toml" and is_deal(path):
        deal = load_deal(path)
        yield from secrets_of(price(deal, catalog_of(deal, path), today=today))


def _is_catalog(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"[catalog]" in stream.read(1 << 20)
