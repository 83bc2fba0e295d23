"""The quote and order form: what a buyer reads, checks and signs."""

from __future__ import annotations

from datetime import date as Date
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.quoting.quote import Quote

LETTER = frozenset({"USD", "CAD"})
LETTER_LANGUAGES = frozenset({"en", "en-US", "en-CA", "fr-CA", "es-US"})
"""Currencies and languages of buyers who print on Letter: those with both. All others have A4."""


def _view(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view import quote_view

    return quote_view(quote, language)


def _screen(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.screen import screen_view

    return screen_view(quote, language)


def _page(quote: Quote) -> Page:
    letter = quote.currency in LETTER and quote.customer.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def _waterfall(view: dict[str, Any], faces: Any, width: float) -> str:
    from dealdesk.documents.charts import waterfall
    from dealdesk.documents.palette import Palette

    return waterfall(view["price"]["waterfall"], Palette(**view["colours"]), faces, width) if view["price"] else ""


def _data(quote: Quote) -> tuple[str, bytes, Date]:
    from dealdesk.documents.extract import NAME, extract

    return NAME, extract(quote), quote.issued


KIND = Kind(
    name="quote",
    purpose="what a buyer reads, checks and signs: price, terms and acceptance",
    folder="quote",
    view=_view,
    language=lambda quote: str(quote.customer.language),
    page=_page,
    logo=lambda quote: quote.logo,
    charts={"waterfall": _waterfall},
    data=_data,
    screen=_screen,
    options=("option",),
)
