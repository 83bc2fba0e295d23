"""Binding: the pages of several documents in one PDF, with a cover, a table of contents, and folios throughout.

Each part is laid out as it is by itself, so it looks the same and has the same figures; then the pages are written
together, so that tags, bookmarks, links and attached files are those of one document. It takes two rounds: the first
one counts pages, the second prints their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Document, Page
from dealdesk.documents.formats.pdf import Attached, Press, attached, page_text
from dealdesk.errors import RenderError

if TYPE_CHECKING:
    from dealdesk.documents.proposal import Part, Proposal

PAGES = '<span class="pages"></span>'
MAIN = "<main>"

COVER = ".pages::before { content: attr(data-pages) }"
"""What the cover has besides its own style: the number of all pages."""

_STYLE = """
@page :first {{ counter-reset: page {first} }}
.pages::before {{ content: attr(data-pages) }}
main {{ bookmark-level: 1; bookmark-label: attr(data-part); bookmark-state: closed }}
h1 {{ bookmark-level: 2 }} h2 {{ bookmark-level: 3 }} h3, h4, h5, h6 {{ bookmark-level: none }}
"""
"""What a part has besides its own style: its first folio, the number of all pages, its place among the bookmarks."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A part that is to be bound: its document, its heading, and its paper as HTML."""

    document: Document
    heading: str
    html: str
    japanese: bool


def heading_of(part: Part, texts: Any) -> str:
    """Return what the table of contents calls a part."""
    return part.heading or texts["proposal"]["parts"].get(part.kind.replace("-", "_"), part.kind)


def documents_of(proposal: Proposal, document: Document) -> list[Document]:
    """Return the documents of a proposal's parts, with the templates that the proposal is made with."""
    from dealdesk.documents import kind_named
    from dealdesk.documents.assets import assets, overlaid

    found = []
    for part in proposal.parts:
        kind = kind_named(part.kind)
        own = document.assets.own
        files = assets(kind.folder, parts=kind.parts) if own is None else overlaid(kind.folder, own, parts=kind.parts)
        page: Page = "wide" if kind.deck else document.page
        found.append(Document(kind, part.about, page, files))
    return found


def bound(document: Document) -> bytes:
    """Return a proposal as one PDF.

    Raises:
        RenderError: A part cannot be made, or the whole is too long.
    """
    proposal: Proposal = document.source
    texts = document.view["t"]
    pieces = []
    for part, each in zip(proposal.parts, documents_of(proposal, document), strict=True):
        html, japanese = page_text(each)
        pieces.append(Bound(each, heading_of(part, texts), html, japanese))
    cover_html, cover_japanese = page_text(document)
    with Press(document, japanese=cover_japanese or any(each.japanese for each in pieces)) as press:
        first_round = [press.composed(each.document, each.html) for each in pieces]
        counts = [len(laid_out.pages) for laid_out, _ in first_round]
        cover = len(press.lay_out(document, cover_html).pages)
        firsts, total = _firsts(cover, counts), cover + sum(counts)
        laid_out = [press.lay_out(document, _numbered(cover_html, firsts, total), COVER)]
        for number, (piece, first, (_, style)) in enumerate(zip(pieces, firsts, first_round, strict=True), 1):
            html = _named(piece, number, total)
            laid_out.append(press.lay_out(piece.document, html, style + _STYLE.format(first=first)))
        if [len(each.pages) for each in laid_out] != [cover, *counts]:
            raise RenderError("the proposal has other pages once they are numbered; shorten a heading by a line")
        return press.write(laid_out, _attached(pieces))


def _firsts(cover: int, counts: Sequence[int]) -> list[int]:
    """Return the first page of each part."""
    firsts, page = [], cover + 1
    for count in counts:
        firsts.append(page)
        page += count
    return firsts


def _numbered(html: str, firsts: Sequence[int], total: int) -> str:
    """Return the cover with the page of each part and the number of all pages filled in."""
    for number, first in enumerate(firsts, 1):
        html = html.replace(f'<span class="on" id="on-{number}"></span>', f'<span class="on">{first}</span>')
    return _with_total(html, total)


def _with_total(html: str, total: int) -> str:
    return html.replace(PAGES, f'<span class="pages" data-pages="{total}"></span>')


def _named(each: Bound, number: int, total: int) -> str:
    """Return a part's paper with its heading as a bookmark, and something to link to."""
    from markupsafe import escape

    if each.html.count(MAIN) != 1:
        raise RenderError(f"the template of {each.document.kind.name} has no {MAIN}, and cannot be bound")
    main = f'<main id="part-{number}" data-part="{escape(each.heading)}">'
    return _with_total(each.html.replace(MAIN, main), total)


def _attached(pieces: Sequence[Bound]) -> list[Attached]:
    """Return the files of all parts, each once; of two with one name, the second has its part's number in it."""
    found: dict[str, Attached] = {}
    for number, piece in enumerate(pieces, 1):
        for each in attached(piece.document):
            if each.content in (one.content for one in found.values()):
                continue
            stem, dot, suffix = each.name.rpartition(".")
            name = f"{stem}-{number}{dot}{suffix}" if each.name in found else each.name
            found[name] = replace(each, name=name)
    return list(found.values())
