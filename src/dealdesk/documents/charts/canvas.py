"""What charts are drawn on: shapes and measured texts, in pt from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dealdesk.documents.fonts import Face

FAMILY = "Inter"

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

Line = tuple[float, float, float, float]
"""From x, y to x, y."""

Place = tuple[float, float, str]
"""Where a text may stand: x, baseline, and "start", "middle" or "end"."""

ASCENT, DESCENT = 0.76, 0.24
"""How far letters reach above and below the baseline, as a part of the type size."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes in pt of a chart: of amounts, of names and of remarks."""

    amount: float
    name: float
    note: float


PAPER = Sizes(9.4, 8.0, 7.4)
SLIDE = Sizes(12.5, 12.0, 10.0)


class Canvas:
    """Shapes and texts of one chart, in pt from the top left."""

    def __init__(self, width: float, height: float, regular: Face, bold: Face) -> None:
        self.width, self.height, self.regular, self.bold = width, height, regular, bold
        self.parts: list[str] = []
        self.texts: list[Box] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Draw a filled rectangle."""
        self.parts.append(f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}"/>')

    def path(self, d: str, stroke: str, width: float, dash: str = "") -> None:
        """Draw lines."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}/>')

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str, width: float) -> None:
        """Draw a circle."""
        self.parts.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
        )

    def text(
        self, x: float, y: float, text: str, size: float, fill: str, anchor: str = "start", *, bold: bool = False
    ) -> None:
        """Set a line of text; one that would leave the canvas is moved inside, one that is too long is cut."""
        face = self.bold if bold else self.regular
        text = cut(text, size, self.width, face)
        box = self.box(x, y, text, size, anchor, bold=bold)
        self.texts.append(box)
        self.parts.append(
            f'<text x="{box[0]:.2f}" y="{y:.2f}" font-family="{FAMILY}" font-size="{size:g}" '
            f'font-weight="{600 if bold else 400}" fill="{fill}">{escape(text)}</text>'
        )

    def box(self, x: float, y: float, text: str, size: float, anchor: str = "start", *, bold: bool = False) -> Box:
        """Return the box that a line of text takes, moved inside the canvas."""
        width = self.measure(text, size, bold=bold)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        left = max(0.0, min(left, self.width - width))
        return left, y - ASCENT * size, left + width, y + DESCENT * size

    def place(
        self,
        places: Iterable[Place],
        text: str,
        size: float,
        fill: str,
        *,
        bold: bool = False,
        clear: Sequence[Box] = (),
        lines: Sequence[Line] = (),
        always: bool = False,
    ) -> bool:
        """Set a text at the first of some places that is inside the canvas and clear of texts, boxes and lines.

        Args:
            places: The places, the best first.
            text: The text.
            size: Its type size.
            fill: Its colour.
            bold: Whether it is bold.
            clear: Boxes that it must not touch; texts that are set already are among them without saying.
            lines: Lines that must not cross it.
            always: Set it all the same where nothing is free of lines: anywhere clear of other texts.

        Returns:
            Whether it was set.
        """
        found = [(each, self.box(each[0], each[1], text, size, each[2], bold=bold)) for each in places]
        found = [(each, box) for each, box in found if box[1] >= 0 and box[3] <= self.height]
        found = [(each, box) for each, box in found if not any(_touch(box, other, 1.5) for other in self.texts)]
        for (x, y, anchor), box in found:
            if not any(_touch(box, other, 1.0) for other in clear) and not any(_crosses(box, line) for line in lines):
                self.text(x, y, text, size, fill, anchor, bold=bold)
                return True
        if always and found:
            x, y, anchor = found[0][0]
            self.text(x, y, text, size, fill, anchor, bold=bold)
            return True
        return False

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a text."""
        return (self.bold if bold else self.regular).width(text, size)

    def svg(self, title: str) -> str:
        """Return the picture."""
        size = f'width="{self.width:g}pt" height="{self.height:g}pt" viewBox="0 0 {self.width:g} {self.height:g}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" {size}>'
        return f"{head}<title>{escape(title)}</title>{''.join(self.parts)}</svg>"


def _touch(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def _crosses(box: Box, line: Line, gap: float = 2.0) -> bool:
    """Whether a line comes within *gap* of a box (Liang and Barsky's clipping)."""
    x, y, dx, dy = line[0], line[1], line[2] - line[0], line[3] - line[1]
    enter, leave = 0.0, 1.0
    for p, q in (
        (-dx, x - box[0] + gap),
        (dx, box[2] + gap - x),
        (-dy, y - box[1] + gap),
        (dy, box[3] + gap - y),
    ):
        if p == 0:
            if q < 0:
                return False
        elif p < 0:
            enter = max(enter, q / p)
        else:
            leave = min(leave, q / p)
    return enter <= leave


def wrapped(text: str, size: float, room: float, face: Face) -> list[str] | None:
    """Return a label in one or two lines that fit; None where it would take more."""
    if not text or face.width(text, size) <= room:
        return [text] if text else []
    words = text.split(" ")
    halves = [[" ".join(words[:end]), " ".join(words[end:])] for end in range(1, len(words))]
    widths = [max(face.width(line, size) for line in half) for half in halves]
    best = min(widths, default=room + 1)
    return halves[widths.index(best)] if best <= room else None


def lined(text: str, size: float, room: float, face: Face) -> list[str]:
    """Return a label in at most two lines that fit, the last of them cut where it must be."""
    found = wrapped(text, size, room, face)
    if found is not None:
        return found
    words, first = text.split(" "), ""
    while words and face.width(f"{first} {words[0]}".strip(), size) <= room:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return [cut(text, size, room, face)]
    return [first, cut(" ".join(words), size, room, face)]


def cut(text: str, size: float, room: float, face: Face) -> str:
    """Return a label that fits, its end replaced by an ellipsis where it does not."""
    if face.width(text, size) <= room:
        return text
    while text and face.width(text + "…", size) > room:
        text = text[:-1].rstrip()
    return text + "…"


def spoken(title: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a chart in words, for who hears it: its title, and the texts of its rows."""
    said = "; ".join(" ".join(each for each in row if each) for row in rows)
    return f"{title}: {said}." if title and said else title or said
