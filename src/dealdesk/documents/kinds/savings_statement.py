"""The savings statement: what was saved in a period against the agreed baseline, and the fee that it earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language
    from dealdesk.value.review.result import ReviewResult


def _view(result: ReviewResult, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.review.statement import statement_view

    return statement_view(result, language)


def _page(result: ReviewResult) -> Page:
    from dealdesk.documents.kinds.quote import LETTER, LETTER_LANGUAGES

    letter = result.currency in LETTER and result.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def _waterfall(view: dict[str, Any], faces: Any, width: float) -> str:
    from dealdesk.documents.charts import waterfall
    from dealdesk.documents.palette import Palette

    return waterfall(view["saving"]["waterfall"], Palette(**view["colours"]), faces, width)


def _checks() -> tuple[Check, ...]:
    from dealdesk.documents.check import claims

    return (claims.FIGURES,)


KIND = Kind(
    name="savings-statement",
    purpose="for both parties to sign off: baseline, measured use, verified saving, the fee and the true-up",
    folder="savings-statement",
    view=_view,
    language=lambda result: str(result.language),
    page=_page,
    logo=lambda result: result.logo,
    charts={"waterfall": _waterfall},
    source="review",
    checks=_checks,
)
