"""A shop with a policy, and deals of it: what the tests of approvals judge."""

from __future__ import annotations

from typing import Any

from dealdesk.approving import Requirements, required
from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from tests.quoting.shop import START, TODAY

PRODUCTS: dict[str, Any] = {
    "suite": {
        "name": "Suite",
        "kind": "plugin",
        "family": "software",
        "charges": [{"id": "seats", "period": "year", "unit": "seat", "model": "per_unit", "price": 100, "cost": 40}],
    },
    "data": {
        "name": "Data",
        "kind": "plugin",
        "family": "data",
        "charges": [{"id": "feed", "period": "year", "model": "flat", "price": 5000, "floor": 3000}],
    },
}


def catalog(
    *approvals: dict[str, Any],
    guardrails: dict[str, Any] | None = None,
    products: dict[str, Any] | None = None,
    **tables: Any,
) -> Catalog:
    """A catalog with these rules of approval, named `r1`, `r2`, …; each asks the CFO, unless it says otherwise."""
    named = [
        {"id": f"r{n}"} | ({} if "approvers" in each else {"approver": "CFO"}) | each
        for n, each in enumerate(approvals, 1)
    ]
    head = {"id": "shop", "name": "Shop", "version": "1", "currency": "USD", "currencies": ["EUR"]}
    data = {"catalog": head, "products": products or PRODUCTS, **tables}
    return Catalog.validate(data | {"policy": {"approvals": named, "guardrails": guardrails or {}}})


def deal(*lines: Any, **fields: Any) -> Deal:
    """A deal of one year with 100 suites (10,000 a year), unless it says otherwise."""
    said: dict[str, Any] = {"catalog": "shop", "customer": {"name": "Northwind"}, "start": START, "months": 12}
    made: Deal = deal_of(said | fields | {"lines": list(lines) or [{"sku": "suite", "quantity": 100}]})
    return made


def needs(of: Deal, at: Catalog) -> Requirements:
    """What a deal needs."""
    return required(price(of, at, today=TODAY), of, at)


def state(of: Deal, rule: dict[str, Any], **tables: Any) -> str:
    """What one rule says of a deal."""
    return needs(of, catalog(rule, **tables)).ruling("r1").state
