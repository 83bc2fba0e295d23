"""The book on one page: what the people who run sales look at once a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Kind

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language


def _view(report: Any, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.book import book_view

    return book_view(report, language)


def _checks() -> tuple[Check, ...]:
    from dealdesk.documents.check import one_page, stated

    return (stated.CHECK, one_page.CHECK)


KIND = Kind(
    name="book",
    purpose="all recorded quotes on one page: pipeline, win rate, discounts and retention beside their targets",
    folder="book",
    view=_view,
    language=lambda report: "en",
    page=lambda report: "letter" if report.currency in ("USD", "CAD") else "a4",
    logo=lambda report: None,
    source="book",
    internal=True,
    checks=_checks,
)
