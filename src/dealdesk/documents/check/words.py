"""No fixed word of the document is cut in two by a line end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

SHORTEST = 4
"""Letters of a word from which two lines that make it up are no accident."""

_BROKEN = re.compile(r"([^\W\d_]+)\n([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    known = {word for text in paper.fixed for word in _WORD.findall(text) if word < "\u2e80"}
    for sheet in paper.sheets:
        for block in sheet.blocks:
            for first, second in _BROKEN.findall(block.text):
                if len(first + second) >= SHORTEST and first + second in known and not {first, second} <= known:
                    at = (block.box[0], sheet.height - block.box[3]) if block.box else None
                    yield Fault(f"the word {first + second} is cut in two after {first!r}", sheet.number, at)


CHECK = Check("words", "no fixed word is cut in two by the end of a line", _find)
