"""What an approval binds besides the figures of the whole quote: options, rates, terms, and what rules measured."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.approving import Decision, Standing, digest_of, envelope_of, required, rules_of, seen_by, standing
from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from tests.approving.shop import PRODUCTS, catalog, deal, needs
from tests.quoting.shop import TODAY

ALWAYS = {"measure": "months", "op": "above", "value": 0}
CALLS = {"id": "calls", "period": "month", "unit": "call", "usage": True, "model": "per_unit", "price": D("0.50")}


def after(was: Deal, now: Deal, at: Catalog, then: Catalog | None = None) -> Standing:
    """Where an approval of a deal stands when it is another, or priced from another catalog."""
    before, quote = price(was, at, today=TODAY), price(now, then or at, today=TODAY)
    of = required(before, was, at)
    made = Decision(
        "CFO", "ana", "approved", "2026", of.digest, envelope_of(before, at.policy.envelope), rules_of("CFO", of),
        seen=seen_by("CFO", of, at.policy.envelope), agreed=of.agreed,
    )  # fmt: skip
    assert Decision.from_json(made.to_json()) == made
    return standing(required(quote, now, then or at), [Decision.from_json(made.to_json())], quote, before)


def why(found: Standing) -> list[str]:
    return [str(each) for _, reasons in found.voided for each in reasons]


def offer(**option: Any) -> Deal:
    return deal(options=[{"name": "Big"} | option])


def test_the_value_of_an_option_is_bound_like_that_of_the_deal() -> None:
    one, two = (offer(lines=[{"sku": "suite", "quantity": count}]) for count in (200, 300))
    found = why(after(one, two, catalog(ALWAYS)))
    range_ = "USD 18,000.00 to USD 22,000.00"
    assert found == [
        f"option Big: the contract value is USD 30,000.00; approved USD 20,000.00, allowed {range_}",
    ]
    near = offer(lines=[{"sku": "suite", "quantity": 210}])
    assert after(one, near, catalog(ALWAYS)).approved


def test_the_terms_of_an_option_are_bound() -> None:
    found = why(after(offer(months=12), offer(months=12, billing="monthly"), catalog(ALWAYS)))
    assert found == [
        "the term billing of option Big is Billing: Monthly in advance; approved not there, allowed as approved"
    ]


def test_rates_of_usage_are_bound_though_no_usage_is_stated() -> None:
    def at(rate: str) -> Catalog:
        suite = PRODUCTS["suite"] | {"charges": [*PRODUCTS["suite"]["charges"], CALLS | {"price": D(rate)}]}
        return catalog(ALWAYS, products={"suite": suite})

    dear, cheap = at("0.50"), at("0.05")
    assert digest_of(price(deal(), dear, today=TODAY)) != digest_of(price(deal(), cheap, today=TODAY))
    found = why(after(deal(), deal(), dear, cheap))
    assert found == ["the rates of suite/calls is 0.05; approved 0.5, allowed as approved"]


def test_what_follows_the_contract_value_has_its_room() -> None:
    rule = {"measure": "cac_payback", "op": "above", "value": 12}
    economics = {"cac": 8000, "gross_margin": 60}
    was, less, much_less = (deal({"sku": "suite", "quantity": n}, economics=economics) for n in (100, 95, 90))
    # 8,000 × 12 / (10,000 × 60 %) = 16 months; of 9,500: 16.84, of 9,000: 17.78; the room is 10 %, up to 17.6
    assert after(was, less, catalog(rule)).approved
    assert why(after(was, much_less, catalog(rule))) == [
        "what r1 measures, CAC payback, is 17.7778 months; approved 16 months, allowed at most 17.6 months"
    ]


def test_economics_that_the_deal_states_better_than_approved_are_told_where_a_rule_looks_at_them() -> None:
    rule = {"measure": "own_economics", "op": "above", "value": 0}
    was, now = deal(economics={"cac": 8000}), deal(economics={"cac": 8000, "gross_margin": 99})
    assert why(after(was, now, catalog(rule))) == [
        "what r1 measures, economics of its own, is 2; approved 1, allowed at most 1"
    ]


def test_free_months_are_no_discount_of_a_part_of_the_term() -> None:
    at = catalog({"measure": "period_discount", "op": "above", "value": 5})
    free = {"months": 3, "extends_term": False}
    found = needs(deal(free=free, discounts=[{"percent": 10}]), at).ruling("r1").conditions[0]
    assert found.value == 10


@pytest.mark.parametrize(
    ("uplift", "value"),
    [
        ({"compounding": "compound", "most": 50}, "10.25"),  # 1.05² - 1 in the third year
        ({"compounding": "simple", "most": 50}, "10"),
        ({"compounding": "compound", "most": 8}, "8"),
        ({"compounding": "compound", "most": 50, "from_year": 3}, "5"),
    ],
)
def test_an_uplift_is_what_it_comes_to(uplift: dict[str, Any], value: str) -> None:
    at = catalog({"measure": "uplift_in_all", "op": "below", "value": 20})
    found = needs(deal(months=36, uplift={"percent": 5} | uplift), at).ruling("r1").conditions[0]
    assert found.value == D(value)
