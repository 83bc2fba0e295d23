"""What `to_json` wrote, read back into frozen dataclasses.

pydantic could do it; but to import it, and to make it learn the classes of a quote, takes longer than all else that a
command does which shows one.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
"""Makes a value of one type from plain data, or raises ValueError."""


def read(cls: type[T], text: str) -> T:
    """Return the dataclass that JSON says; fields that it does not know are left out, as those of later versions.

    Raises:
        ValueError: It is no JSON, or a field lacks or is of another type.
    """
    try:
        made: T = reader(cls)(json.loads(text))  # type: ignore[arg-type]  # classes can be hashed
    except RecursionError as deep:
        raise ValueError(f"this is too deep for a {cls.__name__}") from deep
    return made


@cache
def reader(kind: Any) -> Reader:
    """Return the reader of a type that results have: dataclasses, text, numbers, days, tuples, tables, unions."""
    if is_dataclass(kind):
        return _record(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(inside)
    if origin in (types.UnionType, Union):
        return _union([reader(each) for each in inside if each is not type(None)], type(None) in inside)
    if origin is tuple:
        return _list(reader(inside[0])) if inside[1:] == (...,) else _row([reader(each) for each in inside])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table(reader(inside[1]))
    raise TypeError(f"nothing reads {kind}")


def _record(cls: Any) -> Reader:
    readers: list[tuple[str, Reader]] = []

    def made(value: Any) -> Any:
        if not readers:  # not before it is needed: a class may hold others of its own sort
            hints = get_type_hints(cls)
            readers.extend((each.name, reader(hints[each.name])) for each in fields(cls))
        if type(value) is not dict:
            raise _wrong(value, cls.__name__)
        try:
            return cls(*[each(value[name]) for name, each in readers])
        except KeyError:
            given = value.keys()
        absent = [each for each in fields(cls) if each.name not in given]
        if lacking := [e.name for e in absent if e.default is MISSING and e.default_factory is MISSING]:
            raise ValueError(f"{cls.__name__} lacks {', '.join(lacking)}")
        return cls(**{name: each(value[name]) for name, each in readers if name in given})

    return made


def _exactly(kind: type) -> Reader:
    def made(value: Any) -> Any:
        if type(value) is not kind:
            raise _wrong(value, kind.__name__)
        return value

    return made


def _number(value: Any) -> Decimal:
    try:
        found = Decimal(value) if type(value) is str else None
    except ArithmeticError:
        found = None
    if found is None or not found.is_finite():
        raise _wrong(value, "number, as text")
    return found


def _day(value: Any) -> date:
    if type(value) is not str:
        raise _wrong(value, "day")
    return date.fromisoformat(value)


PLAIN: dict[Any, Reader] = {
    **{kind: _exactly(kind) for kind in (str, int, bool, type(None))},
    Decimal: _number,
    date: _day,
    Any: lambda value: value,
}
"""Readers of types without others inside."""


def _one_of(allowed: tuple[Any, ...]) -> Reader:
    kinds = {type(each) for each in allowed}

    def made(value: Any) -> Any:
        if type(value) not in kinds or value not in allowed:
            raise _wrong(value, f"one of {', '.join(map(str, allowed))}")
        return value

    return made


def _union(kinds: list[Reader], or_none: bool) -> Reader:
    def made(value: Any) -> Any:
        if value is None and or_none:
            return None
        said = []
        for each in kinds:
            try:
                return each(value)
            except ValueError as wrong:
                said.append(str(wrong))
        raise ValueError(" and ".join(said))

    return made


def _list(kind: Reader) -> Reader:
    def made(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _wrong(value, "list")
        return tuple([kind(each) for each in value])

    return made


def _row(kinds: list[Reader]) -> Reader:
    def made(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(kinds):
            raise _wrong(value, f"list of {len(kinds)}")
        return tuple([kind(each) for kind, each in zip(kinds, value, strict=True)])

    return made


def _table(kind: Reader) -> Reader:
    def made(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _wrong(value, "table")
        return {name: kind(each) for name, each in value.items()}

    return made


def _wrong(value: Any, kind: str) -> ValueError:
    return ValueError(f"{value!r:.60} is no {kind}")
