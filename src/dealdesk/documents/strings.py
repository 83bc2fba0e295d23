"""The texts inside plain data, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def strings(data: Any) -> Iterator[str]:
    """Yield every string inside plain data."""
    return (text for _, text in named_strings(data))


def named_strings(data: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string inside plain data with its path, such as `lines[0].rows[2].cells[0].text`."""
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from named_strings(value, f"{where}.{name}" if where else name)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from named_strings(value, f"{where}[{number}]")
