"""Colours of a document: one ink, one accent, four neutrals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dealdesk.colours import channels, mixed, readable, written
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
