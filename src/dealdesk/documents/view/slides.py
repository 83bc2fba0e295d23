"""Slides as data: what stands on each, in blocks, for the template of the page and for the deck to edit alike.

A slide has a layout, and its blocks stand in the layout's areas, which are as wide as `AREAS` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from dealdesk.documents.view.writer import ems, step

AREAS: Mapping[str, tuple[float, ...]] = {
    "full": (848.0,),
    "halves": (470.0, 334.0),
    "risk": (500.0, 304.0),
    "ask": (544.0, 264.0),
    "thirds": (262.0, 262.0, 262.0),
}
"""Widths in pt of the areas of each layout, side by side; what is left of 848 pt lies between them."""

TITLE = (62.0, 78.0)
"""Widths in ems of a title from which its type is smaller: two lines of 848 pt hold as much."""

COVER = (34.0, 52.0, 80.0)
"""The same of a cover's title."""

Block = dict[str, Any]


def slide(
    name: str,
    layout: str,
    title: str,
    *areas: Sequence[Block],
    sub: str = "",
    top: Sequence[Block] = (),
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a slide: blocks across the page first (`top`), then those of each area of its layout."""
    return {
        "name": name,
        "layout": layout,
        "title": title,
        "size": f"t{step(ems(title), *TITLE)}",
        "sub": sub,
        "top": list(top),
        "areas": [{"width": width, "blocks": list(blocks)} for width, blocks in zip(AREAS[layout], areas, strict=True)],
        "notes": [each for each in notes if each],
    }


def keys(*cells: Mapping[str, Any]) -> Block:
    """Return key figures side by side, each with `label`, `value`, `unit`, `note` and `accent`."""
    widest = max(ems(each["value"]) + 0.5 * ems(each["unit"]) for each in cells)
    return {"kind": "keys", "cells": [dict(each) for each in cells], "size": f"k{step(widest, 4.4, 5.6, 7.6)}"}


def key(label: str, value: str, note: str, *, unit: str = "", accent: bool = False) -> dict[str, Any]:
    """Return a key figure."""
    return {"label": label, "value": value, "unit": unit, "note": note, "accent": accent}


def findings(items: Sequence[tuple[str, str]]) -> Block:
    """Return findings below each other: a heading and a sentence each."""
    return {"kind": "findings", "items": [{"title": title, "text": text} for title, text in items]}


def chart(name: str, *legend: tuple[str, str]) -> Block:
    """Return a picture by its name; the legend has a mark ("accent", "grey", "tint", "line") and words for each."""
    return {"kind": "chart", "name": name, "legend": [{"mark": mark, "text": text} for mark, text in legend]}


def note(*texts: str) -> Block:
    """Return remarks in small type."""
    return {"kind": "note", "title": "", "texts": [each for each in texts if each]}


def prose(*texts: str, title: str = "") -> Block:
    """Return paragraphs, below a heading where there is one."""
    return {"kind": "prose", "title": title, "texts": [each for each in texts if each]}


def ask(title: str, steps: Sequence[tuple[str, str]]) -> Block:
    """Return what is asked of the reader: a dark panel with steps."""
    return {"kind": "ask", "title": title, "steps": [{"title": head, "text": text} for head, text in steps]}


def table(
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[Sequence[str]],
    *,
    marked: Sequence[int] = (),
    total: bool = False,
    width: float = 848.0,
    tall: float = 330.0,
    title: str = "",
    aligned: bool = False,
) -> Block:
    """Return a table.

    Columns of amounts are as wide as their longest text; the others share what is left.

    Args:
        columns: Heading, kind ("name", "text", "money", "strong") and width, in parts of what columns of words share.
        rows: Texts; a row may hold a second, muted line after a line end.
        marked: Rows that stand out.
        total: Whether the last row is a total.
        width: Width of the table in pt.
        tall: Height in pt that there is room for; what needs more is set closer.
        title: A heading above it.
        aligned: Whether it stands close below a picture whose columns are its own.
    """
    size, widths = _set(columns, rows, width, tall)
    return {
        "kind": "table",
        "title": title,
        "aligned": aligned,
        "size": f"r{size}",
        "columns": [
            {"label": label, "kind": kind, "width": f"p{part}"}
            for (label, kind, _), part in zip(columns, _parts(widths), strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(text) for text in row],
                "mark": "total" if total and number == len(rows) - 1 else "lead" if number in marked else "",
            }
            for number, row in enumerate(rows)
        ],
    }


ROW_SIZES = ((12.0, 10.5), (12.0, 8.0), (11.0, 5.5), (10.0, 3.4))
"""Type size and padding in pt of the rows of tables: classes `r0` to `r3`."""

PARTS = 96
"""Parts of a table's width in which columns are measured."""

BELOW = 9.5
AMOUNTS = ("money", "strong")
LEAST = 66.0
"""Width in pt that a column of words needs."""

_LEADING = 1.35


def _set(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], width: float, tall: float
) -> tuple[int, list[float]]:
    """Return the loosest way to set a table that fits, and the widths of its columns in pt."""
    for number, (size, pad) in enumerate(ROW_SIZES):
        widths, fits = _widths(columns, rows, width, size)
        height = 22.0 + sum(_row(row, widths, size, pad) for row in rows)
        if (fits and height <= tall) or number == len(ROW_SIZES) - 1:
            return number, widths
    raise AssertionError  # the last size returns


def _widths(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], width: float, size: float
) -> tuple[list[float], bool]:
    """Return the widths of columns in pt, and whether columns of words have room."""
    needed: dict[int, float] = {}
    for number, (label, kind, _) in enumerate(columns):
        if kind in AMOUNTS:
            words = [ems(word) * (size - 1.5) for word in label.split(" ")]
            texts = [ems(row[number].partition("\n")[0]) * size * 0.97 for row in rows]
            needed[number] = max([*words, *texts]) + 9.0
    rest = width - sum(needed.values())
    share = sum(part for number, (_, _, part) in enumerate(columns) if number not in needed)
    count = len(columns) - len(needed)
    usual = sum(part for _, _, part in columns)
    if count and rest < LEAST * count:
        rest = max(rest, LEAST * 0.6 * count)
    # Where there is plenty of room, columns of amounts get their part of it, too.
    wanted = width * share / usual if count else 0.0
    spare = (rest - wanted) / len(needed) if needed and rest > wanted else 0.0
    found = [
        needed[number] + spare if number in needed else (rest - spare * len(needed)) * part / share
        for number, (_, _, part) in enumerate(columns)
    ]
    return found, rest >= LEAST * count and sum(needed.values()) + rest <= width + 0.1


def _parts(widths: Sequence[float]) -> list[int]:
    """Return widths in parts that add up to the whole: what is left over goes to the first column."""
    whole = sum(widths)
    found = [max(2, ceil(width * PARTS / whole)) if number else 0 for number, width in enumerate(widths)]
    found[0] = max(4, PARTS - sum(found))
    return found


def _row(row: Sequence[str], widths: Sequence[float], size: float, pad: float) -> float:
    """Return the height of a row in pt."""
    return 2 * pad + max(_height(text, size, max(20.0, wide - 14)) for text, wide in zip(row, widths, strict=True))


def _height(text: str, size: float, width: float) -> float:
    first, _, below = text.partition("\n")
    lines = ceil(ems(first) * size * 0.9 / width) if first else 1
    return (lines * size + (ceil(ems(below) * BELOW * 0.9 / width) * BELOW if below else 0.0)) * _LEADING


def _cell(text: str) -> dict[str, str]:
    first, _, below = text.partition("\n")
    return {"text": first, "below": below}


def fitted(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], *, width: float = 848.0, tall: float = 330.0
) -> list[Sequence[Sequence[str]]]:
    """Return the rows of a table in groups that fit on a slide each, with room for a total."""
    size, pad = ROW_SIZES[2]
    widths, _ = _widths(columns, rows, width, size)
    heights = [_row(row, widths, size, pad) for row in rows]
    room = tall - 22.0 - 2 * pad - size * _LEADING
    limit = sum(heights) / max(1, ceil(sum(heights) / room))
    groups: list[list[Sequence[str]]] = []
    used = 0.0
    for row, height in zip(rows, heights, strict=True):
        if not groups or used + height > room or used >= limit:
            groups.append([row])
            used = height
        else:
            groups[-1].append(row)
            used += height
    return list(groups)


def pages(rows: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Return rows in groups of about the same size, none larger than *most*: one for each slide."""
    if not rows:
        return []
    count = -(-len(rows) // most)
    size = -(-len(rows) // count)
    return [rows[start : start + size] for start in range(0, len(rows), size)]
