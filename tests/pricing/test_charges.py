"""Charges: every model's amounts, worked out by hand, and segments that equal a walk unit by unit."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import CHARGES, Given, curve_amount, find
from tests import oracle
from tests.quoting.shop import buy, catalog, charge, deal, product, quote
from tests.strategies import MODELS, a_catalog

D = Decimal


def listed(one: dict[str, Any], quantity: Any = 1, **line: Any) -> Decimal:
    return buy(one, quantity, line=line).list


# ---- each model ------------------------------------------------------------------------------------------


def test_a_flat_price_is_the_same_whatever_the_quantity() -> None:
    assert [listed(charge("flat", price=D("24000")), q) for q in (0, 1, 7)] == [D("24000.00")] * 3


def test_a_unit_price_is_multiplied_and_rounded_once() -> None:
    # 3 × 0.335 = 1.005 → 1.01; rounded units first would give 3 × 0.34 = 1.02
    assert listed(charge("per_unit", price=D("0.335")), 3) == D("1.01")


GRADUATED = charge(
    "graduated", tiers=[{"up_to": 10, "rate": 5, "flat": 20}, {"up_to": 20, "rate": 4}, {"rate": 3, "flat": 7}]
)


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [
        (0, "20"),  # nothing bought; the first tier is entered, and its flat amount due
        (10, "70"),  # 20 + 10 × 5
        (11, "74"),  # 70 + 1 × 4
        (20, "110"),  # 70 + 10 × 4
        (21, "120"),  # 110 + 7 + 1 × 3
        (D("20.5"), "118.5"),  # a fraction past the bound belongs to the next tier: 110 + 7 + 0.5 × 3
    ],
)
def test_graduated_units_cost_the_rate_of_the_tier_they_fall_in(quantity: Any, amount: str) -> None:
    assert listed(GRADUATED, quantity) == D(amount)


VOLUME = charge("volume", tiers=[{"up_to": 10, "rate": 5, "flat": 20}, {"below": 20, "rate": 4}, {"rate": 3}])


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [
        (0, "20"),
        (10, "70"),  # 20 + 10 × 5
        (D("10.5"), "42"),  # the second tier: 10.5 × 4
        (19, "76"),
        (20, "60"),  # `below = 20` leaves 20 to the third: 20 × 3
    ],
)
def test_volume_units_all_cost_the_rate_of_the_tier_that_is_reached(quantity: Any, amount: str) -> None:
    assert listed(VOLUME, quantity) == D(amount)


def test_a_stairstep_costs_the_flat_amount_of_its_tier() -> None:
    one = charge("stairstep", tiers=[{"up_to": 5, "flat": 100}, {"up_to": 50, "flat": 300}, {"flat": 900}])
    assert [listed(one, q) for q in (0, 5, 6, 50, 51)] == [D(100), D(100), D(300), D(300), D(900)]


def test_a_started_package_costs_a_whole_package() -> None:
    one = charge("package", price=D("7.50"), size=10, free=5)
    # 5 are free; then 1 starts the first package, 15 fill it, 16 starts the second
    assert [listed(one, q) for q in (0, 5, 6, 15, 16)] == [D(0), D(0), D("7.50"), D("7.50"), D("15.00")]


def test_a_percentage_bounds_each_transaction_and_is_rounded_once() -> None:
    one = charge("percentage", rate=D("0.0299"), fixed=2, minimum=D("1.75"), maximum=12)
    bought = [{"count": 1, "value": 10}, {"count": 1, "value": 80}, {"count": 1, "value": 10000}]
    # 0.299 + 2 = 2.299; 2.392 + 2 = 4.392; 301 is cut to 12; in all 18.691
    assert listed(one, bought) == D("18.69")


def test_a_percentage_leaves_its_free_amount_without_a_rate() -> None:
    one = charge("percentage", rate=D("0.013"), fixed=2, free=250)
    bought = [{"count": 4, "value": 200}]
    # (800 - 250) × 1.3 % = 7.15, and 2 for each of the four
    assert listed(one, bought) == D("15.15")
    assert listed(one, [{"count": 1, "value": 100}]) == D("2.00")


SIPPAR = charge(
    "bracketed_fee",
    tiers=[{"below": 1, "flat": D("0.01")}, {"up_to": 100, "flat": D("0.05")},
           {"up_to": 10_000, "rate": D("0.001")}, {"rate": D("0.0005")}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "fee"),
    [
        ("0.50", "0.01"), ("1.00", "0.05"), ("100", "0.05"),
        ("100.01", "0.10"),  # 100.01 × 0.1 % = 0.10001
        ("10000", "10.00"), ("10000.01", "5.00"),
    ],
)  # fmt: skip
def test_a_bracketed_fee_is_the_fee_of_the_bracket_of_each_transaction(value: str, fee: str) -> None:
    assert listed(SIPPAR, D(value)) == D(fee)


def test_a_list_of_transactions_is_charged_one_by_one() -> None:
    bought = [{"count": 1000, "value": D("0.50")}, {"count": 10, "value": 500}]
    # 1,000 × 0.01 + 10 × 500 × 0.1 % = 10 + 5
    assert listed(SIPPAR, bought) == D("15.00")


def test_a_share_of_other_lines_is_taken_of_their_net_and_follows_their_discounts() -> None:
    at = catalog(
        {
            "software": product(charge("flat", price=1000)),
            "support": product(charge("percent_of", rate=D("0.15"), of=["software"]), kind="service"),
        },
        {"term": {"tiers": [{"from": 12, "percent": 20}]}},
    )
    made = quote(deal("software", "support"), at)
    # 1,000 less 20 % is 800, and 15 % of that 120; no second 20 % on the share
    assert [line.net for line in made.lines] == [D("800.00"), D("120.00")]


def test_a_share_of_a_monthly_charge_counts_a_year_of_it() -> None:
    at = catalog(
        {
            "software": product(charge("flat", price=100, period="month")),
            "support": product(charge("percent_of", rate=D("0.2"), of=["things"], period="quarter")),
        }
    )
    made = quote(deal("software", "support"), at)
    # 12 × 100 a year, a quarter of it 300; 20 % are 60 a quarter, 240 a year
    assert made.lines[1].net == D("240.00")


def test_the_seller_states_the_price_inside_the_range() -> None:
    one = charge("range", to=200, **{"from": 100})
    assert listed(one, 3, price=D("150.50")) == D("451.50")
    assert [listed(one, 1, price=D(price)) for price in (100, 200)] == [D(100), D(200)]


@pytest.mark.parametrize("line", [{}, {"price": D("99.99")}, {"price": D("200.01")}])
def test_a_price_outside_its_range_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(DealError, match="100 to 200"):
        listed(charge("range", to=200, **{"from": 100}), 1, **line)


def test_a_range_may_be_one_price_but_does_not_fall() -> None:
    assert listed(charge("range", to=100, **{"from": 100}), 1, price=D(100)) == D(100)
    for ends in ({"from": 100, "to": 99}, {"from": {"USD": 100, "EUR": 5}, "to": {"USD": 99, "EUR": 6}}):
        with pytest.raises(ValueError, match="from"):
            catalog({"thing": product(charge("range", **ends))})


MATRIX = charge(
    "matrix",
    dimensions={"region": ["eu", "us"], "size": ["s", "l"]},
    cells=[{"at": {"region": "eu", "size": "s"}, "price": 5}, {"at": {"region": "us", "size": "l"}, "price": 9}],
)


def test_a_matrix_has_one_price_for_each_combination() -> None:
    assert listed(MATRIX, 2, cell={"region": "us", "size": "l"}) == D(18)


@pytest.mark.parametrize("cell", [{}, {"region": "eu"}, {"region": "eu", "size": "l"}])
def test_a_combination_without_a_cell_has_no_price(cell: dict[str, str]) -> None:
    with pytest.raises(DealError, match="price"):
        listed(MATRIX, 2, cell=cell)


def test_blocks_that_are_started_cost_a_whole_block() -> None:
    # Kill Bill: 1,000 in blocks of 100 at 1 each, then 4,325 in blocks of 1,000: 10 + 5
    tiers = [{"up_to": 1000, "rate": 1, "size": 100}, {"rate": 1, "size": 1000}]
    assert listed(charge("graduated", tiers=tiers), 5325) == D(15)


# ---- what has no price ----------------------------------------------------------------------------------


def test_a_quantity_beyond_a_ladder_with_an_end_has_no_price() -> None:
    with pytest.raises(DealError, match="11"):
        listed(charge("volume", tiers=[{"up_to": 10, "rate": 5}]), 11)


def test_a_product_without_a_price_in_the_currency_of_the_deal_is_refused() -> None:
    at = catalog({"thing": product(charge("flat", price=100))}, currencies=["EUR"])
    with pytest.raises(DealError, match="EUR"):
        quote(deal("thing", customer={"name": "N", "currency": "EUR"}), at)


def test_prices_in_two_currencies_are_two_numbers() -> None:
    at = catalog({"thing": product(charge("flat", prices={"USD": 100, "EUR": 95}))}, currencies=["EUR"])
    assert quote(deal("thing"), at).totals.net == D("100.00")
    made = quote(deal("thing", customer={"name": "N", "currency": "EUR"}), at)
    assert (made.currency, made.totals.net) == ("EUR", D("95.00"))


def test_a_rate_in_per_cent_is_the_same_in_every_currency() -> None:
    one = charge("percentage", rate=D("0.01"), fixed={"USD": D("0.30"), "EUR": D("0.25")})
    at = catalog({"thing": product(one)}, currencies=["EUR"])
    made = quote(deal({"sku": "thing", "quantity": 200}, customer={"name": "N", "currency": "EUR"}), at)
    assert made.totals.net == D("2.25")  # 200 × 1 % + 0.25


@pytest.mark.parametrize(
    "tiers",
    [
        [{"up_to": 10, "rate": 1}, {"up_to": 10, "rate": 2}],
        [{"up_to": 10, "rate": 1}, {"up_to": 5, "rate": 2}],
        [{"rate": 1}, {"rate": 2}],
        [{"up_to": 10, "below": 11, "rate": 1}, {"rate": 2}],
    ],
)
def test_a_ladder_cannot_be_written_with_a_gap_or_an_overlap(tiers: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"tier [12]"):
        catalog({"thing": product(charge("volume", tiers=tiers))})


@pytest.mark.parametrize("model", ["stairstep", "bracketed_fee"])
def test_blocks_without_a_rate_for_units_are_refused(model: str) -> None:
    with pytest.raises(ValueError, match="block"):
        catalog({"thing": product(charge(model, tiers=[{"flat": 5, "size": 10}]))})


# ---- segments are the price ------------------------------------------------------------------------------


def exact(one: Any, quantity: Any, line: dict[str, Any] | None = None) -> Decimal:
    """The unrounded amount off the curve."""
    said = line or {}
    calc, amount = DecimalArithmetic(), D(0)
    for take in one.takes(lambda price: D(price), Given(quantity=quantity, price=said.get("price"))):
        covering = [piece for piece in take.curve if piece.covers(take.x)]
        assert len(covering) == 1, "exactly one segment covers a quantity"
        assert covering[0] is find(take.curve, take.x)
        amount += take.count * curve_amount(calc, covering[0], take.x)
    return amount


LADDERS = ("graduated", "volume", "stairstep")


@st.composite
def ladders(draw: st.DrawFn) -> dict[str, Any]:
    """A ladder with whole bounds."""
    model = draw(st.sampled_from(LADDERS))
    ends = sorted(draw(st.sets(st.integers(0, 60), max_size=4)))
    money = st.decimals(0, 50, places=2)
    tiers: list[dict[str, Any]] = []
    for number, end in enumerate([*ends, None]):
        tier: dict[str, Any] = {"flat": draw(money)} if model == "stairstep" else {"rate": draw(money)}
        if model != "stairstep" and draw(st.booleans()):
            tier["flat"] = draw(money)
        if end is not None:
            tier["below" if number and draw(st.booleans()) else "up_to"] = end
        tiers.append(tier)
    return charge(model, tiers=tiers)


@given(ladders(), st.integers(0, 80))
def test_segments_equal_a_walk_unit_by_unit(one: dict[str, Any], quantity: int) -> None:
    made = catalog({"thing": product(one)}).products["thing"].charges[0]
    tiers = one["tiers"]

    def tier_of(x: Fraction) -> int:
        for index, tier in enumerate(tiers):
            if "up_to" in tier and x <= tier["up_to"]:
                return index
            if "below" in tier and x < tier["below"]:
                return index
        return len(tiers) - 1

    reached = tier_of(Fraction(quantity))
    if one["model"] == "graduated":
        walked = sum((tier.get("flat", D(0)) for tier in tiers[: reached + 1]), D(0))
        for unit in range(quantity):  # the unit between `unit` and `unit + 1`
            walked += tiers[tier_of(Fraction(2 * unit + 1, 2))]["rate"]
    else:
        walked = tiers[reached].get("flat", D(0)) + quantity * tiers[reached].get("rate", D(0))
    assert exact(made, D(quantity)) == walked


def test_segments_equal_the_oracle_for_every_model_at_every_bound() -> None:
    """On, just before and just behind each bound of 150 catalogs, and at some quantities between."""
    rnd, seen = Random(11), set()
    for _ in range(150):
        data = a_catalog(rnd)
        shop = oracle.Shop(data, data["catalog"]["currency"])
        for sku, item in Catalog.validate(data).products.items():
            for made, said in zip(item.charges, data["products"][sku]["charges"], strict=True):
                if said["model"] in ("percent_of", "matrix") or data["catalog"]["currencies"]:
                    continue
                seen.add(said["model"])
                line = {"price": said["from"] + 1} if said["model"] == "range" else {}
                for quantity in quantities(rnd, said):
                    try:
                        theirs = shop.amount(said, quantity, line)
                    except oracle.Refused:
                        continue
                    assert Fraction(exact(made, quantity, line)) == theirs, (said, quantity)
    assert seen == set(MODELS) - {"percent_of", "matrix"}


def test_the_strategies_draw_every_charge_model() -> None:
    assert {get_args(model.__annotations__["model"])[0] for model in CHARGES} == set(MODELS)


def quantities(rnd: Random, said: dict[str, Any]) -> list[Decimal]:
    ends = [tier.get("up_to", tier.get("below")) for tier in said.get("tiers", ())]
    near = [
        D(0),
        D("0.001"),
        *(D(end) + step for end in ends if end is not None for step in (D("-0.1"), D(0), D("0.1"))),
    ]
    return [each for each in [*near, *(D(rnd.randint(0, 99_999)) / 100 for _ in range(5))] if each >= 0]
