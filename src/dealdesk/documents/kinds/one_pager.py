"""One-pagers: what a role, or a sort of customer, sees in the offer, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind
from dealdesk.documents.kinds.battle_card import KIND as BATTLE_CARD
from dealdesk.documents.kinds.checklist import KIND as CHECKLIST

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.documents.offering import Offering


def _view(made: Offering, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.one_pager import one_pager_view

    return one_pager_view(made, language)


KIND = Kind(
    name="one-pager",
    purpose="what one reader sees in the offer, on a page: for a role, a segment, or both; for all of them if left out",
    folder="one-pager",
    view=_view,
    language=CHECKLIST.language,
    page=CHECKLIST.page,
    logo=CHECKLIST.logo,
    source="catalog",
    options=("role", "segment"),
    parts=("offered",),
    checks=BATTLE_CARD.checks,
)
