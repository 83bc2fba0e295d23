"""The tables of a document, read from its tags: rows and cells in reading order, over all pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dealdesk.documents.check.paper import Box, Node, Paper, Sheet


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the texts of its cells, and where it stands."""

    cells: tuple[str, ...]
    page: int
    at: tuple[float, float] | None


@dataclass
class Table:
    """A table, joined over pages: the texts of its head, its rows, and its total rows."""

    head: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    feet: list[Row] = field(default_factory=list)


def tables(paper: Paper) -> list[Table]:
    """Return the tables of a document in reading order.

    Its totals are a body of their own, the last.  A table that goes on from a page before has the same head again.
    """
    found: list[Table] = []
    for sheet in paper.sheets:
        first = True
        for node in (each for top in sheet.nodes for each in top.walk()):
            if node.kind in ("H1", "H2", "H3"):
                first = False
            if node.kind == "Table" and _is_outermost(node, sheet):
                _read(node, sheet, found, goes_on=first)
                first = False
    return found


def _is_outermost(node: Node, sheet: Sheet) -> bool:
    return any(each.kind == "TR" for each in node.walk())


def _read(node: Node, sheet: Sheet, found: list[Table], *, goes_on: bool) -> None:
    heads = [each for each in node.kids if each.kind == "THead"]
    bodies = [each for each in node.kids if each.kind == "TBody"]
    head = tuple(cell.text() for each in heads for row in _rows(each) for cell in _cells(row))
    if not (goes_on and head and found and found[-1].head == head and not found[-1].feet):
        found.append(Table(head))
    table = found[-1]
    for number, body in enumerate(bodies):
        into = table.feet if number and number == len(bodies) - 1 else table.rows
        into += [_row(each, sheet) for each in _rows(body)]


def _rows(node: Node) -> Iterator[Node]:
    yield from (each for each in node.kids if each.kind == "TR")


def _cells(node: Node) -> Iterator[Node]:
    yield from (each for each in node.kids if each.kind in ("TD", "TH"))


def _row(node: Node, sheet: Sheet) -> Row:
    box: Box | None = next((each.box for each in node.walk() if each.box), None)
    at = (box[0], sheet.height - box[3]) if box else None
    return Row(tuple(each.text() for each in _cells(node)), sheet.number, at)
