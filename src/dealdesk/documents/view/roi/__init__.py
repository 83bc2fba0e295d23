"""The deck of a business case: six slides, and the tables behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.language import Language
from dealdesk.documents.view.roi.backup import backup
from dealdesk.documents.view.roi.basis import basis
from dealdesk.documents.view.roi.benefits import benefits
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.cash import cash
from dealdesk.documents.view.roi.cover import cover
from dealdesk.documents.view.roi.risk import risk
from dealdesk.documents.view.roi.summary import summary

if TYPE_CHECKING:
    from dealdesk.value.roi.result import RoiResult

PARTS = (summary, benefits, cash, risk, basis, backup)


def roi_view(result: RoiResult, language: Language) -> dict[str, Any]:
    """Return what a deck of a business case shows; `claims` are its titles, to be tested against the result."""
    case = Case(result, language)
    front = {**cover(case), "ground": "night", "keys": None}
    return case.view(front, [each for part in PARTS for each in part(case)])
