"""No text is cut off: in a picture, text outside the viewBox is drawn and not seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

_SLACK = 0.6


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    for sheet in paper.sheets:
        for run in sheet.runs:
            if run.clip is None:
                continue
            left, bottom, right, top = run.box
            a, b, c, d = run.clip
            if left < a - _SLACK or right > c + _SLACK or bottom < b - _SLACK or top > d + _SLACK:
                message = f"{run.text.strip()[:24]!r} is cut off by the edge of a picture"
                yield Fault(message, sheet.number, (left, sheet.height - top))


CHECK = Check("clipped", "no text of a picture is cut off by its edge", _find)
