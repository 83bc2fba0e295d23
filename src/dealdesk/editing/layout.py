"""The layout of a TOML file: aligned keys, one empty line between tables, no blanks at line ends.

Only white space changes.  Values, numbers with their groups, comments and the order of everything stay as they are
written, and what stands inside a list or a text on several lines stays where it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Literal

from dealdesk.catalog.load import CATALOG_BYTES, DISGUISED, is_disguised, shown
from dealdesk.catalog.source import parse_toml, read_toml
from dealdesk.catalog.spans import scan
from dealdesk.errors import CatalogError, Mistake, Place

Sort = Literal["empty", "comment", "header", "pair"]

_KEY = re.compile(r"""(?:[A-Za-z0-9_\-. \t]++|"(?:[^"\\]|\\.)*+"|'[^']*+')++(?==)""")
_NUMBER = re.compile(r" *+[+\-0-9]")  # numbers may be set flush right


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins a statement, or holds none; `rest` are further lines of its value, as they stand."""

    sort: Sort
    text: str
    rest: tuple[str, ...] = ()


def file_formatted(file: Path) -> tuple[str, str]:
    """Return the text of a TOML file, and the same in the layout of catalogs.

    Raises:
        InputError: The file cannot be read, or is not TOML; every mistake is named with its place.
    """
    name = shown(file)
    if is_disguised(file):
        raise CatalogError(Mistake(DISGUISED, Place(file.as_posix(), 1, 1), code="file"))
    _, sources = read_toml([file], names=[name], limit_bytes=CATALOG_BYTES)
    text = sources.parts[0].text
    return text, formatted(text, name)


def files_in(path: Path) -> list[Path]:
    """Return the TOML files that a path stands for: itself, or all below a folder; CatalogError where there is none."""
    if path.is_dir():
        found = sorted(each for each in path.rglob("*.toml") if each.is_file())
        if found:
            return found
        raise CatalogError(Mistake(f"no file in {path} ends in .toml", code="no-catalog"))
    if path.suffix != ".toml":
        allowed = "folders, and files whose names end in .toml"
        hint = None if path.exists() else "there is no such file or folder"
        raise CatalogError(Mistake(f"{path} is no TOML file", None, None, allowed, hint, "no-catalog"))
    return [path]


def formatted(text: str, name: str) -> str:
    """Return a TOML text in the layout of catalogs; a text that is in it comes back as it is.

    Raises:
        InputError: The text is not TOML that dealdesk reads; every mistake is named with its place in *name*.
    """
    before, _ = parse_toml(text, name, limit_bytes=CATALOG_BYTES)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = _spaced(_lines(text))
    made = "\n".join(line for each in _aligned(lines) for line in (each.text, *each.rest)) + "\n" if lines else ""
    after, _ = parse_toml(made, name, limit_bytes=CATALOG_BYTES)
    if after != before or "".join(made.split()) != "".join(text.split()):
        raise AssertionError(f"the layout of {name} cannot be changed without changing what it says")
    return made


def _lines(text: str) -> Iterator[_Line]:
    """Yield the statements of a text, without blanks where they mean nothing."""
    inside, kept = _several_lines(text)
    found: _Line | None = None
    for number, line in enumerate(text.split("\n")):
        line = line if number in kept else line.rstrip()
        if number in inside and found is not None:
            found = _Line(found.sort, found.text, (*found.rest, line))
            continue
        if found is not None:
            yield found
        line = line.lstrip()
        sort: Sort = "empty" if not line else "comment" if line[0] == "#" else "header" if line[0] == "[" else "pair"
        found = _Line(sort, line)
    if found is not None:
        yield found


def _several_lines(text: str) -> tuple[set[int], set[int]]:
    """Return the numbers of lines that continue a value, and of those whose last blanks are part of a text."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    inside: set[int] = set()
    kept: set[int] = set()
    for _, _, start, end in scan(text).at.values():
        first, last = (bisect_right(starts, offset) - 1 for offset in (start, max(start, end - 1)))
        inside.update(range(first + 1, last + 1))
        if last > first and text[start] in "\"'":
            kept.update(range(first, last))
    return inside, kept


def _spaced(lines: Iterable[_Line]) -> list[_Line]:
    """Return the lines with an empty line before each table and the comment above it, and never two."""
    kept: list[_Line] = []
    for line in lines:
        if line.sort != "empty" or (kept and kept[-1].sort != "empty"):
            kept.append(line)
    if kept and kept[-1].sort == "empty":
        kept.pop()
    made: list[_Line] = []
    opens = False  # whether a table follows, with nothing but comments before it
    for line, above in zip_longest(reversed(kept), reversed(kept[:-1])):
        opens = line.sort == "header" or (opens and line.sort == "comment")
        made.append(line)
        if opens and above is not None and above.sort in ("pair", "header"):
            made.append(_Line("empty", ""))
    return made[::-1]


def _aligned(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Yield the lines with the `=` of keys below one another, up to the next empty line or table."""
    block: list[_Line] = []
    for line in lines:
        if line.sort in ("header", "empty"):
            yield from _block(block)
            block = []
        block.append(line)
    yield from _block(block)


def _block(lines: Sequence[_Line]) -> Iterator[_Line]:
    pairs = [_Pair.of(line) for line in lines if line.sort == "pair"]
    width = max((len(pair.key) for pair in pairs), default=0)
    texts = [f"{pair.key.ljust(width)} = {pair.value}" for pair in pairs]
    columns = iter(_columns([(pair, len(text)) for pair, text in zip(pairs, texts, strict=True) if pair.comment]))
    made = iter(
        text.ljust(next(columns)) + pair.comment if pair.comment else text
        for pair, text in zip(pairs, texts, strict=True)
    )
    for line in lines:
        yield _Line("pair", next(made), line.rest) if line.sort == "pair" else line


def _columns(noted: Sequence[tuple[_Pair, int]]) -> list[int]:
    """Return where comments go: where they are, or further right; those of one column stay in one.

    Args:
        noted: Each pair with a comment, and where the text before the comment will end.
    """
    if len({pair.column for pair, _ in noted}) == 1:
        column, end, gap = noted[0][0].column, max(end for _, end in noted), min(pair.gap for pair, _ in noted)
        return [column if column > end else end + gap] * len(noted)
    return [pair.column if pair.column > end else end + pair.gap for pair, end in noted]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key, its value, and the comment behind it, "" where there is none: its column, and the blanks before it."""

    key: str
    value: str
    comment: str
    column: int
    gap: int

    @classmethod
    def of(cls, line: _Line) -> _Pair:
        found = _KEY.match(line.text)
        if found is None:
            raise AssertionError(f"no key in {line.text}")
        noted = "#" in line.text and not line.rest
        end = max(span[3] for span in scan(line.text).at.values()) if noted else len(line.text)
        comment = line.text[end:].lstrip()
        column = len(line.text) - len(comment)
        value = line.text[found.end() + 1 : end]
        value = value.rstrip().removeprefix(" ") if _NUMBER.match(value) else value.strip()
        return cls(found[0].rstrip(), value, comment, column, max(column - end, 1))
