"""The price waterfall: from a list price, down and up by each step, to what is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dealdesk.documents.charts.canvas import PAPER, Canvas, Sizes, cut, wrapped
from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette

NAME, NOTE = PAPER.name, PAPER.note
TALL = 104.0
"""Height in pt of the columns, where none is given."""

THINNEST = 0.8
MOST_COLUMNS = 7
GAP = 4.0
"""Least space between the labels of neighbouring bars."""

Bar = Mapping[str, Any]


def waterfall(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    height: float | None = None,
    sizes: Sizes = PAPER,
) -> str:
    """Return the price waterfall: from the list price, down and up by each step, to what is paid.

    Columns where their labels fit side by side, else one row for each step.

    Args:
        chart: `bars`, each with `name`, `note`, `amount` (texts), `value` (a float, signed for steps) and `kind`:
            "start", "step", "rest" (a subtotal) or "net"; `saved`, the text beside the last bar; `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
        height: Height in pt of the picture in columns; what they need when left out.
        sizes: Type sizes of columns.
    """
    bars: Sequence[Bar] = chart["bars"]
    levels = [level for _, level in _levels(bars)]
    low, high = min([0.0, *levels]), max([0.0, *levels])
    if low == high:
        high = 1.0
    columns = _columns(chart, palette, faces, width, (low, high), height, sizes)
    return columns if columns is not None else _rows(chart, palette, faces, width, (low, high))


def waterfall_rows(chart: Mapping[str, Any]) -> list[list[str]]:
    """Return the waterfall as a table: name, remark and amount of each step."""
    return [[bar["name"], bar["note"], bar["amount"]] for bar in chart["bars"]]


def _levels(bars: Sequence[Bar]) -> list[tuple[Bar, float]]:
    """Return the bars with the price that is reached after each."""
    found, level = [], 0.0
    for bar in bars:
        level = level + bar["value"] if bar["kind"] == "step" else bar["value"]
        found.append((bar, level))
    return found


def _fill(bar: Bar, palette: Palette) -> str:
    if bar["kind"] == "net":
        return palette.accent
    return palette.tint if bar["kind"] == "step" and bar["value"] <= 0 else LINE if bar["kind"] == "step" else GREY


def _columns(
    chart: Mapping[str, Any],
    palette: Palette,
    faces: tuple[Face, Face],
    width: float,
    ends: tuple[float, float],
    height: float | None,
    sizes: Sizes,
) -> str | None:
    bars: Sequence[Bar] = chart["bars"]
    count = len(bars)
    if not 2 <= count <= MOST_COLUMNS:
        return None
    gap = 30.0 if count <= 5 else 20.0
    wide = min(110.0, (width - gap * (count - 1)) / count)
    pitch = (width - wide) / (count - 1)
    labels = _labels(bars, pitch - GAP, faces, sizes)
    if labels is None:
        return None
    low, high = ends
    leading = sizes.name * 1.325
    top, foot = sizes.amount * 1.915, sizes.name * 0.875 + leading * max(len(each) for each in labels)
    tall = TALL if height is None else max(40.0, height - top - foot)
    canvas = Canvas(width, round(top + tall + foot, 2), *faces)
    unit = tall / (high - low)
    base, bottom = top + high * unit, top + tall
    before, level = 0.0, 0.0
    for number, (bar, reached) in enumerate(_levels(bars)):
        x, middle = number * pitch, number * pitch + wide / 2
        first, last = sorted((level if bar["kind"] == "step" else 0.0, reached))
        y = base - last * unit
        if number:
            canvas.path(f"M{before:.2f} {base - level * unit:.2f}H{x:.2f}", LINE, 0.5)
        canvas.rect(x, y, wide, max(THINNEST, (last - first) * unit), _fill(bar, palette))
        colour = palette.accent if bar["kind"] == "net" else INK
        canvas.text(middle, y - sizes.amount * 0.69, bar["amount"], sizes.amount, colour, "middle", bold=True)
        for row, (line, bold) in enumerate(labels[number]):
            size, ink = (sizes.name, INK) if bold else (sizes.note, MUTED)
            canvas.text(middle, bottom + sizes.name * 1.75 + row * leading, line, size, ink, "middle", bold=bold)
        before, level = x + wide, reached
    _saving(canvas, chart["saved"], before - wide, wide, base - high * unit, base - level * unit, palette)
    canvas.path(f"M0 {base:.2f}H{width:.2f}", INK, 0.75)
    return canvas.svg(chart["alt"])


def _labels(
    bars: Sequence[Bar], room: float, faces: tuple[Face, Face], sizes: Sizes
) -> list[list[tuple[str, bool]]] | None:
    """Return the lines below each bar and whether they are bold; None where something does not fit its slot."""
    regular, bold = faces
    found = []
    for bar in bars:
        name, note = wrapped(bar["name"], sizes.name, room, bold), wrapped(bar["note"], sizes.note, room, regular)
        if name is None or note is None or bold.width(bar["amount"], sizes.amount) > room:
            return None
        found.append([(line, True) for line in name] + [(line, False) for line in note])
    return found


def _saving(canvas: Canvas, text: str, x: float, wide: float, top: float, bar: float, palette: Palette) -> None:
    """Mark the way from the list price down to the last bar, where there is room for it."""
    room = bar - 17 - top
    if not text or room < 15 or canvas.measure(text, NAME, bold=True) + 14 > wide:
        return
    canvas.path(f"M{x:.2f} {top:.2f}H{x + wide:.2f}", LINE, 0.5, "2 2")
    arrow, tip = x + 8, bar - 18.5
    canvas.path(
        f"M{arrow:.2f} {top:.2f}V{tip:.2f}M{arrow - 2.4:.2f} {tip - 3.6:.2f}L{arrow:.2f} {tip:.2f}"
        f"L{arrow + 2.4:.2f} {tip - 3.6:.2f}",
        palette.accent,
        0.9,
    )
    canvas.text(arrow + 6, (top + tip) / 2 + 2.8, text, NAME, palette.accent, bold=True)


def _rows(
    chart: Mapping[str, Any], palette: Palette, faces: tuple[Face, Face], width: float, ends: tuple[float, float]
) -> str:
    bars: Sequence[Bar] = chart["bars"]
    pitch, thick, size = (17.5, 11.0, NAME) if len(bars) <= 10 else (15.5, 10.0, 7.6)
    canvas = Canvas(width, round(len(bars) * pitch + 4, 2), *faces)
    most = width * 0.38
    labels = [(cut(bar["name"], size, most, canvas.bold), bar["note"]) for bar in bars]
    left = 12 + max(
        min(most, canvas.measure(name, size, bold=True) + 5 + canvas.measure(note, NOTE)) for name, note in labels
    )
    right = width - 12 - max(canvas.measure(bar["amount"], size + 0.6, bold=True) for bar in bars)
    unit = max(20.0, right - left) / (ends[1] - ends[0])
    left -= ends[0] * unit
    level = 0.0
    for number, ((bar, reached), (name, note)) in enumerate(zip(_levels(bars), labels, strict=True)):
        y = number * pitch + 2
        baseline = y + thick / 2 + size * 0.36
        low, high = sorted((level if bar["kind"] == "step" else 0.0, reached))
        ink = palette.accent if bar["kind"] == "net" else INK
        canvas.text(0, baseline, name, size, ink, bold=True)
        end = canvas.measure(name, size, bold=True) + 5
        if note and end + canvas.measure(note, NOTE) <= left + ends[0] * unit - 8:
            canvas.text(end, baseline, note, NOTE, MUTED)
        if number:
            x = left + level * unit
            canvas.path(f"M{x:.2f} {y - pitch + thick:.2f}V{y:.2f}", LINE, 0.5)
        canvas.rect(left + low * unit, y, max(THINNEST, (high - low) * unit), thick, _fill(bar, palette))
        canvas.text(width, baseline, bar["amount"], size + 0.6, ink, "end", bold=True)
        level = reached
    canvas.path(f"M{left:.2f} 0V{canvas.height:.2f}", INK, 0.75)
    return canvas.svg(chart["alt"])
