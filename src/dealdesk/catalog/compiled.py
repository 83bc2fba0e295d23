"""Catalogs and deals that were checked before, kept in a form that loads without parsing or checking them again.

A compiled file is found by the SHA-256 of what it was made from: the bytes of every source file, and the version and
the modules of dealdesk.  Another byte in a source is another name, so a stale price cannot be served.  Parts are
decoded when they are used: a price of five products from a catalog of ten thousand reads five products.

The folder is `$XDG_CACHE_HOME/dealdesk` (`~/.cache/dealdesk`); `DEALDESK_CACHE=off` turns it off.  Files are JSON, so
reading one runs nothing; a folder that others may write to is not used, and a damaged file counts as not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from dealdesk.record import KINDS, Record
from dealdesk.version import VERSION

FORMAT = "1"

MOST_FILES = 400
MOST_BYTES = 256 << 20
"""Compiled files that are kept, and their bytes; beyond them the oldest quarter goes."""

"""Changes when the layout of compiled files does."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

R = TypeVar("R", bound=Record)
Lines = dict[str, list[int]]


def folder() -> Path | None:
    """Return the folder of compiled files, made if need be; None when there is none to be used."""
    if os.environ.get("DEALDESK_CACHE") == "off":
        return None
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    path = Path(root) / "dealdesk"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = path.stat()
    except OSError:
        return None
    others_may_write = bool(state.st_mode & 0o022) or (hasattr(os, "getuid") and state.st_uid != os.getuid())
    return None if others_may_write else path


@cache
def code_of(package: str) -> str:
    """Return what tells the modules that make records from others: size and time of each, as Python's bytecode has it.

    A checkout changes without a new version, and what it checked yesterday it may refuse today.
    """
    found = []
    for folder in ("", "catalog", "formula", "pricing", "pricing/charges", "pricing/steps", "quoting"):
        try:
            with os.scandir(os.path.join(package, folder)) as files:  # noqa: PTH118
                state = [(each.name, each.stat()) for each in files if each.name.endswith(".py")]
        except OSError:  # not a folder, such as a package inside an archive
            continue
        found += [f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in state]
    return "\n".join(sorted(found))


def name_of(cls: type[Record], contents: Sequence[bytes]) -> str:
    """Return the name of the compiled file of these sources."""
    code = code_of(_PACKAGE)
    found = hashlib.sha256(f"{FORMAT}|{VERSION}|{code}|{sys.version_info[:2]}|{cls.__qualname__}".encode())
    for content in contents:
        found.update(f"|{len(content)}|".encode())
        found.update(content)
    return found.hexdigest()


def load(cls: type[R], files: Sequence[Path], names: Sequence[str], *, limit_bytes: int) -> tuple[R | None, str]:
    """Return the compiled record of these files, or None, and the name to store it under ("" when not to)."""
    path = folder()
    if path is None:
        return None, ""
    try:
        found = [file.stat() for file in files]
        if any(each.st_size > limit_bytes or not stat.S_ISREG(each.st_mode) for each in found):
            return None, ""  # a pipe can be read once only, and a device has no end
        contents = [file.read_bytes() for file in files]
    except (OSError, ValueError):
        return None, ""
    name = name_of(cls, contents)
    try:
        with (path / name).open("rb") as stream:
            head = json.loads(stream.readline())
            return _record(cls, head, stream.read(), files, names), name
    except (OSError, ValueError, KeyError, TypeError):
        return None, name


def tidy(place: Path) -> None:
    """Delete the oldest compiled files beyond `MOST_FILES` and `MOST_BYTES`; what is needed again is compiled again.

    Raises:
        OSError: The folder cannot be read.
    """
    with os.scandir(place) as files:
        states = [(each.stat(), each.path) for each in files]
    found = [(state.st_mtime_ns, state.st_size, name) for state, name in states]
    if len(found) <= MOST_FILES and sum(size for _, size, _ in found) <= MOST_BYTES:
        return
    kept = 0
    for number, (_, size, name) in enumerate(sorted(found, reverse=True)):
        kept += size
        if number and (number >= MOST_FILES * 3 // 4 or kept > MOST_BYTES * 3 // 4):
            Path(name).unlink(missing_ok=True)


def store(record: Record, name: str, sources: Any, *, by_entry: str = "") -> None:
    """Keep a checked record under *name*; the field *by_entry*, a mapping, is kept entry by entry.

    Sources that changed since *name* was made from them are not kept.  A file that cannot be written is not kept
    either, and nobody is told: the next run checks again.
    """
    path = folder()
    if path is None or not name or name != name_of(type(record), [part.text.encode() for part in sources.parts]):
        return
    lines = lines_of(sources)
    body, index = bytearray(), dict[str, Any]()

    def put(value: Any, own: Lines) -> list[int]:
        text = json.dumps([encode(value), own], separators=(",", ":"), ensure_ascii=False).encode()
        body.extend(text)
        return [len(body) - len(text), len(text)]

    for field, own in _by_field(lines, type(record).fields()).items():
        value = getattr(record, field)
        if field == by_entry:
            entries = _by_entry(own)
            index[field] = {key: put(each, entries.get(key, {})) for key, each in value.items()}
        else:
            index[field] = put(value, own)
    private = {key: value for key, value in record.__dict__.items() if key == "_digest"}
    tables = {field: lines[field] for field in index if field in lines}
    sums = {"length": len(body), "check": zlib.crc32(body)}
    head = {"index": index, "lines": tables, "private": private, "stated": sorted(record.given_keys), **sums}
    temporary = path / f"{name}.{os.urandom(8).hex()}"  # a process may have several threads that write
    try:
        temporary.write_bytes(json.dumps(head, separators=(",", ":")).encode() + b"\n" + bytes(body))
        temporary.replace(path / name)
        tidy(path)
    except OSError:
        temporary.unlink(missing_ok=True)


def _by_field(lines: Lines, fields: Sequence[str]) -> dict[str, Lines]:
    """Split lines by the field that they are in."""
    found: dict[str, Lines] = {field: {} for field in fields}
    for key, at in lines.items():
        field = key.split(".", 1)[0].split("[", 1)[0]
        if field in found:
            found[field][key] = at
    return found


def _by_entry(lines: Lines) -> dict[str, Lines]:
    """Split the lines of a field by its entries."""
    found: dict[str, Lines] = {}
    for key, at in lines.items():
        entry = key.partition(".")[2].split(".", 1)[0].split("[", 1)[0]
        found.setdefault(entry, {})[key] = at
    return found


def lines_of(sources: Any) -> Lines:
    """Return file number and line of every value of a document, by its path."""
    found: Lines = {}
    for number, part in enumerate(sources.parts):
        for path, (_, _, start, _) in part.spans.at.items():
            key = dotted(path)
            if key not in found or path not in part.spans.implied:
                found[key] = [number, part.place(start, start).line]
    return found


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


def _record(cls: type[R], head: Mapping[str, Any], body: bytes, files: Sequence[Path], names: Sequence[str]) -> R:
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
