"""A record of a compiled file, whose parts are decoded when they are asked for."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from dealdesk.catalog.compiled.values import decode
from dealdesk.record import Record

R = TypeVar("R", bound=Record)
Lines = dict[str, list[int]]
"""File number and line of each value, by its path as one text."""


class Parts:
    """The body of a compiled file; parts are decoded on first use."""

    def __init__(self, body: bytes, index: Mapping[str, Any], lines: Lines) -> None:
        self.body, self.index = body, index
        self.lines = lines
        self._known: set[tuple[str, str]] = set()

    def get(self, field: str, entry: str = "") -> Any:
        """Return a field, or one entry of a field that is kept by entry."""
        start, length = self.index[field][entry] if entry else self.index[field]
        value, lines = json.loads(self.body[start : start + length])
        self.lines.update(lines)
        self._known.add((field, entry))
        return decode(value)

    def line(self, path: Sequence[str | int]) -> list[int] | None:
        """Return file number and line of the value at *path*, or of the nearest table around it."""
        field = str(path[0]) if path else ""
        if field not in self.index:
            return None
        entry = str(path[1]) if isinstance(self.index[field], dict) and len(path) > 1 else ""
        wanted = not isinstance(self.index[field], dict) or entry in self.index[field]
        if wanted and (field, entry) not in self._known:
            self.get(field, entry)
        for length in range(len(path), 0, -1):
            found = self.lines.get(dotted(path[:length]))
            if found is not None:
                return found
        return None


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as one text."""
    text = ""
    for each in path:
        text += f"[{each}]" if isinstance(each, int) else f".{each}" if text else each
    return text


class Entries(Mapping[str, Any]):
    """A mapping whose values are decoded when they are asked for."""

    def __init__(self, parts: Parts, field: str) -> None:
        self._parts, self._field = parts, field
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            if key not in self._parts.index[self._field]:
                raise KeyError(key)
            self._made[key] = self._parts.get(self._field, key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._parts.index[self._field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts.index[self._field])

    def __len__(self) -> int:
        return len(self._parts.index[self._field])


class CompiledSources:
    """Where everything stands: lines from the compiled file, all else from the sources, read again when needed."""

    def __init__(self, parts: Parts, files: Sequence[Path], names: Sequence[str]) -> None:
        self._parts, self._files, self._names = parts, files, names
        self._full: Any = None

    def at(self, path: tuple[str | int, ...]) -> str:
        """Return `file:line` of the value at *path*."""
        found = self._parts.line(path)
        return f"{self._names[found[0]]}:{found[1]}" if found is not None else str(self._sources().at(path))

    def _sources(self) -> Any:
        if self._full is None:
            from dealdesk.catalog.source import read_toml

            self._full = read_toml(self._files, names=self._names, limit_bytes=1 << 30)[1]
        return self._full

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sources(), name)


def record_of(cls: type[R], head: Mapping[str, Any], body: bytes, files: Sequence[Path], names: Sequence[str]) -> R:
    """Return the record of a compiled file; ValueError or KeyError when it is damaged."""
    if len(body) != head["length"] or zlib.crc32(body) != head["check"]:
        raise ValueError("not what was written")
    parts = Parts(body, head["index"], head["lines"])
    if set(parts.index) != set(cls.fields()):
        raise ValueError("not the fields of today")
    record: R = _lazy(cls).made(
        {
            **head["private"],
            "_stated": frozenset(head["stated"]),
            "_sources": CompiledSources(parts, files, names),
            "_parts": parts,
        }
    )
    for field in cls.fields():
        if isinstance(parts.index[field], dict):
            record.__dict__[field] = Entries(parts, field)
    return record


_LAZY: dict[type[Record], Any] = {}


def _lazy(cls: type[R]) -> Any:
    """Return a subclass of *cls* whose fields are decoded when they are asked for."""
    if cls not in _LAZY:

        def get(self: Any, name: str) -> Any:
            parts = self.__dict__.get("_parts")
            if parts is None or name not in parts.index:
                raise AttributeError(name)
            self.__dict__[name] = value = parts.get(name)
            return value

        bare = {field: _Undecoded(field, get) for field in cls.fields()}
        _LAZY[cls] = type(f"Compiled{cls.__name__}", (cls,), {"__module__": __name__, **bare})
    return _LAZY[cls]


class _Undecoded:
    """Stands in the class for a field; what a record holds itself goes before it."""

    def __init__(self, field: str, get: Any) -> None:
        self._field, self._get = field, get

    def __get__(self, record: Any, owner: Any) -> Any:
        return self if record is None else self._get(record, self._field)
