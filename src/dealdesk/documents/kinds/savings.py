"""The savings estimate: what a value model comes to, on paper, as a workbook, and as a page with sliders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Document, Kind, Page
from dealdesk.documents.kinds.quote import LETTER, LETTER_LANGUAGES

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.value.savings import Savings


def _view(made: Savings, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.savings import savings_view

    return savings_view(made, language)


def _page(made: Savings) -> Page:
    letter = made.currency in LETTER and made.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def _workbook(document: Document) -> bytes:
    from dealdesk.documents.workbook.savings import savings_workbook

    return savings_workbook(document.source, document.page)


def _calculator(document: Document) -> bytes:
    from dealdesk.documents.calculator import calculator

    return calculator(document)


KIND = Kind(
    name="savings",
    purpose="what an offer is worth: numbers, formulas in words, sources; as a web page it calculates with sliders",
    folder="savings",
    view=_view,
    language=lambda made: str(made.language),
    page=_page,
    logo=lambda made: made.logo,
    source="savings",
    formats=("pdf", "html", "md", "json", "xlsx"),
    writers={"xlsx": _workbook, "html": _calculator},
)
