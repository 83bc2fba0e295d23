"""Where every key and every value of a TOML document stands.

tomli says what a document means, but not where. This scanner walks the text once, in linear time and without
recursion, and notes the span of each key and value under its path: `("products", "gateway", "price")`.

It does not judge: tomli decides what is valid. But it runs before tomli, because it also keeps the two caps
that tomli needs kept (parts of a dotted key, depth). So it follows every document at least as far as tomli
does, and stops quietly where it understands nothing. All positions are offsets into the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

KEY_PARTS = 16
"""Most parts of a dotted key; tomli takes seconds for 20,000."""

DEPTH = 32
"""Most parts of a whole path, positions in lists included."""

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and positions in lists, counted from 0."""


class Span(NamedTuple):
    """The offsets of a key and of its value, ends exclusive.

    A table that a header makes has the header for its value; an item of a list has its value for a key.
    """

    key_start: int
    key_end: int
    start: int
    end: int


class Refusal(NamedTuple):
    """A cap that the text exceeds: where, and in which words."""

    start: int
    end: int
    message: str
    allowed: str


@dataclass(slots=True)
class Spans:
    """What the scanner saw.

    Attributes:
        at: For each path the four offsets of a `Span`, as a bare tuple: there may be a million.
        implied: Paths of tables that are only mentioned on the way to others, as `a` in `[a.b]`.
        odd: Start and end of what needs a closer look: strings with escapes (keys too), and bare values other
            than true, false and plain numbers of up to 12 digits before and after the point.
        stopped: Where the scanner gave up, or None when it reached the end of the text.
        opened: The start of the innermost list or inline table that was open there.
        refusal: The cap that made it give up.
    """

    at: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)
    implied: set[Path] = field(default_factory=set)
    odd: list[tuple[int, int]] = field(default_factory=list)
    stopped: int | None = None
    opened: int | None = None
    refusal: Refusal | None = None

    def of(self, path: Path) -> Span | None:
        """The span of a path, if it is in the document."""
        found = self.at.get(path)
        return Span(*found) if found else None

    def last(self) -> Path:
        """The path whose value ends last: the second definition, in a text cut where tomli objects to it."""
        path: Path = ()
        furthest = -1
        for candidate, span in self.at.items():
            if span[3] >= furthest:
                path, furthest = candidate, span[3]
        return path


def scan(text: str) -> Spans:
    """The spans of all keys and values of `text`, which may have any line ends."""
    return _Scanner(text).run()


def escapes(raw: str) -> list[tuple[int, int, str]]:
    """Start, end and character of each escape in a string in double quotes; an escaped line end has none."""
    found = []
    for match in _escape(raw):
        digits = match[1] or match[2] or match[3]
        if not digits:
            found.append((match.start(), match.end(), _ESCAPES.get(match[4], "")))
        elif int(digits, 16) <= 0x10FFFF:
            found.append((match.start(), match.end(), chr(int(digits, 16))))
    return found


# Possessive quantifiers throughout: no pattern may backtrack over input that is meant to hurt.
_WORD = r"[A-Za-z0-9_-]++"
_LITERAL = r"'[^'\n]*+'(?!')"
_PLAIN_NUMBER = r"[0-9]{1,12}+(?:\.[0-9]{1,12}+)?+(?![A-Za-z0-9_+\-.:])"
_PLAIN = rf"""\"[^"\\\n]*+"(?!")|{_LITERAL}|{_PLAIN_NUMBER}|true|false"""
_BASIC = r"""\"(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+\""""
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9:.]++(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?+)?+"
_ODD = rf"{_DATE}|[A-Za-z0-9_+\-.:]++|{_BASIC}"
_BASIC_LINES = r'"""[^"\\]*+(?:(?:\\(?s:.)|"(?!""))[^"\\]*+)*+"{3,5}+'
_LITERAL_LINES = r"'''[^']*+(?:'(?!'')[^']*+)*+'{3,5}+"
_SKIP = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_REST = r"[ \t]*+(?:#[^\n]*+)?+\r?(?:\n|\Z)"
_PAIR = rf"({_WORD})[ \t]*+=[ \t]*+(?:({_PLAIN})|({_ODD}))"
_PART = rf"[ \t]*+({_WORD}|{_BASIC}|{_LITERAL})[ \t]*+"

_skip = re.compile(_SKIP).match
_rest_of_line = re.compile(_REST).match
_part = re.compile(_PART).match
_value = re.compile(rf"({_PLAIN}|{_LITERAL_LINES})|({_ODD}|{_BASIC_LINES})").match
_line = re.compile(_SKIP + _PAIR + _REST).match  # most lines of a catalog, in one step
_item = re.compile(rf"({_PLAIN}){_SKIP},{_SKIP}").match
_entry = re.compile(rf"{_PAIR}(?:[ \t]*(,)[ \t]*)?").match
_escape = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL).finditer
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


class _Stop(Exception):
    """The text cannot be followed beyond this offset."""

    def __init__(self, offset: int, refusal: Refusal | None = None) -> None:
        self.offset, self.refusal = offset, refusal


@dataclass(slots=True)
class _Open:
    """A list or an inline table that is not closed yet."""

    path: Path
    key: tuple[int, int] | None
    start: int
    closer: str
    count: int = 0


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = Spans()
        self.tables: dict[Path, int] = {}  # arrays of tables: how many tables so far
        self.open: list[_Open] = []

    def run(self) -> Spans:
        try:
            self.document()
        except _Stop as stop:
            self.spans.stopped, self.spans.refusal = stop.offset, stop.refusal
            if self.open:
                self.spans.opened = self.open[-1].start
        return self.spans

    def document(self) -> None:
        text, at, odd, table, pos = self.text, self.spans.at, self.spans.odd, Path(), 0
        while True:
            while match := _line(text, pos):
                group = match.lastindex or 0
                at[table + (match[1],)] = match.span(1) + match.span(group)  # noqa: RUF005 (twice as fast)
                if group == 3:
                    odd.append(match.span(3))
                pos = match.end()
            pos = self.skip(pos)
            if pos == len(text):
                return
            if text[pos] == "[":
                table, pos = self.header(pos)
            else:
                pos = self.value(*self.key(pos, table))
            rest = _rest_of_line(text, pos)
            if not rest:
                raise _Stop(pos)
            pos = rest.end()

    def header(self, start: int) -> tuple[Path, int]:
        """Note a `[table]` or `[[table]]`; return its path and the offset behind it."""
        at, tables = self.spans.at, self.tables
        closer = "]]" if self.text.startswith("[[", start) else "]"
        parts, pos = self.parts(start + len(closer))
        name, key = parts.pop()
        end = min(pos + len(closer), len(self.text))
        path: Path = ()
        for way, span in parts:
            path = self.implied((*path, way), span)
            if path in tables:
                path = (*path, tables[path] - 1)
        path = (*path, name)
        if closer == "]]":
            at.setdefault(path, (*key, start, end))
            tables[path] = tables.get(path, 0) + 1
        if path in tables:
            path = (*path, tables[path] - 1)
        at[path] = (*key, start, end)
        self.spans.implied.discard(path)
        self.check_depth(path, key)
        if not self.text.startswith(closer, pos):
            raise _Stop(pos)
        return path, end

    def parts(self, start: int) -> tuple[list[tuple[str, tuple[int, int]]], int]:
        """The parts of a dotted key with their spans, and the offset behind it and the blanks that follow."""
        parts: list[tuple[str, tuple[int, int]]] = []
        pos = start
        while match := _part(self.text, pos):
            name, span = match[1], match.span(1)
            if name[0] in "\"'":
                if name[0] == '"' and "\\" in name:
                    self.spans.odd.append(span)
                    for low, high, char in reversed(escapes(name)):
                        name = name[:low] + char + name[high:]
                name = name[1:-1]
            parts.append((name, span))
            pos = match.end()
            if len(parts) > KEY_PARTS:
                allowed = f"at most {KEY_PARTS} parts between dots"
                raise _Stop(pos, Refusal(start, pos, "the key has too many parts", allowed))
            if not self.text.startswith(".", pos):
                return parts, pos
            pos += 1
        raise _Stop(pos)

    def key(self, pos: int, table: Path) -> tuple[Path, tuple[int, int], int]:
        """The path of the dotted key at `pos`, the span of its last part, and where its value starts."""
        parts, pos = self.parts(pos)
        name, key = parts.pop()
        path = table
        for way, span in parts:
            path = self.implied((*path, way), span)
        if not self.text.startswith("=", pos):
            raise _Stop(pos)
        pos += 1
        while self.text.startswith((" ", "\t"), pos):
            pos += 1
        return (*path, name), key, pos

    def value(self, path: Path, key: tuple[int, int] | None, pos: int) -> int:
        """Note the value at `pos` and all that it contains; return the offset behind. Items have no key."""
        text, at = self.text, self.spans.at
        following: tuple[Path, tuple[int, int] | None, int] | None = path, key, pos
        while following:
            path, key, pos = following
            opening = text.startswith(("[", "{"), pos)
            if opening:
                self.check_depth(path, (pos, pos + 1))
                self.open.append(_Open(path, key, pos, "]" if text[pos] == "[" else "}"))
                pos += 1
            elif match := _value(text, pos):
                span = match.span()
                at[path] = (*(key or span), *span)
                if match.lastindex == 2:
                    self.spans.odd.append(span)
                pos = match.end()
            else:
                raise _Stop(pos)
            following, pos = self.following(pos, opening)
        return pos

    def following(self, pos: int, ready: bool) -> tuple[tuple[Path, tuple[int, int] | None, int] | None, int]:
        """Close what is closed at `pos`, and find the value that comes next: its path, key and offset.

        Plain pairs and items are noted on the way. `ready` says that an opening bracket or a comma was
        just passed. None with the offset when nothing is open any more.
        """
        text, at = self.text, self.spans.at
        while self.open:
            top = self.open[-1]
            pos = self.skip(pos)
            if not ready and text.startswith(",", pos):
                pos, ready = self.skip(pos + 1), True
            if text.startswith(top.closer, pos):
                pos += 1
                at[top.path] = (*(top.key or (top.start, pos)), top.start, pos)
                self.open.pop()
                ready = False
            elif not ready:
                raise _Stop(pos)
            elif top.closer == "]":
                while item := _item(text, pos):
                    span = item.span(1)
                    at[(*top.path, top.count)] = span + span
                    top.count += 1
                    pos = item.end()
                if text.startswith("]", pos):
                    continue
                top.count += 1
                return ((*top.path, top.count - 1), None, pos), pos
            elif pair := _entry(text, pos):
                group = 2 if pair[2] is not None else 3
                at[(*top.path, pair[1])] = pair.span(1) + pair.span(group)
                if group == 3:
                    self.spans.odd.append(pair.span(3))
                pos, ready = pair.end(), pair[4] is not None
            else:
                return self.key(pos, top.path), pos
        return None, pos

    def implied(self, path: Path, key: tuple[int, int]) -> Path:
        """Note a table that is only mentioned on the way, unless it is known."""
        if path not in self.spans.at:
            self.check_depth(path, key)
            self.spans.at[path] = (*key, *key)
            self.spans.implied.add(path)
        return path

    def check_depth(self, path: Path, span: tuple[int, int]) -> None:
        """Tables and lists must leave room for what is in them."""
        if len(path) >= DEPTH:
            words = "tables and lists are nested too deep", f"at most {DEPTH} levels"
            raise _Stop(span[0], Refusal(*span, *words))

    def skip(self, pos: int) -> int:
        """The offset of what comes after blanks, line ends and comments."""
        match = _skip(self.text, pos)
        return match.end() if match else pos
