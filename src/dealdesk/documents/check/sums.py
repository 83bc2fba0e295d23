"""Whoever adds up what is printed comes to what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.numbers import Reader, reader
from dealdesk.documents.check.paper import Paper
from dealdesk.documents.check.tables import Row, Table, tables
from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)
_LEADS = 2
"""Rows of the least list of steps: where it starts, and where it ends."""


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    reads = reader(paper.language or "en", quote.currency)
    for table in tables(paper):
        if table.feet:
            yield from _columns(table, reads, quote.totals.net)
        elif not table.head:
            yield from _steps(table, reads)
    for sheet in paper.sheets:
        for node in (each for top in sheet.nodes for each in top.walk()):
            amounts = reads.money(node.alt)
            if len(amounts) >= _LEADS and not _leads(amounts):
                at = (node.box[0], sheet.height - node.box[3]) if node.box else None
                yield Fault("the steps of a chart do not lead from its first amount to its last", sheet.number, at)


def _columns(table: Table, reads: Reader, base: Decimal) -> Iterator[Fault]:
    """Yield the columns of a table whose amounts do not come to its totals.

    The total of what is optional has the *base*, the total without, in it.
    """
    foot = table.feet[0]
    columns = [-n for n in range(1, len(foot.cells)) if reads.money(foot.cells[-n])]
    totals = [reads.money(foot.cells[n])[-1] for n in columns]
    offered = {sum(_column(table, -n, reads), ZERO) for n in (1, 2)} - {ZERO}
    if len(columns) == 1 and totals[0] - base in offered:
        return
    rows = [[_amount(row, n, reads) for n in columns] for row in table.rows]
    if any(None in row for row in rows):
        return  # a price is hidden: the total leads to what the hidden ones cost together
    whole = [_is_whole(row, table, reads) for row in table.rows]
    added, problem = _added([[each or ZERO for each in row] for row in rows], table.rows, whole)
    if problem is not None:
        yield Fault(f"the parts of {problem.cells[0].split(chr(10))[0][:60]!r} do not add up", problem.page, problem.at)
    for number, (total, column) in enumerate(zip(totals, columns, strict=True)):
        of_column = sum((row[number] for row in added), ZERO)
        if problem is None and of_column != total:
            name = table.head[column].replace("\n", " ") if len(table.head) >= -column else "amounts"
            yield Fault(f"column {name!r} comes to {of_column:,f}, its total says {total:,f}", foot.page, foot.at)
    for later in table.feet[1:]:
        for n, total in zip(columns, totals, strict=True):
            amounts = reads.money(later.cells[n]) if len(later.cells) >= -n else []
            if amounts and total and (amounts[-1] / total) % 1:
                yield Fault(f"{amounts[-1]:,f} is no multiple of {total:,f}", later.page, later.at)


def _column(table: Table, number: int, reads: Reader) -> list[Decimal]:
    return [_amount(row, number, reads) or ZERO for row in table.rows if len(row.cells) == len(table.head)]


def _amount(row: Row, column: int, reads: Reader) -> Decimal | None:
    found = reads.money(row.cells[column]) if len(row.cells) >= -column else []
    return found[0] if found else None


def _is_whole(row: Row, table: Table, reads: Reader) -> bool:
    """Whether a row has parts below it: it is without a quantity, and the tags leave out cells that are empty."""
    first = next(reads.numbers(row.cells[1]), None) if len(row.cells) > 1 else None
    return len(row.cells) < len(table.head) and first is not None and first.kind == "money"


def _added(
    rows: Sequence[list[Decimal]], printed: Sequence[Row], whole: Sequence[bool]
) -> tuple[list[list[Decimal]], Row | None]:
    """Return the rows that add up to the totals, without those that tell the parts of the row above.

    The parts of a row are those below it that come to the same; where none do, that row is the problem.
    """
    found, at = [], 0
    while at < len(rows):
        row, at = rows[at], at + 1
        found.append(row)
        if not whole[at - 1]:
            continue
        level, parts = [ZERO] * len(row), at
        while parts < len(rows) and not whole[parts] and (level != row or parts == at):
            level = [a + b for a, b in zip(level, rows[parts], strict=True)]
            parts += 1
        if level != row:
            return found, printed[at - 1]
        at = parts
    return found, None


def _steps(table: Table, reads: Reader) -> Iterator[Fault]:
    """Yield a list of steps, from the list price to the total, that does not lead there."""
    amounts = [found[-1] for row in table.rows if (found := reads.money(row.cells[-1]))]
    if len(amounts) == len(table.rows) >= _LEADS and not _leads(amounts):
        last = table.rows[-1]
        yield Fault(f"the steps above do not come to {amounts[-1]:,f}", last.page, last.at)


def _leads(amounts: Sequence[Decimal]) -> bool:
    """Whether amounts lead to the last: each is a step, or the price that is reached so far."""
    level = amounts[0]
    for amount in amounts[1:-1]:
        if amount != level:
            level += amount
    return level == amounts[-1]


CHECK = Check("sums", "every printed total is the sum of printed amounts", _find)
