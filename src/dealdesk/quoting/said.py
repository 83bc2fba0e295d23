"""What a deal says, as plain data in the words of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealdesk.quoting.deal import Deal
from dealdesk.record import Record, key_of


def said_by(deal: Deal) -> dict[str, Any]:
    """Return what a deal states, as TOML has it: nothing that is empty or left at its default."""
    found = _stated(deal)
    made: dict[str, Any] = found
    return made


def _stated(value: Any) -> Any:
    if isinstance(value, Record):
        made = type(value)
        keys = {name: getattr(value, name) for name in made.fields()}
        kept = {key_of(made, name): _stated(each) for name, each in keys.items() if not _is_default(made, name, each)}
        return {key: each for key, each in kept.items() if each not in ({}, [], None)}
    if isinstance(value, tuple | list | frozenset):
        return [_stated(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _stated(each) for key, each in value.items()}
    return value


def _is_default(made: Any, name: str, value: Any) -> bool:
    """Whether a field has the value that it has when nothing is said; a quantity is always said."""
    if value is None or isinstance(value, Record):
        return value is None
    default = getattr(made, name, None)
    stated = getattr(default, "default", default)
    return name != "quantity" and type(stated) is type(value) and bool(stated == value)
