"""Markdown: for a pull request or an e-mail.  What a customer or a catalog says is escaped."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.document import Document, Format
from dealdesk.markdown import escape


def _write(document: Document) -> bytes:
    if "md" in document.kind.writers:
        return document.kind.writers["md"](document)
    from dealdesk.documents.fonts import require_printable
    from dealdesk.documents.formats.template import filled

    require_printable(document.content, document.origin)
    folder = document.kind.folder
    return filled(document.assets, f"{folder}/{folder}.md.j2", escaped(document.view), markup=False).encode()


def escaped(view: Any) -> Any:
    """Return a view in which no text can act as Markdown or HTML."""
    if isinstance(view, str):
        return escape(view)
    if isinstance(view, dict):
        return {name: escaped(value) for name, value in view.items()}
    if isinstance(view, list):
        return [escaped(value) for value in view]
    return view


__all__ = ["FORMAT", "escape", "escaped"]

FORMAT = Format("md", ".md", _write)
