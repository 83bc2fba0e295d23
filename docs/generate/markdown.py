"""Markdown, and the prose that docstrings hold."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def prose(doc: str | None) -> str:
    """Return the words of a docstring before its sections, one paragraph a line."""
    text = inspect.cleandoc(doc or "")
    text = re.split(r"^(?:Attributes|Args|Returns|Raises):$", text, flags=re.MULTILINE)[0]
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def attributes(cls: type[Any]) -> dict[str, str]:
    """Return what the docstrings of a class and its bases say of its attributes."""
    said: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        text = inspect.cleandoc(each.__dict__.get("__doc__") or "")
        parts = re.split(r"^Attributes:\n", text, flags=re.MULTILINE)
        if len(parts) < 2:
            continue
        for name, words in re.findall(r"^    (\w+): ((?:.*)(?:\n      .*)*)", parts[1], flags=re.MULTILINE):
            said[name] = " ".join(words.split())
    return said
