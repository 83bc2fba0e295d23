"""The digest of what makes a price: what an approval is bound to."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from dealdesk.approving.promised import rates_of
from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote


def price_relevant(quote: Quote) -> dict[str, Any]:
    """Return the part of a quote that an approval is about.

    It has the customer, the term, when what is paid, every line with every move, the rates of usage, the worded terms
    and the options.
    It does not have what changes no promise: number, revision, title, dates of issue and validity, who prepared it,
    notes, findings, places in files, and how documents look.
    """
    found: dict[str, Any] = plain(
        {
            "customer": [quote.customer.name, quote.customer.segment, quote.customer.region],
            "partner": quote.partner,
            "catalog": [quote.catalog.id, quote.catalog.engine, quote.catalog.rounding, quote.catalog.proration],
            "currency": quote.currency,
            "term": [quote.start, quote.end, quote.months, quote.days],
            "billing": quote.billing,
            "lines": [
                {
                    "line": line.line,
                    "sku": line.sku,
                    "charge": line.charge,
                    "quantity": line.quantity,
                    "committed": line.committed,
                    "optional": line.optional,
                    "cost": line.cost,
                    "list": line.list,
                    "net": line.net,
                    "intervals": [
                        [each.start, each.end, each.quantity, each.list, each.net, _moves(each.moves)]
                        for each in line.intervals
                    ],
                    "moves": _moves(line.moves),
                }
                for line in quote.lines
            ],
            "totals": quote.totals,
            "usage": quote.usage_estimate,
            "invoices": [[each.date, each.due, each.amount] for each in quote.invoices],
            "terms": [[each.id, each.heading, each.text] for each in quote.terms],
            "tax": str(quote.tax),
            "rates": rates_of(quote),
            "options": [[each.name, price_relevant(each.quote)] for each in quote.options],
        }
    )
    return found


def _moves(moves: Any) -> list[list[Any]]:
    return [[each.code, each.rule, each.amount] for each in moves]


def digest_of(quote: Quote) -> str:
    """Return the SHA-256 of what makes the price of a quote; equal for two quotes that promise the same."""
    text = json.dumps(price_relevant(quote), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
