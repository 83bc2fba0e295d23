"""What is wrong with the input, as data: what `--json` prints instead of the words."""

from __future__ import annotations

from typing import Any

from dealdesk.errors import InputError, printable


def mistake_reports(wrong: InputError) -> list[dict[str, Any]]:
    """Return each mistake with its place, in a shape that stays the same; null where there is nothing to say."""
    return [
        {
            "file": printable(each.place.file) if each.place else "",
            "line": each.place.line if each.place else None,
            "column": each.place.column if each.place else None,
            "message": printable(each.message),
            "allowed": printable(each.allowed) if each.allowed is not None else None,
            "hint": printable(each.hint) if each.hint is not None else None,
            "code": each.code,
        }
        for each in wrong.mistakes
    ]
