"""No type is too small to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Glyph, Paper

SMALLEST, ON_SLIDES = 6.5, 9.0
"""Least type sizes in pt: on paper, and on the slides of a deck."""


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    smallest = ON_SLIDES if paper.what.deck else SMALLEST
    for sheet in paper.sheets:
        small: dict[float, list[Glyph]] = {}
        for glyph in sheet.glyphs:
            if glyph.points < smallest:
                small.setdefault(glyph.points, []).append(glyph)
        for points, found in sorted(small.items()):
            message = f"{len(found)} characters in {points:g} pt, smaller than {smallest} pt"
            left, _, _, top = found[0].box
            yield Fault(message, sheet.number, (left, sheet.height - top))


CHECK = Check("type-size", f"no type is smaller than {SMALLEST} pt on paper, {ON_SLIDES:g} pt on slides", _find)
