"""No text lies over other text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

MOST = (1.5, 2.2)
"""Width and height in pt from which two runs of text count as one over the other."""


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    for sheet in paper.sheets:
        boxes = sorted(sheet.boxes, key=lambda each: -each[0][3])
        for number, (a, one) in enumerate(boxes):
            for b, other in boxes[number + 1 :]:
                if b[3] <= a[1]:
                    break
                across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                if across > MOST[0] and down > MOST[1]:
                    message = f"{one!r} and {other!r} overlap by {across:.1f} × {down:.1f} pt"
                    yield Fault(message, sheet.number, (b[0], sheet.height - b[3]))


CHECK = Check("overlap", "no text lies over other text", _find)
