"""Markdown: for a pull request or an e-mail.  What a customer or a catalog says is escaped."""

from __future__ import annotations

import re
from typing import Any

from dealdesk.documents.document import Document, Format

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")


def _write(document: Document) -> bytes:
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


def escape(text: str) -> str:
    """Return a text that reads the same in Markdown: no markup, no link, no picture, no mention, no line break."""
    text = "; ".join(text.replace("&", "&amp;").split("\n"))
    text = _SPECIAL.sub(r"\\\1", text).replace("://", r"\://").replace("www.", r"www\.")
    text = _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)
    return _MENTION.sub("@\u2060", text)


FORMAT = Format("md", ".md", _write)
