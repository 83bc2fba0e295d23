"""Percentiles with their intervals: for each percentile, an arm below the other, to be compared by eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Canvas, Sizes, cut, spoken
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette

WHITE = "#ffffff"


def percentiles(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float | None = None,
    sizes: Sizes = PAPER,
) -> str:
    """Return a bar from 0 for each arm of each percentile, with its interval as a whisker and both written beside it.

    Args:
        chart: `rows`, each with `name` ("p95") and `marks`: for each arm `arm`, `amount` and `note` (its interval;
            texts), `value`, `low` and `high` (floats, 0 or more; None for no interval), and `strong` (whether it is
            the arm that the chart is about); `title`, `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt; what the rows need when left out.
        sizes: Type sizes.
    """
    rows: Sequence[Mapping[str, Any]] = chart["rows"]
    marks = [mark for row in rows for mark in row["marks"]]
    lines = len(marks)
    least, gap = sizes.name * 1.7, sizes.name * 0.9
    room = None if height is None else height - gap * max(0, len(rows) - 1)
    pitch = least if room is None or not lines else max(least, min(room / lines, least * 1.6))
    canvas = Canvas(width, round(pitch * lines + gap * max(0, len(rows) - 1), 2) or 1.0, *faces)
    first = max([0.0, *(canvas.measure(row["name"], sizes.name, bold=True) for row in rows)])
    first = min(first, width * 0.16) + sizes.name
    arms = max([0.0, *(canvas.measure(mark["arm"], sizes.note) for mark in marks)])
    left = first + min(arms, width * 0.24) + sizes.name
    size = sizes.amount * 0.94
    amounts = max([0.0, *(canvas.measure(mark["amount"], size, bold=True) for mark in marks)]) + sizes.note * 0.7
    notes = max([0.0, *(canvas.measure(mark["note"], sizes.note) for mark in marks)])
    right = width - amounts - notes - sizes.name
    highest = max([0.0, *(max(mark["value"], mark["high"] or 0.0) for mark in marks)])
    unit = max(20.0, right - left) / (highest or 1.0)
    y = 0.0
    for number, row in enumerate(rows):
        for place, mark in enumerate(row["marks"]):
            middle, baseline = y + pitch / 2, y + pitch / 2 + sizes.name * 0.36
            if not place:
                name = cut(row["name"], sizes.name, first - sizes.name * 0.5, canvas.bold)
                canvas.text(0, baseline, name, sizes.name, INK, bold=True)
            canvas.text(
                first, baseline, cut(mark["arm"], sizes.note, left - first - 4, canvas.regular), sizes.note, MUTED
            )
            thick = pitch * 0.6
            fill = palette.accent if mark["strong"] else GREY
            canvas.rect(left, middle - thick / 2, max(0.8, mark["value"] * unit), thick, fill)
            _whisker(canvas, mark, left, middle, unit, thick)
            end = left + max(mark["value"], mark["high"] or 0.0) * unit
            place_of = max(end + sizes.note * 0.7, 0.0)
            ink = palette.accent if mark["strong"] else INK
            canvas.text(place_of, baseline, mark["amount"], size, ink, bold=True)
            after = place_of + canvas.measure(mark["amount"], size, bold=True) + sizes.note * 0.6
            canvas.text(after, baseline, mark["note"], sizes.note, MUTED)
            y += pitch
        if number < len(rows) - 1:
            canvas.path(f"M0 {y + gap / 2:.2f}H{width:.2f}", "#dfe4ea", 0.5)
            y += gap
    canvas.path(f"M{left:.2f} 0V{canvas.height:.2f}", LINE, 0.5)
    return canvas.svg(chart.get("alt") or spoken(chart["title"], percentiles_rows(chart)))


def _whisker(canvas: Canvas, mark: Mapping[str, Any], left: float, middle: float, unit: float, thick: float) -> None:
    if mark["low"] is None or mark["high"] is None:
        return
    low, high, tall = left + mark["low"] * unit, left + mark["high"] * unit, thick * 0.3
    shape = f"M{low:.2f} {middle:.2f}H{high:.2f}M{low:.2f} {middle - tall:.2f}v{2 * tall:.2f}"
    shape += f"M{high:.2f} {middle - tall:.2f}v{2 * tall:.2f}"
    if mark["strong"]:
        canvas.path(shape, WHITE, 2.6)
    canvas.path(shape, INK, 1.0)


def percentiles_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the percentiles as a table: percentile, arm, value and interval."""
    return [[row["name"], mark["arm"], mark["amount"], mark["note"]] for row in chart["rows"] for mark in row["marks"]]
