"""Names and addresses of cells."""

from __future__ import annotations

import re
from collections.abc import Container

_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*|TRUE|FALSE", re.IGNORECASE)
_NO_NAME = re.compile(r"[^A-Za-z0-9_.]")


def defined_name(wanted: str, taken: Container[str] = ()) -> str:
    """Return *wanted* as a name that spreadsheets allow: no cell's address, no sign but `_`, and none of *taken*."""
    name = _NO_NAME.sub("_", wanted)[:200] or "_"
    if not (name[0].isalpha() or name[0] == "_") or _LIKE_A_CELL.fullmatch(name):
        name = f"_{name}"
    made, number = name, 1
    while made.casefold() in taken:
        number += 1
        made = f"{name}_{number}"
    return made


def column(number: int) -> str:
    """Return the letters of a column that is counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell(row: int, col: int, *, absolute: bool = True) -> str:
    """Return the address of a cell; row and column count from 0: `$B$3`, or `B3` when not *absolute*."""
    sign = "$" if absolute else ""
    return f"{sign}{column(col)}{sign}{row + 1}"


def span(first_row: int, col: int, last_row: int) -> str:
    """Return the address of a stretch of one column: `$B$3:$B$9`."""
    return f"{cell(first_row, col)}:{cell(last_row, col)}"
