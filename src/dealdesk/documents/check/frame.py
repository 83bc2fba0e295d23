"""Every glyph lies inside the page frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

MARGIN = 50.0
EDGE = 8.0
"""Space in pt that stays free: at the sides, and at the top and foot of a page."""


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    for sheet in paper.sheets:
        outside = []
        for glyph in sheet.glyphs:
            left, bottom, right, top = glyph.box
            if left < MARGIN or right > sheet.width - MARGIN or bottom < EDGE or top > sheet.height - EDGE:
                outside.append(glyph)
        if outside:
            left, _, _, top = outside[0].box
            text = "".join(each.char for each in outside[:24])
            yield Fault(f"{text!r} leaves the page frame", sheet.number, (left, sheet.height - top))


CHECK = Check("frame", "every glyph lies inside the page frame", _find)
