"""Tables on slides: as loose as there is room for, with columns as wide as their texts need."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from dealdesk.documents.view.slides import AREAS, Block
from dealdesk.documents.view.writer import ems

ROW_SIZES = ((14.0, 15.0), (12.0, 10.5), (12.0, 8.0), (11.0, 5.5), (10.0, 3.4))
"""Type size and padding in pt of the rows of tables: classes `r0` to `r4`; the first is for a slide of few rows."""

USUAL = 3
"""The size of tables that take several slides."""

PARTS = 96
"""Parts of a table's width in which columns are measured."""

BELOW = 9.5
"""Type size of the second line of a cell."""

AMOUNTS = ("money", "strong")
WORDS = 1.07
"""How much wider than its ems a single word in medium or bold type may be."""

SENTENCE = 1.04
"""The same of a sentence."""

LEAST = 66.0
"""Width in pt that a column of words needs."""

_LEADING = 1.35


def table(
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[Sequence[str]],
    *,
    marked: Sequence[int] = (),
    total: bool = False,
    width: float = 848.0,
    tall: float = 330.0,
    title: str = "",
    aligned: bool = False,
) -> Block:
    """Return a table.

    Columns of amounts are as wide as their longest text; the others share what is left.

    Args:
        columns: Heading, kind ("name", "text", "money", "strong") and width, in parts of what columns of words share.
        rows: Texts; a row may hold a second, muted line after a line end.
        marked: Rows that stand out.
        total: Whether the last row is a total.
        width: Width of the table in pt.
        tall: Height in pt that there is room for; what needs more is set closer.
        title: A heading above it.
        aligned: Whether it stands close below a picture whose columns are its own.
    """
    size, widths = _set(columns, rows, width, tall, first=0 if width >= AREAS["full"][0] and not aligned else 1)
    return {
        "kind": "table",
        "title": title,
        "aligned": aligned,
        "set": width,
        "size": f"r{size}",
        "columns": [
            {"label": label, "kind": kind, "width": f"p{part}"}
            for (label, kind, _), part in zip(columns, _parts(widths), strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(text) for text in row],
                "mark": "total" if total and number == len(rows) - 1 else "lead" if number in marked else "",
            }
            for number, row in enumerate(rows)
        ],
    }


def heading(size: float) -> float:
    """Return the type size of the headings of a table whose rows are in type of *size*."""
    return {14.0: 11.5, 10.0: 9.5}.get(size, 10.5)


def _set(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], width: float, tall: float, *, first: int
) -> tuple[int, list[float]]:
    """Return the loosest way to set a table that fits, from the *first* on, and the widths of its columns in pt."""
    for number, (size, pad) in enumerate(ROW_SIZES[first:], first):
        widths, fits = _widths(columns, rows, width, size)
        inner = _inner(columns, widths)
        height = 22.0 + sum(_row(row, inner, size, pad) for row in rows)
        if (fits and height <= tall) or number == len(ROW_SIZES) - 1:
            return number, widths
    raise AssertionError  # the last size returns


def _widths(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], width: float, size: float
) -> tuple[list[float], bool]:
    """Return the widths of columns in pt, and whether columns of words have room."""
    unit = width / PARTS
    needed: dict[int, float] = {}
    for number, (label, kind, _) in enumerate(columns):
        if kind in AMOUNTS:
            words = [ems(word) * heading(size) * WORDS for word in label.split(" ")]
            texts = [ems(row[number].partition("\n")[0]) * size * 0.97 for row in rows]
            needed[number] = ceil((max([*words, *texts]) + 10.0) / unit) * unit
    rest = width - sum(needed.values())
    share = sum(part for number, (_, _, part) in enumerate(columns) if number not in needed)
    worded = [number for number in range(len(columns)) if number not in needed]
    most = max(LEAST, width / 6)  # a longer word is broken
    least = {number: min(most, _longest(columns[number][0], rows, number, size) + unit) for number in worded}
    usual = sum(part for _, _, part in columns)
    fits = rest >= sum(least.values())
    rest = max(rest, sum(least.values()))
    # Where there is plenty of room, columns of amounts get their part of it, too: what no words need.
    wanted = max(width * share / usual, sum(_widest(rows, number, size) for number in worded)) if worded else 0.0
    spare = (rest - wanted) / len(needed) if needed and rest > wanted else 0.0
    parts = {number: (rest - spare * len(needed)) * columns[number][2] / share for number in worded}
    for number in worded:  # a column too narrow for its longest word takes from the widest
        missing = least[number] - parts[number]
        if missing > 0:
            parts[max(worded, key=lambda each: parts[each] - least[each])] -= missing
            parts[number] = least[number]
    return [needed[number] + spare if number in needed else parts[number] for number in range(len(columns))], fits


def _longest(label: str, rows: Sequence[Sequence[str]], number: int, size: float) -> float:
    """Return the width in pt of the longest word of a column of words, with the distance to the next column."""
    found = [word for row in rows for word in row[number].partition("\n")[0].split(" ")]
    heads = [ems(word) * heading(size) for word in label.split(" ")]
    return WORDS * max([*heads, *(ems(each) * size for each in found)]) + 14.0


def _widest(rows: Sequence[Sequence[str]], number: int, size: float) -> float:
    """Return the width in pt of the longest text of a column of words, up to which it is not broken."""
    return max((ems(row[number].partition("\n")[0]) * size for row in rows), default=0.0) + 14.0


def _parts(widths: Sequence[float]) -> list[int]:
    """Return widths in parts that add up to the whole: what is left over goes to the first column."""
    whole = sum(widths)
    found = [max(2, int(width * PARTS / whole + 0.01)) for width in widths]
    found[0] = max(4, PARTS - sum(found[1:]))
    return found


def _inner(columns: Sequence[tuple[str, str, int]], widths: Sequence[float]) -> list[float]:
    """Return the widths in pt that texts have in their columns, without the distances between columns."""
    found = []
    for number, ((_, kind, _), wide) in enumerate(zip(columns, widths, strict=True)):
        after = number > 0 and columns[number - 1][1] in AMOUNTS
        found.append(max(20.0, wide - (8.0 if kind in AMOUNTS else 30.0 if after and kind == "text" else 12.0)))
    return found


def _row(row: Sequence[str], inner: Sequence[float], size: float, pad: float) -> float:
    """Return the height of a row in pt."""
    return 2 * pad + max(_height(text, size, wide) for text, wide in zip(row, inner, strict=True))


def _height(text: str, size: float, width: float) -> float:
    first, _, below = text.partition("\n")
    return (_lines(first, size, width) * size + (_lines(below, BELOW, width) * BELOW if below else 0.0)) * _LEADING


def _lines(text: str, size: float, width: float) -> int:
    """Return how many lines a text takes: a word that no longer fits goes to the next line whole."""
    room, lines, used = width / (size * SENTENCE), 1, 0.0
    for word in text.split(" "):
        wide = ems(word)
        if used and used + 0.3 + wide > room:
            lines, used = lines + 1, wide
        else:
            used += wide + (0.3 if used else 0.0)
        if used > room:  # a word longer than a line is broken
            lines, used = lines + int(used / room), used % room
    return lines


def _cell(text: str) -> dict[str, str]:
    first, _, below = text.partition("\n")
    return {"text": first, "below": below}


def fitted(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], *, width: float = 848.0, tall: float = 330.0
) -> list[Sequence[Sequence[str]]]:
    """Return the rows of a table in groups that fit on a slide each, with room for a total."""
    size, pad = ROW_SIZES[USUAL]
    widths, _ = _widths(columns, rows, width, size)
    inner = _inner(columns, widths)
    heights = [_row(row, inner, size, pad) for row in rows]
    room = tall - 22.0 - 2 * pad - size * _LEADING
    limit = sum(heights) / max(1, ceil(sum(heights) / room))
    groups: list[list[Sequence[str]]] = []
    used = 0.0
    for row, height in zip(rows, heights, strict=True):
        if not groups or used + height > room or used >= limit:
            groups.append([row])
            used = height
        else:
            groups[-1].append(row)
            used += height
    return list(groups)


def first_fitting(
    columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[str]], *, width: float, tall: float
) -> int:
    """Return how many of the first rows have room, set as close as a table can be."""
    size, pad = ROW_SIZES[-1]
    widths, _ = _widths(columns, rows, width, size)
    inner, used = _inner(columns, widths), 22.0
    for number, row in enumerate(rows):
        used += _row(row, inner, size, pad)
        if used > tall:
            return number
    return len(rows)
