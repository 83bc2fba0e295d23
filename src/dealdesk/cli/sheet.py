"""A quote as rows for a spreadsheet: what `--csv` prints."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or drops before one; the wide signs in Japanese ones."""

COLUMNS = (
    "line",
    "sku",
    "charge",
    "name",
    "quantity",
    "unit",
    "period",
    "start",
    "end",
    "periods",
    "committed",
    "optional",
    "currency",
    "list",
    "net",
    "discount",
)


def csv_table(quote: Quote) -> str:
    """Return one row for each line and interval, safe to open in a spreadsheet."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _csv_rows(quote):
        writer.writerow([_cell(value) for value in row])
    return stream.getvalue()


def _csv_rows(quote: Quote) -> Iterator[tuple[Any, ...]]:
    for line in quote.lines:
        name = f"{line.name}, {line.charge_name}" if line.charge_name else line.name
        for each in line.intervals:
            yield (
                line.line,
                line.sku,
                line.charge,
                name,
                each.quantity,
                line.unit,
                line.period,
                each.start,
                each.end,
                each.periods,
                line.committed,
                line.optional,
                quote.currency,
                each.list,
                each.net,
                each.list - each.net,
            )


def _cell(value: Any) -> Any:
    """Return a cell: numbers stay numbers, text is never a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        value = " ".join(value.splitlines())
        return f"'{value}" if value.lstrip().startswith(FORMULA) else value
    return plain(value)
