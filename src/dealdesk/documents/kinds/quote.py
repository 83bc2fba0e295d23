"""The quote and order form: what a buyer reads, checks and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.quoting.quote import Quote

LETTER = frozenset({"USD"})
"""Currencies of buyers who print on Letter; all others have A4."""


def _view(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view import quote_view

    return quote_view(quote, language)


def _page(quote: Quote) -> Page:
    return "letter" if quote.currency in LETTER else "a4"


def _waterfall(view: dict[str, Any], faces: Any, width: float) -> str:
    from dealdesk.documents.charts import waterfall
    from dealdesk.documents.palette import Palette

    return waterfall(view["price"]["waterfall"], Palette(**view["colours"]), faces, width) if view["price"] else ""


KIND = Kind(
    name="quote",
    purpose="what a buyer reads, checks and signs: price, terms and acceptance",
    folder="quote",
    view=_view,
    language=lambda quote: str(quote.customer.language),
    page=_page,
    logo=lambda quote: quote.logo,
    charts={"waterfall": _waterfall},
)
