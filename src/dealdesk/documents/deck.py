"""What all decks have in common: pictures drawn from their views, slides to edit, and titles that are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.document import Document

Sizes = Mapping[str, tuple[str, float, float]]
"""Which chart each picture of a deck is, with its width and height in pt."""


def drawn(name: str, sizes: Sizes) -> Callable[[dict[str, Any], Any, float], str]:
    """Return what draws a picture of a deck: "" where its view has no figures for it."""

    def draw(view: dict[str, Any], faces: Any, width: float) -> str:
        if name not in view["charts"]:
            return ""
        from dealdesk.documents import charts
        from dealdesk.documents.palette import Palette

        which, wide, tall = sizes[name]
        chart: str = getattr(charts, which)(
            view["charts"][name], Palette(**view["colours"]), faces, wide, tall, charts.SLIDE
        )
        return chart

    return draw


def slides(sizes: Sizes) -> Callable[[Document], bytes]:
    """Return what makes PowerPoint of a deck with these pictures."""

    def write(document: Document) -> bytes:
        from dealdesk.documents.slides import powerpoint

        return powerpoint(document, sizes)

    return write


def claims_hold() -> tuple[Check, ...]:
    """Return the checks that titles of slides say what the figures say."""
    from dealdesk.documents.check import claims

    return (claims.CHECK, claims.FIGURES)
