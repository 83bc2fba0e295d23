"""Prices over time: ramps, free months, uplift, late starts, co-termination, invoices and metrics."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from dealdesk.quoting.quote import Quote
from tests.quoting.shop import buy, catalog, charge, deal, product, quote

D = Decimal
YEARLY = charge("flat", price=1200)


def made(one: dict[str, Any], *lines: Any, **fields: Any) -> Quote:
    return quote(deal(*(lines or ("thing",)), **fields), catalog({"thing": product(one)}))


def amounts(of: Quote) -> list[Decimal]:
    return [each.amount for each in of.invoices]


# ---- ramps, free months, uplift --------------------------------------------------------------------------


def test_a_ramp_changes_quantities_prices_and_discounts_from_its_year_on() -> None:
    ramp = [{"year": 1, "quantity": 10}, {"year": 2, "quantity": 20, "discount": 10}, {"year": 3, "discount": 0}]
    line = buy(charge("per_unit", price=100), line={"ramp": ramp}, months=36)
    # 10 × 100; 20 × 100 less 10 %; still 20, no discount any more
    assert [each.net for each in line.intervals] == [D(1000), D(1800), D(2000)]


def test_a_ramp_of_usage_and_one_of_a_stated_price() -> None:
    usage = charge("per_unit", price=2, period="month", usage=True)
    ramp = [{"year": 1, "usage": {"price": 5}}, {"month": 7, "usage": {"price": 10}}]
    line = buy(usage, line={"ramp": ramp})
    assert [each.net for each in line.intervals] == [D(60), D(120)]  # 6 × 5 × 2, 6 × 10 × 2
    stated = charge("range", to=900, **{"from": 100})
    line = buy(stated, line={"price": 200, "ramp": [{"year": 1}, {"year": 2, "price": 300}]}, months=24)
    assert [each.net for each in line.intervals] == [D(200), D(300)]


def test_a_ramp_begins_with_the_contract_and_rises_in_time() -> None:
    for ramp, words in (
        ([{"year": 2, "quantity": 5}], "start"),
        ([{"year": 1}, {"year": 1}], "ramp|step"),
        ([{"year": 1}, {"year": 2}], "end"),
    ):
        with pytest.raises(DealError, match=words):
            buy(YEARLY, line={"ramp": ramp})


def test_free_months_inside_the_term_keep_the_list_price_visible() -> None:
    line = buy(charge("flat", price=100, period="month"), free={"months": 2, "first": 3, "extends_term": False})
    assert (line.list, line.net) == (D("1200.00"), D("1000.00"))
    assert [(each.start, each.list, each.net) for each in line.intervals] == [
        (date(2027, 1, 1), D(200), D(200)), (date(2027, 3, 1), D(200), D(0)), (date(2027, 5, 1), D(800), D(800)),
    ]  # fmt: skip


def test_free_months_on_top_lengthen_the_contract() -> None:
    of = made(charge("flat", price=100, period="month"), free={"months": 1, "extends_term": True})
    # Zuora: thirteen months, the first free
    assert (of.end, of.months, of.totals.list, of.totals.net) == (date(2028, 1, 31), 12, D("1300.00"), D("1200.00"))
    assert of.metric("arr_first") == D("1200.00")


def test_what_comes_once_is_not_free_in_free_months() -> None:
    line = buy(charge("flat", price=500, period="once"), free={"months": 1, "extends_term": False})
    assert line.net == D("500.00")


@pytest.mark.parametrize(
    ("uplift", "stretches"),
    [
        ({"percent": 10, "compounding": "simple", "most": 100}, [1200, 1320, 1440]),
        ({"percent": 10, "compounding": "compound", "most": 100}, [1200, 1320, 1452]),
        ({"percent": 10, "compounding": "compound", "most": 15}, [1200, 1320, 1380]),
        ({"percent": 10, "compounding": "simple", "most": 100, "from_year": 3}, [2400, 1320]),  # two years alike
        ({"percent": 10, "compounding": "simple", "most": 100, "from_year": 1}, [1320, 1440, 1560]),
    ],
)
def test_a_price_rises_year_by_year_up_to_its_cap(uplift: dict[str, Any], stretches: list[int]) -> None:
    line = buy(YEARLY, months=36, uplift=uplift)
    assert [each.net for each in line.intervals] == [D(net) for net in stretches]


def test_uplift_is_on_what_was_negotiated_or_on_the_list_price() -> None:
    def second(base: str) -> Decimal:
        uplift = {"percent": 10, "compounding": "simple", "most": 100, "base": base}
        return buy(YEARLY, months=24, discounts=[{"percent": 50}], uplift=uplift).intervals[1].net

    assert (second("running"), second("list")) == (D("660.00"), D("720.00"))  # 600 + 60, 600 + 120


def test_a_share_of_a_price_that_rises_rises_once() -> None:
    at = catalog(
        {"software": product(YEARLY), "support": product(charge("percent_of", rate=D("0.1"), of=["software"]))},
        {"uplift": {"percent": 10, "compounding": "simple", "most": 50}},
    )
    line = quote(deal("software", "support", months=24), at).lines[1]
    assert [each.net for each in line.intervals] == [D("120.00"), D("132.00")]  # not 145.20


def test_the_first_year_cannot_be_before_the_contract() -> None:
    with pytest.raises(DealError, match="from_year"):
        buy(YEARLY, uplift={"percent": 10, "compounding": "simple", "most": 50, "from_year": 0})


# ---- starts and ends -------------------------------------------------------------------------------------


def test_a_line_that_starts_later_pays_from_its_start() -> None:
    line = buy(YEARLY, line={"start": date(2027, 7, 1)})
    assert line.net == D("604.93")  # 184 of 365 days of 1,200


def test_two_contracts_end_together_and_the_stub_is_shown() -> None:
    of = made(YEARLY, start=date(2027, 2, 15), co_term={"contract": "Q-7", "end": date(2027, 12, 31)})
    assert (of.end, of.months, of.days, of.co_term) == (date(2027, 12, 31), 10, 17, "Q-7")
    assert of.lines[0].intervals[0].periods == "320/365 year"
    assert of.totals.net == D("1052.05")  # 1,200 × 320 / 365


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"months": 12, "end": date(2028, 12, 31)}, "2028-12-31"),
        ({"end": date(2026, 12, 31)}, "2026-12-31"),
        ({"end": date(2100, 1, 1)}, "360 months"),
        ({"start": date(9999, 1, 1), "months": 24}, "9999"),
        ({"issued": date(9999, 12, 31), "months": 1}, "9999"),
        ({"free": {"months": 12, "first": 2, "extends_term": False}, "months": 12}, "free months"),
        ({"lines": [{"sku": "thing", "start": date(2028, 1, 1)}], "months": 12}, "2028-01-01"),
    ],
)
def test_dates_that_make_no_contract_are_refused(fields: dict[str, Any], words: str) -> None:
    lines = fields.get("lines", ["thing"])
    rest = {key: value for key, value in fields.items() if key != "lines"}
    with pytest.raises(DealError, match=words):
        made(YEARLY, *lines, **rest)


def test_a_term_and_an_end_that_agree_are_the_same() -> None:
    both = made(YEARLY, months=12, end=date(2027, 12, 31))
    assert both.totals == made(YEARLY, months=12).totals


@pytest.mark.parametrize(
    ("convention", "net"),
    [
        ("actual", "595.07"),  # 181 of 365 days
        ("actual_365", "595.07"),
        ("30_360", "600.00"),  # 180 of 360
        ("months_up", "600.00"),
        ("months_days", "600.00"),
    ],
)
def test_half_a_year_by_each_convention(convention: str, net: str) -> None:
    assert buy(YEARLY, months=6, proration=convention).net == D(net)


# ---- invoices and metrics --------------------------------------------------------------------------------


def test_invoices_add_up_whatever_the_billing() -> None:
    one = charge("flat", price=D("100.01"))
    assert amounts(made(one, billing="annual", months=24)) == [D("100.01"), D("100.01")]
    assert amounts(made(one, billing="upfront", months=24)) == [D("200.02")]
    # a quarter of 100.01: 25.0025, 50.005 and 75.0075 from the start: 25.00, 50.01 and 75.01
    assert amounts(made(one, billing="quarterly")) == [D("25.00"), D("25.01"), D("25.00"), D("25.00")]
    assert sum(amounts(made(one, billing="monthly"))) == D("100.01")


def test_in_arrears_an_invoice_comes_the_day_after_its_period() -> None:
    advance, arrears = (made(YEARLY, in_arrears=late).invoices[0] for late in (False, True))
    assert (advance.date, arrears.date) == (date(2027, 1, 1), date(2028, 1, 1))
    assert (advance.start, advance.end) == (arrears.start, arrears.end) == (date(2027, 1, 1), date(2027, 12, 31))


def test_what_comes_once_is_on_the_first_invoice() -> None:
    sold = product(YEARLY, {"id": "setup", "period": "once", "model": "flat", "price": 300})
    of = quote(deal("thing", months=24), catalog({"thing": sold}))
    assert amounts(of) == [D("1500.00"), D("1200.00")]
    assert of.metric("acv") == D("1200.00")
    assert of.metric("arr_first") == D("1200.00")
    assert of.metric("tcv") == D("2700.00")


def test_the_metrics_of_a_ramp() -> None:
    # Conga: 1,200, then 1,320
    ramp = [{"year": 1, "quantity": 12}, {"year": 2, "quantity": D("13.2")}]
    of = made(charge("per_unit", price=100), {"sku": "thing", "ramp": ramp}, months=24)
    found = {each.id: each.value for each in of.metrics}
    assert (found["acv_year_1"], found["acv_year_2"], found["acv"]) == (D("1200.00"), D("1320.00"), D("1260.00"))
    assert (found["arr_first"], found["arr_exit"], found["mrr"]) == (D("1200.00"), D("1320.00"), D("100.00"))


def test_the_first_month_that_is_not_free_says_the_arr() -> None:
    of = made(charge("flat", price=100, period="month"), free={"months": 3, "extends_term": False})
    assert (of.metric("arr_first"), of.metric("tcv"), of.metric("acv")) == (D("1200.00"), D("900.00"), D("900.00"))


def test_an_amount_off_the_term_lowers_the_arr_of_every_month_alike() -> None:
    of = made(YEARLY, months=18, proration="months_days", discounts=[{"amount": 180}])
    # 1,200 and 600 less 120 and 60: 90 a month in both years
    assert (of.totals.net, of.metric("arr_first"), of.metric("arr_exit")) == (D(1620), D(1080), D(1080))


def test_years_that_cost_the_same_are_shown_as_one_stretch() -> None:
    rise = {"percent": 5, "compounding": "simple", "most": 5, "from_year": 3}
    line = buy(YEARLY, months=54, proration="months_days", uplift=rise)
    assert [(each.periods, each.start, each.end) for each in line.intervals] == [
        ("2 years", date(2027, 1, 1), date(2028, 12, 31)),
        ("2 years + 186/372 year", date(2029, 1, 1), date(2031, 6, 30)),
    ]


def test_a_margin_is_known_only_where_every_line_states_a_cost() -> None:
    known = catalog({"a": product(charge("flat", price=100, cost=40)), "b": product(charge("flat", price=100))})
    assert quote(deal("a"), known).metric("margin") == D("60.0000")
    assert quote(deal("a", "b"), known).metric("margin") is None


def test_the_cost_of_a_flat_price_does_not_grow_with_the_quantity() -> None:
    of = made(charge("flat", price=100, cost=40), {"sku": "thing", "quantity": 3})
    assert of.metric("margin") == D("60.0000")


def test_periods_at_the_end_of_months_follow_the_first_day() -> None:
    of = made(charge("flat", price=100, period="month"), start=date(2027, 1, 31), months=4, billing="monthly")
    assert [each.start for each in of.invoices] == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30),
    ]  # fmt: skip
    assert amounts(of) == [D(100)] * 4
