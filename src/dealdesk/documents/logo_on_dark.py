"""A vendor's logo on a dark page: the same shapes, their dark colours made light."""

from __future__ import annotations

import re

from dealdesk.colours import channels, contrast_on_white
from dealdesk.documents.palette import INK, dark, palette

_COLOUR = re.compile(r'(?<=")#[0-9a-fA-F]{6}(?=")')
_PLAIN = re.compile(r"#[0-9a-fA-F]{6}")
_ANY = re.compile(r'(?:fill|stroke)="([^"]*)"')
GREY = 40.0
"""Difference of the strongest and the weakest channel up to which a colour counts as black, grey or white."""

MOST = 3


def on_dark(svg: str) -> str:
    """Return a cleaned logo for a dark page; "" where it cannot be turned over safely.

    That is so where it has more than three colours, one that is light already (it would be a cut-out on the dark
    shape below it), or one that is not written as #0b6a5a.
    """
    said = {each for each in _ANY.findall(svg) if each != "none"}
    if not said or len(said) > MOST or not all(map(_PLAIN.fullmatch, said)):
        return ""
    if any(contrast_on_white(channels(each)) < 3 for each in said):
        return ""
    return _COLOUR.sub(lambda found: _light(found[0]), svg)


def _light(colour: str) -> str:
    rgb = channels(colour)
    if max(rgb) - min(rgb) <= GREY or contrast_on_white(rgb) >= contrast_on_white(channels(INK)) * 0.8:
        return "#ffffff"
    return dark(palette(colour)).bright
