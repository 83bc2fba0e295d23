"""A price curve as SVG: axes with round numbers, the curve, its breakpoints, and what a unit costs on each piece.

The file stands alone: no script, no style sheet, no font of its own; title and description are for readers who hear it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from itertools import pairwise

from dealdesk.catalog.curve import Piece
from dealdesk.cli import words
from dealdesk.cli.curve_scale import Picture, tick_labels, ticks
from dealdesk.cli.price_words import rate

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 92, 28, 64, 58
INK, QUIET, LINE = "#1c2430", "#5c6675", "#dfe3e8"
FEWEST = 54
"""Points of the picture that a piece takes before its rate is written beside it."""


def curve_svg(picture: Picture) -> str:
    """Return the picture as an SVG document."""
    return "\n".join(_document(picture)) + "\n"


def _document(picture: Picture) -> Iterator[str]:
    units = f", by {picture.units}" if picture.units else ""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}pt" height="{HEIGHT}pt" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-labelledby="title text" font-family="Helvetica, Arial, sans-serif" font-size="11">'
    )
    yield f'<title id="title">{escape(picture.title)}</title>'
    yield f'<desc id="text">{escape(_described(picture))}</desc>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield f'<text x="{LEFT}" y="28" font-size="16" font-weight="bold" fill="{INK}">{escape(picture.title)}</text>'
    yield f'<text x="{LEFT}" y="46" fill="{QUIET}">{escape(picture.amounts + units)}</text>'
    frame = _Frame(picture)
    yield from frame.axes()
    yield from frame.curve()
    yield "</svg>"


def _described(picture: Picture) -> str:
    """Return the curve in words: what each segment costs."""
    parts = []
    for each in picture.stretches:
        upto = f" to {words.number(each.end)}" if each.end is not None else " on"
        costs = rate(each.first, picture.places)
        last = f" to {rate(each.last, picture.places)}" if each.last is not None else ""
        parts.append(f"from {words.number(each.start)}{upto}: {costs}{last}, {picture.rate(each.rate)}")
    return "; ".join(parts) + "."


class _Frame:
    """The axes of one picture, and the way from quantities and amounts to points."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.marks = ticks(picture.top, 5)
        self.top = float(self.marks[-1])
        self.right = float(picture.to)

    def x(self, quantity: Decimal) -> float:
        return LEFT + float(quantity) / self.right * (WIDTH - LEFT - RIGHT)

    def y(self, amount: Decimal) -> float:
        return HEIGHT - BOTTOM - float(amount) / self.top * (HEIGHT - TOP - BOTTOM)

    def axes(self) -> Iterator[str]:
        """Yield lines and numbers of both axes."""
        floor, wall = HEIGHT - BOTTOM, WIDTH - RIGHT
        for mark, label in zip(self.marks, tick_labels(self.marks), strict=True):
            y = self.y(mark)
            yield f'<path d="M{LEFT} {y:.1f}H{wall}" stroke="{LINE if mark else QUIET}" fill="none"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{QUIET}">{label}</text>'
        for quantity in self.picture.breakpoints:
            x = self.x(quantity)
            yield f'<path d="M{x:.1f} {TOP}V{floor}" stroke="{LINE}" stroke-dasharray="3 3" fill="none"/>'
        for quantity in self._labelled():
            x = self.x(quantity)
            yield f'<path d="M{x:.1f} {floor}v5" stroke="{QUIET}" fill="none"/>'
            anchor = "end" if x > wall - 20 else "middle"
            label = words.number(quantity)
            yield f'<text x="{x:.1f}" y="{floor + 18}" text-anchor="{anchor}" fill="{QUIET}">{label}</text>'
        if self.picture.units:
            middle = (LEFT + wall) / 2
            yield (
                f'<text x="{middle:.1f}" y="{HEIGHT - 14}" text-anchor="middle" fill="{QUIET}">'
                f"{escape(self.picture.units)}</text>"
            )

    def _labelled(self) -> list[Decimal]:
        """Return the quantities that are written below the axis: both ends, and breakpoints that find room."""
        found = [Decimal(0), self.picture.to]
        for quantity in self.picture.breakpoints or tuple(ticks(self.picture.to, 5)[1:-1]):
            if all(abs(self.x(quantity) - self.x(other)) > 46 for other in found):
                found.append(quantity)
        return found

    def curve(self) -> Iterator[str]:
        """Yield the curve, the ends of its pieces where it jumps, and the rates."""
        accent = escape(self.picture.accent)
        for each in self.picture.pieces:
            yield (
                f'<path d="M{self.x(each.start):.1f} {self.y(each.first):.1f}L{self.x(each.end):.1f} '
                f'{self.y(each.last):.1f}" stroke="{accent}" stroke-width="2.5" stroke-linecap="round" fill="none"/>'
            )
        yield from self._ends(accent)
        for each in self.picture.pieces:
            yield from self._rate(each)

    def _ends(self, accent: str) -> Iterator[str]:
        """Yield a dot at each side of a jump: filled where the end belongs to the piece, else hollow."""
        pieces = self.picture.pieces
        few = len(pieces) <= 60
        for before, after in pairwise(pieces):
            if before.last != after.first and few:
                for quantity, amount, inside in (
                    (before.end, before.last, before.end_in),
                    (after.start, after.first, after.start_in),
                ):
                    yield (
                        f'<circle cx="{self.x(quantity):.1f}" cy="{self.y(amount):.1f}" r="3.5" stroke="{accent}" '
                        f'stroke-width="1.5" fill="{accent if inside else "#ffffff"}"/>'
                    )

    def _rate(self, each: Piece) -> Iterator[str]:
        """Yield what one more unit costs, beside the middle of a piece that is long enough."""
        x1, x2, y1, y2 = self.x(each.start), self.x(each.end), self.y(each.first), self.y(each.last)
        if not each.rate or x2 - x1 < FEWEST:
            return
        label, x, y, anchor = self.picture.rate(each.rate), (x1 + x2) / 2, (y1 + y2) / 2 - 9, "middle"
        if abs(y1 - y2) > 24:  # beside a steep line: above it, or below where the axis is too near
            above = x - 8 - 6 * len(label) > LEFT
            x, y, anchor = (x - 8, y + 5, "end") if above else (x + 10, y + 17, "start")
        yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{label}</text>'
