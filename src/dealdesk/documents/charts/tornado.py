"""A tornado: how far a result moves when one assumption moves and the others hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Canvas, Sizes, cut, lined, spoken
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette


def tornado(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float | None = None,
    sizes: Sizes = PAPER,
) -> str:
    """Return a row for each assumption, with the results of its worst and its best value on both sides of the base.

    Args:
        chart: `rows`, each with `name`, `note` (its range), `low` and `high` (texts), `low_value` and `high_value`
            (floats); `base` and `base_value`; `zero`, the text above the line at 0, drawn where a row reaches it;
            `title`, `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Its height in pt; what the rows need when left out.
        sizes: Type sizes.
    """
    rows: Sequence[Mapping[str, Any]] = chart["rows"]
    head = sizes.name * 2.0
    regular, bold = faces
    most = width * 0.36
    longest = [max(bold.width(row["name"], sizes.name), regular.width(row["note"], sizes.note)) for row in rows]
    words = min(most, max([0.0, *longest]))
    names = [lined(row["name"], sizes.name, words, bold) for row in rows]
    lines = max([1, *(len(name) for name in names)])
    least = sizes.name * 1.3 * lines + sizes.note * 1.6
    pitch = least if height is None or not rows else max(least, min((height - head) / len(rows), least * 2.3))
    canvas = Canvas(width, round(head + pitch * len(rows), 2), *faces)
    size, gap = sizes.amount * 0.84, sizes.note * 0.6
    base = chart["base_value"]
    ends = [
        (min(base, row["low_value"], row["high_value"]), max(base, row["low_value"], row["high_value"])) for row in rows
    ]
    low, high = min([base, *(a for a, _ in ends)]), max([base, *(b for _, b in ends)])
    edge = max([0.0, *(canvas.measure(row[side], size, bold=True) for row in rows for side in ("low", "high"))]) + gap
    left, right = words + sizes.name + edge, width - edge
    unit = max(20.0, right - left) / ((high - low) or 1.0)
    centre = left + (base - low) * unit
    for number, (row, (first, last)) in enumerate(zip(rows, ends, strict=True)):
        y = head + number * pitch
        thick = min(pitch * 0.62, sizes.name * 1.6)
        top = y + (pitch - thick) / 2
        line = y + (pitch - sizes.name * 1.25 * len(names[number]) - sizes.note) / 2 + sizes.name * 0.85
        for part, name in enumerate(names[number]):
            canvas.text(0, line + part * sizes.name * 1.25, name, sizes.name, INK, bold=True)
        line += (len(names[number]) - 1) * sizes.name * 1.25
        canvas.text(0, line + sizes.note * 1.45, cut(row["note"], sizes.note, words, canvas.regular), sizes.note, MUTED)
        x, end = left + (first - low) * unit, left + (last - low) * unit
        if first < base:
            canvas.rect(x, top, centre - x, thick, GREY)
        if last > base:
            canvas.rect(centre, top, end - centre, thick, palette.tint)
        baseline = top + thick / 2 + size * 0.36
        below, above = _labels(row, base)
        if below:
            canvas.text(x - gap, baseline, below, size, MUTED, "end")
        if above:
            canvas.text(end + gap, baseline, above, size, palette.accent, bold=True)
    if low < 0 < high:
        x = left - low * unit
        canvas.path(f"M{x:.2f} {head - 3:.2f}V{canvas.height:.2f}", LINE, 0.75, "2 2")
    canvas.path(f"M{centre:.2f} {head - 4:.2f}V{canvas.height:.2f}", INK, 1)
    canvas.text(centre, head - 9, chart["base"], sizes.name * 0.95, INK, "middle", bold=True)
    if low < 0 < high:
        side = [(left - low * unit, head - 9, "middle"), (left - low * unit - gap, head - 9, "end")]
        canvas.place(side, chart["zero"], sizes.note, MUTED)
    return canvas.svg(chart.get("alt") or spoken(chart["title"], [[chart["base"]], *tornado_rows(chart)]))


def _labels(row: Mapping[str, Any], base: float) -> tuple[str, str]:
    """Return what stands left of a row's bar and right of it; both results, where they lie on one side of the base."""
    low, high = sorted((row["low_value"], row["high_value"]))
    first, last = (row["low"], row["high"]) if row["low_value"] <= row["high_value"] else (row["high"], row["low"])
    if high <= base:
        return (first if low < base else ""), ""
    if low >= base:
        return "", last
    return first, last


def tornado_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the rows as a table: assumption, range, and the results of its ends."""
    return [[row["name"], row["note"], row["low"], row["high"]] for row in chart["rows"]]
