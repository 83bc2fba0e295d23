"""Colours of slides."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR

ACCENT, TINT = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2
"""Colours that follow the theme."""


def rgb(colour: str) -> Any:
    """Return a colour such as "#0d1726"."""
    red, green, blue = bytes.fromhex(colour[1:])
    made: Any = RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
    return made
