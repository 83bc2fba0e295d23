"""Cash by period: benefit above the line, cost below it, and what they have come to as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Box, Canvas, Line, Place, Sizes, spoken
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, MUTED, Palette

WHITE = "#ffffff"
WIDEST = 4.8
"""Width of a bar in type sizes of an amount."""


def cash(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float = 170.0,
    sizes: Sizes = PAPER,
) -> str:
    """Return benefit and cost of each period as bars, and the cumulative net cash as a line on the same scale.

    Amounts that find no place clear of bars and line are left to the table; the last one of the line never is.

    Args:
        chart: `periods`, each with `label`, `benefit`, `cost` and `cumulative` (texts) and the floats
            `benefit_value`, `cost_value` (0 or more, drawn downwards) and `cumulative_value`; `bare`, where the
            labels stand in a table below; `title`, `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt.
        sizes: Type sizes.
    """
    found: Sequence[Mapping[str, Any]] = chart["periods"]
    canvas = Canvas(width, height, *faces)
    size, foot = sizes.amount, 0.0 if chart.get("bare") else sizes.name * 1.9
    high = max([0.0, *(each["benefit_value"] for each in found), *(each["cumulative_value"] for each in found)])
    low = min([0.0, *(-each["cost_value"] for each in found), *(each["cumulative_value"] for each in found)])
    top, bottom = size * 1.9, height - foot - (size * 1.5 if low < 0 else 0.0)
    unit = (bottom - top) / ((high - low) or 1.0)
    zero = top + high * unit
    slot = width / max(1, len(found))
    wide = min(slot * 0.34, size * WIDEST)
    aside = wide / 2 + min(slot * 0.24, size * 4.0)
    middles = [slot * (number + 0.5) for number in range(len(found))]
    points = [
        (middle + aside, zero - each["cumulative_value"] * unit) for middle, each in zip(middles, found, strict=True)
    ]
    lines: list[Line] = [(0.0, zero, width, zero)]
    lines += [(*a, *b) for a, b in pairwise(points)]
    boxes: list[Box] = []
    for middle, each in zip(middles, found, strict=True):
        x, up, down = middle - wide / 2, each["benefit_value"] * unit, each["cost_value"] * unit
        if each["benefit_value"]:
            canvas.rect(x, zero - up, wide, up, palette.accent)
            boxes.append((x, zero - up, x + wide, zero))
        if each["cost_value"]:
            canvas.rect(x, zero, wide, down, GREY)
            boxes.append((x, zero, x + wide, zero + down))
    for middle, each in zip(middles, found, strict=True):
        if not chart.get("bare"):
            canvas.text(middle, height - sizes.name * 0.35, each["label"], sizes.name, INK, "middle", bold=True)
        _bar(canvas, each, middle, wide, zero, unit, lines, palette, sizes)
    if points:
        canvas.path("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points), INK, size * 0.16)
    canvas.path(f"M0 {zero:.2f}H{width:.2f}", INK, 0.75)
    radius = size * 0.33
    dots: list[Box] = [(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    for number in reversed(range(len(found))):
        x, y = points[number]
        canvas.dot(x, y, round(radius, 2), WHITE, INK, round(size * 0.16, 2))
        last = number == len(found) - 1
        canvas.place(
            _around(x, y, size * 1.2 if last else size, radius, last=last),
            found[number]["cumulative"],
            size * 1.2 if last else size,
            INK,
            bold=True,
            clear=boxes + dots,
            lines=lines,
            always=last,
        )
    return canvas.svg(chart.get("alt") or spoken(chart["title"], cash_rows(chart)))


def _bar(
    canvas: Canvas,
    each: Mapping[str, Any],
    middle: float,
    wide: float,
    zero: float,
    unit: float,
    lines: Sequence[Line],
    palette: Palette,
    sizes: Sizes,
) -> None:
    """Set the amounts of a period's bars: the benefit's inside its bar, or above it; the cost's below."""
    small, line = sizes.amount * 0.92, sizes.amount * 1.3
    if each["benefit_value"]:
        top = zero - each["benefit_value"] * unit
        inside = canvas.measure(each["benefit"], small, bold=True) + 4 <= wide and zero - top > line * 1.4
        spots: list[Place] = [(middle, top + line, "middle"), (middle, zero - line * 0.5, "middle")]
        if not (inside and canvas.place(spots, each["benefit"], small, WHITE, bold=True, lines=lines[1:])):
            above: list[Place] = [(middle, top - line * 0.4, "middle")]
            canvas.place(above, each["benefit"], small, palette.accent, bold=True, lines=lines[1:])
    if each["cost_value"]:
        bottom = zero + each["cost_value"] * unit
        spots = [(middle, bottom + line, "middle")]
        if each["cost_value"] * unit > line * 1.4 and canvas.measure(each["cost"], small) + 4 <= wide:
            spots += [(middle, bottom - line * 0.5, "middle"), (middle, zero + line, "middle")]
        canvas.place(spots, each["cost"], small, MUTED, lines=lines[1:])


def _around(x: float, y: float, size: float, radius: float, *, last: bool) -> list[Place]:
    """Return places for the amount of a point of the line, the best first."""
    side, up, down, level = radius + size * 0.45, y - size * 0.55, y + size * 1.15, y + size * 0.36
    above: list[Place] = [(x, y - size * 0.75, "middle"), (x - side, up, "end"), (x + side, up, "start")]
    below: list[Place] = [(x + side, down, "start"), (x, y + size * 1.45, "middle"), (x - side, down, "end")]
    beside: list[Place] = [(x + side, level, "start"), (x - side, level, "end")]
    return above + beside + below if last else below + beside + above


def cash_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the chart as a table: period, benefit, cost and cumulative net cash."""
    return [[each["label"], each["benefit"], each["cost"], each["cumulative"]] for each in chart["periods"]]
