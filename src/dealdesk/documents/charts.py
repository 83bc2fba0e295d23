"""Charts as SVG: plain functions from figures to text.  Sizes are in pt, and every label is measured.

A chart has a `<title>` that states its numbers (it becomes the alternative text in PDF), and few shapes: drawing one
costs far more than making it.  Bars are labelled directly; there is no legend, no axis and no grid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette

FAMILY = "Inter"
AMOUNT, NAME, NOTE = 9.4, 8.0, 7.4
"""Type sizes in pt of a bar's amount, name and remark."""

LEADING = 10.6
THINNEST = 0.8
MOST_COLUMNS = 7
GAP = 4.0
"""Least space between the labels of neighbouring bars."""

Bar = Mapping[str, Any]


class Canvas:
    """Shapes and texts of one chart, in pt from the top left."""

    def __init__(self, width: float, height: float, regular: Face, bold: Face) -> None:
        self.width, self.height, self.regular, self.bold = width, height, regular, bold
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Draw a filled rectangle."""
        self.parts.append(f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}"/>')

    def path(self, d: str, stroke: str, width: float, dash: str = "") -> None:
        """Draw lines."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}/>')

    def text(
        self, x: float, y: float, text: str, size: float, fill: str, anchor: str = "start", *, bold: bool = False
    ) -> None:
        """Set a line of text; one that would leave the canvas is moved inside."""
        width = self.measure(text, size, bold=bold)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        left = max(0.0, min(left, self.width - width))
        self.parts.append(
            f'<text x="{left:.2f}" y="{y:.2f}" font-family="{FAMILY}" font-size="{size:g}" '
            f'font-weight="{600 if bold else 400}" fill="{fill}">{escape(text)}</text>'
        )

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a text."""
        return (self.bold if bold else self.regular).width(text, size)

    def svg(self, title: str) -> str:
        """Return the picture."""
        size = f'width="{self.width:g}pt" height="{self.height:g}pt" viewBox="0 0 {self.width:g} {self.height:g}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" {size}>'
        return f"{head}<title>{escape(title)}</title>{''.join(self.parts)}</svg>"


def waterfall(chart: Mapping[str, Any], palette: Palette, faces: tuple[Face, Face], width: float) -> str:
    """Return the price waterfall: from the list price, down and up by each step, to what is paid.

    Columns where their labels fit side by side, else one row for each step.

    Args:
        chart: `bars`, each with `name`, `note`, `amount` (texts), `value` (a float, signed for steps) and `kind`:
            "start", "step", "rest" (a subtotal) or "net"; `saved`, the text beside the last bar; `alt`.
        palette: Colours.
        faces: Regular and bold typeface, to measure with.
        width: Width of the picture in pt.
    """
    bars: Sequence[Bar] = chart["bars"]
    scale = max((level for bar, level in _levels(bars)), default=0.0) or 1.0
    columns = _columns(chart, palette, faces, width, scale)
    return columns if columns is not None else _rows(chart, palette, faces, width, scale)


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
    chart: Mapping[str, Any], palette: Palette, faces: tuple[Face, Face], width: float, scale: float
) -> str | None:
    bars: Sequence[Bar] = chart["bars"]
    count = len(bars)
    if not 2 <= count <= MOST_COLUMNS:
        return None
    gap = 30.0 if count <= 5 else 20.0
    wide = min(110.0, (width - gap * (count - 1)) / count)
    pitch = (width - wide) / (count - 1)
    labels = _labels(bars, pitch - GAP, faces)
    if labels is None:
        return None
    top, tall, foot = 18.0, 104.0, 7.0 + LEADING * max(len(each) for each in labels)
    canvas = Canvas(width, top + tall + foot, *faces)
    base, unit = top + tall, tall / scale
    before, level = 0.0, 0.0
    for number, (bar, reached) in enumerate(_levels(bars)):
        x, middle = number * pitch, number * pitch + wide / 2
        low, high = sorted((level, reached)) if bar["kind"] == "step" else (0.0, reached)
        y = base - high * unit
        if number:
            canvas.path(f"M{before:.2f} {base - level * unit:.2f}H{x:.2f}", LINE, 0.5)
        canvas.rect(x, y, wide, max(THINNEST, (high - low) * unit), _fill(bar, palette))
        colour = palette.accent if bar["kind"] == "net" else INK
        canvas.text(middle, y - 6.5, bar["amount"], AMOUNT, colour, "middle", bold=True)
        for row, (line, bold) in enumerate(labels[number]):
            size, ink = (NAME, INK) if bold else (NOTE, MUTED)
            canvas.text(middle, base + 14 + row * LEADING, line, size, ink, "middle", bold=bold)
        before, level = x + wide, reached
    _saving(canvas, chart["saved"], before - wide, wide, base - scale * unit, base - level * unit, palette)
    canvas.path(f"M0 {base:.2f}H{width:.2f}", INK, 0.75)
    return canvas.svg(chart["alt"])


def _labels(bars: Sequence[Bar], room: float, faces: tuple[Face, Face]) -> list[list[tuple[str, bool]]] | None:
    """Return the lines below each bar and whether they are bold; None where something does not fit its slot."""
    regular, bold = faces
    found = []
    for bar in bars:
        name, note = _wrapped(bar["name"], NAME, room, bold), _wrapped(bar["note"], NOTE, room, regular)
        if name is None or note is None or bold.width(bar["amount"], AMOUNT) > room:
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


def _rows(chart: Mapping[str, Any], palette: Palette, faces: tuple[Face, Face], width: float, scale: float) -> str:
    bars: Sequence[Bar] = chart["bars"]
    pitch, thick, size = (17.5, 11.0, NAME) if len(bars) <= 10 else (15.5, 10.0, 7.6)
    canvas = Canvas(width, round(len(bars) * pitch + 4, 2), *faces)
    most = width * 0.38
    labels = [(_cut(bar["name"], size, most, canvas.bold), bar["note"]) for bar in bars]
    left = 12 + max(
        min(most, canvas.measure(name, size, bold=True) + 5 + canvas.measure(note, NOTE)) for name, note in labels
    )
    right = width - 12 - max(canvas.measure(bar["amount"], size + 0.6, bold=True) for bar in bars)
    unit = max(20.0, right - left) / scale
    level = 0.0
    for number, ((bar, reached), (name, note)) in enumerate(zip(_levels(bars), labels, strict=True)):
        y = number * pitch + 2
        baseline = y + thick / 2 + size * 0.36
        low, high = sorted((level, reached)) if bar["kind"] == "step" else (0.0, reached)
        ink = palette.accent if bar["kind"] == "net" else INK
        canvas.text(0, baseline, name, size, ink, bold=True)
        end = canvas.measure(name, size, bold=True) + 5
        if note and end + canvas.measure(note, NOTE) <= left - 8:
            canvas.text(end, baseline, note, NOTE, MUTED)
        if number:
            x = left + level * unit
            canvas.path(f"M{x:.2f} {y - pitch + thick:.2f}V{y:.2f}", LINE, 0.5)
        canvas.rect(left + low * unit, y, max(THINNEST, (high - low) * unit), thick, _fill(bar, palette))
        canvas.text(width, baseline, bar["amount"], size + 0.6, ink, "end", bold=True)
        level = reached
    canvas.path(f"M{left:.2f} 0V{canvas.height:.2f}", INK, 0.75)
    return canvas.svg(chart["alt"])


def _wrapped(text: str, size: float, room: float, face: Face) -> list[str] | None:
    """Return a label in one or two lines that fit; None where it would take more."""
    if not text or face.width(text, size) <= room:
        return [text] if text else []
    words = text.split(" ")
    halves = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    widths = [max(face.width(line, size) for line in half) for half in halves]
    best = min(widths, default=room + 1)
    return halves[widths.index(best)] if best <= room else None


def _cut(text: str, size: float, room: float, face: Face) -> str:
    """Return a label that fits, its end replaced by an ellipsis where it does not."""
    if face.width(text, size) <= room:
        return text
    while text and face.width(text + "…", size) > room:
        text = text[:-1].rstrip()
    return text + "…"
