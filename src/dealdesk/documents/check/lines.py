"""Every line of the quote is printed on a row of its own, with its quantity and its price."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.numbers import Reader, reader, squeezed
from dealdesk.documents.check.paper import Paper
from dealdesk.documents.check.tables import Row, tables
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine

COMMITTED = frozenset({"order-form"})
"""Kinds of documents about what is committed only: no options, and what usage costs, but not how much is expected."""

_KEY = 8
"""Letters of a name by which rows are looked up."""


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    reads = reader(paper.language or "en", quote.currency)
    rows: dict[str, list[tuple[int, Row]]] = {}
    every = [row for table in tables(paper) for row in table.rows]
    for number, row in enumerate(every):
        if row.cells:
            rows.setdefault(squeezed(row.cells[0])[:_KEY], []).append((number, row))
    used: set[int] = set()
    for line in quote.lines:
        if line.sku == "commitment":  # lines of the engine are named in the document's language
            continue
        if paper.kind in COMMITTED and (line.optional or not line.committed):
            continue
        name = squeezed(line.name)
        short = [each for key, found in rows.items() if key.startswith(name) for each in found]
        named = [
            (number, row)
            for number, row in (short if len(name) < _KEY else rows.get(name[:_KEY], short))
            if squeezed(row.cells[0]).startswith(name) and number not in used
        ]
        wrongs = [(_wrong(line, row, every[number + 1 :], reads), number, row) for number, row in named]
        match = next((number for wrong, number, _ in wrongs if not wrong), None)
        if match is not None:
            used.add(match)
        elif not named:
            yield Fault(f"line {line.line}, {line.name[:60]}, has no row")
        else:
            wrong, _, row = max(wrongs, key=lambda each: len(each[2].cells))
            yield Fault(f"line {line.line}, {line.name[:60]}: {wrong}", row.page, row.at)


def _wrong(line: QuoteLine, row: Row, after: list[Row], reads: Reader) -> str:
    """Return what a row says wrongly about a line, or ""."""
    if line.hide_price:
        shown = [cell for cell in row.cells[1:] if reads.money(cell)]
        return f"its price is hidden, and {shown[0].strip()} is printed" if shown else ""
    net = [amount for cell in row.cells[1:] for amount in reads.money(cell)]
    one = len(line.intervals) == 1
    expected = {line.net} | ({line.intervals[0].net_per_period} if one else set())
    if not expected & set(net if line.optional else net[-1:]):  # what the total is with an option stands after it
        return f"its row ends on {net[-1] if net else 'no amount'}, not {line.net:,f}"
    parts = (
        [(line.quantity, row)]
        if one
        else [(each.quantity, part) for each, part in zip(line.intervals, after, strict=False)]
    )
    if len(parts) < len(line.intervals):
        return f"it has rows for {len(parts)} of its {len(line.intervals)} parts"
    for quantity, part in parts:
        printed = next(reads.numbers(part.cells[1]), None)
        if printed is None or printed.kind != "plain":
            if quantity != 1:
                return f"its quantity {quantity:,f} is not printed"
        elif printed.value != quantity:
            return f"its quantity is printed as {printed.text}, not {quantity:,f}"
    return ""


CHECK = Check("lines", "every line has a row of its own, with its quantity and its price", _find)
