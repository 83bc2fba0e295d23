"""What a seller asks for: how each ask is met, and that none is silently left out."""

from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from dealdesk.quoting.quote import Quote
from tests.quoting.shop import buy, catalog, charge, deal, moved, product, quote

D = Decimal
FLAT = charge("flat", price=1000)
CALLS = {"id": "calls", "period": "month", "model": "per_unit", "price": 1, "usage": True}


def shop(**more: Any) -> Any:
    return catalog(
        {
            "a": product(charge("flat", price=100)),
            "b": product(charge("flat", price=100)),
            "c": product(charge("flat", price=100)),
            "both": product({"id": "fee", "period": "year", "model": "flat", "price": 1000}, CALLS),
            "usage-first": product(CALLS, {"id": "fee", "period": "year", "model": "flat", "price": 1000}),
            "meter": product(CALLS, kind="usage"),
            "fixed": product(FLAT, discountable=False),
            "support": product(charge("percent_of", rate=D("0.1"), of=["a"])),
        },
        **more,
    )


def ask(*lines: Any, **fields: Any) -> Quote:
    return quote(deal(*lines, **fields), shop())


# ---- percentages and unit prices -------------------------------------------------------------------------


def test_percentages_are_taken_one_after_the_other() -> None:
    line = buy(FLAT, line={"discount": 10}, discounts=[{"percent": 10}, {"percent": 50}])
    # 1,000 → 900 → 810 → 405
    assert [move.amount for move in line.moves] == [D("1000.00"), D("-100.00"), D("-90.00"), D("-405.00")]


def test_a_unit_price_replaces_what_the_rules_have_left() -> None:
    line = buy(
        charge("per_unit", price=10), 7, {"term": {"tiers": [{"from": 1, "percent": 50}]}},
        line={"discount": {"unit_price": D("6.005")}},
    )  # fmt: skip
    # 7 × 6.005 = 42.035 → 42.04, whatever the term would have given: 35.00
    assert (moved(line, "negotiated"), line.net) == (D("7.04"), D("42.04"))


def test_a_percentage_comes_off_the_unit_price_that_was_asked_for() -> None:
    line = buy(charge("per_unit", price=100), 1, line={"discount": {"unit_price": 80}}, discounts=[{"percent": 10}])
    assert line.net == D("72.00")  # 80 less 10 % of 80; 10 % of the list price would leave 70


def test_a_cap_holds_for_unit_prices_and_percentages_together() -> None:
    rules = {"negotiated": {"cap": 20}}
    per_unit = charge("per_unit", price=100)
    assert buy(per_unit, 1, rules, line={"discount": {"unit_price": 0}}).net == D("80.00")
    assert buy(per_unit, 1, rules, line={"discount": {"unit_price": 90}}, discounts=[{"percent": 50}]).net == D(80)
    assert buy(per_unit, 1, rules, line={"discount": {"unit_price": 85}}).net == D("85.00")


def test_a_percentage_for_the_deal_leaves_usage_and_shares_alone() -> None:
    made = ask("a", "support", {"sku": "meter", "quantity": 50}, discounts=[{"percent": 10}])
    # 100 less 10; the share is 10 % of 90; 50 × 12 of usage as listed
    assert [line.net for line in made.lines] == [D("90.00"), D("9.00"), D("600.00")]


def test_a_percentage_can_be_for_usage_alone() -> None:
    made = ask("a", {"sku": "meter", "quantity": 50}, discounts=[{"percent": 10, "applies_to": {"charges": ["usage"]}}])
    assert [line.net for line in made.lines] == [D("100.00"), D("540.00")]


# ---- amounts and targets ---------------------------------------------------------------------------------


def test_an_amount_off_a_line_is_shared_out_over_its_charges_and_leaves_usage_alone() -> None:
    sold = product(
        {"id": "fee", "period": "year", "model": "flat", "price": 300},
        {"id": "setup", "period": "once", "model": "flat", "price": 100},
        CALLS,
    )
    made = quote(
        deal({"sku": "thing", "usage": {"calls": 5}, "discount": {"amount": D("40.01")}}), catalog({"thing": sold})
    )
    # three quarters and one quarter of 40.01: 30.0075 and 10.0025; the odd cent goes to the larger remainder
    assert [line.net for line in made.lines] == [D("269.99"), D("90.00"), D("60.00")]


@pytest.mark.parametrize("sku", ["both", "usage-first"])
def test_an_amount_off_a_line_does_not_depend_on_the_order_of_its_charges(sku: str) -> None:
    made = ask({"sku": sku, "usage": {"calls": 5}, "discount": {"amount": 100}})
    assert made.totals.net == D("900.00")


def test_an_amount_off_the_deal_goes_to_the_largest_remainder_and_of_equal_ones_to_the_earlier() -> None:
    made = ask("a", "b", "c", discounts=[{"amount": 10}])
    # a third of 10.00 is 3.33, and the cent that is left goes to the first
    assert [line.net for line in made.lines] == [D("96.66"), D("96.67"), D("96.67")]


def test_a_target_above_the_price_adds_to_it() -> None:
    made = ask("a", "b", discounts=[{"target_total": D("250.01")}])
    assert [line.net for line in made.lines] == [D("125.01"), D("125.00")]


def test_a_target_has_the_usage_commitment_in_it() -> None:
    at = shop(rules={"commitment": {"tiers": [{"from": 0, "percent": 0}], "overage": "list"}})
    fields: dict[str, Any] = {"months": 24, "commitment": {"amount": 500}}
    made = quote(deal("a", **fields, discounts=[{"target_total": 1150}]), at)
    # 2 × 500 are committed, which leaves 150 for the line
    assert (made.totals.net, made.lines[0].net) == (D("1150.00"), D("150.00"))
    with pytest.raises(DealError, match="commitment"):
        quote(deal("a", **fields, discounts=[{"target_total": 999}]), at)


def test_optional_lines_give_nothing_to_an_amount_off_the_deal() -> None:
    made = ask("a", {"sku": "b", "optional": True}, discounts=[{"amount": 40}])
    assert [line.net for line in made.lines] == [D("60.00"), D("100.00")]


# ---- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"sku": "fixed", "discount": 10}, "takes no discount"),
        ({"sku": "fixed", "discount": {"unit_price": 5}}, "takes no discount"),
        ({"sku": "fixed", "discount": {"amount": 5}}, "takes no discount"),
        ({"sku": "meter", "discount": 10}, "usage"),
        ({"sku": "both", "usage": {"calls": 5}, "discount": {"unit_price": 5}}, "unit price"),
        ({"sku": "support", "discount": {"unit_price": 5}}, "unit price"),
        ({"sku": "a", "discount": {"amount": D("5.001")}}, "5.001"),
        ({"sku": "a", "discount": {"amount": D("100.01")}}, "more than"),
        ({"sku": "meter", "discount": {"amount": 5}}, "more than"),
    ],
)
def test_an_ask_that_cannot_be_met_is_refused(line: dict[str, Any], words: str) -> None:
    with pytest.raises(DealError, match=words):
        ask("a", line)


@pytest.mark.parametrize(
    ("discounts", "words"),
    [
        ([{"percent": 10, "applies_to": {"skus": ["b"]}}], "discount"),
        ([{"percent": 10, "applies_to": {"charges": ["once"]}}], "discount"),
        ([{"amount": D("100.01")}], "more than"),
        ([{"amount": D("0.001")}], "0.001"),
        ([{"target_total": D("0.001")}], "0.001"),
        ([{"amount": 5}, {"target_total": 50}], "second"),
        ([{"amount": 5, "applies_to": {"skus": ["a"]}}], "applies_to"),
        ([{"percent": 5, "amount": 5}], "percent"),
    ],
)
def test_a_discount_on_the_deal_that_cannot_be_met_is_refused(discounts: Any, words: str) -> None:
    with pytest.raises(DealError, match=words):
        ask("a", discounts=discounts)


def test_an_amount_off_a_deal_of_options_alone_is_refused() -> None:
    with pytest.raises(DealError, match="take"):
        ask({"sku": "a", "optional": True}, discounts=[{"amount": 5}])


def test_a_unit_price_for_one_of_several_charges_names_it() -> None:
    made = ask({"sku": "both", "charge": "fee", "discount": {"unit_price": 800}})
    assert made.totals.net == D("800.00")


def test_a_maximum_of_nothing_is_a_price_of_nothing() -> None:
    free = catalog({"free": product(charge("flat", price=100, maximum=0))})
    assert quote(deal("free"), free).totals.net == D("0.00")
