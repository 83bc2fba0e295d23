"""A quote as data: what `--json` and `--csv` print. Amounts are text with all their digits, dates are ISO."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from dealdesk.quoting.quote import Move, Quote, QuoteLine, plain

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or drops before one."""

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


def report(quote: Quote) -> dict[str, Any]:
    """Return a quote as dicts, lists and text, in a shape that stays the same."""
    usage, catalog = quote.usage_estimate, quote.catalog
    found = {
        "number": quote.number,
        "revision": quote.revision,
        "title": quote.title,
        "customer": quote.customer,
        "vendor": quote.vendor,
        "partner": quote.partner,
        "catalog": {
            "id": catalog.id,
            "version": catalog.version,
            "digest": catalog.digest,
            "name": catalog.name,
            "engine": catalog.engine,
            "rounding": catalog.rounding,
            "proration": catalog.proration,
            "valid_from": catalog.valid_from,
        },
        "currency": quote.currency,
        "issued": quote.issued,
        "valid_until": quote.valid_until,
        "start": quote.start,
        "end": quote.end,
        "months": quote.months,
        "days": quote.days,
        "billing": quote.billing,
        "lines": [line_report(line) for line in quote.lines],
        "moves": move_reports(quote.moves),
        "totals": quote.totals,
        "usage_estimate": {
            "list": usage.list,
            "net": usage.net,
            "discount": usage.list - usage.net,
            "a_year": usage.a_year,
        },
        "metrics": {each.id: each.value for each in quote.metrics},
        "definitions": {each.id: each.definition for each in quote.metrics},
        "invoices": quote.invoices,
        "bundle": quote.bundle,
        "findings": quote.findings,
        "options": [
            {"name": each.name, "recommended": each.recommended, "note": each.note, "quote": report(each.quote)}
            for each in quote.options
        ],
        "deal_digest": quote.deal_digest,
    }
    made: dict[str, Any] = plain(found)
    return made


def line_report(line: QuoteLine) -> dict[str, Any]:
    """Return one line: what is bought, and every move from list to net."""
    return {
        "line": line.line,
        "sku": line.sku,
        "charge": line.charge,
        "name": line.name,
        "charge_name": line.charge_name,
        "kind": line.kind,
        "family": line.family,
        "model": line.model,
        "quantity": line.quantity,
        "unit": line.unit,
        "period": line.period,
        "committed": line.committed,
        "optional": line.optional,
        "recurring": line.recurring,
        "list": line.list,
        "net": line.net,
        "cost": line.cost,
        "at": line.at,
        "note": line.note,
        "moves": move_reports(line.moves),
        "intervals": [
            {
                "start": each.start,
                "end": each.end,
                "quantity": each.quantity,
                "periods": each.periods,
                "list_per_period": each.list_per_period,
                "net_per_period": each.net_per_period,
                "list": each.list,
                "net": each.net,
                "moves": move_reports(each.moves),
            }
            for each in line.intervals
        ],
    }


def move_reports(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """Return moves with their rules."""
    return [
        {
            "code": each.code,
            "title": each.title,
            "amount": each.amount,
            "percent": each.percent,
            "rule": each.rule,
            "at": each.at,
        }
        for each in moves
    ]


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
        return f"'{value}" if value.startswith(FORMULA) else value
    return plain(value)
