"""Tables for the terminal: one look, amounts never cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.box import Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from dealdesk.errors import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

Cell = str | Text
Row = Sequence[Cell]

RULES = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
"""A thin rule below the heading and between sections, and nothing else."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it is aligned to the right, and whether its text may be broken into lines.

    `least` is the width below which a text that may be broken gets no narrower.
    """

    heading: str = ""
    right: bool = False
    breaks: bool = False
    style: str = ""
    least: int = 12


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


def table(columns: Sequence[Column], rows: Iterable[Row], *, footer: Sequence[Row] = (), wide: bool = False) -> Table:
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
    for number, column in enumerate(columns[n] for n in used):
        cells = [row[number] for row in (*body, *bottom)]
        widest = max((cell_len(line) for cell in cells for line in cell.plain.split("\n")), default=0)
        made.add_column(
            text(column.heading),
            justify="right" if column.right else "left",
            style=column.style,
            no_wrap=not column.breaks,
            overflow="fold",
            vertical="top",
            min_width=min(column.least, widest) if column.breaks else max(widest, cell_len(column.heading)),
            ratio=1 if column.breaks and wide else None,
        )
    for position, cells in enumerate(body):
        made.add_row(*cells, end_section=position == len(body) - 1)
    for cells in bottom:
        made.add_row(*cells)
    return made


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
