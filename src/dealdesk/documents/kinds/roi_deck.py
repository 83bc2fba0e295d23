"""The deck of a business case: for the customer's finance team, on slides of 16:9, as PDF and to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.deck import Sizes, claims_hold, drawn, slides
from dealdesk.documents.document import FORMATS, Kind

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.value.roi.result import RoiResult


def _view(result: RoiResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.roi import roi_view

    return roi_view(result, language)


SIZES: Sizes = {
    "value": ("waterfall", 334.0, 232.0),
    "benefits": ("bars", 470.0, 320.0),
    "cash": ("cash", 742.0, 216.0),
    "cash_long": ("cash", 848.0, 360.0),
    "tornado": ("tornado", 500.0, 330.0),
    "distribution": ("distribution", 304.0, 128.0),
    "alternatives": ("bars", 470.0, 250.0),
}


def cover(view: dict[str, Any], faces: Any, width: float) -> str:
    """Return the picture of the cover; "" where it has none."""
    if "cover" not in view["charts"]:
        return ""
    from dealdesk.documents.charts import columns
    from dealdesk.documents.palette import Palette, dark, light

    ground = dark if view["cover"]["ground"] == "night" else light
    return columns(view["charts"]["cover"], ground(Palette(**view["colours"])), faces, width, 212.0)


KIND = Kind(
    name="roi-deck",
    purpose="for the customer's finance team: what the offer costs, brings and risks, on slides",
    folder="roi-deck",
    view=_view,
    language=lambda result: str(result.language),
    page=lambda result: "wide",
    logo=lambda result: result.logo,
    charts={"cover": cover, **{name: drawn(name, SIZES) for name in SIZES}},
    source="roi",
    formats=(*FORMATS, "pptx"),
    writers={"pptx": slides(SIZES)},
    deck=True,
    checks=claims_hold,
)
