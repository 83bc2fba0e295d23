"""Colours of a document: one ink, one accent, four neutrals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dealdesk.errors import RenderError, printable

INK = "#0d1726"
TEXT = "#2a3444"
MUTED = "#5c6778"
LINE = "#8e98a6"
GREY = "#c3cbd5"
CONTRAST = 4.5
"""Least contrast of text on white (WCAG 2.2, level AA)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that follow from a brand's accent.

    Attributes:
        accent: What one pays, or gains; dark enough for text on white.
        tint: The lighter companion for the fills of reductions in charts.
    """

    accent: str
    tint: str


def palette(accent: str) -> Palette:
    """Return the colours for an accent, darkened as far as text on white needs it.

    Raises:
        RenderError: *accent* is not a colour such as #0b6a5a.
    """
    if not _HEX.fullmatch(accent):
        raise RenderError(f"accent: {printable(accent[:40])!r} is not a colour; write it as #0b6a5a")
    rgb = _channels(accent)
    while contrast_on_white(rgb) < CONTRAST:
        rgb = _mix(rgb, (0, 0, 0), 0.06)
    return Palette(_hex(rgb), _hex(_mix(rgb, (255, 255, 255), 0.52)))


def contrast_on_white(rgb: tuple[float, float, float]) -> float:
    """Return the contrast ratio of a colour with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [c / 12.92 if (c := each / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for each in rgb]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _mix(rgb: tuple[float, float, float], other: tuple[float, float, float], part: float) -> tuple[float, float, float]:
    red, green, blue = (a + (b - a) * part for a, b in zip(rgb, other, strict=True))
    return red, green, blue


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(each):02x}" for each in rgb)
