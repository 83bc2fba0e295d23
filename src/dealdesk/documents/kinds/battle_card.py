"""Battle cards: a page for each sort of competitor, for the vendor's own people only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind
from dealdesk.documents.kinds.checklist import KIND as CHECKLIST

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language
    from dealdesk.documents.offering import Offering


def _view(made: Offering, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.battle_card import battle_card_view

    return battle_card_view(made, language)


def _checks() -> tuple[Check, ...]:
    from dealdesk.documents.check import one_page, stated

    return (stated.CHECK, one_page.CHECK)


KIND = Kind(
    name="battle-card",
    purpose="what a seller reads before a call with a rival in the room: a page for each; internal only",
    folder="battle-card",
    view=_view,
    language=CHECKLIST.language,
    page=CHECKLIST.page,
    logo=CHECKLIST.logo,
    source="catalog",
    options=("about",),
    parts=("offered",),
    internal=True,
    checks=_checks,
)
