"""Tables for the terminal: one look, amounts never cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.box import Box
from rich.cells import cell_len
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dealdesk.errors import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

Cell = str | Text
Row = Sequence[Cell]

RULES = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
"""A thin rule below the heading and between sections, and nothing else."""


GAP = 2
"""Columns of the page between two columns of a table."""

WORD = 20
"""A column that may break is as wide as its longest word, up to this."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it is aligned to the right, and whether its text may be broken into lines.

    `least` is the width below which a text that may be broken gets no narrower.  A column that is `spare` is left out
    where there is no room for all.
    """

    heading: str = ""
    right: bool = False
    breaks: bool = False
    style: str = ""
    least: int = 12
    spare: bool = False


def text(value: Cell, style: str = "") -> Text:
    """Return *value* as text that a terminal cannot act on."""
    return value if isinstance(value, Text) else Text(printable(value), style=style)


def lines_of(*parts: Cell) -> Text:
    """Return *parts* below each other, in one cell."""
    return Text("\n").join(text(part) for part in parts)


def heading(value: str, note: str = "") -> Text:
    """Return the heading of a section, with a quieter remark behind it."""
    made = text(value, "bold")
    return Text.assemble(made, "  ", text(note, "dim")) if note else made


class Fitting:
    """A table where it finds room, without what it can spare; else its rows below each other: no amount is ever cut."""

    def __init__(
        self,
        whole: Table,
        columns: Sequence[Column],
        body: Sequence[Sequence[Text]],
        totals: int,
        widths: Sequence[tuple[int, int]],
        fewer: Callable[[], Fitting] | None,
    ) -> None:
        self._whole, self._columns, self._body, self._totals = whole, columns, body, totals
        self._widths, self._fewer = widths, fewer

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._whole)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width - GAP * (len(self._widths) - 1)
        if sum(least for least, _ in self._widths) <= room:
            if not self._whole.expand:
                for column, width in zip(self._whole.columns, _shared(self._widths, room), strict=True):
                    column.width = width
            yield self._whole
            return
        if self._fewer is not None:
            yield self._fewer()
            return
        for number, row in enumerate(self._body):
            if number == len(self._body) - self._totals:
                yield Text("─" * options.max_width, style="dim")
            yield from self._stacked(row)

    def _stacked(self, row: Sequence[Text]) -> Iterable[RenderableType]:
        """Yield the first cell of a row, and the others below it with their headings."""
        cells = [(column.heading, cell) for column, cell in zip(self._columns, row, strict=True) if cell.plain.strip()]
        for first, (name, cell) in enumerate(cells):
            if first == 0:
                yield cell
            else:
                yield Padding(Text.assemble((f"{name}  ", "dim"), cell) if name else cell, (0, 0, 0, 2))


def table(columns: Sequence[Column], rows: Iterable[Row], *, footer: Sequence[Row] = (), wide: bool = False) -> Fitting:
    """Return a table with a thin rule under its heading and above its footer; columns without any text are left out.

    Args:
        columns: The columns; those that may break share what room is left.
        rows: Their cells.
        footer: Rows below the rule, such as totals.
        wide: Whether it takes the whole width of the page, so that amounts of several tables stand below each other.
    """
    made = Table(
        box=RULES,
        show_edge=False,
        pad_edge=False,
        padding=(0, 0, 0, 1),
        expand=wide,
        show_header=any(column.heading for column in columns),
        header_style="dim",
        border_style="dim",
    )
    body = [[text(cell) for cell in row] for row in rows]
    bottom = [[text(cell, "bold") for cell in row] for row in footer]
    used = [n for n in range(len(columns)) if any(row[n].plain for row in (*body, *bottom))]
    body, bottom = ([[row[n] for n in used] for row in part] for part in (body, bottom))
    shown = [columns[n] for n in used]
    widths = [_widths(column, [row[n].plain for row in (*body, *bottom)]) for n, column in enumerate(shown)]
    for column, (least, _) in zip(shown, widths, strict=True):
        made.add_column(
            text(column.heading),
            justify="right" if column.right else "left",
            style=column.style,
            no_wrap=not column.breaks,
            overflow="fold",
            vertical="top",
            min_width=least,
            ratio=1 if column.breaks and wide else None,
        )
    for position, row in enumerate(body):
        made.add_row(*row, end_section=position == len(body) - 1)
    for row in bottom:
        made.add_row(*row)
    return Fitting(made, shown, [*body, *bottom], len(bottom), widths, _without_spare(shown, body, bottom, wide=wide))


def _without_spare(
    columns: Sequence[Column], body: Sequence[Row], footer: Sequence[Row], *, wide: bool
) -> Callable[[], Fitting] | None:
    """Return what makes the table without the last of its spare columns; None where it has none."""
    if not any(column.spare for column in columns):
        return None
    last = max(n for n, column in enumerate(columns) if column.spare)

    def rest(row: Row) -> Row:
        return [*row[:last], *row[last + 1 :]]

    kept = [column for n, column in enumerate(columns) if n != last]
    return lambda: table(kept, [rest(row) for row in body], footer=[rest(row) for row in footer], wide=wide)


def _widths(column: Column, cells: Iterable[str]) -> tuple[int, int]:
    """Return the widths that a column needs at least (that of its words, where it may break) and at most."""
    lines = [line for cell in cells for line in cell.split("\n")]
    text = max(map(cell_len, lines), default=0)
    widest = max(text, cell_len(column.heading))
    if not column.breaks:
        return widest, widest
    words = [cell_len(word) for line in lines for word in line.split()]
    return min(max(column.least, *(word for word in (0, *words) if word <= WORD)), text), widest


def _shared(widths: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Return the width of each column: what it needs, and a fair part of what is left, the modest ones first."""
    found = [least for least, _ in widths]
    spare = room - sum(found)
    modest = sorted(range(len(widths)), key=lambda n: widths[n][1] - widths[n][0])
    for rank, n in enumerate(modest):
        more = min(widths[n][1] - widths[n][0], spare // (len(modest) - rank))
        found[n] += more
        spare -= more
    return found


def pairs(rows: Iterable[tuple[str, Cell]]) -> Table:
    """Return names and values below each other, without rules; empty values are left out."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        cell = text(value)
        if cell.plain:
            made.add_row(text(name), cell)
    return made


def section(title: RenderableType, *parts: RenderableType) -> RenderableType:
    """Return a heading and what belongs to it, without empty lines between."""
    from rich.console import Group

    return Group(title, *parts)
