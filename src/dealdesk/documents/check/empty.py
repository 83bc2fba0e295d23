"""No page is next to empty."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

FEWEST = 32
LETTERS = 6
"""Words of a page, with header and footer, below which it is next to empty, and letters that count as a word."""

OF_A_SLIDE = 16
"""The same of a slide, whose title is the finding and may be all that there is to say."""


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    fewest = OF_A_SLIDE if paper.what.deck else FEWEST
    for sheet in paper.sheets:
        wide = sum(not char.isascii() and unicodedata.east_asian_width(char) in "WF" for char in sheet.text)
        words = max(len(sheet.text.split()), (len(sheet.glyphs) - wide) // LETTERS) + wide // 2
        if words < fewest:
            yield Fault(f"almost empty: {words} words", sheet.number)


CHECK = Check("empty", "no page is next to empty", _find)
