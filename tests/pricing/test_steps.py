"""Every step of the waterfall, with numbers worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.quote import Quote
from tests.quoting.shop import buy, catalog, charge, deal, moved, product, quote

D = Decimal
FLAT = charge("flat", price=1000)
PER_UNIT = charge("per_unit", price=10)


def three(rules: dict[str, Any], *lines: Any, prices: tuple[int, int, int] = (1000, 500, 300), **said: Any) -> Quote:
    """A quote from a shop that sells a, b and c, plugins of families x, x and y."""
    families = {"a": "x", "b": "x", "c": "y"}
    products = {
        sku: product(charge("per_unit", price=price), family=families[sku])
        for sku, price in zip("abc", prices, strict=True)
    }
    return quote(deal(*(lines or "abc"), **said), catalog(products, rules))


def nets(made: Quote) -> list[Decimal]:
    return [line.net for line in made.lines]


def test_the_waterfall_runs_in_the_order_that_the_documents_print() -> None:
    assert [step.code for step in WATERFALL] == [
        "price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated",
        "uplift", "free_months", "line_amount", "deal_amount", "maximum", "minimum", "floor",
    ]  # fmt: skip


def test_each_step_takes_its_percentage_of_what_the_steps_before_have_left() -> None:
    line = buy(
        FLAT,
        rules={
            "price_book": {"entries": [{"name": "All", "percent": 10}]},
            "bundle": {"tiers": [{"from": 1, "percent": 10}]},
            **volume("quantity", "line", "volume", (1, 10)),
            "term": {"tiers": [{"from": 12, "percent": 10}]},
            "partner": {"tiers": [{"tier": "gold", "percent": 10}]},
            "promotion": {"codes": [{"code": "SPRING", "percent": 10}]},
        },
        partner={"name": "P", "tier": "gold"},
        promotions=["SPRING"],
        discounts=[{"percent": 10}],
    )  # fmt: skip
    # 1,000 → 900 → 810 → 729 → 656.10 → 590.49 → 531.441 (53.14 of 59.049: 59.05 off) …
    assert [(move.code, move.amount) for move in line.moves] == [
        ("list", D("1000.00")),
        ("price_book", D("-100.00")),
        ("bundle", D("-90.00")),
        ("volume", D("-81.00")),
        ("term", D("-72.90")),
        ("partner", D("-65.61")),
        ("promotion", D("-59.05")),  # 590.49 × 10 % = 59.049
        ("negotiated", D("-53.14")),  # 531.44 × 10 % = 53.144
    ]
    assert line.net == D("478.30")


# ---- base, combine, cap, applies_to ----------------------------------------------------------------------

THREE = {"entries": [{"name": n, "percent": p} for n, p in (("A", 5), ("B", 15), ("C", 10))]}


@pytest.mark.parametrize(
    ("how", "net"),
    [
        ({}, "850.00"),  # the best of 5, 15 and 10
        ({"combine": "sum"}, "700.00"),  # Zuora: percentages added up, 30 % of 1,000
        ({"combine": "compound"}, "726.75"),  # one after the other: 950, 807.50, 726.75
        ({"combine": "sum", "cap": 20}, "800.00"),
        ({"combine": "compound", "cap": 27}, "730.00"),
        ({"cap": 15}, "850.00"),  # a cap that is just met takes nothing back
        ({"cap": 0}, "1000.00"),
    ],
)
def test_rules_of_one_step_combine_as_it_says(how: dict[str, Any], net: str) -> None:
    assert buy(FLAT, rules={"price_book": THREE | how}).net == D(net)


def test_what_a_cap_takes_back_is_a_move_of_its_own() -> None:
    line = buy(FLAT, rules={"price_book": THREE | {"combine": "sum", "cap": 20}})
    amounts = [(move.rule, move.amount) for move in line.moves if move.code == "price_book"]
    assert amounts == [
        ("rules.price_book.entries[0]", D("-50.00")),
        ("rules.price_book.entries[1]", D("-150.00")),
        ("rules.price_book.entries[2]", D("-100.00")),
        ("rules.price_book.cap", D("100.00")),
    ]


def test_of_two_equally_good_rules_the_first_is_named() -> None:
    entries = [{"name": "A", "percent": 10}, {"name": "B", "percent": 10}]
    line = buy(FLAT, rules={"price_book": {"entries": entries}})
    assert [move.rule for move in line.moves] == ["products.thing.charges[0]", "rules.price_book.entries[0]"]


def test_a_step_on_the_list_price_ignores_what_the_steps_before_took_off() -> None:
    tiers = [{"from": 12, "percent": 20}]
    book = {"entries": [{"name": "All", "percent": 50}]}
    assert buy(FLAT, rules={"price_book": book, "term": {"tiers": tiers}}).net == D("400.00")
    assert buy(FLAT, rules={"price_book": book, "term": {"tiers": tiers, "base": "list"}}).net == D("300.00")


def test_steps_on_the_list_price_never_take_more_than_is_left() -> None:
    # 70 % of 1,000, and again 70 % of 1,000: the second finds only 300
    book = {"entries": [{"name": "All", "percent": 70}]}
    line = buy(FLAT, rules={"price_book": book, "term": {"tiers": [{"from": 12, "percent": 70}], "base": "list"}})
    assert line.net == D("0.00")
    assert [move.amount for move in line.moves if move.code == "term"] == [D("-700.00"), D("400.00")]


def test_percentages_that_add_up_to_more_than_all_leave_nothing() -> None:
    entries = [{"name": n, "percent": 60} for n in "AB"]
    assert buy(FLAT, rules={"price_book": {"combine": "sum", "entries": entries}}).net == D("0.00")


@pytest.mark.parametrize(
    ("applies", "bought"),
    [
        ({}, [900, 90, 10]),  # recurring and once; usage only where it is named
        ({"charges": ["usage"]}, [1000, 100, 9]),
        ({"charges": ["once"]}, [1000, 90, 10]),
        ({"charges": ["recurring", "once", "usage"]}, [900, 90, 9]),
        ({"families": ["others"]}, [1000, 100, 10]),
        ({"kinds": ["plugin"]}, [900, 90, 10]),
        ({"skus": ["other"]}, [1000, 100, 10]),
    ],
)
def test_a_step_applies_to_the_charges_that_it_names(applies: dict[str, Any], bought: list[int]) -> None:
    sold = product(
        {"id": "fee", "period": "year", "model": "flat", "price": 1000},
        {"id": "setup", "period": "once", "model": "flat", "price": 100},
        {"id": "calls", "period": "year", "model": "per_unit", "price": 1, "usage": True},
    )
    rule = {"tiers": [{"from": 1, "percent": 10}], "applies_to": applies}
    other = product(FLAT, family="others", kind="service")
    made = quote(
        deal({"sku": "thing", "usage": {"calls": 10}}), catalog({"thing": sold, "other": other}, {"term": rule})
    )
    assert nets(made) == [D(each) for each in bought]


def test_a_product_that_is_not_discountable_keeps_its_list_price() -> None:
    at = catalog({"thing": product(FLAT, discountable=False)}, {"term": {"tiers": [{"from": 1, "percent": 10}]}})
    assert quote(deal("thing"), at).totals.net == D("1000.00")


@pytest.mark.parametrize(
    "tiers",
    [
        [{"from": 5, "percent": 1}, {"from": 5, "percent": 2}],
        [{"from": 5, "percent": 1}, {"from": 4, "percent": 2}],
        [{"from": 1, "to": 5, "percent": 1}, {"from": 5, "percent": 2}],
        [{"from": 5, "to": 4, "percent": 1}],
    ],
)
def test_the_rungs_of_a_ladder_rise_and_do_not_overlap(tiers: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="5"):
        catalog({"thing": product(FLAT)}, {"term": {"tiers": tiers}})


# ---- price book ------------------------------------------------------------------------------------------


def test_a_price_book_is_for_a_segment_in_a_region() -> None:
    entries = [
        {"name": "Startups", "segments": ["startup"], "percent": 10},
        {"name": "Startups in EMEA", "segments": ["startup"], "regions": ["EMEA"], "percent": 25},
    ]
    at = catalog({"thing": product(FLAT)}, {"price_book": {"entries": entries}}, segments=["startup", "bank"])

    def net(**who: str) -> Decimal:
        return quote(deal("thing", customer={"name": "N"} | who), at).totals.net

    assert net(segment="startup", region="EMEA") == D("750.00")
    assert net(segment="startup", region="APAC") == D("900.00")
    assert net(segment="startup") == D("900.00")
    assert net(segment="bank", region="EMEA") == net() == D("1000.00")


def test_a_price_book_may_be_for_deals_that_are_billed_yearly() -> None:
    entries = [{"name": "Billed yearly", "billing": ["annual", "upfront"], "percent": 20}]
    at = catalog({"thing": product(FLAT)}, {"price_book": {"entries": entries}})
    nets = {each: quote(deal("thing", billing=each), at).totals.net for each in ("annual", "quarterly", "monthly")}
    # 1,000 a year: 20 % off where it is billed yearly, nothing off otherwise
    assert nets == {"annual": D("800.00"), "quarterly": D("1000.00"), "monthly": D("1000.00")}


# ---- bundle ----------------------------------------------------------------------------------------------

BUNDLE = {"tiers": [{"from": 2, "percent": 10}, {"from": 3, "percent": 20}]}


def test_a_bundle_counts_different_products_not_lines_or_units() -> None:
    assert nets(three({"bundle": BUNDLE}, "a")) == [D(1000)]
    assert nets(three({"bundle": BUNDLE}, {"sku": "a", "quantity": 5}, "a")) == [D(5000), D(1000)]
    assert nets(three({"bundle": BUNDLE}, "a", "b")) == [D(900), D(450)]
    assert nets(three({"bundle": BUNDLE})) == [D(800), D(400), D(240)]


def test_a_line_that_is_optional_or_of_no_units_does_not_make_a_bundle() -> None:
    assert nets(three({"bundle": BUNDLE}, "a", {"sku": "b", "optional": True})) == [D(1000), D(500)]
    assert nets(three({"bundle": BUNDLE}, "a", {"sku": "b", "quantity": 0})) == [D(1000), D(0)]


def test_a_bundle_is_only_for_the_kinds_that_it_counts() -> None:
    at = catalog(
        {"a": product(FLAT), "b": product(FLAT), "s": product(FLAT, kind="service")},
        {"bundle": BUNDLE | {"count": ["plugin"]}},
    )
    assert nets(quote(deal("a", "b", "s"), at)) == [D(900), D(900), D(1000)]


def test_a_number_of_products_that_the_ladder_leaves_out_has_no_price() -> None:
    ladder = {"tiers": [{"from": 1, "to": 1, "percent": 0}, {"from": 3, "percent": 20}]}
    with pytest.raises(DealError, match="2 products"):
        three({"bundle": ladder}, "a", "b")


def test_a_named_set_discounts_its_own_products() -> None:
    rule = {"sets": [{"id": "pair", "name": "Pair", "skus": ["a", "b"], "percent": 30}]}
    assert nets(three({"bundle": rule})) == [D(700), D(350), D(300)]
    assert nets(three({"bundle": rule}, "a", "c")) == [D(1000), D(300)]


def test_a_set_that_must_stand_alone_ends_with_another_product() -> None:
    rule = {"sets": [{"id": "pair", "name": "Pair", "skus": ["a", "b"], "percent": 30, "only_these": True}]}
    assert nets(three({"bundle": rule}, "a", "b")) == [D(700), D(350)]
    assert nets(three({"bundle": rule})) == [D(1000), D(500), D(300)]


def test_the_better_of_a_tier_and_a_set_is_taken() -> None:
    sets = [{"id": "pair", "name": "Pair", "skus": ["a", "b"], "percent": 15}]
    assert nets(three({"bundle": BUNDLE | {"sets": sets}})) == [D(800), D(400), D(240)]  # 20 % beats 15 %
    assert nets(three({"bundle": BUNDLE | {"sets": sets}}, "a", "b")) == [D(850), D(425)]  # 15 % beats 10 %


# ---- volume ----------------------------------------------------------------------------------------------


def volume(by: str, scope: str, mode: str, *rungs: tuple[Any, Any], **how: Any) -> dict[str, Any]:
    tiers = [{"from": start, "percent": percent} for start, percent in rungs]
    return {"volume": {"schedules": [{"name": "V", "by": by, "scope": scope, "mode": mode, "tiers": tiers} | how]}}


@pytest.mark.parametrize(("quantity", "net"), [(9, "90"), (10, "90"), (19, "171"), (20, "160"), (D("9.5"), "95")])
def test_a_volume_discount_is_for_all_units_from_its_rung_on(quantity: Any, net: str) -> None:
    assert buy(PER_UNIT, quantity, volume("quantity", "line", "volume", (10, 10), (20, 20))).net == D(net)


@pytest.mark.parametrize(
    ("quantity", "net"),
    [
        (10, "100"),  # the slab begins behind the tenth
        (15, "145"),  # 5 units of 10 at 10 %: 5 off
        (25, "230"),  # 10 at 10 % and 5 at 20 %: 10 + 10 off
        (0, "0"),
    ],
)
def test_a_graduated_volume_discount_is_for_the_units_of_its_slab(quantity: Any, net: str) -> None:
    assert buy(PER_UNIT, quantity, volume("quantity", "line", "graduated", (10, 10), (20, 20))).net == D(net)


def test_slabs_of_nothing_take_nothing_off() -> None:
    # A platform of no seats costs its flat 100; there is no unit in any slab.
    one = charge("graduated", tiers=[{"rate": 5, "flat": 100}])
    assert buy(one, 0, volume("quantity", "line", "graduated", (0, 10), (20, 50))).net == D("100.00")


def test_volume_is_counted_by_line_by_family_or_in_the_whole_deal() -> None:
    lines = [{"sku": sku, "quantity": 4} for sku in "abc"]

    def off(scope: str, start: int) -> list[Decimal]:
        return nets(three(volume("quantity", scope, "volume", (start, 10)), *lines))

    assert off("line", 5) == [D(4000), D(2000), D(1200)]
    assert off("family", 8) == [D(3600), D(1800), D(1200)]  # a and b are 8 of family x
    assert off("deal", 12) == [D(3600), D(1800), D(1080)]
    assert off("deal", 13) == [D(4000), D(2000), D(1200)]


def test_volume_by_amount_counts_the_list_price_of_a_year() -> None:
    monthly = charge("flat", price=100, period="month")
    assert buy(monthly, rules=volume("amount", "line", "volume", (1200, 10))).net == D("1080.00")
    assert buy(monthly, rules=volume("amount", "line", "volume", (1201, 10))).net == D("1200.00")


def test_a_schedule_that_names_families_still_counts_every_sort_of_charge_of_the_step() -> None:
    usage = charge("per_unit", price=10, period="year", usage=True)
    rule = volume("quantity", "line", "volume", (5, 10), applies_to={"families": ["things"]})
    rule["volume"]["applies_to"] = {"charges": ["usage"]}
    assert buy(usage, 5, rule).net == D("45.00")


def test_a_graduated_volume_discount_of_all_adds_up_to_the_cent() -> None:
    # 100.00 over slabs of 3, 3 and 1 units of 7: 42.86, 85.71 and 100.00 from the bottom: 42.86, 42.85, 14.29.
    one = charge("flat", price=100)
    rule = volume("quantity", "line", "graduated", (0, 100), (3, 100), (6, 100))
    assert buy(one, 7, rule).net == D("0.00")


# ---- term, partner, promotion ----------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "a_year"), [(35, "1000"), (36, "850"), (59, "850"), (60, "750"), (120, "750")])
def test_between_two_terms_the_last_one_reached_holds(months: int, a_year: str) -> None:
    rules = {"term": {"tiers": [{"from": 36, "percent": 15}, {"from": 60, "percent": 25}]}}
    line = buy(charge("flat", price=D("1000")), rules=rules, months=months)
    assert line.intervals[0].net_per_period == D(a_year)


def test_free_months_on_top_do_not_lengthen_the_committed_term() -> None:
    rules = {"term": {"tiers": [{"from": 13, "percent": 50}]}}
    line = buy(FLAT, rules=rules, months=12, free={"months": 3, "extends_term": True})
    assert moved(line, "term") == 0


def test_a_partner_buys_at_the_percentage_of_its_tier() -> None:
    rules = {"partner": {"tiers": [{"tier": "gold", "percent": 30}, {"tier": "silver", "percent": 20}]}}
    assert buy(FLAT, rules=rules, partner={"name": "P", "tier": "silver"}).net == D("800.00")
    assert buy(FLAT, rules=rules, partner={"name": "P"}).net == D("1000.00")
    with pytest.raises(DealError, match="bronze"):
        buy(FLAT, rules=rules, partner={"name": "P", "tier": "bronze"})


PROMOTION = {
    "promotion": {
        "codes": [
            {"code": "SPRING", "percent": 10, "valid_from": date(2026, 11, 1), "valid_until": date(2026, 12, 1)},
            {"code": "LONG", "percent": 20, "min_months": 24},
        ]
    }
}


def test_a_promotion_runs_through_its_last_day() -> None:
    assert buy(FLAT, rules=PROMOTION, promotions=["SPRING"], issued=date(2026, 12, 1)).net == D("900.00")
    with pytest.raises(DealError, match=r"SPRING.*2026-12-01"):
        buy(FLAT, rules=PROMOTION, promotions=["SPRING"], issued=date(2026, 12, 2))
    with pytest.raises(DealError, match=r"SPRING.*2026-11-01"):
        buy(FLAT, rules=PROMOTION, promotions=["SPRING"], issued=date(2026, 10, 31))


def test_a_promotion_that_does_not_fit_is_refused_and_not_left_out() -> None:
    with pytest.raises(DealError, match=r"LONG.*24 months"):
        buy(FLAT, rules=PROMOTION, promotions=["LONG"])
    with pytest.raises(DealError, match="SUMMER"):
        buy(FLAT, rules=PROMOTION, promotions=["SUMMER"])


# ---- maximum, minimum, floor -----------------------------------------------------------------------------


def test_first_the_maximum_then_the_minimum_then_the_floor() -> None:
    one = charge("per_unit", price=10, maximum=80, minimum=90, floor=D("9.50"))
    line = buy(one, 10)
    # 100 → 80 → 90 → 95, each as its own move
    assert [(move.code, move.amount) for move in line.moves] == [
        ("list", D("100.00")), ("maximum", D("-20.00")), ("minimum", D("10.00")), ("floor", D("5.00")),
    ]  # fmt: skip


def test_a_minimum_is_for_a_period_and_applies_after_discounts() -> None:
    one = charge("flat", price=100, period="month", minimum=90)
    line = buy(one, discounts=[{"percent": 50}])
    # 50 a month, lifted to 90: 40 × 12
    assert moved(line, "minimum") == D("480.00")
    assert line.net == D("1080.00")


def test_the_greatest_of_all_floors_holds() -> None:
    def net(**rule: Any) -> Decimal:
        one = charge("per_unit", price=100, floor=40, cost=30)
        return buy(one, 2, {"floor": rule} if rule else {}, discounts=[{"percent": 90}]).net

    assert net() == D("80.00")  # its own: 2 × 40
    assert net(families={"things": 55}) == D("110.00")  # 55 % of 200
    assert net(families={"others": 55}) == D("80.00")
    assert net(margin=50) == D("120.00")  # a cost of 60 is at most half
    assert net(margin=50, families={"things": 70}) == D("140.00")


def test_a_floor_under_a_flat_price_does_not_grow_with_the_quantity() -> None:
    assert buy(charge("flat", price=100, floor=80), 3, discounts=[{"percent": 50}]).net == D("80.00")


def test_a_price_above_its_floor_is_left_alone() -> None:
    assert moved(buy(charge("flat", price=15, floor=14), discounts=[{"percent": 6}]), "floor") == 0


def test_a_floor_under_a_part_of_a_year_is_the_same_part() -> None:
    one = charge("flat", price=100, floor=80)
    line = buy(one, discounts=[{"percent": 50}], months=18, proration="months_days")
    assert line.net == D("120.00")  # 80 and half of 80
