"""Every key of a deal, with another value: what a seller can give with it, or that it gives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal as D
from functools import cache
from typing import Any, get_args, get_type_hints

from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import deal_of
from dealdesk.record import Record

START = date(2027, 1, 1)


def charge(name: str, period: str, model: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "period": period, "model": model} | more


def product(family: str, *charges: dict[str, Any], kind: str = "plugin") -> dict[str, Any]:
    return {"name": family.title(), "kind": kind, "family": family, "charges": list(charges)}


def price(dollars: str) -> dict[str, D]:
    return {"USD": D(dollars), "EUR": D(dollars) * D("0.8")}


PRODUCTS: dict[str, Any] = {
    "suite": product(
        "software",
        charge("seats", "year", "per_unit", price=price("100"), cost=price("40")),
        charge("setup", "once", "flat", price=price("1000"), cost=price("500")),
        charge("calls", "month", "per_unit", price=price("0.5"), cost=price("0.2"), usage=True),
    ),
    "report": product(
        "data", charge("feed", "year", "range", cost=price("0"), **{"from": price("100"), "to": price("200")})
    ),
    "host": product(
        "hosting",
        charge(
            "zone", "year", "matrix", cost=price("0"), dimensions={"zone": ["near", "far"]},
            cells=[{"at": {"zone": "near"}, "price": price("900")}, {"at": {"zone": "far"}, "price": price("600")}],
        ),
    ),
    "calls": product(
        "usage", charge("calls", "month", "per_unit", price=price("0.5"), cost=price("0.2"), usage=True), kind="usage"
    ),
}  # fmt: skip

EVERY = {"charges": ["recurring", "once", "usage"]}
CATALOG: dict[str, Any] = {
    "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD", "currencies": ["EUR"]},
    "segments": {
        "small": {"name": "Small", "deal_size": {"metric": "tcv", "least": 1, "most": 2}},
        "big": {"name": "Big", "deal_size": {"metric": "tcv", "least": 10_000, "most": 10_000_000}},
    },
    "products": PRODUCTS,
    "rules": {
        "price_book": {
            "applies_to": EVERY,
            "entries": [
                {"name": "small", "segments": ["small"], "percent": 10},
                {"name": "east", "regions": ["east"], "percent": 5},
            ],
        },
        "commitment": {"tiers": [{"from": 100, "percent": 10}], "overage": "list"},
        "partner": {"applies_to": EVERY, "tiers": [{"tier": "gold", "percent": 10}]},
        "promotion": {"applies_to": EVERY, "codes": [{"code": "MAY", "percent": 10}]},
        "uplift": {"percent": 5, "compounding": "compound", "most": 50},
    },
    "renewal": {"percent": 5, "compounding": "compound"},
    "policy": {"approvals": [{"id": "all", "measure": "months", "op": "above", "value": 0, "approver": "CFO"}]},
}

SUITE = {"sku": "suite", "quantity": 100, "usage": {"calls": 1000}}
ORDER: dict[str, Any] = {
    "catalog": "shop",
    "customer": {"name": "Northwind", "segment": "big", "region": "west"},
    "start": START,
    "months": 36,
    "lines": [
        SUITE,
        {"sku": "report", "price": 150},
        {"sku": "host", "cell": {"zone": "near"}},
        {"sku": "calls", "quantity": 1000},
    ],
}
ASKED = ORDER | {
    "lines": [
        SUITE | {"discount": {"percent": 5}, "ramp": [{"year": 1}, {"year": 2, "quantity": 120}]},
        *ORDER["lines"][1:],
    ],
    "discounts": [{"percent": 5, "applies_to": {"charges": ["usage", "recurring"]}}],
    "free": {"months": 1, "extends_term": False},
    "uplift": {"percent": 5, "compounding": "compound", "most": 50},
    "renewal": {"percent": 5, "compounding": "compound", "cap": 20},
    "commitment": {"amount": 3000},
    "partner": {"name": "Reseller"},
}
PRICED = ORDER | {"lines": [{"sku": "report", "price": 150, "ramp": [{"year": 1}, {"year": 2, "price": 120}]}]}
AMENDED = ORDER | {
    "lines": [SUITE | {"was": 60, "held": {"seats": 5000}}],
    "amends": {"contract": "C-1", "from": date(2028, 1, 1), "credit": True},
}


def given_back(cost: int, *, quantity: int = 20, by: str = "A-1") -> dict[str, Any]:
    """100 units, 20 of them added at another price; 90 are left, and what was added last goes first."""
    added = [{"by": by, "quantity": quantity, "price": cost}]
    held = {"seats": [{"from": START, "price": 8000, "added": added}]}
    return {"lines": [SUITE | {"quantity": 90, "was": 100, "held": held}]}


RETURNED = AMENDED | given_back(1000)
STEPPED = AMENDED | {
    "lines": [SUITE | {"was": 60, "ramp": [{"year": 1}, {"year": 2, "quantity": 120, "was": 60}]}],
}  # fmt: skip
RENEWED = ORDER | {
    "months": 12,
    "lines": [SUITE | {"was": 100, "held": {"seats": 8000}}],
    "renews": {"contract": "C-1", "months": 12, "first": date(2026, 1, 1)},
    "renewal": {"percent": 5, "compounding": "simple"},
}
RULED = ORDER | {"renewal": {"percent": 5, "compounding": "compound"}}
BY_YEAR = RENEWED | {"renewal": RENEWED["renewal"] | {"per": "year"}}
LOCKED = RENEWED | {
    "renewal": RENEWED["renewal"] | {"lock_months": 24}, "renews": RENEWED["renews"] | {"first": date(2020, 1, 1)},
}  # fmt: skip
TO_AN_END = {key: each for key, each in ORDER.items() if key != "months"}
TOGETHER = TO_AN_END | {"co_term": {"contract": "C-1", "end": date(2029, 12, 31)}}

NONE: Any = object()
"""There is nothing to try: the key says nothing by itself, or is one of a list of transactions."""

CONTACT = {"name": "Ana"}

MET = ORDER | {"prepared_by": CONTACT, "customer": ORDER["customer"] | {"contacts": [CONTACT]}}

ALSO = {
    "amends.credit": {"lines": [SUITE | {"was": 60, "quantity": 40, "held": {"seats": 5000}}]},
    "lines.held.from": {"lines": [SUITE | {"was": 100, "held": {"seats": [{"from": START, "price": 100}]}}]},
    "lines.held.price": {"lines": [SUITE | {"was": 100, "held": {"seats": [{"from": START, "price": 100}]}}]},
    "lines.held.added": given_back(1800),
    "lines.held.added.price": given_back(1800),
    "lines.held.added.quantity": given_back(1000, quantity=5),
    "lines.held.added.by": given_back(1000, by="A-2"),
    "co_term": {"end": NONE, "co_term": {"contract": "C-1", "end": date(2030, 12, 31)}},
}
"""What else changes with a key that says nothing by itself."""

EDITS: dict[str, tuple[dict[str, Any], Any]] = {
    # what is bought
    "lines": (ORDER, ORDER["lines"][1:]),
    "lines.sku": (ORDER, "calls"),
    "lines.quantity": (ORDER, 200),
    "lines.quantity.count": (ORDER, NONE),
    "lines.quantity.value": (ORDER, NONE),
    "lines.charge": (ORDER | {"lines": [{"sku": "suite", "quantity": 100}]}, "seats"),
    "lines.usage": (ORDER, {"calls": 9000}),
    "lines.usage.count": (ORDER, NONE),
    "lines.usage.value": (ORDER, NONE),
    "lines.price": (ORDER, 100),
    "lines.cell": (ORDER, {"zone": "far"}),
    "lines.optional": (ORDER, True),
    "lines.start": (ORDER, date(2028, 1, 1)),
    "months": (ORDER, 48),
    "end": (TO_AN_END | {"end": date(2029, 12, 31)}, date(2030, 12, 31)),
    "co_term": (TO_AN_END | {"end": date(2029, 12, 31)}, NONE),
    "co_term.end": (TOGETHER, date(2030, 12, 31)),
    "customer.currency": (ORDER, "EUR"),
    # what is asked for
    "lines.discount": (ORDER, 30),
    "lines.discount.percent": (ORDER, 30),
    "lines.discount.amount": (ORDER, 3000),
    "lines.discount.unit_price": (ORDER, D("0.05")),
    "lines.ramp": (ORDER, [{"year": 1, "discount": 30}]),
    "lines.ramp.year": (ASKED, 3),
    "lines.ramp.month": (ASKED, 7),
    "lines.ramp.quantity": (ASKED, 300),
    "lines.ramp.usage": (ASKED, {"calls": 9000}),
    "lines.ramp.usage.count": (ASKED, NONE),
    "lines.ramp.usage.value": (ASKED, NONE),
    "lines.ramp.price": (PRICED, 100),
    "lines.ramp.discount": (ASKED, 60),
    "lines.was": (AMENDED, 90),
    "lines.ramp.was": (STEPPED, 90),
    "lines.held": (RENEWED, {"seats": 100}),
    "lines.held.from": (RENEWED, NONE),
    "lines.held.price": (RENEWED, NONE),
    **{f"lines.held.added{key}": (RETURNED, NONE) for key in ("", ".price", ".quantity", ".by")},
    "discounts": (ORDER, [{"percent": 30}]),
    "discounts.percent": (ASKED, 40),
    "discounts.amount": (ORDER, 5000),
    "discounts.target_total": (ORDER, 30_000),
    "discounts.applies_to": (ORDER | {"discounts": [{"percent": 50}]}, {"charges": ["usage"]}),
    "discounts.applies_to.skus": (ASKED, ["calls"]),
    "discounts.applies_to.families": (ASKED, ["usage"]),
    "discounts.applies_to.kinds": (ORDER | {"discounts": [{"percent": 50, "applies_to": EVERY}]}, ["usage"]),
    "discounts.applies_to.charges": (ORDER | {"discounts": [{"percent": 50}]}, ["usage"]),
    # what a rule gives for a word
    "promotions": (ORDER, ["MAY"]),
    "partner": (ORDER, {"name": "Reseller", "tier": "gold"}),
    "partner.tier": (ASKED, "gold"),
    "customer.segment": (ORDER, "small"),
    "customer.region": (ORDER, "east"),
    "issued": (ORDER, date(2026, 11, 1)),
    "commitment": (ORDER, {"amount": 5000}),
    "commitment.amount": (ASKED, 30_000),
    "commitment.quantity": (ORDER, {"calls/calls": 1000}),
    # time
    "start": (ORDER, date(2027, 6, 1)),
    "billing": (ORDER, "monthly"),
    "in_arrears": (ORDER, True),
    "proration": (ORDER | {"months": 35}, "months_up"),
    "free": (ORDER, {"months": 3, "extends_term": False}),
    "free.months": (ASKED, 6),
    "free.first": (ASKED, 20),
    "free.extends_term": (ASKED, True),
    "uplift": (ORDER, {"percent": 1, "compounding": "simple", "most": 2}),
    "uplift.percent": (ASKED, 1),
    "uplift.compounding": (ASKED, "simple"),
    "uplift.base": (ASKED, "list"),
    "uplift.most": (ASKED, 1),
    "uplift.from_year": (ASKED, 3),
    "valid_days": (ORDER, 300),
    # what comes after
    "renewal": (ORDER, {"percent": 1, "compounding": "compound"}),
    "renewal.percent": (ASKED, 1),
    "renewal.base": (RULED, "list"),
    "renewal.compounding": (RULED, "simple"),
    "renewal.per": (RULED, "year"),
    "renewal.cap": (ASKED, 1),
    "renewal.lock_months": (ASKED, 60),
    "renewal.added_units": (ASKED, "locked"),
    "renewal.illustrative": (ASKED, NONE),
    "renewal.note": (ASKED, NONE),
    "amends": (AMENDED, {"contract": "C-1", "from": date(2028, 1, 1), "credit": True, "added_units": "locked"}),
    "amends.from": (AMENDED, date(2029, 1, 1)),
    "amends.added_units": (AMENDED, "locked"),
    "amends.credit": (AMENDED | {"amends": {"contract": "C-1", "from": date(2028, 1, 1)}}, True),
    "renews": (BY_YEAR, RENEWED["renews"] | {"months": 3}),
    "renews.months": (BY_YEAR, 3),
    "renews.number": (RENEWED, 9),
    "renews.first": (LOCKED, date(2026, 1, 1)),
    # words
    "terms": (ORDER, {"agreement": "Theirs"}),
    "terms.payment_days": (ORDER, 90),
    "terms.renewal_cap": (ORDER, 1),
    **{
        f"terms.{key}": (ORDER, "Another promise")
        for key in (
            "payment",
            "renewal",
            "added_units",
            "overage",
            "support",
            "agreement",
            "precedence",
            "use_limits",
            "sla",
            "pilot",
            "services",
            "tax",
        )
    },
    "notes": (ORDER, ["Leave any day"]),
    "lines.note": (ORDER, "Leave any day"),
    "options.note": (ORDER | {"options": [{"name": "Short", "months": 12}]}, "Leave any day"),
    "options": (ORDER, [{"name": "Cheap", "discounts": [{"percent": 50}]}]),
    "economics": (ORDER, {"gross_margin": 99}),
    **{f"economics.{key}": (ORDER, 9) for key in ("cac", "infrastructure_cost", "gross_margin", "churn_percent")},
    # no price and no promise
    "catalog": (ORDER, "./shop.toml"),
    "number": (ORDER, "Q-1"),
    "revision": (ORDER, 7),
    "title": (ORDER, "Another title"),
    "customer": (ORDER, ORDER["customer"] | {"industry": "Ships"}),
    "customer.name": (ORDER, "Southwind"),
    "customer.industry": (ORDER, "Ships"),
    "customer.language": (ORDER, "de"),
    "customer.address": (ORDER, ["Harbour 1"]),
    "customer.contacts": (ORDER, [CONTACT]),
    "prepared_by": (ORDER, CONTACT),
    **{
        f"{who}.{key}": (MET, "Ben")
        for who in ("customer.contacts", "prepared_by")
        for key in ("name", "title", "email", "phone")
    },
    "lines.hide_price": (ORDER, True),
    "lines.discount.reason": (ASKED, "Reference customer"),
    "discounts.reason": (ASKED, "Reference customer"),
    "partner.name": (ASKED, "Another"),
    "co_term.contract": (TOGETHER, "C-2"),
    "amends.contract": (AMENDED, "C-2"),
    "renews.contract": (RENEWED, "C-2"),
    "order": (ORDER, {"number": "PO-7"}),
    "order.number": (ORDER, "PO-7"),
    "order.invoice_email": (ORDER, "bills@example.com"),
    "order.bill_to": (ORDER, ["Northwind", "Harbour 1"]),
    "order.effective": (ORDER, date(2026, 12, 15)),
    "hide_prices": (ORDER, True),
    "signing": (ORDER, "docusign"),
    "options.name": (ORDER | {"options": [{"name": "Short", "months": 12}]}, "Brief"),
    "options.recommended": (ORDER | {"options": [{"name": "Short", "months": 12}]}, True),
}
"""Each key of a deal, with a deal and the value that it gets; NONE for what says nothing by itself."""

AT = {
    "lines.price": 1, "lines.cell": 2, "lines.discount.unit_price": 3, "lines.optional": 2,
}  # fmt: skip
"""The line that is changed, where that is not the first."""


@cache
def catalog() -> Catalog:
    return Catalog.validate(CATALOG)


def keys(cls: type[Record] = Deal, before: str = "") -> Iterator[str]:
    """Yield every key that a deal can have, dotted; what an option says anew is the deal's, and comes once."""
    hints = get_type_hints(cls)
    for name in cls.fields():
        path = before + name.rstrip("_")
        if before == "options." and name in Deal.fields():
            continue
        yield path
        for inner in _records(hints[name]):
            yield from keys(inner, f"{path}.")


def _records(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for each in get_args(annotation):
        yield from _records(each)


def edited(path: str) -> tuple[Deal, Deal]:
    """Return a deal, and the same with another value of one key."""
    base, value = EDITS[path]
    changed = deepcopy(base)
    at: Any = changed
    *ways, last = path.split(".")
    for key in ways:
        if key == "discount" and not isinstance(at.get(key), dict):
            at[key] = {}
        at = at.setdefault(key, [{}] if key in ("discounts", "options") else {})
        if isinstance(at, list):
            at = at[AT.get(path, 0) if key == "lines" else -1]
    if last in ONE_OF:
        for other in ONE_OF:
            at.pop(other, None)
    at[last] = value
    changed |= ALSO.get(path, {})
    return deal_of(base), deal_of({key: each for key, each in changed.items() if each is not NONE})


ONE_OF = ("percent", "amount", "unit_price", "target_total", "year", "month")
"""Keys of which a table has one."""
