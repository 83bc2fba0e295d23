"""Places inside a text of a TOML file: the column of a mistake in a formula, through quotes, escapes and line ends."""

from __future__ import annotations

from typing import Any

from dealdesk.catalog.patterns import escapes
from dealdesk.errors import Mistake

Path = tuple[str | int, ...]


def mistake_inside(
    sources: Any,
    path: Path,
    start: int,
    end: int,
    message: str,
    *,
    allowed: str | None = None,
    hint: str | None = None,
    code: str = "formula",
) -> Mistake:
    """Return a mistake at the characters from *start* to *end* of the text at *path*."""
    part, span = sources.find(path)  # of the sources read again, where the catalog was compiled
    found: Mistake
    raw = part.text[span.start : span.end]
    if raw[:1] not in ("'", '"'):  # the text is somewhere else: its table stands in for it
        found = part.mistake(span.start, span.end, message, code, allowed, hint)
        return found
    offsets = offsets_of(raw)
    low = offsets[min(start, len(offsets) - 1)]
    high = offsets[min(end - 1, len(offsets) - 1)] + 1
    found = part.mistake(span.start + low, span.start + max(high, low + 1), message, code, allowed, hint)
    return found


def offsets_of(raw: str) -> list[int]:
    """Return where each character of a TOML string stands in it as written, *raw*, and where its closing quote does."""
    quote = raw[:3] if raw[:3] in ('"""', "'''") and len(raw) >= 6 else raw[:1]
    low, high = len(quote), len(raw) - len(quote)
    if len(quote) == 3:
        low += 2 if raw.startswith("\r\n", low) else 1 if raw.startswith("\n", low) else 0
    skipped: dict[int, tuple[int, int]] = {}
    if quote[0] == '"':
        skipped = {at: (until, len(char)) for at, until, char in escapes(raw[low:high])}
    found: list[int] = []
    position = low
    while position < high:
        if position - low in skipped:
            until, length = skipped[position - low]
            found += [position] * length
            position = low + until
            if not length:  # an escaped line end takes the blanks behind it along
                position += len(raw[position:high]) - len(raw[position:high].lstrip())
            continue
        if not (raw[position] == "\r" and raw[position + 1 : position + 2] == "\n"):
            found.append(position)
        position += 1
    return [*found, high]
