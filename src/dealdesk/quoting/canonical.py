"""Results as plain data and as canonical JSON: the same result gives the same bytes, and is read back from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def plain(value: Any) -> Any:
    """Return *value* as dicts, lists, strings, whole numbers, true, false and null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return value


class Canonical:
    """A frozen dataclass that can be kept as JSON, and be handed to another process."""

    __slots__ = ()

    def to_json(self, *, indent: int | None = None) -> str:
        """Return it as canonical JSON: sorted keys, amounts as strings, ISO dates."""
        separators = (",", ": ") if indent else (",", ":")
        return json.dumps(plain(self), indent=indent, sort_keys=True, ensure_ascii=False, separators=separators)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `to_json` wrote; ValueError when *text* is not that."""
        read: Self = reader(cls).validate_json(text)  # type: ignore[arg-type]  # classes can be hashed
        return read


@cache
def reader(cls: type[Any]) -> TypeAdapter[Any]:
    """Return what reads JSON of a class; making it takes longer than reading with it, so it is made once."""
    from pydantic import TypeAdapter

    return TypeAdapter(cls)
