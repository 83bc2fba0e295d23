"""Tables of a view: columns with a width class, rows of cells, and a type size at which everything fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from dealdesk.documents.view.writer import ems

WIDTH = 487.0
"""Width in pt of the text on A4, the narrower of the two pages."""

NAME_LEAST = 128.0
WIDE = ("name", "rest")
"""Kinds of columns that share what the others leave."""

SIZES = (8.6, 7.8, 7.0)
"""Type sizes in pt of a table: classes `s0`, `s1`, `s2`."""

ONE_LINE = 11.0
"""Ems up to which a quantity and its unit are kept on one line."""

_PADDING = 11.0
_HEAD = 0.95


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, and the lines of its heading."""

    kind: Literal["name", "rest", "text", "quantity", "money", "percent", "strong"]
    label: list[str]


def table(
    columns: Sequence[Column],
    rows: Sequence[list[dict[str, Any]]],
    feet: Sequence[list[dict[str, Any]]] = (),
    marks: Sequence[str] = (),
    *,
    least: float = NAME_LEAST,
) -> dict[str, Any]:
    """Return a table as the templates print it.

    All columns but the `WIDE` ones are as wide as their longest text.

    Args:
        columns: The columns.
        rows: Cells by row.
        feet: Total rows.
        marks: For each row "sub" where it tells a part of the row above, and "keep" where the next row must follow on
            the same page.
        least: Width in pt that the column of names needs.
    """
    widths = [_width(number, column, rows, feet) for number, column in enumerate(columns)]
    fixed = [ceil(width * 2) for column, width in zip(columns, widths, strict=True) if column.kind not in WIDE]
    size = len(SIZES) - 1
    for number, points in enumerate(SIZES):
        if sum(fixed) / 2 * points + len(fixed) * _PADDING + least <= WIDTH:
            size = number
            break
    return {
        "size": f"s{size}",
        "columns": [
            {"kind": column.kind, "label": column.label, "width": "" if column.kind in WIDE else f"w{ceil(width * 2)}"}
            for column, width in zip(columns, widths, strict=True)
        ],
        "rows": [
            {"cells": row, "sub": bool(marks and "sub" in marks[number]), "marks": marks[number] if marks else ""}
            for number, row in enumerate(rows)
        ],
        "feet": [_foot(row) for row in feet],
    }


def together(tables: Iterable[dict[str, Any] | None]) -> None:
    """Set tables that belong together in the size that fits them all."""
    found = [each for each in tables if each is not None]
    size = max((each["size"] for each in found), default="")
    for each in found:
        each["size"] = size


def _foot(row: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a total row, whose label spans the columns that have no total."""
    span = next((number for number, each in enumerate(row) if number and each["text"]), len(row))
    return {"label": row[0]["text"], "span": span, "cells": row[span:]}


def _width(number: int, column: Column, rows: Sequence[list[dict[str, Any]]], feet: Sequence[Any]) -> float:
    """Return how wide a column must be, in ems of the table's type."""
    texts = [ems(word) * _HEAD for line in column.label for word in line.split(" ")]
    for row in (*rows, *(feet if number else ())):
        one = row[number]
        text = ems(one["text"]) * (1.04 if column.kind == "strong" else 1)
        if column.kind == "quantity" and one["minor"]:
            # The unit may go onto a second line, so its longest word counts.
            units = [ems(word) for word in one["minor"].split(" ")]
            whole = text + 0.3 * len(units) + sum(units)
            text = whole if whole <= ONE_LINE else max(text, *units)
        # What stands below may break at its spaces; parts that must stay together hold no-break spaces.
        texts += [text, *(ems(part) * _HEAD for part in one["below"].split(" "))]
    return max(texts, default=0.0)
