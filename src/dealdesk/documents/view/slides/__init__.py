"""Slides as data: what stands on each, in blocks, for the template of the page and for the deck to edit alike.

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


LINE = (34.0, 39.5)
"""Widths in ems of a title that one line of 848 pt holds in its largest type, and in the next."""


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
    """Return a slide: blocks across the page first (`top`), then those of each area of its layout.

    Raises:
        ValueError: a table is set for another width than that of its area: a mistake of ours.
    """
    for width, blocks in zip(AREAS[layout], areas, strict=True):
        for each in blocks:
            if each.get("set", width) != width:
                raise ValueError(f"slide {name}: a table set for {each['set']} pt stands on {width} pt")
    return {
        "name": name,
        "layout": layout,
        "title": title,
        "size": f"t{_title(ems(title))}",
        "sub": sub,
        "top": list(top),
        "areas": [{"width": width, "blocks": list(blocks)} for width, blocks in zip(AREAS[layout], areas, strict=True)],
        "notes": [each for each in notes if each],
    }


def _title(wide: float) -> int:
    """Return the size of a title: one line in the next smaller type reads better than a second line of a word."""
    return 1 if LINE[0] < wide <= LINE[1] else step(wide, *TITLE)


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


def pages(rows: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Return rows in groups of about the same size, none larger than *most*: one for each slide."""
    if not rows:
        return []
    count = -(-len(rows) // most)
    size = -(-len(rows) // count)
    return [rows[start : start + size] for start in range(0, len(rows), size)]
