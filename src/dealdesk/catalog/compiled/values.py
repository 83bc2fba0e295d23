"""Values of records as JSON holds them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.record import KINDS, Record


def encode(value: Any) -> Any:
    """Return a value of a record as JSON holds it: what JSON lacks is a list that starts with its sort."""
    if isinstance(value, Record):
        held = value.__dict__
        kind = f"{type(value).__module__}:{type(value).__qualname__}"
        return ["R", kind, {name: encode(held[name]) for name in type(value).fields()}, sorted(value.given_keys)]
    if isinstance(value, Decimal):
        return ["D", str(value)]
    if isinstance(value, date):
        return ["T", value.isoformat()]
    if isinstance(value, tuple | list):
        return ["t", *(encode(each) for each in value)]
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"a record cannot hold {type(value).__name__}")


def decode(value: Any) -> Any:
    """Return what `encode` was given."""
    if type(value) is list:
        sort = value[0]
        if sort == "D":
            return Decimal(value[1])
        if sort == "R":
            values = {name: decode(each) for name, each in value[2].items()}
            values["_stated"] = frozenset(value[3])
            return KINDS[value[1]].made(values)
        return date.fromisoformat(value[1]) if sort == "T" else tuple(decode(each) for each in value[1:])
    if type(value) is dict:
        return {key: decode(each) for key, each in value.items()}
    return value
