"""What a customer may see of a quote, as data: the file `quote.json` that lies inside its PDF.

It is made by naming what goes in, never by taking things out, so a field that a quote gets later stays with the
vendor until somebody adds it here.  Cost, margin, floors, findings, positions in files, the customer's segment, and
prices that the seller hides are not in it.  Its `derivation` holds the charges and rules that made this price, and
nothing else of the catalog, so that `dealdesk.sealing.rederive` can work out every cent again.

Amounts, quantities and percentages are texts, dates are ISO dates, keys are sorted: the same quote gives the same
bytes.  docs/verify.md says what each key means.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dealdesk.quoting.canonical import plain
from dealdesk.sealing.derivation import derivation
from dealdesk.sealing.disclosed import ADJUSTMENT, OTHER, public_step

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Option, Quote
    from dealdesk.quoting.quote.line import Interval, QuoteLine
    from dealdesk.quoting.quote.printed import Party, Person, Said

NAME = "quote.json"
FORMAT = "dealdesk-quote/2"
"""Name and version of what is written; the version changes when a field means something else or is gone."""

OWN_PERCENT = frozenset(
    {"price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated", "renewal"}
)
"""Steps whose percentage customers read."""

RECORD = ("record", "register", "approval", "approved")
"""What a recorded quote prints of its place in the register, by its name in `Quote.extra`."""

DATA = "data"
"""The name, in `Quote.extra`, of the data that a quote was restored from."""

_METRICS = re.compile(r"tcv|acv|acv_year_\d+")
_KEPT: dict[int, tuple[Any, bytes]] = {}


def extract(quote: Quote) -> bytes:
    """Return what a customer may see of a quote, as canonical JSON in UTF-8."""
    if DATA in quote.extra:
        return quote.extra[DATA].encode()
    kept = _KEPT.get(id(quote))
    if kept is None or kept[0] is not quote:
        _KEPT.clear()  # of the last quote only: a document asks for it several times
        _KEPT[id(quote)] = kept = (quote, canonical(public(quote)))
    return kept[1]


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return plain data as canonical JSON in UTF-8."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal(quote: Quote) -> str:
    """Return the SHA-256 of the public data of a quote, as printed; of a restored one, that of its data."""
    return hashlib.sha256(extract(quote)).hexdigest()


def public(quote: Quote) -> dict[str, Any]:
    """Return what a customer may see of a quote, as plain data."""
    if DATA in quote.extra:
        restored: dict[str, Any] = json.loads(quote.extra[DATA])
        return restored
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
            "accent": quote.accent,
            "logo": quote.logo,
            "signing": quote.signing,
            "order": quote.order,
            "control": {name: quote.extra[name] for name in RECORD if name in quote.extra},
            **_priced(quote),
            "options": [_option(each) for each in quote.options],
        }
    )
    return found


def _priced(quote: Quote) -> dict[str, Any]:
    """Return what is offered, what it costs, and how that came about."""
    return {
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
        "terms": [
            {"id": each.id, "heading": each.heading, "text": each.text, "said": _said(each.said)}
            for each in quote.terms
        ],
        "phases": [_fields(each, "name weeks activities") for each in quote.phases],
        "tax": _said(quote.tax),
        "assumptions": [_said(each) for each in quote.assumptions],
        "notes": list(quote.notes),
        "usage_rates": list(quote.usage_rates),
        "use_limits": list(quote.use_limits),
        "derivation": derivation(quote),
    }


def _fields(record: Any, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


def _said(sentence: str | Said | None) -> Any:
    """Return a sentence: as it is written, or, where the engine makes it, which one it is and what is filled in."""
    if sentence is None or isinstance(sentence, str):
        return sentence
    return _fields(sentence, "id text values")


def _person(person: Person | None) -> dict[str, Any] | None:
    return _fields(person, "name title email phone") if person is not None else None


def _party(party: Party) -> dict[str, Any]:
    contacts = [_person(each) for each in party.contacts]
    return _fields(party, "name address language email website") | {"contacts": contacts}


def _line(line: QuoteLine) -> dict[str, Any]:
    """Return a line; without any price where the seller hides it."""
    names = (
        "line sku charge name charge_name description note kind model period unit quantity committed optional recurring"
    )
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
        step = public_step(each.code, quote)
        one: dict[str, Any] = {"step": step, "amount": each.amount}
        if step != ADJUSTMENT:
            one["title"] = each.title
        if each.percent is not None and (step in OWN_PERCENT or step == OTHER):
            one["percent"] = each.percent
        if step == ADJUSTMENT and found and found[-1]["step"] == ADJUSTMENT:
            found[-1]["amount"] += each.amount
        else:
            found.append(one)
    return found


def _option(option: Option) -> dict[str, Any]:
    """Return an alternative, with what it costs."""
    return _fields(option, "name recommended note") | {
        "deal_digest": option.quote.deal_digest,
        "priced": _priced(option.quote),
    }
