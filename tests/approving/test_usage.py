"""Discounts on usage, which no total has in it, are measured with what they can come to."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from tests.approving.shop import PRODUCTS, catalog, deal, needs

CALLS = {"id": "calls", "period": "month", "unit": "call", "usage": True}
PLAIN = CALLS | {"model": "per_unit", "price": D("0.50")}
INCLUDED = CALLS | {"model": "graduated", "tiers": [{"up_to": 1000, "rate": 0}, {"rate": D("0.50")}]}
CHEAPER = CALLS | {"model": "volume", "tiers": [{"up_to": 1000, "rate": 1}, {"rate": D("0.10")}]}
LOOSE = {"charges": ["usage"]}


def measured(measure: str, charge: dict[str, Any], used: Any, line: Any = None, **fields: Any) -> Any:
    """The value of a measure for a year of some calls, beside 100 suites."""
    api = {"name": "API", "kind": "usage", "family": "usage", "charges": [charge]}
    rule = {"measure": measure, "op": "above", "value": 0}
    at = catalog(rule, products=PRODUCTS | {"api": api}, rules=fields.pop("rules", {}))
    of = deal({"sku": "suite", "quantity": 100}, {"sku": "api", "quantity": used} | (line or {}), **fields)
    return needs(of, at).ruling("r1").conditions[0]


@pytest.mark.parametrize("measure", ["usage_discount", "asked_usage_discount"])
def test_a_discount_on_usage_is_measured_though_nothing_is_committed(measure: str) -> None:
    found = measured(measure, PLAIN, 1000, discounts=[{"percent": 90, "applies_to": LOOSE}])
    assert (found.value, found.of, found.passed) == (D(90), "line 2, api calls", True)


def test_a_discount_on_committed_charges_is_none_on_usage() -> None:
    assert measured("usage_discount", PLAIN, 1000, discounts=[{"percent": 20}]).value == 0
    assert measured("discount", PLAIN, 1000, discounts=[{"percent": 90, "applies_to": LOOSE}]).value == 0


@pytest.mark.parametrize(
    ("charge", "used", "asked", "value"),
    [
        (PLAIN, 1000, "0.05", D(90)),  # 1 - 0.05 / 0.50
        (PLAIN, 0, "0.05", D(90)),  # nothing is estimated, and the price is promised all the same
        # 500 calls are inside the 1,000 included: nothing at list; of many calls each costs 0.50
        (INCLUDED, 500, "0.05", D(90)),
        # fair at 5,000 calls, where list is 0.10; at 1,000 list is 1.00
        (CHEAPER, 5000, "0.10", D(90)),
        (CHEAPER, 5000, "1", D(0)),
    ],
)
def test_a_unit_price_is_measured_at_the_volume_where_it_takes_off_most(
    charge: dict[str, Any], used: int, asked: str, value: D
) -> None:
    line = {"discount": {"unit_price": D(asked)}}
    assert measured("usage_discount", charge, used, line).value == value
    assert measured("asked_usage_discount", charge, used, line).value == value


@pytest.mark.parametrize("used", [0, 1000])
def test_a_percentage_counts_where_the_stated_volume_costs_nothing(used: int) -> None:
    asks = [{"percent": 50, "applies_to": LOOSE}, {"percent": 40, "applies_to": LOOSE}]
    assert measured("usage_discount", INCLUDED, used, discounts=asks).value == 70  # 1 - 0.5 × 0.6
    capped = measured("usage_discount", INCLUDED, used, discounts=asks, rules={"negotiated": {"cap": 30}})
    assert capped.value == 30


def test_rounding_hides_no_percentage_and_makes_none() -> None:
    # 40 % of a cent rounds to nothing; 15 % of 3.50 is 0.525, rounded 0.53, which is 15.14 % and no more than 15 %
    cent = PLAIN | {"price": D("0.01")}
    assert measured("usage_discount", cent, 1, discounts=[{"percent": 40, "applies_to": LOOSE}]).value == 40
    rules = {"promotion": {"codes": [{"code": "MAY", "percent": 15}], "applies_to": LOOSE}}
    by_rule = measured("usage_discount", PLAIN, 7, promotions=["MAY"], rules=rules)
    assert (by_rule.value, by_rule.passed) == (15, True)  # of a limit of 0


def test_a_floor_of_usage_is_in_its_discount() -> None:
    floored = PLAIN | {"floor": D("0.30")}
    found = measured("usage_discount", floored, 1000, discounts=[{"percent": 90, "applies_to": LOOSE}])
    assert found.value == pytest.approx(D(40), abs=D("0.01"))  # 0.30 of 0.50 is left
    assert measured("usage_discount", floored, 1000, {"discount": {"unit_price": D("0.05")}}).value == 40


def test_what_a_rule_gives_is_not_what_the_seller_asks_for() -> None:
    rules = {"promotion": {"codes": [{"code": "MAY", "percent": 20}], "applies_to": LOOSE}}
    asks: dict[str, Any] = {
        "promotions": ["MAY"], "discounts": [{"percent": 10, "applies_to": LOOSE}], "rules": rules,
    }  # fmt: skip
    # 500 less 100, less 40
    assert measured("usage_discount", PLAIN, 1000, **asks).value == 28
    assert measured("asked_usage_discount", PLAIN, 1000, **asks).value == 8
    assert measured("promotion_discount", PLAIN, 1000, **asks).value == 20


def test_usage_that_is_optional_counts_as_if_it_were_taken() -> None:
    line = {"optional": True, "discount": {"unit_price": D("0.05")}}
    found = measured("usage_discount", PLAIN, 1000, line)
    assert (found.value, found.besides) == (D(90), "with line 2, api, which is optional")
    estimate = measured("usage_estimate", PLAIN, 1000, {"optional": True})
    assert estimate.value == 6000  # 1,000 × 0.50 a month


def test_the_margin_of_usage_is_known_where_its_cost_is() -> None:
    cost = PLAIN | {"cost": D("0.20")}
    line = {"discount": {"unit_price": D("0.25")}}
    assert measured("usage_margin", cost, 1000, line).value == 20  # (0.25 - 0.20) / 0.25
    assert measured("usage_margin", PLAIN, 1000).value is None


def test_nothing_is_taken_off_where_there_is_no_usage_and_no_range() -> None:
    rules = [
        {"measure": "usage_discount", "op": "above", "value": 0},
        {"measure": "range_position", "op": "below", "value": 50},
    ]
    found = needs(deal(), catalog(*rules)).rulings
    assert [(each.state, each.conditions[0].value) for each in found] == [("quiet", D(0)), ("quiet", D(100))]
    assert measured("usage_discount", INCLUDED, 500).value == 0


def test_what_is_optional_is_in_the_yearly_figures_too() -> None:
    gift = {"sku": "data", "optional": True}
    at = catalog({"measure": "acv", "op": "above", "value": 1}, {"measure": "arr", "op": "above", "value": 10_000})
    found = [each.conditions[0] for each in needs(deal({"sku": "suite", "quantity": 100}, gift), at).rulings]
    # 10,000 a year of suites and 5,000 of data
    assert found[1].value == 15_000
    assert found[1].besides == "with line 2, data, which is optional"


def test_a_discount_of_the_first_year_is_seen_though_the_term_evens_it_out() -> None:
    ramp = [{"year": 1, "discount": 60}, {"year": 2, "discount": 0}]
    lines = [{"sku": "suite", "quantity": 100, "ramp": ramp}]
    at = catalog(
        {"measure": "discount", "op": "above", "value": 20}, {"measure": "period_discount", "op": "above", "value": 20}
    )
    found = [(each.state, each.conditions[0].value) for each in needs(deal(*lines, months=36), at).rulings]
    assert found == [("quiet", D(20)), ("fires", D(60))]
