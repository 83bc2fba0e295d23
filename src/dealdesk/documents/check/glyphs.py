"""No character is missing: no box, no replacement character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

_MISSING = "\ufffd\u25a1\u25af\ufffe\uffff"


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    for sheet in paper.sheets:
        for glyph in sheet.glyphs:
            if glyph.unknown or glyph.char in _MISSING:
                left, _, _, top = glyph.box
                yield Fault("a glyph is missing", sheet.number, (left, sheet.height - top))


CHECK = Check("glyphs", "no glyph is missing", _find)
