"""How full the pages of a document are, and which way of setting it leaves none half empty.

What has to stand together, such as signatures and the notes above them, may leave the page before half empty. A kind
names styles that set the same words otherwise: closer, say, so that a page less is needed, or with its terms as one
block. They are tried in turn, and only where a page asks for it: most documents are laid out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

FULL_ENOUGH = 0.6
"""Part of a page's height from which it looks full; the last page of a document may be shorter."""

SHORT = 0.3
"""Part of a page's height below which a last page looks left over."""

A_PAGE = 0.15
"""What a page more counts, in parts of a page that is left empty."""

FEW = 8
"""Most pages of a document that is laid out again: in a longer one, one short page is not seen."""


def fills(pages: Iterable[Any]) -> list[float]:
    """Return how far down each page its text and pictures reach, as a part of the height that there is for them."""
    return [_fill(each._page_box) for each in pages]


def wanting(found: list[float]) -> float:
    """Return what pages of these heights leave to wish for: 0 where all look full."""
    *before, last = found
    return sum(max(0.0, FULL_ENOUGH - each) for each in before) + (max(0.0, SHORT - last) if before else 0.0)


def composed(lay_out: Callable[[str], Any], styles: Iterable[str]) -> tuple[Any, str]:
    """Return a document laid out so that its pages look full, with the style that does it.

    Args:
        lay_out: Lays it out with a style after its own.
        styles: What may be tried, in order.
    """
    best, chosen = lay_out(""), ""
    short = wanting(fills(best.pages))
    if not short or len(best.pages) > FEW:
        return best, chosen
    least = short + A_PAGE * len(best.pages)
    for style in styles:
        laid_out = lay_out(style)
        short = wanting(fills(laid_out.pages))
        if (counts := short + A_PAGE * len(laid_out.pages)) < least:
            best, chosen, least = laid_out, style, counts
            if not short:
                break
    return best, chosen


def _fill(page: Any) -> float:
    top, low = page.content_box_y(), page.content_box_y()
    left = [page.children[0]]  # those after it are its margins
    while left:
        box = left.pop()
        inside = [] if hasattr(box, "text") else [each for each in getattr(box, "children", ()) if _flows(each)]
        left += inside
        if not inside:
            low = max(low, box.position_y + (box.height if isinstance(box.height, float | int) else 0.0))
    return float((low - top) / page.height)


def _flows(box: Any) -> bool:
    return bool(box.is_in_normal_flow())
