"""Slides as data: what stands on each, in blocks, for the page that a template fills in and for the editable deck alike.

A slide has a layout, and its blocks stand in the layout's areas, which are as wide as `AREAS` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    return {"kind": "note", "texts": [each for each in texts if each]}


def prose(*texts: str) -> Block:
    """Return paragraphs."""
    return {"kind": "prose", "texts": [each for each in texts if each]}


def ask(title: str, steps: Sequence[tuple[str, str]]) -> Block:
    """Return what is asked of the reader: a dark panel with steps."""
    return {"kind": "ask", "title": title, "steps": [{"title": head, "text": text} for head, text in steps]}


def table(
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[Sequence[str]],
    *,
    marked: Sequence[int] = (),
    total: bool = False,
    room: int = 9,
    title: str = "",
    aligned: bool = False,
) -> Block:
    """Return a table.

    Args:
        columns: Heading, kind ("name", "text", "money", "strong") and width, in parts of the whole.
        rows: Texts; a row may hold a second, muted line after a line end.
        marked: Rows that stand out.
        total: Whether the last row is a total.
        room: Rows for which there is room in the usual height; more are set closer.
        title: A heading above it.
        aligned: Whether it stands close below a picture whose columns are its own.
    """
    count = sum(1.7 if any("\n" in text for text in row) else 1.0 for row in rows)
    return {
        "kind": "table",
        "title": title,
        "aligned": aligned,
        "size": f"r{step(count, room * 0.62, room, room * 1.4)}",
        "columns": [
            {"label": label, "kind": kind, "width": f"p{width}"}
            for (label, kind, _), width in zip(columns, _shared([width for _, _, width in columns]), strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(text) for text in row],
                "mark": "total" if total and number == len(rows) - 1 else "lead" if number in marked else "",
            }
            for number, row in enumerate(rows)
        ],
    }


def _shared(widths: Sequence[int]) -> list[int]:
    """Return widths in 48ths that add up to 48: what is left over goes to the first column."""
    whole = sum(widths)
    found = [max(2, width * 48 // whole) for width in widths]
    found[0] += 48 - sum(found)
    return found


def _cell(text: str) -> dict[str, str]:
    first, _, below = text.partition("\n")
    return {"text": first, "below": below}


def pages(rows: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Return rows in groups of about the same size, none larger than *most*: one for each slide."""
    if not rows:
        return []
    count = -(-len(rows) // most)
    size = -(-len(rows) // count)
    return [rows[start : start + size] for start in range(0, len(rows), size)]
