"""Numbers that other systems got wrong, or define well: each as they publish it, and as it comes out here.

Zuora's table of proration is in `tests/cases`; the table of a TEI belongs to value cases.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from tests.quoting.shop import START, buy, catalog, charge, deal, moved, product, quote

D = Decimal


def yearly(amount: Any, **fields: Any) -> dict[str, Any]:
    return charge("flat", price=D(amount), **fields)


# ---- proration -------------------------------------------------------------------------------------------


def test_salesforce_by_days_is_the_days_over_365() -> None:
    # 830 days from 1 January 2025: two years of 365, and 100 days. 100,000 × 830 / 365 = 227,397.26
    start, end = date(2025, 1, 1), date(2027, 4, 10)
    assert (end - start).days + 1 == 830
    line = buy(yearly(100_000), start=start, end=end, proration="actual_365")
    assert line.net == D("227397.26")


def test_salesforce_by_months_rounds_up_to_whole_months() -> None:
    line = buy(yearly(12_000), months=35, proration="months_up")
    assert line.net == D("35000.00")  # 35 / 12 of 12,000
    line = buy(yearly(12_000), start=date(2017, 1, 1), end=date(2018, 1, 10), proration="months_up")
    assert line.net == D("13000.00")  # twelve months and ten days are thirteen


def test_a_multiplier_is_a_fraction_so_a_round_price_stays_round() -> None:
    # 100,000 a year for 18 months: Salesforce shows 99,999.99 as its ARR.
    made = quote(deal("thing", months=18), catalog({"thing": product(yearly(100_000))}))
    assert (made.metric("arr_first"), made.metric("arr_exit")) == (D("100000.00"), D("100000.00"))


def test_three_days_of_february_are_three_twenty_eighths() -> None:
    # Business Central took 3 × 9 / 31. A line from 26 February 2025 in a contract from the 1st: 9 × 3 / 28 = 0.964
    line = buy(
        charge("flat", price=9, period="month"), months=1, start=date(2025, 2, 1), line={"start": date(2025, 2, 26)}
    )
    assert line.net == D("0.96")


def test_a_month_of_thirty_days_is_one_in_every_month_and_not_only_in_the_first() -> None:
    # Kill Bill counts 58 days from 15 January to 15 March 2023. By 30/360: 16 + 30 + 14 are two months.
    line = buy(
        charge("flat", price=30, period="month"),
        start=date(2023, 1, 1), end=date(2023, 3, 14), line={"start": date(2023, 1, 15)}, proration="30_360",
    )  # fmt: skip
    assert line.net == D("60.00")


def test_39_months_are_four_segments_and_the_last_one_is_three_months() -> None:
    rise = {"percent": 0, "compounding": "simple", "most": 0}
    made = quote(
        deal("thing", months=39, proration="months_days", uplift=rise), catalog({"thing": product(yearly(1000))})
    )
    assert [each.amount for each in made.invoices] == [D(1000), D(1000), D(1000), D(250)]
    assert (made.invoices[-1].start, made.invoices[-1].end) == (date(2030, 1, 1), date(2030, 3, 31))


# ---- percentages -----------------------------------------------------------------------------------------


def test_two_discounts_of_ten_per_cent_are_nineteen() -> None:
    assert buy(yearly(100), discounts=[{"percent": 10}, {"percent": 10}]).net == D("81.00")


def test_fifteen_per_cent_of_34_90_are_5_24() -> None:
    line = buy(yearly("34.90"), discounts=[{"percent": 15}])
    assert (moved(line, "negotiated"), line.net) == (D("-5.24"), D("29.66"))  # 5.235 is rounded, then taken off


def test_two_units_at_8_165_are_16_33() -> None:
    assert buy(charge("per_unit", price=D("8.165")), 2).net == D("16.33")


def test_a_discount_of_all_leaves_nothing() -> None:
    # 2.25 × 64.22 = 144.495; Invoice Ninja leaves -0.01
    line = buy(charge("per_unit", price=D("64.22")), D("2.25"), discounts=[{"percent": 100}])
    assert (line.list, line.net) == (D("144.50"), D("0.00"))


@pytest.mark.parametrize("months", [1, 2, 5, 7, 11, 13])
def test_free_months_cost_nothing_to_the_cent(months: int) -> None:
    # A month of a yearly price is a part of it; discount and free months are rounded with it.
    line = buy(
        yearly("99.99"), months=max(months, 12), discounts=[{"percent": 33}],
        free={"months": months if months < 12 else 12, "extends_term": False},
    )  # fmt: skip
    assert line.intervals[0].net == D("0.00")


def test_a_price_of_305_negotiated_to_290_is_290() -> None:
    # Odoo keeps 4.92 % and shows 289.99. Here the amount is kept, and the percentage derived from it.
    made = quote(
        deal({"sku": "thing", "discount": {"unit_price": D(290)}}),
        catalog({"thing": product(charge("per_unit", price=305))}),
    )
    assert made.totals.net == D("290.00")
    assert made.metric("discount") == D("4.9180")  # 15 / 305 = 4.91803…


def test_84000_less_70000_is_14000() -> None:
    # OCA: 14,002.80, by way of 83.33 %
    made = quote(deal("thing", discounts=[{"amount": 70_000}]), catalog({"thing": product(yearly(84_000))}))
    assert made.totals.net == D("14000.00")


def test_support_of_twenty_per_cent_is_of_the_software_alone() -> None:
    # ERPNext: 400 + 600 + 20 % of 400 is 1,080, not 2,880
    at = catalog(
        {
            "software": product(yearly(400), family="software"),
            "hardware": product(yearly(600), family="hardware"),
            "support": product(charge("percent_of", rate=D("0.2"), of=["software"])),
        }
    )
    assert quote(deal("software", "hardware", "support"), at).totals.net == D("1080.00")


def test_2000_over_18_months_are_1333_a_year() -> None:
    # Conga: 2,000 / 18 × 12; one and a half years at 1,333.33, the half rounded up: 666.67
    made = quote(deal("thing", months=18, proration="months_days"), catalog({"thing": product(yearly("1333.333333"))}))
    assert (made.totals.net, made.metric("acv")) == (D("2000.00"), D("1333.33"))


def test_five_per_cent_a_year_is_110_000_simple_and_110_250_compound() -> None:
    def third_year(compounding: str) -> Decimal:
        rise = {"percent": 5, "compounding": compounding, "most": 50}
        return buy(yearly(100_000), months=36, uplift=rise).intervals[2].net

    assert (third_year("simple"), third_year("compound")) == (D("110000.00"), D("110250.00"))


# ---- floors and cliffs -----------------------------------------------------------------------------------


def test_no_price_goes_below_its_floor() -> None:
    # seller-agent quotes 12.75 under a floor of 14: 15.00 less 15 %
    line = buy(yearly(15, floor=14), discounts=[{"percent": 15}])
    assert [(move.code, move.amount) for move in line.moves] == [
        ("list", D("15.00")), ("negotiated", D("-2.25")), ("floor", D("1.25")),
    ]  # fmt: skip
    assert line.net == D("14.00")


def test_the_floor_of_a_family_is_clamped_like_the_one_of_the_product() -> None:
    rules = {"floor": {"families": {"things": 80}}}
    assert buy(yearly(15, floor=10), rules=rules, discounts=[{"percent": 90}]).net == D("12.00")


def test_twenty_seats_cost_500_and_twenty_one_420_unless_the_ladder_is_graduated() -> None:
    tiers = [{"up_to": 20, "rate": 25}, {"rate": 20}]
    assert [buy(charge("volume", tiers=tiers), seats).net for seats in (20, 21)] == [D(500), D(420)]
    assert [buy(charge("graduated", tiers=tiers), seats).net for seats in (20, 21)] == [D(500), D(520)]


def test_there_is_no_unit_without_a_price_between_two_tiers() -> None:
    # 0 to 10, and 12 and more: unit 11 would have no price. Here a tier states only where it ends.
    one = charge("volume", tiers=[{"up_to": 10, "rate": 3}, {"rate": 2}])
    assert [buy(one, units).net for units in (10, D("10.5"), 11, 12)] == [D(30), D(21), D(22), D(24)]
    with pytest.raises(ValueError, match="from"):
        catalog({"thing": product(charge("volume", tiers=[{"from": 12, "rate": 2}]))})


# ---- what must never happen ------------------------------------------------------------------------------


def test_a_price_that_is_missing_is_an_error_and_never_zero() -> None:
    at = catalog({"thing": product(charge("flat", prices={"USD": 5}))}, currencies=["EUR"])
    with pytest.raises(DealError, match="EUR"):
        quote(deal("thing", customer={"name": "N", "currency": "EUR"}), at)
    with pytest.raises(DealError, match="ghost"):
        quote(deal("ghost"), at)


def test_what_was_negotiated_is_refused_when_the_catalog_has_it_no_more() -> None:
    at = catalog({"thing": product(yearly(100))})
    asked: list[dict[str, Any]] = [
        {"promotions": ["GONE"]},
        {"partner": {"name": "P", "tier": "gone"}},
        {"commitment": {"amount": 5}},
        {"discounts": [{"percent": 5, "applies_to": {"skus": ["gone"]}}]},
    ]
    for each in asked:
        with pytest.raises(DealError):
            quote(deal("thing", **each), at)
    with pytest.raises(DealError, match="gone"):
        quote(deal({"sku": "thing", "charge": "gone"}), at)
    with pytest.raises(DealError, match="gone"):
        quote(deal({"sku": "thing", "usage": {"gone": 5}}), at)


def test_a_quote_is_valid_through_the_last_of_its_days() -> None:
    made = quote(deal("thing", issued=date(2026, 12, 1), valid_days=30), catalog({"thing": product(yearly(100))}))
    assert (made.issued, made.valid_until) == (date(2026, 12, 1), date(2026, 12, 31))


def test_yen_have_no_decimals_but_their_unit_prices_may() -> None:
    made = quote(
        deal({"sku": "thing", "quantity": 3}, discounts=[{"percent": 5}]),
        catalog({"thing": product(charge("per_unit", price=D("4.5")))}, currency="JPY"),
    )
    # 3 × 4.5 = 13.5 → 14; 5 % of 14 = 0.7 → 1
    assert (made.totals.list, made.totals.net) == (D("14"), D("13"))
    assert '"13"' in made.to_json()
    assert "13." not in made.to_json()


def test_dinars_have_three_decimals() -> None:
    made = quote(deal("thing"), catalog({"thing": product(yearly("9.9995"))}, currency="KWD"))
    assert str(made.totals.net) == "10.000"


def test_one_rounding_is_for_the_whole_catalog() -> None:
    for rounding, amount in (("half_up", "0.13"), ("half_even", "0.12")):
        assert buy(yearly("0.125"), header={"rounding": rounding}).net == D(amount)
    # parts of a commitment and of an invoice are rounded the same way: 0.25 in two halves
    for rounding, first in (("half_up", "0.13"), ("half_even", "0.12")):
        at = catalog({"thing": product(charge("flat", price=D("0.25"), period="quarter"))}, rounding=rounding)
        made = quote(deal("thing", months=6, billing="monthly", start=START), at)
        # a third of 0.25 is 0.0833 → 0.08, two thirds 0.17
        assert [each.amount for each in made.invoices][:3] == [D("0.08"), D("0.09"), D("0.08")]
        half = quote(
            deal("thing", months=6, proration="months_days", billing="upfront"),
            catalog({"thing": product(yearly("0.25"))}, rounding=rounding),
        )
        assert half.totals.net == D(first)


# ---- targets ---------------------------------------------------------------------------------------------


def test_a_total_of_10_000_for_three_units_is_met_to_the_cent() -> None:
    # Salesforce cannot: 3 × 3,333.33 = 9,999.99. Here the amount is spread, not the unit price.
    made = quote(
        deal({"sku": "thing", "quantity": 3}, discounts=[{"target_total": 10_000}]),
        catalog({"thing": product(charge("per_unit", price=4000))}),
    )
    assert made.totals.net == D("10000.00")
    assert [finding.code for finding in made.findings] == ["target-met"]


def test_a_target_that_floors_hold_up_says_so() -> None:
    made = quote(deal("thing", discounts=[{"target_total": 500}]), catalog({"thing": product(yearly(1000, floor=700))}))
    assert made.totals.net == D("700.00")
    assert "target-missed" in [finding.code for finding in made.findings]
