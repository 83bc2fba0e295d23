"""The deck of a quarterly business review: for the customer's sponsor, on slides of 16:9, as PDF and to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.deck import Sizes, claims_hold, drawn, slides
from dealdesk.documents.document import FORMATS, Kind

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.value.review.result import ReviewResult

SIZES: Sizes = {"outcomes": ("bars", 470.0, 260.0)}


def _view(result: ReviewResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.review.qbr import qbr_view

    return qbr_view(result, language)


KIND = Kind(
    name="qbr",
    purpose="for the customer's sponsor, each quarter: outcomes, what failed, what is next and the renewal, on slides",
    folder="qbr",
    view=_view,
    language=lambda result: str(result.language),
    page=lambda result: "wide",
    logo=lambda result: result.logo,
    charts={"cover": lambda view, faces, width: "", **{name: drawn(name, SIZES) for name in SIZES}},
    source="review",
    formats=(*FORMATS, "pptx"),
    writers={"pptx": slides(SIZES)},
    deck=True,
    checks=claims_hold,
)
