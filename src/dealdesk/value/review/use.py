"""Measured use in a CSV file: a row for each month, site or workload."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from dealdesk.catalog.load import shown
from dealdesk.errors import InputError, Mistake, Place, did_you_mean
from dealdesk.pricing.numbers import typed
from dealdesk.value.review.file import Row

COLUMNS = ("name", "quantity", "actual")
USE_BYTES = 4 * 1024 * 1024
MOST_ROWS = 10_000
REPORTED = 100


def read_use(path: Path) -> list[tuple[Row, str]]:
    """Return the rows of a CSV file with the columns name, quantity and actual, each with its place.

    Raises:
        InputError: The file cannot be read, or a row is not in order; every mistake is named with its line.
    """
    name = shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(USE_BYTES + 1)
    except OSError as failure:
        from dealdesk.catalog.mistaken import unread

        raise InputError(unread(failure, name)) from None
    if len(data) > USE_BYTES:
        raise InputError(Mistake("the file is larger than 4 MiB", Place(name, 1, 1), code="size"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Mistake("the file is not UTF-8", Place(name, 1, 1), code="encoding")) from None
    found: list[tuple[Row, str]] = []
    wrong: list[Mistake] = []
    for each in _rows(text, name):
        if isinstance(each, Mistake):
            wrong.append(each)
        else:
            found.append(each)
        if len(wrong) >= REPORTED:
            break
    if wrong:
        raise InputError(wrong)
    if not found:
        raise InputError(Mistake("the file has no rows", Place(name, 1, 1), code="use"))
    return found


def _rows(text: str, name: str) -> Iterator[tuple[Row, str] | Mistake]:
    lines = text.splitlines()
    reader = csv.reader(StringIO(text))
    try:
        header = [each.strip().casefold() for each in next(reader, [])]
        missing = [each for each in COLUMNS if each not in header]
        if missing:
            near = [did_you_mean(each, header) for each in missing]
            said = [f'rename "{other}" to "{each}"' for each, other in zip(missing, near, strict=True) if other]
            message = f"there is no column {' and no column '.join(missing)}"
            yield Mistake(
                message, Place(name, 1, 1), lines[0] if lines else "", ", ".join(COLUMNS), "; ".join(said), "use"
            )
            return
        places = [header.index(each) for each in COLUMNS]
        for row in reader:
            if any(each.strip() for each in row):
                yield _row(row, places, len(header), name, reader.line_num, lines)
            if reader.line_num > MOST_ROWS + 1:
                yield Mistake(f"a period has at most {MOST_ROWS:,} rows", Place(name, reader.line_num, 1), code="use")
                return
    except csv.Error as failure:
        yield Mistake(f"the line is not CSV: {failure}", Place(name, reader.line_num, 1), code="use")


def _row(
    row: list[str], places: list[int], width: int, name: str, line: int, lines: list[str]
) -> tuple[Row, str] | Mistake:
    source = lines[line - 1] if line <= len(lines) else ""
    if len(row) != width:
        message = f"the line has {len(row)} cells, and the first line {width}"
        hint = "a number with thousands separators stands in quotes, or without them"
        return Mistake(message, Place(name, line, 1), source, None, hint, "use")
    label, *numbers = (row[place].strip() for place in places)
    values = []
    for column, cell in zip(COLUMNS[1:], numbers, strict=True):
        value = typed(cell)
        if value is None or value.adjusted() > 15 or value.as_tuple().exponent < -12:  # type: ignore[operator]
            at = Place(name, line, max(source.find(cell), 0) + 1, max(len(cell), 1))
            return Mistake(f"{column} is not a number from 0 up: {cell or 'empty'}", at, source, None, None, "use")
        values.append(value)
    return Row.trusted(name=label or f"line {line}", quantity=values[0], actual=values[1]), f"{name}:{line}"
