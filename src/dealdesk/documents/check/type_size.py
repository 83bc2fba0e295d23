"""No type is too small to read."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Glyph, Paper
from dealdesk.quoting.quote import Quote

SMALLEST = 6.5
"""Least type size in pt."""


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    for sheet in paper.sheets:
        small: dict[float, list[Glyph]] = {}
        for glyph in sheet.glyphs:
            if glyph.points < SMALLEST:
                small.setdefault(glyph.points, []).append(glyph)
        for points, found in sorted(small.items()):
            message = f"{len(found)} characters in {points:g} pt, smaller than {SMALLEST} pt"
            left, _, _, top = found[0].box
            yield Fault(message, sheet.number, (left, sheet.height - top))


CHECK = Check("type-size", f"no type is smaller than {SMALLEST} pt", _find)
