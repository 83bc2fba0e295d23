"""The benchmark paper: latency and cost against the way that requests went before, from a pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind
from dealdesk.documents.kinds.pilot_report import KIND as REPORT
from dealdesk.documents.kinds.pilot_report import cost_chart, latency_chart, page_of

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.pilot.result import PilotResult


def _view(found: PilotResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.pilot import benchmark_view

    return benchmark_view(found, language)


KIND = Kind(
    name="benchmark",
    purpose="latency and cost against a single-provider baseline, from a pilot: method, figures, limits",
    folder="benchmark",
    view=_view,
    language=REPORT.language,
    page=page_of,
    logo=REPORT.logo,
    charts={"latency": latency_chart, "costs": cost_chart},
    source="pilot",
    parts=("pilot-report",),
)
