"""Documents: a quote, a business case, a pilot or a catalog in; a PDF, web page, workbook or slides out.

>>> from dealdesk.documents import render
>>> pdf = render(quote)                                  # doctest: +SKIP
>>> page = render(quote, "quote", "html")                # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import PAGES, Document, Format, Kind, Page
from dealdesk.documents.formats import FORMATS
from dealdesk.documents.kinds import KINDS
from dealdesk.errors import RenderError, did_you_mean, printable

if TYPE_CHECKING:
    from dealdesk.sealing.private import Secret

__all__ = ["FORMATS", "KINDS", "Document", "Format", "Kind", "Page", "kind_named", "render"]


def render(
    source: Any,
    kind: str = "quote",
    format: str = "pdf",
    *,
    page: str | None = None,
    templates: Path | None = None,
    others: Collection[Secret] = (),
) -> bytes:
    """Return a document.

    A pure function but for reading templates and typefaces: the same source gives the same bytes, everywhere.

    Args:
        source: What the document is about: a `Quote`, or what else the kind is made from (`SOURCES`).
        kind: The kind of document, one of `KINDS`.
        format: The output format, one of `FORMATS`.
        page: "letter" or "a4"; when left out, what the reader's country prints on. Slides are "wide".
        templates: A folder of templates that go before the packaged ones, file by file; they are used in a process
            of its own, with limits.
        others: What the document may not hold, beyond what the source knows of itself: names of other customers, what
            the catalog keeps to itself.

    Raises:
        RenderError: There is no such kind, format or page, or the kind is not made as that; a text has a character
            that the typefaces lack; or a template, logo or colour is wrong, or asks for too much; or the document
            would hold what its reader may not see (`Leaking`).
        NotAvailable: A PDF is asked for, and the system library Pango is not installed.
    """
    from dealdesk.documents.assets import assets
    from dealdesk.documents.guard import guard

    which, writes = kind_named(kind), _named("format", format, {each.name: each for each in FORMATS})
    if writes.name not in which.formats:
        raise RenderError(f"{which.name} is not made as {writes.name}; allowed: {', '.join(which.formats)}")
    sheet = _page(which, page) if page is not None else which.page(source)
    found = assets(which.folder, templates if writes.templates else None, parts=which.parts)
    if found.own is not None:
        from dealdesk.documents.apart import made_apart

        made = made_apart(source, which, writes, sheet, found.own)
    else:
        made = writes.write(Document(which, source, sheet, found))
    guard(made, source, which, writes.name, others)
    return made


def kind_named(name: str) -> Kind:
    """Return the kind of document of that name.

    Raises:
        RenderError: There is none; the message lists those that there are.
    """
    found: Kind = _named("kind of document", name, {each.name: each for each in KINDS})
    return found


def _page(kind: Kind, name: str) -> Page:
    """Return the page that is asked for: slides have theirs, and all else is for paper."""
    page: Page = _named("page", name, {each: each for each in PAGES if (each == "wide") == kind.deck})
    return page


def _named(what: str, name: str, known: dict[str, Any]) -> Any:
    if name in known:
        return known[name]
    likely = did_you_mean(name, known)
    hint = f"; did you mean {likely}?" if likely else ""
    raise RenderError(f"there is no {what} {printable(name[:40])!r}; allowed: {_listed(known)}{hint}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
