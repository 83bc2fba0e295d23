"""What a product requires, what it is sold with, and in which quantities."""

from decimal import Decimal
from typing import Any

import pytest

from dealdesk.catalog.check import check
from dealdesk.errors import DealError
from tests.quoting.shop import catalog, charge, deal, product, quote

D = Decimal
PRICE = charge("per_unit", price=10)


def shop(**more: Any) -> Any:
    return catalog({"base": product(PRICE), "sso": product(PRICE), "audit": product(PRICE, **more)})


def refused(at: Any, *lines: Any, **said: Any) -> str:
    with pytest.raises(DealError) as wrong:
        quote(deal(*lines, **said), at)
    return str(wrong.value)


def test_a_product_needs_all_that_it_requires() -> None:
    at = shop(requires=["base", "sso"])
    assert quote(deal("base", "sso", "audit"), at).totals.net == 30
    told = refused(at, "base", "audit")
    assert "audit is sold only together with sso" in told
    assert "allowed: with all of: base, sso" in told
    assert 'hint: add a line: sku = "sso"' in told


@pytest.mark.parametrize("key", ["requires", "available_for"])
def test_what_is_bought_cannot_depend_on_what_is_optional(key: str) -> None:
    at = shop(**{key: ["sso"]})
    optional = {"sku": "sso", "optional": True}
    assert "audit is sold only together with" in refused(at, "base", optional, "audit")
    assert quote(deal("base", optional, {"sku": "audit", "optional": True}), at).totals.net == 10
    assert quote(deal("sso", {"sku": "audit", "optional": True}), at).totals.net == 10


def test_each_option_of_a_deal_is_held_to_it() -> None:
    at = shop(requires=["sso"])
    options = [{"name": "Small", "lines": [{"sku": "audit"}]}]
    assert "audit is sold only together with sso" in refused(at, "sso", "audit", options=options)


@pytest.mark.parametrize(
    ("sold_in", "right", "wrong", "allowed"),
    [
        ({"least": 5}, (5, 6), (4, 0), "5 or more"),
        ({"most": 3}, (1, 3), (4,), "1 to 3"),
        ({"least": 5, "most": 20, "step": 5}, (5, 20), (7, 25), "5 to 20, in steps of 5 from 5"),
        ({"least": 1, "step": D("0.5")}, (1, D("1.5")), (D("1.2"),), "1 or more, in steps of 0.5 from 1"),
    ],
)
def test_a_product_is_sold_in_its_quantities(sold_in: Any, right: Any, wrong: Any, allowed: str) -> None:
    at = shop(quantity=sold_in)
    for quantity in right:
        assert quote(deal({"sku": "audit", "quantity": quantity}), at).totals.net == quantity * 10
    for quantity in wrong:
        told = refused(at, {"sku": "audit", "quantity": quantity})
        assert f"lines.0.quantity: audit is not sold in a quantity of {quantity}" in told
        assert f"allowed: {allowed}" in told


def test_a_ramp_keeps_to_the_quantities_and_may_start_with_none() -> None:
    at = shop(quantity={"least": 5})
    first = {"month": 1, "quantity": 0}
    line = {"sku": "audit", "ramp": [first, {"month": 7, "quantity": 5}]}
    assert quote(deal(line), at).totals.net > 0
    told = refused(at, {"sku": "audit", "ramp": [first, {"month": 7, "quantity": 4}]})
    assert "lines.0.ramp.1.quantity: audit is not sold in a quantity of 4" in told


def test_a_catalog_must_be_able_to_sell_what_it_requires() -> None:
    assert [each.message for each in check(shop(requires=["audit"]))] == ["audit requires itself"]
    assert [each.message for each in check(shop(requires=["sso"], excludes=["sso"]))] == [
        "audit requires sso, and excludes it"
    ]
    assert "there is no product ssso" in check(shop(requires=["ssso"]))[0].message
    limits = {"seats": {"name": "Seats", "entitlements": ["boards"]}}
    assert "there is no entitlement boards" in check(shop(limits=limits))[0].message
