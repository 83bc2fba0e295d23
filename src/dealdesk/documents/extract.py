"""What a customer may see of a quote, as data: the file `quote.json` that lies inside its PDF.

It is made by naming what goes in, never by taking things out, so a field that a quote gets later stays with the
vendor until somebody adds it here.  Cost, margin, floors, findings, positions in files, the customer's segment, and
prices that the seller hides are not in it.

Amounts, quantities and percentages are texts, dates are ISO dates, keys are sorted: the same quote gives the same
bytes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from dealdesk.quoting.quote import plain

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Interval, Option, Party, Person, Quote, QuoteLine

NAME = "quote.json"
FORMAT = "dealdesk-quote/1"
"""Name and version of what is written; the version changes when a field means something else or is gone."""

STEPS = frozenset(
    {
        "price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated", "uplift",
        "free_months", "line_amount", "deal_amount", "maximum", "minimum",
    }
)  # fmt: skip
"""Steps of the price that customers know by name."""

ADJUSTMENTS = frozenset({"floor"})
"""Steps that customers know as an adjustment of the price only."""

OWN_PERCENT = frozenset({"price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated"})
"""Steps whose percentage customers read."""

_METRICS = re.compile(r"tcv|acv|acv_year_\d+")


def extract(quote: Quote) -> bytes:
    """Return what a customer may see of a quote, as canonical JSON in UTF-8."""
    return json.dumps(public(quote), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def public(quote: Quote) -> dict[str, Any]:
    """Return what a customer may see of a quote, as plain data."""
    found: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "number": quote.number,
            "revision": quote.revision,
            "title": quote.title,
            "issued": quote.issued,
            "valid_until": quote.valid_until,
            "catalog": _fields(quote.catalog, "id name version digest engine rounding proration valid_from"),
            "deal_digest": quote.deal_digest,
            "vendor": _party(quote.vendor),
            "customer": _party(quote.customer),
            "prepared_by": _person(quote.prepared_by),
            "partner": quote.partner,
            "currency": quote.currency,
            "places": quote.places,
            "start": quote.start,
            "end": quote.end,
            "months": quote.months,
            "days": quote.days,
            "term": quote.term,
            "billing": quote.billing,
            "lines": [_line(each) for each in quote.lines],
            "moves": _moves(quote),
            "totals": _fields(quote.totals, "list net discount"),
            "usage_estimate": _fields(quote.usage_estimate, "list net a_year"),
            "metrics": {each.id: each.value for each in quote.metrics if _METRICS.fullmatch(each.id)},
            "invoices": [_fields(each, "number date start end due amount") for each in quote.invoices],
            "bundle": _fields(quote.bundle, "name percent products includes support sets") if quote.bundle else None,
            "terms": [{"id": each.id, "heading": each.heading, "text": each.text} for each in quote.terms],
            "phases": [_fields(each, "name weeks activities") for each in quote.phases],
            "tax": str(quote.tax),
            "assumptions": [str(each) for each in quote.assumptions],
            "notes": list(quote.notes),
            "options": [_option(each) for each in quote.options],
            "usage_rates": list(quote.usage_rates),
            "use_limits": list(quote.use_limits),
            "order": quote.order,
        }
    )
    return found


def _fields(record: Any, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


def _person(person: Person | None) -> dict[str, Any] | None:
    return _fields(person, "name title email phone") if person is not None else None


def _party(party: Party) -> dict[str, Any]:
    contacts = [_person(each) for each in party.contacts]
    return _fields(party, "name address language email website") | {"contacts": contacts}


def _line(line: QuoteLine) -> dict[str, Any]:
    """Return a line; without any price where the seller hides it."""
    names = "line sku charge name charge_name description note model period unit quantity committed optional recurring"
    intervals = [_interval(each, hidden=line.hide_price) for each in line.intervals]
    found = _fields(line, names) | {"intervals": intervals, "price_hidden": line.hide_price}
    return found if line.hide_price else found | _fields(line, "list net price_list")


def _interval(interval: Interval, *, hidden: bool) -> dict[str, Any]:
    found = _fields(interval, "start end quantity periods")
    return found if hidden else found | _fields(interval, "list_per_period net_per_period list net")


def _moves(quote: Quote) -> list[dict[str, Any]]:
    """Return the steps from the list price to the total, as far as customers know them by name."""
    found: list[dict[str, Any]] = []
    for each in quote.moves:
        if each.code == "list":
            continue
        if each.code in STEPS or each.code in ADJUSTMENTS:
            one = {"step": each.code if each.code in STEPS else "adjustment", "amount": each.amount}
        else:
            one = {"step": "other", "title": each.title, "amount": each.amount}
        if each.percent is not None and (each.code in OWN_PERCENT or "title" in one):
            one["percent"] = each.percent
        found.append(one)
    return found


def _option(option: Option) -> dict[str, Any]:
    """Return an alternative: what it costs in all and what is in it, without the prices of its lines."""
    quote = option.quote
    lines = [_fields(each, "sku charge name quantity unit optional") for each in quote.lines]
    annual = next((each.value for each in quote.metrics if each.id == "acv"), None)
    return _fields(option, "name recommended note") | {
        "term": quote.term,
        "months": quote.months,
        "days": quote.days,
        "billing": quote.billing,
        "totals": _fields(quote.totals, "list net discount"),
        "annual": annual,
        "usage_a_year": quote.usage_estimate.a_year,
        "lines": lines,
    }
