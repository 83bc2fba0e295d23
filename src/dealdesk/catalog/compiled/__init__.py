"""Catalogs and deals that were checked before, kept in a form that loads without parsing or checking them again.

A compiled file is found by the SHA-256 of what it was made from: the bytes of every source file, and the version and
the modules of dealdesk.  Another byte in a source is another name, so a stale price cannot be served.  Parts are
decoded when they are used: a price of five products from a catalog of ten thousand reads five products.

The folder is `$XDG_CACHE_HOME/dealdesk` (`~/.cache/dealdesk`); `DEALDESK_CACHE=off` turns it off.  Files are JSON, so
reading one runs nothing; a folder that others may write to is not used, and a damaged file counts as not there.
"""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from dealdesk.catalog.compiled.cache import folder, name_of, tidy
from dealdesk.catalog.compiled.lazily import Lines, dotted, record_of
from dealdesk.catalog.compiled.values import encode
from dealdesk.record import Record

R = TypeVar("R", bound=Record)


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
            return record_of(cls, head, stream.read(), files, names), name
    except (OSError, ValueError, KeyError, TypeError):
        return None, name


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
