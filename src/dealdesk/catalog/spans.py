"""Where every key and every value of a TOML document stands.

tomli says what a document means, but not where. This scanner walks the text once, in linear time and without
recursion, and notes the span of each key and value under its path: `("products", "gateway", "price")`.

It does not judge: tomli decides what is valid. But it runs before tomli, because it also keeps the two caps
that tomli needs kept (parts of a dotted key, depth). So it follows every document at least as far as tomli
does, and stops quietly where it understands nothing. All positions are offsets into the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from dealdesk.catalog import patterns
from dealdesk.catalog.patterns import escapes
from dealdesk.catalog.positions import AGAIN, Path, Refusal, Span, Spans

__all__ = ["DEPTH", "KEY_PARTS", "TEXT", "Path", "Refusal", "Span", "Spans", "escapes", "scan"]

KEY_PARTS = 16
"""Most parts of a dotted key; tomli takes seconds for 20,000."""

DEPTH = 32
"""Most parts of a whole path, positions in lists included."""

TEXT = 64 << 10
"""Most characters of a text on several lines."""


def scan(text: str) -> Spans:
    """The spans of all keys and values of `text`, which may have any line ends."""
    return _Scanner(text).run()


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
        plain_line = patterns.line
        while True:
            while match := plain_line(text, pos):
                group = match.lastindex or 0
                path, span = table + (match[1],), match.span(1) + match.span(group)  # noqa: RUF005 (twice as fast)
                if at.setdefault(path, span) is not span:
                    self.again(path, span)
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
            rest = patterns.rest_of_line(text, pos)
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
        whole = (*key, start, end)
        if closer == "]]":
            if at.setdefault(path, whole) is not whole and path not in tables:
                self.again(path, whole)
            tables[path] = tables.get(path, 0) + 1
        elif path in tables:
            self.again(path, whole)
        if path in tables:
            path = (*path, tables[path] - 1)
        if path in self.spans.implied:
            at[path] = whole
            self.spans.implied.discard(path)
        elif at.setdefault(path, whole) is not whole:
            self.again(path, whole)
        self.check_depth(path, key)
        if not self.text.startswith(closer, pos):
            raise _Stop(pos)
        return path, end

    def parts(self, start: int) -> tuple[list[tuple[str, tuple[int, int]]], int]:
        """The parts of a dotted key with their spans, and the offset behind it and the blanks that follow."""
        parts: list[tuple[str, tuple[int, int]]] = []
        pos = start
        while match := patterns.part(self.text, pos):
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
        text = self.text
        following: tuple[Path, tuple[int, int] | None, int] | None = path, key, pos
        while following:
            path, key, pos = following
            opening = text.startswith(("[", "{"), pos)
            if opening:
                self.check_depth(path, (pos, pos + 1))
                self.open.append(_Open(path, key, pos, "]" if text[pos] == "[" else "}"))
                pos += 1
            elif match := patterns.value(text, pos):
                span = match.span()
                if span[1] - pos > TEXT:
                    words = f"the text has {span[1] - pos:,} characters", f"at most {TEXT:,}"
                    raise _Stop(pos, Refusal(pos, pos + 3, *words))
                self.note(path, (*(key or span), *span))
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
                self.note(top.path, (*(top.key or (top.start, pos)), top.start, pos))
                self.open.pop()
                ready = False
            elif not ready:
                raise _Stop(pos)
            elif top.closer == "]":
                while item := patterns.item(text, pos):
                    span = item.span(1)
                    at[(*top.path, top.count)] = span + span
                    top.count += 1
                    pos = item.end()
                if text.startswith("]", pos):
                    continue
                top.count += 1
                return ((*top.path, top.count - 1), None, pos), pos
            elif pair := patterns.entry(text, pos):
                group = 2 if pair[2] is not None else 3
                self.note((*top.path, pair[1]), pair.span(1) + pair.span(group))
                if group == 3:
                    self.spans.odd.append(pair.span(3))
                pos, ready = pair.end(), pair[4] is not None
            else:
                return self.key(pos, top.path), pos
        return None, pos

    def note(self, path: Path, span: tuple[int, int, int, int]) -> None:
        """Note a key and its value, or that the key is there already."""
        if self.spans.at.setdefault(path, span) is not span:
            self.again(path, span)

    def again(self, path: Path, span: tuple[int, int, int, int]) -> None:
        """Note a key that is given twice, unless it is in a table that is."""
        again = self.spans.again
        if len(again) < AGAIN and not any(path[: len(known)] == known for known, _, _ in again):
            again.append((path, self.spans.at[path][:2], span[:2]))

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
        match = patterns.skip(self.text, pos)
        return match.end() if match else pos
