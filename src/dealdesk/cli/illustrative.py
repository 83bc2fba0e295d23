"""Every number of a catalog that is not the vendor's own, with its note and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.source import dotted
from dealdesk.record import Record, key_of

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A value that the vendor has not confirmed: its key, the number, why it is there, and where it stands.

    The number is None where a record is illustrative as a whole.
    """

    key: str
    value: Decimal | None
    note: str
    at: str


def illustrative(catalog: Catalog) -> tuple[Illustrated, ...]:
    """Return the illustrative numbers of a catalog, in its order; a record without numbers comes as a whole."""
    return tuple(
        Illustrated(dotted(path), value, note, catalog.at(*path)) for path, value, note in _below(catalog, (), None)
    )


def _below(value: Any, path: Path, note: str | None) -> Iterator[tuple[Path, Decimal | None, str]]:
    """Yield the numbers below *value*; *note* is that of the record that makes them illustrative, or None."""
    if isinstance(value, Record):
        own = bool(getattr(value, "illustrative", False))
        inner = (getattr(value, "note", None) or note or "") if own else note
        found = list(_fields(value, path, inner))
        yield from found
        if own and not found:
            yield path, None, inner or ""
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _below(each, (*path, key), note)
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from _below(each, (*path, number), note)
    elif note is not None and isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield path, Decimal(value), note


def _fields(record: Record, path: Path, note: str | None) -> Iterator[tuple[Path, Decimal | None, str]]:
    """Yield from what the file states of a record; defaults are not its own numbers."""
    for name in record.fields():
        if name in record.given_keys:
            yield from _below(getattr(record, name), (*path, key_of(type(record), name)), note)
