"""A price curve on the terminal: drawn with braille dots, and its breakpoints as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from dealdesk.cli import terminal, words
from dealdesk.cli.curve_scale import Picture, tick_labels, ticks
from dealdesk.cli.table import Column, Row, heading, section, table, text

ROWS = 14
"""Lines of the picture."""

_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Canvas:
    """A grid of dots, two across and four down in each character."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._dots: set[tuple[int, int]] = set()

    def dot(self, x: float, y: float) -> None:
        """Set the dot at *x* and *y*, both from 0 to 1, from the lower left corner."""
        across, up = 2 * self.columns - 1, 4 * self.rows - 1
        self._dots.add((round(x * across), up - round(y * up)))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, every: int = 1) -> None:
        """Draw a straight line; a dotted one sets only every so many dots."""
        steps = max(1, round(max(abs(x2 - x1) * 2 * self.columns, abs(y2 - y1) * 4 * self.rows)))
        for step in range(0, steps + 1, every):
            self.dot(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)

    def lines(self, *, plain: bool) -> Iterator[str]:
        """Yield the picture line by line; *plain* where a terminal has no braille."""
        for row in range(self.rows):
            line = "".join(self._character(column, row, plain) for column in range(self.columns))
            yield line.rstrip(" " if plain else chr(0x2800))

    def _character(self, column: int, row: int, plain: bool) -> str:
        bits = sum(
            _BRAILLE[down][right]
            for down in range(4)
            for right in range(2)
            if (2 * column + right, 4 * row + down) in self._dots
        )
        if plain:
            return "*" if bits else " "
        return chr(0x2800 + bits)  # the empty one, too: it is as wide as the others in every typeface


def curve_page(picture: Picture, width: int) -> Iterable[RenderableType]:
    """Yield the picture and the table of its breakpoints."""
    note = f"{picture.amounts}, by {picture.units}" if picture.units else picture.amounts
    yield section(heading(picture.title, note), Text(), _drawing(picture, min(width, 88)))
    yield section(heading("Breakpoints", picture.amounts), _breakpoints(picture))
    if picture.note:
        yield text(picture.note, "dim")


def _drawing(picture: Picture, width: int) -> Text:
    marks = ticks(picture.top, 5)
    labels = tick_labels(marks)
    margin = max(map(cell_len, labels)) + 2
    canvas = Canvas(max(20, width - margin), ROWS)
    _plot(canvas, picture, float(marks[-1]))
    rows = {round((ROWS - 1) * (1 - index / (len(marks) - 1))): label for index, label in enumerate(labels)}
    plain = terminal.ascii_only()
    tick, wall, corner, floor = ("+", "|", "+", "-") if plain else ("┤", "│", "└", "─")
    drawn = Text(no_wrap=True, overflow="crop")
    for row, line in enumerate(canvas.lines(plain=plain)):
        label = rows.get(row, "")
        drawn.append(f"{label:>{margin - 2}} {tick if label else wall}", style="dim")
        drawn.append(line, style="cyan")
        drawn.append("\n")
    drawn.append(f"{'':>{margin - 1}}{corner}{floor * canvas.columns}\n", style="dim")
    drawn.append(f"{'':>{margin}}{_axis(picture, canvas.columns)}", style="dim")
    return drawn


def _plot(canvas: Canvas, picture: Picture, top: float) -> None:
    right, before = float(picture.to), None
    for each in picture.pieces:
        x1, x2 = float(each.start) / right, float(each.end) / right
        y1, y2 = float(each.first) / top, float(each.last) / top
        if before is not None and before != y1:
            canvas.line(x1, before, x1, y1, every=2)
        canvas.line(x1, y1, x2, y2)
        before = y2


def _axis(picture: Picture, columns: int) -> str:
    """Return the quantities below the picture: 0, the end, and the breakpoints that find room."""
    cells = [" "] * columns
    end = words.number(picture.to)
    for value in (Decimal(0), picture.to, *picture.breakpoints):
        label = words.number(value)
        center = round(float(value / picture.to) * (columns - 1))
        start = max(0, min(center - len(label) // 2, columns - len(label)))
        around = cells[max(0, start - 2) : start + len(label) + 2]
        if len(label) <= columns and (not "".join(around).strip() or (label == end and not cells[start : start + 1])):
            cells[start : start + len(label)] = label
    return "".join(cells).rstrip()


def _breakpoints(picture: Picture) -> RenderableType:
    """Return from, to, rate, and the amount at both ends of every segment."""
    found, places = picture.stretches, picture.places
    rows: list[Row] = []
    for each, unit in zip(found, picture.rates(), strict=True):
        start = ("from " if each.start_in else "over ") + words.number(each.start)
        end = "" if each.end is None else ("up to " if each.end_in else "below ") + words.number(each.end)
        block = f" for each started {words.number(each.size)}" if each.size else ""
        first, last = words.money(each.first, places), "" if each.last is None else words.money(each.last, places)
        rows.append((start, end, unit + block if each.rate else "-", first, last))
    columns = [
        Column("From", right=True),
        Column("To", right=True),
        Column("Rate", right=True),
        Column("At its start", right=True),
        Column("At its end", right=True),
    ]
    return table(columns, rows)
