"""Documents: a quote in, a PDF, a web page, Markdown or JSON out.

>>> from dealdesk.documents import render
>>> pdf = render(quote)                                  # doctest: +SKIP
>>> page = render(quote, "quote", "html")                # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dealdesk.documents.document import PAGES, Document, Format, Kind, Page
from dealdesk.documents.formats import FORMATS
from dealdesk.documents.kinds import KINDS
from dealdesk.errors import RenderError, did_you_mean, printable

__all__ = ["FORMATS", "KINDS", "Document", "Format", "Kind", "Page", "render"]


def render(
    source: Any, kind: str = "quote", format: str = "pdf", *, page: str | None = None, templates: Path | None = None
) -> bytes:
    """Return a document.

    A pure function but for reading templates and typefaces: the same source gives the same bytes, everywhere.

    Args:
        source: What the document is about: a `Quote`.
        kind: The kind of document, one of `KINDS`.
        format: The output format, one of `FORMATS`.
        page: "letter" or "a4"; when left out, what the reader's country prints on.
        templates: A folder of templates that go before the packaged ones, file by file; they are used in a process
            of its own, with limits.

    Raises:
        RenderError: There is no such kind, format or page; a text has a character that the typefaces lack; or a
            template, logo or colour is wrong, or asks for too much.
        NotAvailable: A PDF is asked for, and the system library Pango is not installed.
    """
    from dealdesk.documents.assets import assets

    which = _named("kind of document", kind, {each.name: each for each in KINDS})
    writes = _named("format", format, {each.name: each for each in FORMATS})
    sheet = _named("page", page, {each: each for each in PAGES}) if page is not None else which.page(source)
    found = assets(which.folder, templates if writes.templates else None)
    if found.own is not None:
        from dealdesk.documents.apart import made_apart

        return made_apart(source, which, writes, sheet, found.own)
    made: bytes = writes.write(Document(which, source, sheet, found))
    return made


def _named(what: str, name: str, known: dict[str, Any]) -> Any:
    if name in known:
        return known[name]
    likely = did_you_mean(name, known)
    hint = f"; did you mean {likely}?" if likely else ""
    raise RenderError(f"there is no {what} {printable(name[:40])!r}; allowed: {_listed(known)}{hint}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
