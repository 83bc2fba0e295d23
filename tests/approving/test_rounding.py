"""Nobody is asked because of a cent of rounding, and nobody stays under a rule with cents of many lines."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealdesk.approving import envelope_of, required
from dealdesk.approving.envelope import broken
from dealdesk.approving.words import sentence
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import EnvelopePolicy
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.approving.shop import catalog, deal, needs
from tests.quoting.shop import START, TODAY
from tests.volume import DEEP

PERIODS = ("month", "quarter", "year", "once")
prices = st.integers(1, 99_999).map(lambda n: D(n) / 100) | st.integers(1, 99_999).map(lambda n: D(n) / 10_000)
percents = st.integers(1, 9_000).map(lambda n: D(n) / 100)
ends = st.integers(0, 1200).map(lambda days: START + timedelta(days))


def product(number: int, price_: D, period: str, **more: Any) -> dict[str, Any]:
    charge = {"id": "fee", "period": period, "unit": "seat", "model": "per_unit", "price": price_} | more
    return {"name": f"P{number}", "kind": "plugin", "family": f"f{number % 2}", "charges": [charge]}


@st.composite
def shops(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Up to three products, and a line of each."""
    count = draw(st.integers(1, 3))
    sold = {f"p{n}": product(n, draw(prices), draw(st.sampled_from(PERIODS))) for n in range(count)}
    return sold, [{"sku": sku, "quantity": draw(st.integers(1, 500))} for sku in sold]


def rules(limit: Fraction | D, op: str = "above", *measures: str) -> list[dict[str, Any]]:
    exact = limit if isinstance(limit, D) else D(limit.numerator) / D(limit.denominator)
    return [{"measure": each, "op": op, "value": exact} for each in measures]


def fired(of: Deal, at: Catalog) -> list[str]:
    return [each.conditions[0].measure for each in needs(of, at).rulings if each.state == "fires"]


DISCOUNTS = ("discount", "line_discount", "family_discount", "period_discount")


@settings(max_examples=40 * DEEP, deadline=None)
@given(shops(), percents, ends, st.sampled_from(["line", "deal"]))
def test_a_discount_of_exactly_the_limit_does_not_pass_it(
    shop: tuple[dict[str, Any], list[dict[str, Any]]], percent: D, end: Any, where: str
) -> None:
    sold, lines = shop
    asked: dict[str, Any] = {"discounts": [{"percent": percent}]} if where == "deal" else {}
    lines = [each | ({"discount": percent} if where == "line" else {}) for each in lines]
    of = deal(*lines, end=end, **asked).but(months=None)
    quote = price(of, catalog(products=sold), today=TODAY)
    assume(quote.totals.list > 0)
    given_in_all = all(line.net < line.list for line in quote.lines)
    assert fired(of, catalog(*rules(percent, "above", *DISCOUNTS, "asked_discount"), products=sold)) == []
    if given_in_all:  # what rounds to nothing is not given
        at = catalog(*rules(percent, "at_least", *DISCOUNTS, "asked_discount"), products=sold)
        assert fired(of, at) == [*DISCOUNTS, "asked_discount"]


@settings(max_examples=40 * DEEP, deadline=None)
@given(shops(), st.integers(1, 60), st.integers(1, 60), ends)
def test_a_rule_and_an_ask_one_after_the_other_come_to_exactly_what_they_say(
    shop: tuple[dict[str, Any], list[dict[str, Any]]], ruled: int, asked: int, end: Any
) -> None:
    sold, lines = shop
    book = {"price_book": {"entries": [{"name": "all", "regions": ["west"], "percent": ruled}]}}
    together = D(100) - (D(100) - ruled) * (D(100) - asked) / 100
    of = deal(*lines, end=end, discounts=[{"percent": asked}], customer={"name": "N", "region": "west"})
    of = of.but(months=None)
    at = catalog(*rules(together, "above", *DISCOUNTS), products=sold, rules=book)
    assume(price(of, at, today=TODAY).totals.list > 0)
    assert fired(of, at) == []


def one_line(quote: Quote, sold: dict[str, Any]) -> Fraction:
    """What rounding can add at most where each product is bought in one line: its list price, and one percentage."""
    bound = Fraction(0)
    for sku, each in sold.items():
        period = each["charges"][0]["period"]
        months = {"month": 1, "quarter": 3, "year": 12}.get(period)
        periods = ceil((quote.months + 1) / months) if months is not None else 1
        of_list = sum((line.list for line in quote.lines if line.sku == sku), D(0))
        bound += max(Fraction(2 * periods + 4, 200), Fraction(of_list) * Fraction(5, 100_000))
    return bound


@settings(max_examples=40 * DEEP, deadline=None)
@given(shops(), percents, st.integers(1, 40), ends)
def test_a_minor_unit_beyond_what_rounding_adds_always_passes_it(
    shop: tuple[dict[str, Any], list[dict[str, Any]]], percent: D, more: int, end: Any
) -> None:
    sold, lines = shop
    plain = deal(*lines, end=end, discounts=[{"percent": percent}]).but(months=None)
    quote = price(plain, catalog(products=sold), today=TODAY)
    # all that is off, beyond the limit by the most that rounding adds and a cent
    wanted = Fraction(quote.totals.list) * Fraction(percent) / 100 + one_line(quote, sold)
    off = D(ceil(wanted * 100) + more) / 100 - quote.totals.discount
    assume(0 < off <= quote.totals.net)
    asked = deal(*lines, end=end, discounts=[{"percent": percent}, {"amount": off}]).but(months=None)
    assert "discount" in fired(asked, catalog(*rules(percent, "above", "discount"), products=sold))


@pytest.mark.parametrize("cents", [1, 2])
def test_an_amount_is_no_percentage_and_counts_to_the_cent(cents: int) -> None:
    over = deal(discounts=[{"amount": D(2000) + D(cents) / 100}])
    assert fired(over, catalog(*rules(D(20), "above", "discount"))) == ["discount"]
    assert fired(deal(discounts=[{"amount": 2000}]), catalog(*rules(D(20), "above", "discount"))) == []


@settings(max_examples=40 * DEEP, deadline=None)
@given(st.integers(1, 300).map(lambda n: D(n) / 100), st.lists(st.integers(1, 40), min_size=2, max_size=40), percents)
def test_splitting_lines_hides_neither_what_is_asked_for_nor_what_is_given(
    a_seat: D, parts: list[int], percent: D
) -> None:
    sold = {"p0": product(0, a_seat, "month")}
    lines = [{"sku": "p0", "quantity": each, "discount": percent} for each in parts]
    of = deal(*lines)
    quote = price(of, catalog(products=sold), today=TODAY)
    off, of_list = Fraction(quote.totals.discount), Fraction(quote.totals.list)
    # given: beyond the limit by more than one line of all seats is rounded by, or 0.005 %
    limit = (off - one_line(quote, sold)) * 100 / of_list - Fraction(1, 10**6)
    if limit > 0:
        shown = D(int(limit * 10**6)) / 10**6
        assert "discount" in fired(of, catalog(*rules(shown, "above", "discount"), products=sold))
    # asked for: more than the limit, on lines that all get something
    if all(line.net < line.list for line in quote.lines):
        under = percent - D("0.01")
        assert fired(of, catalog(*rules(under, "above", *DISCOUNTS), products=sold)) == list(DISCOUNTS)


def test_cents_of_a_hundred_small_lines_are_a_discount() -> None:
    # 20 % of 0.03 is 0.006, rounded 0.01: each line gets a third off, where one line of all would get 20 %
    sold = {"p0": product(0, D("0.03"), "month")}
    split = deal(*[{"sku": "p0", "quantity": 1, "discount": 20}] * 100)
    at = catalog(*rules(D(20), "above", "discount", "line_discount", "asked_discount"), products=sold)
    found = needs(split, at)
    assert [each.state for each in found.rulings] == ["fires"] * 3
    assert sentence(found.ruling("r1"), "USD") == (
        "discount 33.3333 % is above 20 % (20 % before rounding, of which one product, bought in several lines, "
        "gains too much)"
    )
    assert fired(deal({"sku": "p0", "quantity": 100, "discount": 20}), at) == []


def test_lines_that_rounding_takes_from_make_up_for_none_that_it_gives_to() -> None:
    # 24 % of 0.03 is 0.01 off, a third; of 0.06 it is 0.01 off, too, a sixth: what was stated counts there
    sold = {"p0": product(0, D("0.03"), "month")}
    ones, twos = ([{"sku": "p0", "quantity": n, "discount": 24}] * times for n, times in ((1, 10), (2, 50)))
    quote = price(deal(*ones, *twos), catalog(products=sold), today=TODAY)
    assert quote.totals.discount / quote.totals.list < D("0.19")
    assert fired(deal(*ones, *twos), catalog(*rules(D(24), "above", "discount"), products=sold)) == ["discount"]


VOLUME: dict[str, Any] = {"name": "v", "by": "quantity", "scope": "line", "mode": "graduated"}
VOLUME |= {"tiers": [{"from": 10, "percent": 10}, {"from": 20, "percent": 20}]}


@pytest.mark.parametrize(
    ("a_seat", "period", "asked", "tables", "exact"),
    [
        # what goes beyond the cap is given back: 15 % of 100.88 is 15.132
        ("100.88", "year", {"discounts": [{"percent": 30}]}, {"negotiated": {"cap": 15}}, D(15)),
        # of 31 seats 10 get 10 %, and 11 get 20 %: 320 / 31
        ("0.13", "year", {"seats": 31}, {"volume": {"schedules": [VOLUME]}}, D("10.3226")),
        # 20 % for 11 months of 12, and one for nothing
        ("100.88", "month", {"discounts": [{"percent": 20}], "free": {"months": 1, "extends_term": False}}, {},
         D("26.6667")),
        # 20 % less in the first year, and 5 % more on it in the second: 1 - 0.8 × 2.05 / 2
        ("100.88", "year", {"discounts": [{"percent": 20}], "months": 24},
         {"uplift": {"percent": 5, "compounding": "compound", "most": 50}}, D(18)),
        # 0.004 instead of 0.005, seven times: 0.03 of 0.04
        ("0.005", "year", {"seats": 7, "off": {"unit_price": D("0.004")}}, {}, D(20)),
        # both rules take their part of the list price
        ("100.88", "year", {"discounts": [{"percent": 7}], "customer": {"name": "N", "region": "west"}},
         {"price_book": {"entries": [{"name": "w", "regions": ["west"], "percent": 13}], "base": "list"},
          "negotiated": {"base": "list"}}, D(20)),
    ],
)  # fmt: skip
def test_each_way_to_make_a_price_is_counted_before_rounding(
    a_seat: str, period: str, asked: dict[str, Any], tables: dict[str, Any], exact: D
) -> None:
    sold = {"p0": product(0, D(a_seat), period)}
    line: dict[str, Any] = {"sku": "p0", "quantity": asked.pop("seats", 1)}
    line |= {"discount": asked.pop("off")} if "off" in asked else {}
    of = deal(line, **asked)
    at = catalog(*rules(D(0), "above", "discount"), products=sold, rules=tables)
    assert needs(of, at).ruling("r1").conditions[0].value == exact
    totals = price(of, at, today=TODAY).totals
    assert abs(totals.discount * 100 / totals.list - exact) > D("0.0005")  # and as it is invoiced it is another


def test_two_lines_of_one_product_are_not_asked_for_what_no_percentage_shows() -> None:
    # 20 % of 101.87 is 20.374, rounded 20.37; of 100.88 it is 20.176, rounded 20.18
    sold = {"p0": product(0, D("0.01"), "year")}
    lines = [{"sku": "p0", "quantity": each, "discount": 20} for each in (10_088, 10_088, 10_088)]
    assert fired(deal(*lines), catalog(*rules(D(20), "above", *DISCOUNTS), products=sold)) == []


def test_what_rounding_did_is_told_where_it_would_have_decided() -> None:
    sold = {"p0": product(0, D("100.88"), "year", cost=D("60.528"))}
    of = deal({"sku": "p0", "quantity": 1, "discount": 20})
    # 100.88 less 20.18 is 80.70; before rounding 80.704, of which 60.528 is three quarters;
    # the cost is rounded, too: (80.70 - 60.53) / 80.70
    found = needs(of, catalog(*rules(D(20), "above", "line_discount"), *rules(D(25), "below", "margin"), products=sold))
    assert [sentence(each, "USD") for each in found.rulings] == [
        "discount of a line (line 1, p0) 20 % is not above 20 % (20.004 % as invoiced, by rounding, which does not "
        "count)",
        "margin 25 % is not below 25 % (24.9938 % as invoiced, by rounding, which does not count)",
    ]


@settings(max_examples=40 * DEEP, deadline=None)
@given(prices, st.integers(1, 500), st.integers(1, 60), st.integers(1, 99), ends)
def test_a_margin_and_a_floor_at_exactly_their_limit_do_not_pass_it(
    a_seat: D, count: int, percent: int, cost: int, end: Any
) -> None:
    net = 100 - percent
    at_cost = product(0, a_seat, "month", cost=a_seat * cost / 100)
    at = {"p0": at_cost, "p1": product(1, a_seat, "year", cost=a_seat * cost / 100)}
    lines = [{"sku": sku, "quantity": count, "discount": percent} for sku in at]
    of = deal(*lines, end=end).but(months=None)
    assume(all(line.net < line.list for line in price(of, catalog(products=at), today=TODAY).lines))
    margin = Fraction(net - cost, net) * 100
    exact = D(margin.numerator) / D(margin.denominator)
    if Fraction(exact) == margin and exact == round(exact, 12):
        assert fired(of, catalog(*rules(exact, "below", "margin", "line_margin"), products=at)) == []
    floor = net * D("0.8")  # 25 % below the net
    floored = {"floor": {"families": {"f0": floor, "f1": floor}}}
    close = catalog(*rules(D(25), "below", "floor_distance"), products=at, rules=floored)
    assert fired(of, close) == []


def test_a_price_that_stands_on_its_floor_is_not_below_it() -> None:
    sold = {"p0": product(0, D("12.34"), "year")}  # 60 % of it is 7.404, rounded 7.40
    at = catalog(*rules(D(0), "below", "floor_distance"), products=sold, rules={"floor": {"families": {"f0": 60}}})
    assert fired(deal({"sku": "p0", "quantity": 1, "discount": 90}), at) == []


@settings(max_examples=40 * DEEP, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), percents)
def test_an_approval_survives_another_quantity_at_the_same_percentage(was: int, now: int, percent: D) -> None:
    sold = {"p0": product(0, D("19.99"), "month", cost=D("7.77"))}
    wide = EnvelopePolicy.validate({"tcv_percent": 100_000})
    before, after = (
        price(deal({"sku": "p0", "quantity": n, "discount": percent}), catalog(products=sold), today=TODAY)
        for n in (was, now)
    )
    assume(before.totals.discount > 0)  # what rounds to nothing was not approved
    assert broken(envelope_of(before, wide), after) == ()


def test_what_would_avoid_a_rule_is_worked_out_before_rounding() -> None:
    sold = {"p0": product(0, D("100.88"), "year")}
    of = deal({"sku": "p0", "quantity": 1, "discount": 30})  # 70.62 are paid, 70.616 count
    at = catalog(*rules(D(20), "above", "discount"), products=sold)
    (_, ask) = required(price(of, at, today=TODAY), of, at).ruling("r1").avoid
    assert ask == "ask for USD 20.17 off instead of USD 30.26"
    assert fired(deal({"sku": "p0", "quantity": 1, "discount": {"amount": D("20.17")}}), at) == []
    assert fired(deal({"sku": "p0", "quantity": 1, "discount": {"amount": D("20.18")}}), at) == ["discount"]
