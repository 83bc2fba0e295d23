"""The deals that a change of a catalog is tried on: every deal file of some folders, and what is not one, counted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dealdesk.catalog.load import find_catalog, read_catalog, shown
from dealdesk.errors import CatalogError, DealError, InputError, Mistake
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import load_deal


@dataclass(frozen=True, slots=True)
class Found:
    """A deal file, and the id of the catalog that it names."""

    file: str
    deal: Deal
    catalog: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A deal file that cannot be read, and why."""

    file: str
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The deals of some folders, in the order of their paths.

    Attributes:
        deals: Those that are tried.
        elsewhere: How many name another catalog, by its id, or by the name that they give it.
        unread: Deal files that cannot be read.
        others: TOML files that are no deals, such as catalogs.
    """

    deals: tuple[Found, ...]
    elsewhere: tuple[tuple[str, int], ...]
    unread: tuple[Unread, ...]
    others: tuple[str, ...]


def portfolio(places: Sequence[Path], catalogs: Iterable[str]) -> Portfolio:
    """Return the deals in files and folders, and in the folders inside them.

    Folders and files whose name begins with a dot are left out, and links to folders are not followed.

    Args:
        places: Deal files and folders.
        catalogs: Ids; deals of these catalogs are tried.

    Raises:
        DealError: There is no such file or folder, or no TOML file in any of them.
    """
    wanted = frozenset(catalogs)
    deals: list[Found] = []
    elsewhere: dict[str, int] = {}
    unread: list[Unread] = []
    others: list[str] = []
    ids: dict[tuple[str, Path], str] = {}
    for file in files(places):
        try:
            deal = load_deal(file)
        except DealError as wrong:
            if is_deal(file):
                unread.append(Unread(shown(file), wrong.mistakes))
            else:
                others.append(shown(file))
            continue
        key = (deal.catalog, file.parent)
        if key not in ids:
            ids[key] = _id_of(deal.catalog, file, wanted)
        if ids[key] in wanted:
            deals.append(Found(shown(file), deal, ids[key]))
        else:
            elsewhere[ids[key]] = elsewhere.get(ids[key], 0) + 1
    return Portfolio(tuple(deals), tuple(sorted(elsewhere.items())), tuple(unread), tuple(others))


def joined(parts: Sequence[Portfolio]) -> Portfolio:
    """Return several portfolios as one."""
    elsewhere: dict[str, int] = {}
    for name, count in (each for part in parts for each in part.elsewhere):
        elsewhere[name] = elsewhere.get(name, 0) + count
    return Portfolio(
        tuple(each for part in parts for each in part.deals),
        tuple(sorted(elsewhere.items())),
        tuple(each for part in parts for each in part.unread),
        tuple(each for part in parts for each in part.others),
    )


def files(places: Sequence[Path]) -> list[Path]:
    """Return the TOML files of files and folders, each once, in the order of their paths."""
    found: dict[Path, Path] = {}
    for place in places:
        if not place.exists():
            raise DealError(Mistake(f"there is no file or folder {place.as_posix()}", code="file"))
        for file in _walk(place) if place.is_dir() else [place]:
            found.setdefault(file.resolve(), file)
    if not found:
        names = ", ".join(place.as_posix() for place in places)
        raise DealError(Mistake(f"there is no deal in {names}: no file ends in .toml", code="file"))
    return sorted(found.values(), key=lambda file: file.as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if name.endswith(".toml") and not name.startswith("."):
                yield Path(root) / name


def is_deal(file: Path) -> bool:
    """Whether a file that is not a valid deal was meant as one: it has lines or a customer, or nobody can tell."""
    import tomli

    try:
        data: dict[str, Any] = tomli.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return True
    return "lines" in data or "customer" in data or isinstance(data.get("catalog"), str)


def _id_of(name: str, file: Path, wanted: frozenset[str]) -> str:
    """Return the id of the catalog that a deal names by id or path; what it says, where there is none there."""
    if name in wanted:
        return name
    last = Path(name).stem if name.endswith(".toml") else Path(name).name
    try:
        found = read_catalog(find_catalog(name, near=file))
    except (CatalogError, InputError):
        return last  # gone, or being repaired: the name of its folder has to do
    return str(found.catalog.id)
