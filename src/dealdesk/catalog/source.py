"""TOML files, read as one document, with the place of every key and value.

A catalog is a folder of files whose tables are merged; a key that two files give is a mistake that names both
places. Numbers keep their written digits: whole numbers stay int, others become Decimal, never float.

Everything that can be wrong with a file is refused here, at one door and with its place: too large, not
UTF-8, not TOML, a number that no price can have, a character that nobody can see. So what comes out may be
compared, computed with, formatted and printed without fear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import accumulate, chain, islice
from pathlib import Path as File
from typing import Any, Literal

import tomli

from dealdesk.catalog.spans import Path, Span, Spans, escapes, scan
from dealdesk.errors import CatalogError, InputError, Mistake, Place

DEAL_BYTES = 1 << 20
"""Most bytes of a deal."""

CATALOG_FILE_BYTES = 16 << 20
"""Most bytes of one file of a catalog."""

LINE_CHARACTERS = 64 << 10
"""Most characters of a line."""

DIGITS, DECIMALS, EXPONENT = 24, 12, 15
"""Most digits of a number, most of them behind the point, greatest power of ten in its last digit."""

REPORTED = 100
"""Most bad numbers and characters that are reported for one file."""

_ALLOWED_NUMBER = f"a number of at most {DIGITS} digits, at most {DECIMALS} of them decimals"
_ALLOWED_CHARACTERS = "characters that can be seen, spaces, tabs and line ends"
_NUMBER = re.compile(r"([+-]?)([0-9_]+)(?:\.([0-9_]+))?(?:[eE]([+-]?[0-9_]+))?").fullmatch
_INTEGER = re.compile(r"0[xob][0-9A-Fa-f_]+").fullmatch
_TOO_LONG = re.compile(r"[+-]?[0-9_]{4000}").match
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CATEGORIES = {
    "Cc": "a control character",
    "Cs": "half of a surrogate pair",
    "Co": "a character of private use",
    "Cn": "a character that Unicode does not define",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}
_DUPLICATE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine", "Duplicate")
_QUOTES = 'text needs quotes: name = "Acme"'
_NUMBERS = "numbers have no currency sign and no thousands separator: 24000 or 24_000"
_LONGER = 'longer text goes between """ and """'
_KEYS = 'a key with other signs than A-Z a-z 0-9 _ - needs quotes: "Zürich" = 1'
_SYNTAX = {  # what tomli says, and what we say
    "Invalid statement": ("a line is `key = value`, `[table]` or a comment", _KEYS),
    "Expected '='": ("`=` is missing after the key", f"write key = value; {_KEYS}"),
    "Invalid initial": ("a key is missing here", _KEYS),
    "Expected newline": ("nothing but a comment may follow on this line", f"one value a line; {_NUMBERS}"),
    "Expected ']": ("the `]` of the table is missing", None),
    "Invalid value": ("this is not a value", f"{_QUOTES}; {_NUMBERS}; true and false are in lower case"),
    "Invalid date": ("there is no such date", "write year-month-day: 2027-01-31"),
    "Unclosed array": ("`,` or `]` is missing", None),
    "Unclosed inline": ("`,` or `}` is missing", None),
    "Illegal character '\\n'": ("the text is not closed on its line", f'put " at its end; {_LONGER}'),
    "Found invalid character '\\n'": ("the text is not closed on its line", "put ' at its end"),
    "Unterminated string": ("the text is not closed", None),
    "Expected \"'": ("the text is not closed", None),
    "Unescaped": ("`\\` starts an escape that TOML does not know", "write \\\\ for a backslash"),
    "Invalid hex": ("the escape needs hexadecimal digits", "write \\\\ for a backslash"),
    "Escaped character": ("the escape is no character", None),
}


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """The text of one file, without a byte order mark, and where everything in it stands."""

    name: str
    text: str
    spans: Spans
    line_starts: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """The place of a stretch of text, cut at the end of its first line."""
        line = bisect_right(self.line_starts, start)
        column = start - self.line_starts[line - 1] + 1
        length = min(end, self.line_starts[line - 1] + len(self.line(line))) - start
        return Place(self.name, line, column, max(length, 1))

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty beyond the last."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].removesuffix("\r")

    def mistake(
        self,
        start: int,
        end: int,
        message: str,
        code: str,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> Mistake:
        """A mistake at a stretch of text."""
        place = self.place(start, end)
        return Mistake(message, place, self.line(place.line), allowed, hint, code)


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """The files of a document: for each path, the place in one of them."""

    parts: tuple[SourceFile, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files, as the user gave them."""
        return tuple(part.name for part in self.parts)

    def place(self, path: Path) -> Place:
        """Where the value is; for a path that is not in the document, the nearest table around it."""
        part, span = self._find(path)
        return part.place(span.start, span.end)

    def key_place(self, path: Path) -> Place:
        """Where the key is; for a path that is not in the document, that of the nearest table around it."""
        part, span = self._find(path)
        return part.place(span.key_start, span.key_end)

    def at(self, path: Path) -> str:
        """`file:line` of the value."""
        return self.place(path).short

    def line_text(self, place: Place) -> str:
        """The text of the line at a place; empty for a place in another document."""
        return next((part.line(place.line) for part in self.parts if part.name == place.file), "")

    def mistake(
        self,
        path: Path,
        message: str,
        *,
        on: Literal["value", "key"] = "value",
        allowed: str | None = None,
        hint: str | None = None,
        code: str = "input",
    ) -> Mistake:
        """A mistake at the value, or at the key, of a path."""
        place = self.key_place(path) if on == "key" else self.place(path)
        return Mistake(message, place, self.line_text(place), allowed, hint, code)

    def _find(self, path: Path) -> tuple[SourceFile, Span]:
        for length in range(len(path), 0, -1):
            implied: tuple[SourceFile, Span] | None = None
            for part in self.parts:
                if span := part.spans.of(path[:length]):
                    if path[:length] not in part.spans.implied:
                        return part, span
                    implied = implied or (part, span)
            if implied:
                return implied
        return self.parts[0], Span(0, 0, 0, 0)


def dotted(path: Path) -> str:
    """A path in the words of TOML: `products.gateway.charges[0].price`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _BARE_KEY(part) else f'"{part}"')
    return text


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
            reason = getattr(failure, "strerror", None) or str(failure)
            texts.append((name, Mistake(f"cannot be read: {reason}", Place(name, 1, 1), code="file")))
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
            mistakes += _merge(data, more, (), earlier, Sources((part,)))
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
    lines = text.split("\n")
    starts = (0, *accumulate(len(line) + 1 for line in lines[:-1]))
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_CHARACTERS:
            message, allowed = f"the line has {len(line):,} characters", f"at most {LINE_CHARACTERS:,}"
            place = Place(name, number, LINE_CHARACTERS + 1)
            raise InputError(Mistake(message, place, line, allowed, f"break it; {_LONGER}", "size"))
    source = SourceFile(name, text, scan(text), starts)
    if refusal := source.spans.refusal:
        start, end, message, allowed = refusal
        raise InputError(source.mistake(start, end, message, "size", allowed=allowed))
    data: dict[str, Any] = {}
    try:
        data = tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError as broken:
        raise InputError(_syntax(source, broken)) from None
    except (ValueError, RecursionError):  # more digits than Python reads, or deeper than it goes
        found = list(islice(_numbers(source), REPORTED + 1))
        found = found or [source.mistake(0, 1, "the file holds a value that cannot be read", "toml")]
    else:
        found = list(islice(chain(_characters(source, lines), _numbers(source)), REPORTED + 1))
        if (stopped := source.spans.stopped) is not None:  # never seen, but nothing passes unchecked
            message = "dealdesk cannot follow the text from here"
            found.append(source.mistake(stopped, stopped + 1, message, "toml"))
    if len(found) > REPORTED:
        found[REPORTED] = replace(found[REPORTED], message="more mistakes like these are not listed")
    if found:
        raise InputError(found)
    return data, source


def _decimal(written: str) -> Decimal:
    """The number, or NaN for an exponent beyond Decimal; what is not finite is refused afterwards."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal("nan")


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
    hint = "save the file as UTF-8"
    if given.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(Mistake("the file is UTF-16, not UTF-8", start, hint=hint, code="encoding"))
    try:
        return given.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as broken:
        line = given.rfind(b"\n", 0, broken.start) + 1
        number, column = given.count(b"\n", 0, line) + 1, len(given[line : broken.start].decode()) + 1
        shown = given[line : line + LINE_CHARACTERS].split(b"\n")[0].decode(errors="replace")
        message = f"the byte 0x{given[broken.start]:02x} is not UTF-8"
        place = Place(name, number, column)
        raise InputError(Mistake(message, place, shown, hint=hint, code="encoding")) from None


def _characters(source: SourceFile, lines: list[str]) -> Iterator[Mistake]:
    """Each character, written as it is or as an escape, that is not allowed in a file."""
    for start, line in zip(source.line_starts, lines, strict=True):
        if not line.isprintable() and not line.replace("\t", "").removesuffix("\r").isprintable():
            for offset, char in enumerate(line.removesuffix("\r"), start):
                if what := _unwanted(char):
                    yield _character(source, offset, offset + 1, char, what)
    for start, end in source.spans.odd:
        if source.text[start] == '"':
            for low, high, char in escapes(source.text[start:end]):
                if what := _unwanted(char):
                    yield _character(source, start + low, start + high, char, what)


def _unwanted(char: str) -> str | None:
    """What is wrong with a character: controls act on terminals, bidi marks deceive, others do not print."""
    if char.isprintable() or char in "\t\n":
        return None
    from unicodedata import category

    return "a mark that turns the direction of text" if char in _BIDI else _CATEGORIES.get(category(char))


def _character(source: SourceFile, start: int, end: int, char: str, what: str) -> Mistake:
    message = f"U+{ord(char):04X} is {what}"
    return source.mistake(start, end, message, "character", allowed=_ALLOWED_CHARACTERS, hint="delete it")


def _numbers(source: SourceFile) -> Iterator[Mistake]:
    """Each number that no price, quantity or rate can have."""
    for start, end in source.spans.odd:
        if source.text[start] != '"' and (wrong := _wrong_number(source.text[start:end])):
            yield source.mistake(start, end, wrong, "number", allowed=_ALLOWED_NUMBER)


def _wrong_number(raw: str) -> str | None:
    """What is wrong with a bare value; dates and booleans are none of our business."""
    if raw.lstrip("+-") in ("nan", "inf"):
        return f"{raw} is not a number that can be computed with"
    if _INTEGER(raw):
        return "the number is too large" if len(raw) > 100 or int(raw, 0) >= 10**DIGITS else None
    number = _NUMBER(raw.replace("_", ""))
    if not number:  # such as a date, or what tomli never came to the end of
        return "the number has too many digits" if _TOO_LONG(raw) else None
    sign, whole, fraction, written = number[1], number[2], number[3] or "", number[4] or "0"
    digits = len((whole + fraction).lstrip("0"))
    power = int(written) if len(written) < 8 else -(10**8) if written[0] == "-" else 10**8
    exponent = power - len(fraction)
    if not digits and sign == "-":
        return "a negative zero is not a number that can be computed with; write 0"
    if power < -DECIMALS:
        return "the exponent of the number is too small"
    if exponent < -DECIMALS:
        return f"the number has {-exponent:,} decimals"
    if exponent > EXPONENT:
        return "the exponent of the number is too large"
    size = max(digits, -exponent) if exponent < 0 else digits + exponent
    return f"the number has {size:,} digits" if size > DIGITS else None


def _syntax(source: SourceFile, broken: tomli.TOMLDecodeError) -> Mistake:
    """The objection of tomli, at its place and in words for people who do not know TOML."""
    text = source.text
    if broken.pos >= len(broken.doc):
        offset = len(text.rstrip())
    else:  # tomli counts a CRLF as one character, so only its line and column hold
        offset = source.line_starts[broken.lineno - 1] + broken.colno - 1
    if broken.msg.startswith(_DUPLICATE):
        return _second_definition(source, offset)
    char = text[offset : offset + 1]
    if "character" in broken.msg and char and (what := _unwanted(char)):
        return _character(source, offset, offset + 1, char, what)
    words = ((message, hint) for start, (message, hint) in _SYNTAX.items() if broken.msg.startswith(start))
    message, hint = next(words, (broken.msg, None))
    opened = source.spans.opened if broken.msg.startswith("Unclosed") else source.spans.stopped
    if opened is not None and broken.msg.startswith(("Unclosed", "Unterminated", "Expected \"'")):
        hint = f"it starts on line {source.place(opened, opened).line} with {_opening(text[opened:])}"
    return source.mistake(offset, offset + 1, message, "toml", hint=hint)


def _opening(text: str) -> str:
    return text[:3] if text.startswith(('"""', "'''")) else text[:1]


def _second_definition(source: SourceFile, end: int) -> Mistake:
    """The mistake at a key that is given twice; tomli stopped behind the second."""
    upto = scan(source.text[:end])
    path = upto.last()
    second = upto.of(path) or Span(end, end, end, end)
    before = scan(source.text[: second.key_start])
    wrong, hint = f"`{dotted(path)}` is given twice", "a key is given once: keep one of the two"
    for length in range(len(path), 0, -1):
        if first := before.of(path[:length]):
            line = source.place(first.key_start, first.key_end).line
            known = path[: length - isinstance(path[length - 1], int)]  # a list rather than its entry
            wrong = f"`{dotted(known)}` is given already on line {line}"
            break
    return source.mistake(second.key_start, second.key_end, wrong, "duplicate", hint=hint)
