"""A distribution: how often each result came out of many runs, with its percentiles marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Canvas, Sizes, spoken
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette


def distribution(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float = 120.0,
    sizes: Sizes = PAPER,
) -> str:
    """Return a histogram; bins below 0 are grey, and percentiles are lines with their names above.

    Args:
        chart: `bins`, each with `start`, `end` and `count` (numbers, the bins side by side); `marks`, each with
            `name`, `amount` (texts) and `value` (a float), in rising order; `low` and `high`, the texts below both
            ends; `zero`, the text at 0; `title`, `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt.
        sizes: Type sizes.
    """
    bins: Sequence[Mapping[str, Any]] = chart["bins"]
    marks: Sequence[Mapping[str, Any]] = chart["marks"]
    canvas = Canvas(width, height, *faces)
    size, note = sizes.name, sizes.note
    values = [each["value"] for each in marks]
    low = min([each["start"] for each in bins] + values, default=0.0)
    high = max([each["end"] for each in bins] + values, default=0.0)
    unit = width / ((high - low) or 1.0)
    texts = [f"{each['name']} {each['amount']}" for each in marks]
    labels = _labels([(value - low) * unit for value in values], texts, canvas, size)
    rows = max((level for *_, level in labels), default=0) + 1
    top, base = rows * size * 1.35 + size * 0.5, height - note * 1.9
    tallest = max((each["count"] for each in bins), default=0) or 1
    for each in bins:
        x, end = (each["start"] - low) * unit, (each["end"] - low) * unit
        tall = (base - top) * each["count"] / tallest
        if tall:
            fill = GREY if each["end"] <= 0 else palette.tint
            wide = max(0.4, end - x - 0.8)
            canvas.rect(min(x + 0.4, width - wide), base - tall, wide, tall, fill)
    canvas.path(f"M0 {base:.2f}H{width:.2f}", INK, 0.75)
    for each, text, (x, anchor, level) in zip(marks, texts, labels, strict=True):
        line, y = (each["value"] - low) * unit, size * 0.95 + level * size * 1.35
        middle = len(marks) > 1 and each is marks[len(marks) // 2]
        start = y + size * 0.35 if anchor == "middle" else y - size * 0.8
        canvas.path(f"M{line:.2f} {start:.2f}V{base:.2f}", INK, 1.25 if middle else 0.75)
        canvas.text(x, y, text, size, palette.accent if middle else INK, anchor, bold=True)
    baseline = height - note * 0.35
    canvas.text(0, baseline, chart["low"], note, MUTED)
    canvas.text(width, baseline, chart["high"], note, MUTED, "end")
    if low < 0 < high:
        x = -low * unit
        canvas.path(f"M{x:.2f} {top:.2f}V{base + 3:.2f}", LINE, 0.75, "2 2")
        canvas.place([(x, baseline, "middle")], chart["zero"], note, MUTED)
    return canvas.svg(chart.get("alt") or spoken(chart["title"], distribution_rows(chart)))


Label = tuple[float, str, int]
"""Where a mark's text stands: x, anchor, and its row from the top."""


def _labels(xs: Sequence[float], texts: Sequence[str], canvas: Canvas, size: float) -> list[Label]:
    """Return where the text of each mark stands, so that it touches no other text and no other mark's line.

    Side by side where they fit; else each in a row of its own, beside its line: to the right of it, the first mark on
    top, or to the left of it, the last mark on top.  A line starts at its own row and so passes the rows below on
    the free side.
    """
    count, gap = len(xs), size * 0.5
    beside: list[Label] = [(x, "middle", 0) for x in xs]
    right: list[Label] = [(x + gap, "start", row) for row, x in enumerate(xs)]
    left: list[Label] = [(x - gap, "end", count - 1 - row) for row, x in enumerate(xs)]

    def clashes(labels: Sequence[Label]) -> int:
        boxes = [
            canvas.box(x, 0, text, size, anchor, bold=True) for (x, anchor, _), text in zip(labels, texts, strict=True)
        ]
        found = 0
        for number, (box, (_, anchor, row)) in enumerate(zip(boxes, labels, strict=True)):
            found += anchor != "middle" and box[0] - 1 < xs[number] < box[2] + 1
            for other in range(count):
                over = labels[other][2]
                if other != number and over == row:
                    found += box[0] < boxes[other][2] + gap and boxes[other][0] < box[2] + gap
                elif other != number and over < row:
                    found += box[0] - 1 < xs[other] < box[2] + 1
        return found

    return min((beside, right, left), key=clashes)


def distribution_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the percentiles as a table: name and amount."""
    return [[each["name"], each["amount"]] for each in chart["marks"]]
