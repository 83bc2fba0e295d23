"""The proposal: chosen documents bound into one, with a cover, a table of contents and page numbers throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Document, Kind, Page

if TYPE_CHECKING:
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language
    from dealdesk.documents.proposal import Proposal


def _view(made: Proposal, language: Language) -> dict[str, Any]:
    from dealdesk.documents.view.proposal import proposal_view

    return proposal_view(made, language)


def _page(made: Proposal) -> Page:
    from dealdesk.documents.kinds.quote import LETTER, LETTER_LANGUAGES

    return "letter" if made.currency in LETTER and made.language.replace("_", "-") in LETTER_LANGUAGES else "a4"


def _paper(document: Document) -> bytes:
    from dealdesk.documents.binding import bound

    return bound(document)


def _markdown(document: Document) -> bytes:
    from dealdesk.documents.bound_text import bound_markdown

    return bound_markdown(document)


def _web(document: Document) -> bytes:
    from dealdesk.documents.bound_text import bound_page

    return bound_page(document)


def _checks() -> tuple[Check, ...]:
    from dealdesk.documents.check import bound

    return bound.CHECKS


KIND = Kind(
    name="proposal",
    purpose="several documents bound into one, with a cover, a table of contents and page numbers throughout",
    folder="proposal",
    view=_view,
    language=lambda made: str(made.language),
    page=_page,
    logo=lambda made: made.logo,
    source="proposal",
    writers={"pdf": _paper, "md": _markdown, "html": _web},
    checks=_checks,
)
