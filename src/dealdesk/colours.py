"""Contrast of colours with white paper (WCAG 2.2)."""

from __future__ import annotations

CONTRAST = 4.5
"""Least contrast of text on white (WCAG 2.2, level AA)."""

RGB = tuple[float, float, float]
"""Red, green and blue, from 0 to 255."""


def channels(colour: str) -> RGB:
    """Return the channels of a colour such as #0b6a5a."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def contrast_on_white(rgb: RGB) -> float:
    """Return the contrast ratio of a colour with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [c / 12.92 if (c := each / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for each in rgb]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def readable(colour: str) -> str:
    """Return a colour, darkened as far as text on white needs it."""
    rgb = channels(colour)
    while contrast_on_white(rgb) < CONTRAST:
        rgb = mixed(rgb, (0, 0, 0), 0.06)
    return written(rgb)


def mixed(rgb: RGB, other: RGB, part: float) -> RGB:
    """Return a colour with a part, from 0 to 1, of another."""
    red, green, blue = (a + (b - a) * part for a, b in zip(rgb, other, strict=True))
    return red, green, blue


def written(rgb: RGB) -> str:
    """Return a colour as files have it: #0b6a5a."""
    return "#" + "".join(f"{round(each):02x}" for each in rgb)
