"""One place in which two catalogs differ, before anybody judges what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dealdesk.changes.change import Kind, PriceChange, RungSpan

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A field, an entry or a whole table that differs.

    Attributes:
        owner: The record class that has the field.
        field: The field.
        kind: What happened.
        old: The value before.
        new: The value after.
        base_path: Where it stands in the old catalog, or would.
        head_path: Where it stands in the new one, or would.
        names: The same path by names: ids instead of positions in lists.
        of: The record that has the field, before and after.
        prices: See `Change`.
        ladder: See `Change`.
    """

    owner: type
    field: str
    kind: Kind
    old: Any
    new: Any
    base_path: Path
    head_path: Path
    names: tuple[str, ...]
    of: tuple[Any, Any]
    prices: tuple[PriceChange, ...] = ()
    ladder: tuple[RungSpan, ...] = ()
