"""Text for Markdown: what others wrote reads the same and cannot act as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)]|:(?=:))(?=\s|$|:)")
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")


def escape(text: str) -> str:
    """Return a text that reads the same in Markdown: no markup, no link, no picture, no mention, no line break."""
    text = "; ".join(text.replace("&", "&amp;").split("\n"))
    text = _SPECIAL.sub(r"\\\1", text).replace("://", r"\://").replace("www.", r"www\.")
    text = _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)
    return _MENTION.sub("@\u2060", text)


def row(cells: Sequence[str]) -> str:
    """Return a row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"
