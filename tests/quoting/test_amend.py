"""Amendments: what is added, changed and given back, for the rest of a contract; every number worked out by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.by_year import deltas, years_of
from dealdesk.quoting.changing import Changes, amended, line_number
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.standing import Signed, standing
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests.quoting.shop import START, TODAY, catalog, charge, deal, product

APRIL = date(2027, 4, 1)
SEAT = product(charge("per_unit", price=D("120")))
GRADUATED = product(charge("graduated", period="month", tiers=[{"up_to": 50, "rate": 20}, {"rate": 16}]))
VOLUME = product(charge("volume", tiers=[{"up_to": 100, "rate": 100}, {"rate": 80}]))
FLAT = product(charge("flat", price=D("3650")), family="base")
SUPPORT = product(
    charge("percent_of", rate=D("0.15"), of=["things"]), kind="add_on", family="support"
)  # 15 % of everything of the family


def amendment(at: Catalog, contract: Deal, changes: Changes, start: date = APRIL, **more: Any) -> Quote:
    quote = price(contract, at, today=TODAY)
    data = amended(standing(Signed("C-1", contract, at, quote)), changes, name="C-1", start=start, **more)
    return price(deal_of(data), at, today=TODAY)


def test_added_units_cost_their_price_for_the_rest_of_the_contract() -> None:
    at = catalog({"seat": SEAT})
    found = amendment(at, deal({"sku": "seat", "quantity": 40}, months=24), Changes(to={1: D(60)}))
    # 20 more for 120 a year; the stub of year 1 has 275 of 365 days: 2,400 × 275 / 365 = 1,808.22
    (line,) = found.lines
    assert line.quantity == 20
    assert line.intervals[0].periods == "1 year + 275/365 year"
    assert line.net == D("1808.22") + D("2400.00")
    assert (found.start, found.end, found.months) == (APRIL, date(2028, 12, 31), 21)
    assert [(each.start, each.amount) for each in found.invoices] == [
        (APRIL, D("1808.22")),
        (date(2028, 1, 1), D("2400.00")),
    ]
    assert line.note == "40 → 60"


@pytest.mark.parametrize(
    ("sku", "was", "now", "a_period"),
    [
        ("graduated", 40, 60, D(360)),  # 10 at 20 and 10 at 16 a month: those that are added, not the first ones
        ("graduated", 60, 70, D(160)),
        ("volume", 90, 110, D(1600)),  # all units at 80; the 90 keep their 100
        ("volume", 90, 150, D(4800)),  # not the 3,000 by which 150 cost more than 90
        ("volume", 110, 120, D(800)),
    ],
)
def test_added_units_cost_what_the_catalog_takes_for_the_units_that_they_are(
    sku: str, was: int, now: int, a_period: D
) -> None:
    at = catalog({"graduated": GRADUATED, "volume": VOLUME})
    found = amendment(at, deal({"sku": sku, "quantity": was}, months=24), Changes(to={1: D(now)}))
    assert found.lines[0].intervals[0].net_per_period == a_period


def test_added_units_can_be_locked_at_the_price_of_the_contract() -> None:
    at = catalog({"graduated": GRADUATED})
    contract = deal({"sku": "graduated", "quantity": 40}, months=24)
    found = amendment(at, contract, Changes(to={1: D(60)}), added_units="locked")
    (line,) = found.lines
    assert line.intervals[0].net_per_period == 400  # 20 at 20, as the 40 are
    assert [(move.code, move.rule) for move in line.moves if move.code != "list"] == [("contract", "amends")]
    assert sum(move.amount for move in line.moves) == line.net


def test_a_product_that_is_added_has_the_discounts_of_the_whole_contract_and_the_others_keep_their_price() -> None:
    tiers = [{"from": 1, "percent": 0}, {"from": 2, "percent": 10}, {"from": 3, "percent": 20}]
    products = {name: product(charge("flat", price=D(1000))) for name in "abc"}
    at = catalog(products, {"bundle": {"tiers": tiers}, "term": {"tiers": [{"from": 24, "percent": 5}]}})
    contract = deal("a", "b", months=24)
    found = amendment(at, contract, Changes(add=({"sku": "c", "quantity": D(1)},)), start=date(2028, 1, 1))
    # 1,000 - 20 % of a bundle of three - 5 % for the 24 months of the contract, not for the 12 that are left
    (line,) = found.lines
    assert (line.sku, line.net) == ("c", D("760.00"))
    assert found.totals.net == D("760.00")


def test_a_share_of_other_lines_follows_what_is_added() -> None:
    at = catalog({"seat": SEAT, "support": SUPPORT})
    contract = deal({"sku": "seat", "quantity": 40}, "support", months=24)
    found = amendment(at, contract, Changes(to={1: D(60)}), start=date(2028, 1, 1))
    assert [(line.sku, line.net) for line in found.lines] == [("seat", D("2400.00")), ("support", D("360.00"))]


def test_a_share_with_a_minimum_rises_only_by_what_goes_beyond_it() -> None:
    low = product(charge("percent_of", rate=D("0.15"), of=["things"], minimum=D(1000)), kind="add_on", family="s")
    at = catalog({"seat": SEAT, "support": low})
    contract = deal({"sku": "seat", "quantity": 40}, "support", months=24)
    # 15 % of 4,800 is 720, held up to 1,000; with 7,200 it is 1,080
    found = amendment(at, contract, Changes(to={1: D(60)}), start=date(2028, 1, 1))
    assert [(line.sku, line.net) for line in found.lines] == [("seat", D("2400.00")), ("support", D("80.00"))]


def test_what_ends_is_credited_only_where_the_contract_allows_it() -> None:
    at = catalog({"seat": SEAT, "base": FLAT})
    contract = deal({"sku": "seat", "quantity": 40}, "base", months=24)
    with pytest.raises(DealError, match="seat goes from 40 down to 30, and the contract gives nothing back"):
        amendment(at, contract, Changes(to={1: D(30)}))
    found = amendment(at, contract, Changes(to={1: D(30)}, remove=(2,)), credit=True)
    # 10 × 120 × (1 + 275/365) and 3,650 × (1 + 275/365): 275 days of 10 a day, and a year
    assert [(line.quantity, line.net) for line in found.lines] == [
        (D(-10), D("-2104.11")),
        (D(-1), D("-6400.00")),
    ]
    assert sum((each.amount for each in found.invoices), D(0)) == found.totals.net == D("-8504.11")


def test_a_credit_is_of_what_is_paid_amounts_off_the_whole_contract_included() -> None:
    at = catalog({"seat": SEAT})
    contract = deal({"sku": "seat", "quantity": 10}, discounts=[{"amount": D(240)}], months=24)
    # 2,400 less 240: 90 %, so 108 a seat
    found = amendment(at, contract, Changes(to={1: D(5)}), start=date(2028, 1, 1), credit=True)
    assert found.totals.net == D("-540.00")


def test_what_does_not_go_by_the_quantity_is_told() -> None:
    at = catalog({"base": FLAT})
    found = amendment(at, deal("base", months=24), Changes(to={1: D(3)}))
    assert found.lines == ()
    assert [each.code for each in found.findings] == ["change-without-price"]
    assert "it does not go by the quantity" in found.findings[0].message


def test_what_came_once_is_not_given_back_and_that_is_told() -> None:
    at = catalog({"seat": SEAT, "setup": product(charge("per_unit", period="once", price=D(50)))})
    contract = deal("seat", {"sku": "setup", "quantity": 4}, months=24)
    found = amendment(at, contract, Changes(to={2: D(3)}), credit=True)
    assert found.lines == ()
    assert "setup: from 4 to 3 changes no price; what came once is not given back" in str(found.findings)


@pytest.mark.parametrize("start", [START - timedelta(days=1), date(2028, 12, 31) + timedelta(days=1), date(2026, 1, 1)])
def test_a_change_lies_inside_the_contract(start: date) -> None:
    at = catalog({"seat": SEAT})
    with pytest.raises(DealError, match="not inside the contract"):
        amendment(at, deal({"sku": "seat", "quantity": 40}, months=24), Changes(to={1: D(60)}), start=start)


def test_a_change_from_the_first_day_on_is_of_the_whole_contract() -> None:
    at = catalog({"seat": SEAT, "setup": product(charge("per_unit", period="once", price=D(50)))})
    contract = deal({"sku": "seat", "quantity": 40}, {"sku": "setup", "quantity": 2}, months=24)
    found = amendment(at, contract, Changes(to={1: D(60), 2: D(3)}), start=START)
    assert [line.net for line in found.lines] == [20 * 120 * 2, 50]
    assert (found.start, found.term) == (START, "24 months")


@pytest.mark.parametrize(
    ("first", "day", "said"),
    [
        (date(2027, 1, 31), date(2028, 2, 29), "11 months"),  # months of the contract: from 29 February to 31 January
        (date(2027, 1, 31), date(2028, 4, 30), "9 months"),
        (date(2027, 1, 31), date(2028, 2, 28), "11 months and 3 days"),  # no day on which one of them begins
        (date(2028, 2, 29), date(2029, 2, 28), "12 months"),
    ],
)
def test_what_is_left_is_counted_in_months_of_the_contract(first: date, day: date, said: str) -> None:
    at = catalog({"seat": product(charge("per_unit", period="month", price=D("120")))})
    found = amendment(
        at, deal({"sku": "seat", "quantity": 1}, months=24, start=first), Changes(to={1: D(2)}), start=day
    )
    assert found.term == said
    if "days" not in said:
        assert found.metric("acv") == 12 * 120
    assert derive(json.loads(extract(found))).differences == ()


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    at = catalog({"seat": SEAT})
    with pytest.raises(DealError, match="changes nothing"):
        amendment(at, deal("seat", months=24), Changes())


def test_kill_bill_prorates_by_the_days_of_the_period() -> None:
    # 15 January to 15 March 2023 of 100 a month, from 1 March 2023: 14 of the 28 days from 15 February
    at = catalog({"plan": product(charge("per_unit", period="month", price=D(100)))})
    contract = deal({"sku": "plan"}, start=date(2023, 1, 15), months=2, issued=date(2023, 1, 1))
    found = amendment(at, contract, Changes(to={1: D(2)}), start=date(2023, 3, 1))
    assert found.totals.net == D("50.00")
    assert found.lines[0].intervals[0].periods == "14/28 month"


def test_a_contract_of_39_months_has_four_years_the_last_of_three_months() -> None:
    at = catalog({"seat": SEAT})
    contract = deal({"sku": "seat", "quantity": 10}, months=39, proration="months_days")
    quote = price(contract, at, today=TODAY)
    years = years_of(contract, at, quote, quote.start, quote.end + timedelta(days=1))
    assert [each.value for each in years] == [D(1200), D(1200), D(1200), D(300)]
    change = amended(
        standing(Signed("C", contract, at, quote)), Changes(to={1: D(20)}), name="C", start=date(2029, 7, 1)
    )
    of = deal_of(change)
    added = price(of, at, today=TODAY)
    after = deltas(years, years_of(of, at, added, quote.start, quote.end + timedelta(days=1)))
    assert [each.after.value for each in after] == [D(1200), D(1200), D(1800), D(600)]
    assert [each.after.arr for each in after] == [D(1200), D(1200), D(2400), D(2400)]


CONVENTIONS = ("actual", "actual_365", "30_360", "months_up", "months_days")


@given(
    was=st.integers(1, 50),
    more=st.integers(1, 50),
    offset=st.integers(1, 700),
    months=st.sampled_from([24, 27, 36]),
    proration=st.sampled_from(CONVENTIONS),
    price_=st.integers(1, 400),
)
def test_the_change_is_the_new_contract_less_the_old_one(
    was: int, more: int, offset: int, months: int, proration: str, price_: int
) -> None:
    """Another way to the same number: a contract that has the quantities on a ramp of its own lines, and one without.

    A price per unit has no tiers, so both ways give the same cents but for one rounding of each part period.
    """
    at = catalog({"seat": product(charge("per_unit", price=D(price_)))})
    start = START + timedelta(days=offset)
    contract = deal({"sku": "seat", "quantity": was}, months=months, proration=proration)
    found = amendment(at, contract, Changes(to={1: D(was + more)}), start=start)
    later = {"sku": "seat", "quantity": more, "start": start}
    whole = price(deal({"sku": "seat", "quantity": was}, later, months=months, proration=proration), at, today=TODAY)
    old = price(contract, at, today=TODAY)
    assert found.totals.net == whole.totals.net - old.totals.net
    assert sum((each.amount for each in found.invoices), D(0)) == found.totals.net
    for line in found.lines:
        assert sum((move.amount for move in line.moves), D(0)) == line.net
    assert derive(json.loads(extract(found))).differences == ()  # what its PDF proves


@given(was=st.integers(0, 120), more=st.integers(1, 120), period=st.sampled_from(["year", "quarter", "month"]))
def test_units_added_one_after_the_other_cost_what_they_cost_at_once(was: int, more: int, period: str) -> None:
    tiers = [{"up_to": 50, "rate": 20}, {"up_to": 90, "rate": D("17.5")}, {"rate": 16}]
    at = catalog({"seat": product(charge("graduated", period=period, tiers=tiers))})
    start = date(2028, 1, 1)
    of = (lambda n: deal({"sku": "seat", "quantity": n}, months=24)) if was else None
    if of is None:
        return
    at_once = amendment(at, of(was), Changes(to={1: D(was + more)}), start=start)
    middle = was + more // 2
    steps = [D(0)]
    if middle > was:
        steps.append(amendment(at, of(was), Changes(to={1: D(middle)}), start=start).totals.net)
    steps.append(amendment(at, of(middle), Changes(to={1: D(was + more)}), start=start).totals.net)
    assert sum(steps) == at_once.totals.net
    a_year = {"year": 1, "quarter": 4, "month": 12}[period]
    by_unit = sum(Fraction(20 if n <= 50 else D("17.5") if n <= 90 else 16) for n in range(was + 1, was + more + 1))
    assert Fraction(at_once.totals.net) == by_unit * a_year


def test_a_line_is_named_by_its_number_or_its_product() -> None:
    contract = deal("seat", "seat", "base")
    assert line_number(contract, "3") == line_number(contract, "base") == 3
    with pytest.raises(DealError, match="seat is on lines 1, 2"):
        line_number(contract, "seat")
    with pytest.raises(DealError, match="did you mean base"):
        line_number(contract, "bass")
