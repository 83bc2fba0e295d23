"""Errors that a user can act on: where, what, what is allowed, what to do.

::

    DealdeskError              exit 2   one sentence
    ├── InputError             exit 2   carries mistakes, each at file:line:col
    │   ├── CatalogError                a catalog that cannot be read or is not valid
    │   └── DealError                   a deal that cannot be read or is not valid
    ├── RenderError            exit 2   a document that cannot be made
    ├── WriteError             exit 73  a file that cannot be written
    └── NotAvailable           exit 2   a library or system package that is missing

Anything else that is raised is a bug of ours, and is not caught. Texts are plain: every character that a
terminal could act on is shown as an escape, so an error may quote hostile input.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WINDOW = 100
"""Columns of a source line that are shown, around the caret."""

TAB = 4
"""Columns between tab stops in a source line that is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: line and column count from 1, column and length in characters."""

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def short(self) -> str:
        """`file:line`, as the waterfall names the rule behind a move."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in the input.

    Attributes:
        message: A sentence without a full stop.
        place: Where it is; None for input that comes from no file.
        source_line: The text of that line.
        allowed: What would be right.
        hint: What to do.
        code: The kind of mistake, for programs.
    """

    message: str
    place: Place | None = None
    source_line: str | None = None
    allowed: str | None = None
    hint: str | None = None
    code: str = "input"

    def __str__(self) -> str:
        return self.render()

    def render(self) -> str:
        """Lines of plain text: place and message, the source line with a caret, what is allowed, a hint."""
        where = f"{printable(str(self.place))}: " if self.place else ""
        lines = [f"{where}error: {printable(self.message)}"]
        if self.place and self.source_line is not None:
            shown, indent, carets = _excerpt(self.source_line, self.place.column, self.place.length)
            lines.append(f"{self.place.line:>5} | {shown}".rstrip())
            lines.append(f"{'':>{max(5, len(str(self.place.line)))}} | {' ' * indent}{'^' * carets}")
        if self.allowed and self.allowed not in self.message:
            lines.append(f"   allowed: {printable(self.allowed)}")
        if self.hint:
            lines.append(f"   hint: {printable(self.hint)}")
        return "\n".join(lines)


class DealdeskError(Exception):
    """The root of the tree: one plain sentence, and the exit code that the command ends with."""

    exit_code = 2


class InputError(DealdeskError):
    """Input that is refused; `mistakes` holds all that were found, in file order.

    A bare sentence stands for one mistake without a place.
    """

    def __init__(self, mistakes: Iterable[Mistake] | Mistake | str) -> None:
        if isinstance(mistakes, str):
            mistakes = Mistake(mistakes)
        self.mistakes = _in_file_order((mistakes,) if isinstance(mistakes, Mistake) else mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        count = len(self.mistakes)
        texts = [mistake.render() for mistake in self.mistakes]
        return "\n".join([*texts, f"{count} mistake{'' if count == 1 else 's'}"])


class CatalogError(InputError):
    """A catalog that cannot be read, or that says something that is not allowed."""


class DealError(InputError):
    """A deal that cannot be read, or that says something that is not allowed."""


class RenderError(DealdeskError):
    """A document that cannot be made from its template and data."""


class WriteError(DealdeskError):
    """A file that cannot be written; nothing half-written is left behind."""

    exit_code = 73


class NotAvailable(DealdeskError):
    """A library or system package that is not installed; the sentence says how to install it."""


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` was most likely meant to be, or None; case does not matter."""
    if len(word) > 64:  # difflib is quadratic, and nobody mistypes that much
        return None
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(candidate.casefold(), candidate)
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def printable(text: str) -> str:
    """`text` with an escape for every character that cannot be seen: controls, bidi marks, odd spaces."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_file_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """By place within a file, files in the order in which they come up; mistakes without a place first."""
    given = tuple(mistakes)
    files: dict[str, int] = {}
    for mistake in given:
        if mistake.place:
            files.setdefault(mistake.place.file, len(files))

    def key(mistake: Mistake) -> tuple[int, int, int]:
        place = mistake.place
        return (files[place.file], place.line, place.column) if place else (-1, 0, 0)

    return tuple(sorted(given, key=key))


def _excerpt(line: str, column: int, length: int) -> tuple[str, int, int]:
    """The part of `line` to show, the columns before the caret, and the number of carets."""
    first = min(max(column - 1, 0), len(line))
    start = max(0, first - WINDOW)
    at = first - start
    shown: list[str] = []
    edges = [0]  # the column at which each character begins
    for char in line[start : first + WINDOW]:
        shown.append(" " * (TAB - edges[-1] % TAB) if char == "\t" else _shown(char))
        edges.append(edges[-1] + (len(shown[-1]) if len(shown[-1]) != 1 else _width(char)))
    low, high, room = 0, len(shown), WINDOW - 2
    if edges[-1] > room:  # a third of the window before the caret, if there is more behind it
        left = max(0, min(edges[at] - room // 3, edges[-1] - room))
        low = next(number for number, edge in enumerate(edges) if edge >= left)
        high = max(number for number, edge in enumerate(edges) if edge <= edges[low] + room)
    before = "…" if start + low > 0 else ""
    after = "…" if start + high < len(line) else ""
    end = min(high, at + max(length, 1))
    carets = edges[end] - edges[at] if end > at else 1
    return before + "".join(shown[low:high]) + after, len(before) + edges[at] - edges[low], max(carets, 1)


def _width(char: str) -> int:
    """Columns of a terminal that a visible character takes."""
    if char.isascii():
        return 1
    import unicodedata

    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
