"""The order form: the committed deal, to be signed by both parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind
from dealdesk.documents.kinds.quote import KIND as QUOTE

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.quoting.quote import Quote


def _view(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.order import order_view
    from dealdesk.sealing.restore import on_paper

    return order_view(on_paper(quote), language)


def _screen(quote: Quote, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.screen import order_screen
    from dealdesk.sealing.disclosed import shown

    return order_screen(shown(quote), language)


KIND = Kind(
    name="order-form",
    purpose="what both parties sign: the committed deal, its fees, its terms and the signatures",
    folder="order-form",
    view=_view,
    language=QUOTE.language,
    page=QUOTE.page,
    logo=QUOTE.logo,
    data=QUOTE.data,
    also=QUOTE.also,
    screen=_screen,
    options=("option",),
    compositions=("close", "whole"),
)
