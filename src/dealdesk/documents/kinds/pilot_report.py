"""The pilot report: a decision, and everything that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind, Page
from dealdesk.documents.kinds.quote import LETTER, LETTER_LANGUAGES

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.pilot.result import PilotResult


def _view(found: PilotResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.pilot import report_view

    return report_view(found, language)


def page_of(found: PilotResult) -> Page:
    """Return the page that the customer prints on."""
    letter = found.currency in LETTER and found.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def latency_chart(view: dict[str, Any], faces: Any, width: float) -> str:
    """Draw the percentiles of both arms."""
    return _chart(view, "latency", faces, width)


def cost_chart(view: dict[str, Any], faces: Any, width: float) -> str:
    """Draw the cost per request of each workload in both arms."""
    return _chart(view, "costs", faces, width)


def _chart(view: dict[str, Any], name: str, faces: Any, width: float) -> str:
    from dealdesk.documents.charts.percentiles import percentiles
    from dealdesk.documents.palette import Palette

    part = view[name]
    return percentiles(part["chart"], Palette(**view["colours"]), faces, width) if part else ""


KIND = Kind(
    name="pilot-report",
    purpose="what a pilot showed: the decision, each criterion with its interval, the data's problems, what follows",
    folder="pilot-report",
    view=_view,
    language=lambda found: str(found.language),
    page=page_of,
    logo=lambda found: found.logo,
    charts={"latency": latency_chart, "costs": cost_chart},
    source="pilot",
    compositions=("close",),
)
