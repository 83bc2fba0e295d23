"""Columns side by side, many and thin: the cumulative net cash month by month, on a dark or a light ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import SLIDE, Box, Canvas, Place, Sizes
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import Ground


def columns(
    chart: Mapping[str, Any],
    ground: Ground,
    faces: tuple[Face, Face],
    width: float,
    height: float = 212.0,
    sizes: Sizes = SLIDE,
) -> str:
    """Return a column for each value, one of them marked with a pin, the last with its amount.

    Args:
        chart: `values` (floats); `first` and `last`, the texts below both ends; `end`, the text above the last
            column; `marked`, the number of a column from 0 or None, and `mark`, the text of its pin; `alt`.
        ground: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt.
        sizes: Type sizes.
    """
    values: Sequence[float] = chart["values"]
    canvas = Canvas(width, height, *faces)
    note, label = sizes.note * 0.95, sizes.note * 1.05
    high, low = max([0.0, *values]), min([0.0, *values])
    top, bottom = label * 1.9, height - note * 2.1
    unit = (bottom - top) / ((high - low) or 1.0)
    zero = top + high * unit
    pitch = width / max(1, len(values))
    wide = pitch * 0.8
    shift = (pitch - wide) * (len(values) / max(1, len(values) - 1)) if len(values) > 1 else 0.0
    pitch = (width - wide) / max(1, len(values) - 1) if shift else pitch
    boxes: list[Box] = []
    for number, value in enumerate(values):
        x, tall = number * pitch, abs(value) * unit
        fill = ground.below if value < 0 else ground.bright if number == chart["marked"] else ground.fill
        if tall:
            y = zero - tall if value > 0 else zero
            canvas.rect(x, y, wide, max(0.6, tall), fill)
            boxes.append((x, y, x + wide, y + tall))
    canvas.path(f"M0 {zero:.2f}H{width:.2f}", ground.line, 0.8)
    canvas.text(0, height - note * 0.35, chart["first"], note, ground.quiet)
    canvas.text(width, height - note * 0.35, chart["last"], note, ground.quiet, "end")
    if values:
        ends = _ends(values[-1], zero, unit, width, label)
        canvas.place(ends, chart["end"], label, ground.bright, bold=True, clear=boxes, always=True)
    if chart["marked"] is not None:
        _pin(canvas, chart, ground, zero, unit, pitch, wide, label, boxes)
    return canvas.svg(chart["alt"])


def _ends(value: float, zero: float, unit: float, width: float, label: float) -> list[Place]:
    """Return places for the amount of the last column."""
    edge = zero - value * unit
    above = min(edge, zero) - label * 0.7
    return [(width, above, "end"), (width, zero - label * 0.7, "end"), (width, max(edge, zero) + label * 1.2, "end")]


def _pin(
    canvas: Canvas,
    chart: Mapping[str, Any],
    ground: Ground,
    zero: float,
    unit: float,
    pitch: float,
    wide: float,
    label: float,
    boxes: Sequence[Box],
) -> None:
    """Mark a column: its text stands as low above the line as it is clear of columns and texts."""
    middle = chart["marked"] * pitch + wide / 2
    foot = zero - max(0.0, chart["values"][chart["marked"]]) * unit - 5
    heights = [foot - label * each for each in (2.4, 4.0, 6.0, 8.0)]
    places: list[Place] = [(middle, y, anchor) for y in heights for anchor in ("middle", "end", "start")]
    places.append((middle, zero + label * 3, "middle"))
    before = len(canvas.texts)
    if canvas.place(places, chart["mark"], label, ground.bright, bold=True, clear=boxes):
        end = canvas.texts[before][3] + 2
        if end < foot:
            canvas.path(f"M{middle:.2f} {end:.2f}V{foot:.2f}", ground.bright, 0.9)


def columns_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return what is written in the chart as a table: its mark and its end."""
    marked = [[chart["mark"]]] if chart["marked"] is not None else []
    return [*marked, [chart["end"]]]
