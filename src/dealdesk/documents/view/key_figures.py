"""Key figures below a title: side by side, or two by two where they are long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dealdesk.documents.view.writer import ems, step

WIDTHS = (6.8, 7.7, 8.8, 13.6)
"""Widths in ems above which figures are set smaller, step by step."""

IN_ROWS = 3
"""The step from which they stand two by two."""

NOTES = 13.5
"""Width in ems of a word below a figure from which they stand two by two, too."""


def figure(label: str, value: str, note: str, *, accent: bool = False) -> dict[str, Any]:
    """Return a key figure."""
    return {"label": label, "value": value, "note": note, "accent": accent}


def in_rows(
    cells: list[dict[str, Any]], *, measured: Sequence[dict[str, Any]] | None = None, notes: bool = False
) -> tuple[list[list[dict[str, Any]]], str]:
    """Return key figures in their rows, and the class of their type size.

    Args:
        cells: The figures, four at the most.
        measured: Those that have to fit; all of them when left out.
        notes: Whether the words below them have to fit, too.
    """
    found = cells if measured is None else measured
    size = step(max(ems(each["value"]) for each in found), *WIDTHS)
    if notes and max(ems(word) for each in found for word in each["note"].split(" ")) > NOTES:
        size = max(size, IN_ROWS)
    return [cells] if size < IN_ROWS else [cells[:2], cells[2:]], f"f{size}"
