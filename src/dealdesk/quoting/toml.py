"""The content of a deal file as TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

WIDEST = 100
"""Characters of a value on one line."""


def toml_text(data: Mapping[str, Any]) -> str:
    """Return a deal file; what it says is read back as *data*."""
    return "".join(_table(data, ()))


def _table(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield a table: its own values first, then the tables below it."""
    for key, value in data.items():
        if not _below(value):
            yield f"{_key(key)} = {_fitting(value)}\n"
    for key, value in data.items():
        if isinstance(value, Mapping) and _below(value):
            yield f"\n[{'.'.join(_key(each) for each in (*path, key))}]\n"
            yield from _table(value, (*path, key))
        elif _below(value):
            for each in value:
                yield f"\n[[{'.'.join(_key(each) for each in (*path, key))}]]\n"
                yield from _table(each, (*path, key))


def _below(value: Any) -> bool:
    """Whether a value is a table, or a list of tables that have further ones or stand for themselves."""
    if isinstance(value, Mapping):
        return True
    return (
        isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) and "sku" in each for each in value)
    )


def _fitting(value: Any) -> str:
    """Return a value; a list of tables that is too long for a line has a line for each."""
    text = _value(value)
    if len(text) > WIDEST and isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"
    return text


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return _text(str(value))


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else _text(key)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in escaped) + '"'
