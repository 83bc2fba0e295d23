"""What keys of catalogs and deals mean: from the docstrings of their records, else from `meanings.toml`."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import tomli

from dealdesk.record import Record, key_of

SHARED = {
    "name": "As printed.",
    "illustrative": "Its numbers are not the vendor's own.",
    "note": "Where illustrative numbers come from; or any remark.",
}
"""What keys mean that many tables have."""

_HEADER = re.compile(r"`\[+[^`]*\]+`: ")


@cache
def stated() -> Mapping[str, Mapping[str, str]]:
    """Return what `meanings.toml` says, by record and key."""
    return tomli.loads(Path(__file__).with_name("meanings.toml").read_text(encoding="utf-8"))


def said_by(record: type[Record], key: str) -> str | None:
    """Return the name of the record that `meanings.toml` explains a key under: it, or one that it is made from."""
    return next((each.__name__ for each in record.__mro__ if key in stated().get(each.__name__, {})), None)


def meaning(record: type[Record], name: str) -> str:
    """Return what a field means, "" where nothing says it.

    A key without a meaning of its own that holds a table means what the record of that table says.
    """
    key = key_of(record, name)
    own = attributes(record).get(name)
    if (source := said_by(record, key)) is not None:
        return stated()[source][key]
    text = own if own is not None else SHARED.get(name) or _inner(record, name)
    return text.replace("(True)", "(`true`)").replace("(False)", "(`false`)")


def about(record: type[Record]) -> str:
    """Return what a record's docstring says, without the header that it may begin with."""
    text = _HEADER.sub("", prose(record.__doc__), count=1)
    return text[:1].upper() + text[1:]


def _inner(record: type[Record], name: str) -> str:
    if name == "model":
        return about(record)
    inside = list(_records(get_type_hints(record, include_extras=True)[name]))
    return about(inside[0]) if len(inside) == 1 else ""


def _records(hint: Any) -> Iterator[type[Record]]:
    """Yield the records that a hint holds: itself, or entries of its list or table."""
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        yield hint
    elif origin is Annotated:
        yield from _records(args[0])
    elif origin in (types.UnionType, Union):
        for each in args:
            yield from _records(each)
    elif args:
        yield from _records(args[0] if origin is tuple else args[-1])


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
