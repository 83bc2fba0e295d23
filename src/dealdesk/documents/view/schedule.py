"""The billing schedule: one row for each invoice, or for each run of equal invoices where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dealdesk.documents.view.table import Column, table
from dealdesk.documents.view.writer import Writer, cell
from dealdesk.money import unit
from dealdesk.quoting.quote.figures import Invoice

MOST_ROWS = 12
A_YEAR = {"monthly": 12, "quarterly": 4}
"""Invoices in a year."""


def schedule(writer: Writer) -> dict[str, Any] | None:
    """Return the table of invoices; None where there are none."""
    invoices = writer.quote.invoices
    if not invoices:
        return None
    return _one_by_one(writer) if len(invoices) <= MOST_ROWS else _by_run(writer)


def _columns(writer: Writer, *names: str) -> list[Column]:
    return [Column("rest" if each == "service" else "text", [writer.say(f"schedule.{each}")]) for each in names]


def _one_by_one(writer: Writer) -> dict[str, Any]:
    say, language, invoices = writer.say, writer.language, writer.quote.invoices
    columns = [*_columns(writer, "number", "date", "service", "due"), Column("strong", [say("schedule.amount")])]
    rows = [
        [
            cell(_number(writer, each.number, each.number)),
            cell(language.day(each.date)),
            cell(_service(writer, each.start, each.end)),
            cell(language.day(each.due)),
            cell(writer.money(each.amount)),
        ]
        for each in invoices
    ]
    feet = _feet(writer, len(columns)) if len(rows) > 1 else []
    return {"title": say("schedule.title")} | table(columns, rows, feet)


def _by_run(writer: Writer) -> dict[str, Any]:
    """Return the table with one row for each run of like invoices within a year of the contract."""
    say, language, money = writer.say, writer.language, writer.money
    columns = [
        *_columns(writer, "number", "date", "service"),
        Column("money", [say("schedule.each")]),
        Column("strong", [say("schedule.amount")]),
    ]
    rows = []
    billing, places = writer.quote.billing, writer.quote.places
    for run in _runs(writer.quote.invoices, A_YEAR.get(billing, 5), places):
        first, last = run[0], run[-1]
        when = language.day(first.date)
        if len(run) > 1 and language.has(f"schedule.{billing}"):
            when = say(f"schedule.{billing}", date=when)
        days = (first.due - first.date).days
        low, high = min(each.amount for each in run), max(each.amount for each in run)
        rows.append(
            [
                cell(_number(writer, first.number, last.number)),
                cell(when, below=say("schedule.due_after", n=days) if days else ""),
                cell(_service(writer, first.start, last.end)),
                cell(money(low), below=say("schedule.up_to", amount=money(high)) if high > low else ""),
                cell(money(sum((each.amount for each in run), Decimal(0)))),
            ]
        )
    return {"title": say("schedule.title")} | table(columns, rows, _feet(writer, len(columns)))


def _runs(invoices: Sequence[Invoice], a_year: int, places: int) -> list[list[Invoice]]:
    """Return neighbouring invoices of one contract year that are equal, but for the cents that a division leaves."""
    found: list[list[Invoice]] = []
    for each in invoices:
        first = found[-1][0] if found else None
        same_year = first is not None and (first.number - 1) // a_year == (each.number - 1) // a_year
        if first is not None and same_year and abs(first.amount - each.amount) <= unit(places):
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _number(writer: Writer, first: int, last: int) -> str:
    count = len(writer.quote.invoices)
    if first == last:
        return writer.say("schedule.of", number=first, count=count)
    return writer.say("schedule.range", first=first, last=last, count=count)


def _service(writer: Writer, start: Any, end: Any) -> str:
    return writer.language.day(start) if start == end else writer.language.span(start, end)


def _feet(writer: Writer, columns: int) -> list[list[dict[str, Any]]]:
    total = sum((each.amount for each in writer.quote.invoices), Decimal(0))
    return [[cell(writer.say("schedule.total")), *[cell() for _ in range(columns - 2)], cell(writer.money(total))]]
