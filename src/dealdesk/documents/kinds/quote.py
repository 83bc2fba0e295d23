"""The quote and order form: what a buyer reads, checks and signs."""

from __future__ import annotations

from datetime import date as Date
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import FORMATS, Document, Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.quoting.quote import Quote

LETTER = frozenset({"USD", "CAD"})
LETTER_LANGUAGES = frozenset({"en", "en-US", "en-CA", "fr-CA", "es-US"})
"""Currencies and languages of buyers who print on Letter: those with both. All others have A4."""


def _view(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view import quote_view
    from dealdesk.sealing.restore import on_paper

    return quote_view(on_paper(quote), language)


def _screen(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.screen import screen_view
    from dealdesk.sealing.disclosed import shown

    return screen_view(shown(quote), language)


def _page(quote: Quote) -> Page:
    letter = quote.currency in LETTER and quote.customer.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def _waterfall(view: dict[str, Any], faces: Any, width: float) -> str:
    from dealdesk.documents.charts import waterfall
    from dealdesk.documents.palette import Palette

    return waterfall(view["price"]["waterfall"], Palette(**view["colours"]), faces, width) if view["price"] else ""


def _data(quote: Quote) -> tuple[str, bytes, Date]:
    from dealdesk.sealing.extract import NAME, extract

    return NAME, extract(quote), quote.issued


def _workbook(document: Document) -> bytes:
    from dealdesk.documents.workbook.quote import quote_workbook

    return quote_workbook(document)


def _also(quote: Quote) -> tuple[tuple[str, bytes, Date], ...]:
    from dealdesk.sealing.extract import public
    from dealdesk.sealing.ubl import NAME, quotation

    return ((NAME, quotation(public(quote)), quote.issued),)


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
    also=_also,
    formats=(*FORMATS, "xlsx", "xml"),
    screen=_screen,
    options=("option",),
    compositions=("close", "whole"),
    writers={"xlsx": _workbook},
)
