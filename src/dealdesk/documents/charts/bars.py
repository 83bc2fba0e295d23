"""Bars that lie: one for each name, as long as its amount, the amount at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Canvas, Sizes, cut, spoken
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, MUTED, Palette

THINNEST = 0.8


def bars(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float | None = None,
    sizes: Sizes = PAPER,
) -> str:
    """Return bars below each other, each under its name and remark.

    Args:
        chart: `bars`, each with `name`, `note`, `amount` (texts), `value` (a float, below 0 to the left of the line)
            and `strong` (whether it is one of those that the chart is about); `title`, and `alt` where the title and
            the rows do not say it.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt; what the bars need when left out.
        sizes: Type sizes.
    """
    found: Sequence[Mapping[str, Any]] = chart["bars"]
    words = sizes.name * 1.25 + (sizes.note * 1.45 if any(bar["note"] for bar in found) else 0.0)
    least = words + sizes.amount * 1.2 + sizes.note
    pitch = least if height is None or not found else max(least, min(height / len(found), least * 2.0))
    thick = min(max(sizes.amount * 1.1, pitch - words - sizes.note * 1.6), sizes.amount * 1.9)
    tall = pitch * len(found) if height is None else max(height, pitch * len(found))
    canvas = Canvas(width, round(tall, 2), *faces)
    gap = sizes.note * 0.8
    ends = [canvas.measure(bar["amount"], sizes.amount, bold=True) + gap for bar in found]
    low = min((bar["value"] for bar in found), default=0.0)
    high = max((bar["value"] for bar in found), default=0.0)
    left = max((end for bar, end in zip(found, ends, strict=True) if bar["value"] < 0), default=0.0)
    right = max((end for bar, end in zip(found, ends, strict=True) if bar["value"] >= 0), default=0.0)
    span = max(high, 0.0) - min(low, 0.0) or 1.0
    unit = max(20.0, width - left - right - THINNEST) / span
    zero = left - min(low, 0.0) * unit
    for number, bar in enumerate(found):
        y = number * pitch
        canvas.text(0, y + sizes.name, cut(bar["name"], sizes.name, width, canvas.bold), sizes.name, INK, bold=True)
        if bar["note"]:
            note = cut(bar["note"], sizes.note, width, canvas.regular)
            canvas.text(0, y + sizes.name * 1.25 + sizes.note, note, sizes.note, MUTED)
        top, long = y + words + sizes.note * 0.55, max(THINNEST, abs(bar["value"]) * unit)
        x = zero if bar["value"] >= 0 else zero - long
        fill = GREY if bar["value"] < 0 else palette.accent if bar["strong"] else palette.tint
        canvas.rect(x, top, long, thick, fill)
        baseline = top + thick / 2 + sizes.amount * 0.36
        if bar["value"] >= 0:
            canvas.text(zero + long + gap, baseline, bar["amount"], sizes.amount, INK, bold=True)
        else:
            canvas.text(zero - long - gap, baseline, bar["amount"], sizes.amount, INK, "end", bold=True)
    if low < 0:
        canvas.path(f"M{zero:.2f} 0V{canvas.height:.2f}", INK, 0.75)
    return canvas.svg(chart.get("alt") or spoken(chart["title"], bars_rows(chart)))


def bars_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the bars as a table: name, remark and amount of each."""
    return [[bar["name"], bar["note"], bar["amount"]] for bar in chart["bars"]]
