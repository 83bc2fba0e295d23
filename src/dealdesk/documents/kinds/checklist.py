"""The compliance readiness checklist: what features bring to SOC 2 and the GDPR, and what stays with the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Document, Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.documents.offering import Offering


def _view(made: Offering, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.checklist import checklist_view

    return checklist_view(made, language)


def _page(made: Offering) -> Page:
    from dealdesk.documents.view.offered import page_of

    return page_of(made)


def _workbook(document: Document) -> bytes:
    from dealdesk.documents.workbook.checklist import checklist_workbook

    return checklist_workbook(document)


KIND = Kind(
    name="checklist",
    purpose="what features bring to SOC 2 and the GDPR, and what stays with the customer: readiness, not certification",
    folder="checklist",
    view=_view,
    language=lambda made: str(made.language),
    page=_page,
    logo=lambda made: made.logo,
    source="catalog",
    parts=("offered",),
    formats=("pdf", "html", "md", "json", "xlsx"),
    writers={"xlsx": _workbook},
)
