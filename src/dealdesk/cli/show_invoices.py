"""The invoices of a quote on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import RenderableType

from dealdesk.cli import words
from dealdesk.cli.table import Column, lines_of, table, text
from dealdesk.money import unit
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.figures import Invoice

NUMBER, AMOUNT = Column("#", right=True, style="dim"), Column("Amount", right=True)

WITH_DATES = 80
"""Columns of a page from which each date of an invoice has a column."""

MOST_INVOICES = 12
"""Invoices that are listed one by one; beyond it, equal ones in a row become one row."""


def invoices(quote: Quote, width: int) -> RenderableType:
    """Return the invoices, equal ones in a row together where there are many; narrow pages put dates below dates."""
    places = quote.places
    runs = [*_runs(quote)]
    total = words.money(sum((each.amount for each in quote.invoices), Decimal(0)), places)
    if len(runs) == len(quote.invoices):
        columns = [NUMBER, Column("Date", right=True), Column("Due", right=True), Column("For"), AMOUNT]
        rows = [
            (
                str(i.number),
                words.short_day(i.date),
                words.short_day(i.due),
                words.days(i.start, i.end),
                words.money(i.amount, places),
            )
            for i in quote.invoices
        ]
        if width < WITH_DATES:
            return _narrow([(row[0], f"{row[1]}, due {row[2]}", f"for {row[3]}", row[4]) for row in rows], total)
        return table(columns, rows, footer=[("", "", "", "Total", total)])
    columns = [NUMBER, Column("Dates"), Column("For"), Column("Each", right=True), AMOUNT]
    rows = [
        (
            f"{run[0].number} to {run[-1].number}" if len(run) > 1 else str(run[0].number),
            words.days(run[0].date, run[-1].date) if len(run) > 1 else words.short_day(run[0].date),
            words.days(run[0].start, run[-1].end),
            " or ".join(words.money(each, places) for each in _amounts(run)) if len(run) > 1 else "",
            words.money(sum((each.amount for each in run), Decimal(0)), places),
        )
        for run in runs
    ]
    if width < WITH_DATES:
        each = [f"for {row[2]}" + (f", {row[3]} each" if row[3] else "") for row in rows]
        return _narrow([(row[0], row[1], what, row[4]) for row, what in zip(rows, each, strict=True)], total)
    return table(columns, rows, footer=[("", "", "Total", "", total)])


def _narrow(rows: Iterable[tuple[str, str, str, str]], total: str) -> RenderableType:
    cells = [(number, lines_of(dates, text(what, "dim")), amount) for number, dates, what, amount in rows]
    return table([NUMBER, Column("Date", breaks=True), AMOUNT], cells, footer=[("", "Total", total)], wide=True)


def _amounts(run: Sequence[Invoice]) -> list[Decimal]:
    return sorted({each.amount for each in run})


def _runs(quote: Quote) -> Iterable[list[Invoice]]:
    """Yield invoices one by one, or together where there are many and they differ by no more than one minor unit."""
    run: list[Invoice] = []
    for each in quote.invoices:
        low, *_, high = [*_amounts([*run, each])] * 2
        if run and (len(quote.invoices) <= MOST_INVOICES or high - low > unit(quote.places)):
            yield run
            run = []
        run.append(each)
    yield run
