"""Places in files: for each key and value of a document, the file, the line and the column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from dealdesk.catalog.patterns import skip
from dealdesk.catalog.positions import Path, Span, Spans
from dealdesk.errors import Mistake, Place

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+").fullmatch


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

    @property
    def first_statement(self) -> int:
        """The offset of the first line that says something; 0 where there is none."""
        match = skip(self.text, 0)
        return match.end() if match and match.end() < len(self.text) else 0

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
        part, span = self.find(path)
        return part.place(span.start, span.end)

    def key_place(self, path: Path) -> Place:
        """Where the key is; for a path that is not in the document, that of the nearest table around it."""
        part, span = self.find(path)
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

    def find(self, path: Path) -> tuple[SourceFile, Span]:
        """The file and the span of a path; for one that is not in the document, those of the table around it."""
        for length in range(len(path), 0, -1):
            implied: tuple[SourceFile, Span] | None = None
            for part in self.parts:
                if span := part.spans.of(path[:length]):
                    if path[:length] not in part.spans.implied:
                        return part, span
                    implied = implied or (part, span)
            if implied:
                return implied
        first = self.parts[0]
        start = first.first_statement
        return first, Span(start, start, start, start)


def dotted(path: Path) -> str:
    """A path in the words of TOML: `products.gateway.charges[0].price`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _BARE_KEY(part) else f'"{part}"')
    return text
