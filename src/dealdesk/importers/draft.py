"""A catalog in the making: tables with comments, written as TOML that a person would keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH = 118
"""Columns of a line; lists and comments that are longer are broken."""


@dataclass(frozen=True)
class Note:
    """Something that a person should look at: `line` of the source (0 for the whole), and a sentence."""

    line: int
    message: str


@dataclass
class Table:
    """One table of a TOML file: its header, comments above it, its keys, and a remark behind single keys."""

    header: str
    keys: dict[str, Any] = field(default_factory=dict)
    comments: Sequence[str] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Draft:
    """The files of a catalog before they are written.

    Attributes:
        id: Id of the catalog, and the name of its folder unless another is chosen.
        files: By file name: the comment at its head, and its tables.
        notes: What a person should look at.
    """

    id: str
    files: dict[str, tuple[Sequence[str], list[Table]]]
    notes: list[Note] = field(default_factory=list)

    def texts(self) -> dict[str, str]:
        """Return the text of each file."""
        return {name: _text(head, tables) for name, (head, tables) in self.files.items() if tables}


def _text(head: Sequence[str], tables: Sequence[Table]) -> str:
    return "\n\n".join([_comment(head), *(_table(each) for each in tables)]) + "\n"


def _table(table: Table) -> str:
    lines = [_comment(table.comments)] if table.comments else []
    lines.append(table.header)
    keys = {key: value for key, value in table.keys.items() if value is not None and value != ()}
    width = max((len(key) for key in keys), default=0)
    for key, value in keys.items():
        head = f"{key:<{width}} = "
        line = head + _value(value)
        if len(line) > WIDTH and isinstance(value, tuple):
            line = head + "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"
        remark = table.remarks.get(key)
        lines.append(f"{line}  # {_one_line(remark)}" if remark else line)
    return "\n".join(lines)


def _comment(lines: Iterable[str]) -> str:
    from textwrap import wrap

    broken = [part for line in lines for part in wrap(_one_line(line), WIDTH - 2) or [""]]
    return "\n".join(f"# {line}".rstrip() for line in broken)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key_text(key)} = {_value(each)}" for key, each in value.items() if each is not None)
        return "{ " + inside + " }" if inside else "{}"
    return "[" + ", ".join(_value(each) for each in value) + "]"


def number(value: Decimal) -> str:
    """Return a number as people write it: 12000 as 12_000, 8.750 as 8.75, 19.90 stays."""
    text = f"{value:f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0").ljust(2, "0") if part.rstrip("0") else ""
    shown = f"{int(whole):_}" if len(whole) > 4 else whole
    return f"{shown}.{part}" if part else shown


def quoted(text: str) -> str:
    """Return a text as a TOML string on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_text(key: str) -> str:
    """Return a key as TOML writes it: bare where it can be."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else quoted(key)


class Ids:
    """Ids of dealdesk for names of others: small letters, digits and dashes, each once."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}
        self.changed: list[tuple[str, str]] = []

    def of(self, name: str, *, fallback: str = "item") -> str:
        """Return the id of *name*; a second name that would get the same one gets a number behind it."""
        wanted = kebab(name) or fallback
        found, number = wanted, 1
        while found in self._taken and self._taken[found] != name:
            number += 1
            found = f"{wanted[: 63 - len(str(number))]}-{number}"
        if found != wanted and found not in self._taken:
            self.changed.append((name, found))
        self._taken[found] = name
        return found


def kebab(name: str) -> str:
    """Return a name in small letters and dashes: BUSINESS_PLUS, businessPlus and "Business plus" are business-plus."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", "-", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:64].strip("-")


def title(name: str) -> str:
    """Return a name as people read it: businessPlus as "Business plus", capitals of abbreviations kept."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|_+", " ", name).split()
    shout = name.upper() == name and any(each.isalpha() for each in name)
    small = [each.lower() if shout or not each.isupper() or len(each) == 1 else each for each in words]
    text = " ".join(small)
    return (text[:1].upper() + text[1:])[:200] if text else name
