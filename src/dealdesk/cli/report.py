"""A quote as data: what `--json` prints. Amounts are text with all their digits, dates are ISO."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import Move, QuoteLine


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
