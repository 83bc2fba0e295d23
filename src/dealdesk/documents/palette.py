"""Colours of a document: one ink, one accent, four neutrals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dealdesk.colours import CONTRAST, channels, contrast_on_white, mixed, readable, written
from dealdesk.errors import RenderError, printable

INK = "#0d1726"
TEXT = "#2a3444"
MUTED = "#5c6778"
LINE = "#8e98a6"
GREY = "#c3cbd5"
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
    dark = readable(accent)
    return Palette(dark, written(mixed(channels(dark), (255, 255, 255), 0.52)))


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of what stands on a dark or a light page.

    Attributes:
        paper: The page.
        text: Titles.
        quiet: Remarks, in 4.5 to 1 at least.
        bright: What one gains: letters and marks, in 4.5 to 1 at least.
        fill: Shapes above the line.
        below: Shapes below it.
        line: The line.
    """

    paper: str
    text: str
    quiet: str
    bright: str
    fill: str
    below: str
    line: str


def dark(colours: Palette) -> Ground:
    """Return the colours of a dark page: the accent's hue, light for letters and deep for shapes."""
    from colorsys import rgb_to_hls

    hue, _, full = rgb_to_hls(*(each / 255 for each in channels(colours.accent)))
    light, limit = 0.6, contrast_on_white(channels(INK)) / CONTRAST
    while contrast_on_white(channels(bright := _hue(hue, light, min(full, 0.42)))) > limit:
        light += 0.02
    return Ground(INK, "#ffffff", "#b7c2cf", bright, _hue(hue, 0.28, min(full, 0.56)), "#5b6b80", "#47566b")


def light(colours: Palette) -> Ground:
    """Return the colours of a white page."""
    return Ground("#ffffff", INK, MUTED, colours.accent, colours.tint, GREY, INK)


def _hue(hue: float, lightness: float, saturation: float) -> str:
    from colorsys import hls_to_rgb

    red, green, blue = (each * 255 for each in hls_to_rgb(hue, lightness, saturation))
    return written((red, green, blue))
