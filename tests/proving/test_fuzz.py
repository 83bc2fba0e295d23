"""Random deals against invariants: a broken one is found and made small, one that holds is not."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.proving.fuzz import fuzz, shrunk
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.toml import toml_text
from tests.quoting.shop import charge, product

TODAY = date(2026, 11, 21)


def declared(*invariants: dict[str, Any]) -> Catalog:
    return Catalog.validate(
        {
            "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
            "products": {f"p{n}": product(charge("flat", price=1000)) for n in range(4)},
            "rules": {
                "bundle": {"tiers": [{"from": 3, "percent": 20}]},
                "term": {"tiers": [{"from": 36, "percent": 10}]},
            },
            "invariants": list(invariants),
        }
    )


@pytest.mark.parametrize("name", ["stellar-logic", "ai-control-plane", "sippar"])
def test_no_invariant_of_a_shipped_catalog_is_broken(name: str) -> None:
    found = fuzz(load_catalog(name), deals=400, seed=3, today=TODAY)
    assert found.breaches == ()
    assert found.priced > 200


def test_a_broken_invariant_gives_the_smallest_deal() -> None:
    catalog = declared({"id": "cap", "measure": "discount", "op": "at_most", "value": 27})
    (breach,) = fuzz(catalog, deals=500, seed=1, today=TODAY).breaches
    assert breach.words == "discount is 28, and has to be at most 27"
    assert len(breach.deal["lines"]) == 3  # the fewest products that earn the bundle
    assert breach.deal["months"] == 36  # the shortest term that earns the rest
    assert set(breach.deal) == {"catalog", "start", "months", "customer", "lines"}


def test_an_invariant_that_holds_is_not_reported() -> None:
    catalog = declared({"id": "cap", "measure": "discount", "op": "at_most", "value": 28})
    assert fuzz(catalog, deals=500, seed=1, today=TODAY).breaches == ()


def test_the_same_seed_makes_the_same_search() -> None:
    catalog = declared({"id": "size", "measure": "net", "op": "below", "value": 9000})
    assert fuzz(catalog, deals=100, seed=5, today=TODAY) == fuzz(catalog, deals=100, seed=5, today=TODAY)


def test_what_was_found_can_be_written_and_priced() -> None:
    catalog = declared({"id": "size", "measure": "net", "op": "below", "value": 3000})
    (breach,) = fuzz(catalog, deals=200, seed=1, today=TODAY).breaches
    data = tomllib.loads(toml_text(breach.deal), parse_float=Decimal)
    assert price(Deal.validate(data), catalog, today=TODAY).totals.net >= 3000


def test_shrinking_ends_at_the_smallest_quantity() -> None:
    data = {"lines": [{"sku": "a", "quantity": 977}], "months": 12, "customer": {"name": "Example"}}
    small = shrunk(data, lambda each: "broken" if each["lines"][0].get("quantity", 1) >= 100 else None)
    assert small["lines"] == [{"sku": "a", "quantity": 100}]
