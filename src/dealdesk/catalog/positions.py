"""Where things stand in a text: offsets of keys and values, by the path that leads to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and positions in lists, counted from 0."""


AGAIN = 100
"""Most keys given twice that are noted."""


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
        again: What is given twice: its path, and the spans of the first key and of the second; at most `AGAIN`.
        odd: Start and end of what needs a closer look: strings with escapes (keys too), and bare values other
            than true, false and plain numbers of up to 12 digits before and after the point.
        stopped: Where the scanner gave up, or None when it reached the end of the text.
        opened: The start of the innermost list or inline table that was open there.
        refusal: The cap that made it give up.
    """

    at: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)
    implied: set[Path] = field(default_factory=set)
    again: list[tuple[Path, tuple[int, int], tuple[int, int]]] = field(default_factory=list)
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
