"""The deck of a quarterly business review: for the customer's sponsor, on slides of 16:9, as PDF and to be edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import FORMATS, Document, Kind
from dealdesk.documents.kinds.roi_deck import drawn

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language
    from dealdesk.value.review.result import ReviewResult

SIZES: Mapping[str, tuple[str, float, float]] = {"outcomes": ("bars", 470.0, 260.0)}
"""Which chart each picture is, with its width and height in pt."""


def _view(result: ReviewResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.review.qbr import qbr_view

    return qbr_view(result, language)


def _slides(document: Document) -> bytes:
    from dealdesk.documents.slides import powerpoint

    return powerpoint(document, SIZES)


def _checks() -> tuple[Check, ...]:
    from dealdesk.documents.check import claims

    return (claims.CHECK, claims.FIGURES)


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
    writers={"pptx": _slides},
    deck=True,
    checks=_checks,
)
