"""TOML files, read as one document, with the place of every key and value.

A catalog is a folder of files whose tables are merged; a key that two files give is a mistake that names both
places. Numbers keep their written digits: whole numbers stay int, others become Decimal, never float.

Everything that can be wrong with a file is refused here, at one door and with its place: too large, not
UTF-8, not TOML, a number that no price can have, a character that nobody can see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain, islice
from pathlib import Path as File
from typing import Any

import tomli

from dealdesk.catalog.mistaken import not_text, not_utf_8, unread
from dealdesk.catalog.places import SourceFile, Sources, dotted
from dealdesk.catalog.positions import Path
from dealdesk.catalog.spans import scan
from dealdesk.catalog.syntax import LONGER, given_twice, syntax_mistake
from dealdesk.catalog.unwanted import DECIMALS, DIGITS, EXPONENT, characters, decimal, numbers
from dealdesk.errors import CatalogError, InputError, Mistake, Place

__all__ = ["DECIMALS", "DIGITS", "EXPONENT", "SourceFile", "Sources", "dotted", "parse_toml", "read_toml"]

DEAL_BYTES = 1 << 20
"""Most bytes of a deal."""

CATALOG_FILE_BYTES = 16 << 20
"""Most bytes of one file of a catalog."""

LINE_CHARACTERS = 64 << 10
"""Most characters of a line."""

BYTES_PER_SIGN = 16
"""A file may have one `=`, one `,`, half a `[` and one line for so many bytes that it may have: 65,536 in a deal.

Every value takes one of these signs, so their number, which takes no time to count, bounds the time and the memory
that a file takes: 5 million values would take 17 seconds and 2 GB. Files of people have one sign in 14 bytes or more.
"""

REPORTED = 100
"""Most mistakes that are reported for one file."""


def read_toml(
    files: Sequence[File],
    *,
    names: Sequence[str] | None = None,
    limit_bytes: int,
    error: type[InputError] = CatalogError,
) -> tuple[dict[str, Any], Sources]:
    """Read one or more files as one document.

    Args:
        files: The files, in the order in which mistakes are to be listed.
        names: What to call them in messages; their paths if left out.
        limit_bytes: Most bytes of each file.
        error: What to raise.

    Raises:
        InputError: of the class `error`, with everything that is wrong with the files.
    """
    texts: list[tuple[str, bytes | str | Mistake]] = []
    for file, name in zip(files, names or [str(file) for file in files], strict=True):
        try:
            with file.open("rb") as stream:
                texts.append((name, stream.read(limit_bytes + 1)))
        except (OSError, ValueError) as failure:
            texts.append((name, unread(failure, name)))
    return _merged(texts, limit_bytes, error)


def parse_toml(
    text: str, name: str, *, limit_bytes: int, error: type[InputError] = CatalogError
) -> tuple[dict[str, Any], Sources]:
    """Read one document from a text; `name` stands for the file in messages. Otherwise as `read_toml`."""
    return _merged([(name, text)], limit_bytes, error)


def _merged(
    texts: list[tuple[str, bytes | str | Mistake]], limit: int, error: type[InputError]
) -> tuple[dict[str, Any], Sources]:
    """Parse each text and merge them; raise `error` with the mistakes of all."""
    mistakes: list[Mistake] = []
    parsed: list[tuple[dict[str, Any], SourceFile]] = []
    for name, text in texts:
        try:
            parsed.append(_document(name, text, limit))
        except InputError as refused:
            mistakes += refused.mistakes
    data: dict[str, Any] = {}
    if not mistakes:
        data = parsed[0][0]
        for number, (more, part) in enumerate(parsed[1:], 1):
            earlier = Sources(tuple(part for _, part in parsed[:number]))
            mistakes += islice(_merge(data, more, (), earlier, Sources((part,))), REPORTED)
    if mistakes:
        raise error(mistakes)
    return data, Sources(tuple(part for _, part in parsed))


def _merge(
    into: dict[str, Any], more: dict[str, Any], path: Path, earlier: Sources, here: Sources
) -> Iterator[Mistake]:
    """Add the tables of one more file; yield a mistake for each key that an earlier file gave."""
    for key, value in more.items():
        at = (*path, key)
        if key not in into:
            into[key] = value
        elif isinstance(value, dict) and isinstance(into[key], dict):
            yield from _merge(into[key], value, at, earlier, here)
        else:
            message = f"`{dotted(at)}` is given already at {earlier.key_place(at).short}"
            hint = "a key is given in one file only: keep one of the two"
            yield here.mistake(at, message, on="key", hint=hint, code="duplicate")


def _document(name: str, given: bytes | str | Mistake, limit: int) -> tuple[dict[str, Any], SourceFile]:
    """The data of one file, and where it stands."""
    text = _text(name, given, limit)
    lines = _lines(name, text, limit)
    source = SourceFile(name, text, scan(text), (0, *accumulate(len(line) + 1 for line in lines[:-1])))
    if refusal := source.spans.refusal:
        start, end, message, allowed = refusal
        raise InputError(source.mistake(start, end, message, "size", allowed=allowed))
    found = list(islice(chain(given_twice(source), characters(source, lines), numbers(source)), REPORTED + 1))
    if len(found) > REPORTED:
        found[REPORTED] = replace(found[REPORTED], message="more mistakes like these are not listed")
    if len(found) > REPORTED or (source.spans.again and source.spans.stopped is None):
        raise InputError(found)  # parsing what is refused anyway takes time
    try:
        data: dict[str, Any] = tomli.loads(text, parse_float=decimal)
    except tomli.TOMLDecodeError as broken:
        raise InputError(_up_to(found, syntax_mistake(source, broken), source.spans.again)) from None
    except (ValueError, RecursionError):  # more digits than Python reads, or deeper than it goes
        raise InputError(found or source.mistake(0, 1, "the file holds a value that cannot be read", "toml")) from None
    if (stopped := source.spans.stopped) is not None:  # never seen, but nothing passes unchecked
        found.append(source.mistake(stopped, stopped + 1, "dealdesk cannot follow the text from here", "toml"))
    if found:
        raise InputError(found)
    return data, source


def _up_to(found: list[Mistake], syntax: Mistake, again: Sequence[object]) -> Iterator[Mistake]:
    """The mistakes up to the place where the text stops being TOML; what follows may not be meant so."""
    if again and syntax.code == "duplicate":
        yield from found
        return
    stop = (syntax.place.line, syntax.place.column) if syntax.place else (1, 1)
    before = [each for each in found if each.place and (each.place.line, each.place.column) <= stop]
    yield from before
    told = [each.place for each in before if each.place and each.place.line == stop[0]]
    if not any(place.column <= stop[1] < place.column + place.length for place in told):
        yield syntax


def _text(name: str, given: bytes | str | Mistake, limit: int) -> str:
    """The text of one file, without a byte order mark: harmless, and left behind by some editors."""
    if isinstance(given, Mistake):
        raise InputError(given)
    start = Place(name, 1, 1)
    if len(given) > limit or (isinstance(given, str) and len(given.encode("utf-8", "surrogatepass")) > limit):
        allowed = f"at most {limit:,} bytes"
        raise InputError(Mistake("the file is too large", start, allowed=allowed, code="size"))
    if isinstance(given, str):
        return given.removeprefix("\ufeff")
    if other := not_text(given, name):
        raise InputError(other)
    try:
        return given.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as broken:
        raise InputError(not_utf_8(given, name, broken.start, LINE_CHARACTERS)) from None


def _lines(name: str, text: str, limit: int) -> list[str]:
    """The lines of a text that is not too much to be read."""
    most = max(limit // BYTES_PER_SIGN, 1024)
    values, breaks = text.count("=") + text.count(",") + 2 * text.count("["), text.count("\n")
    for count, words in ((values, f"values: about {values:,}"), (breaks, f"lines: {breaks:,}")):
        if count > most:
            message, allowed = f"the file has too many {words}", f"at most {most:,}"
            hint = "a catalog can be a folder of several files" if limit >= CATALOG_FILE_BYTES else None
            raise InputError(Mistake(message, Place(name, 1, 1), None, allowed, hint, "size"))
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_CHARACTERS:
            message, allowed = f"the line has {len(line):,} characters", f"at most {LINE_CHARACTERS:,}"
            place = Place(name, number, LINE_CHARACTERS + 1)
            raise InputError(Mistake(message, place, line, allowed, f"break it; {LONGER}", "size"))
    return lines
