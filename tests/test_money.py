"""Money: minor units, one rounding, and parts that add up."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.currencies import MINOR_UNITS, WITHOUT_MINOR_UNIT
from dealdesk.money import EXACT, Rounding, UnknownCurrency, allocate, minor_unit, part, share, to_money, unit

D = Decimal
ISO_4217 = Path(__file__).parent / "data" / "iso4217.csv"

roundings = st.sampled_from(["half_up", "half_even"])
places_of_currencies = st.sampled_from([0, 2, 3, 4])
numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=12)
"""Up to 24 digits, 12 of them decimals: what a catalog or a deal may state."""

weights_of_lines = st.lists(st.decimals(0, 100, places=2), min_size=1).filter(any)


def money(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**14), 10**14).map(lambda units: D(units).scaleb(-places))


def as_written(amounts: Sequence[Decimal]) -> list[str]:
    return [str(amount) for amount in amounts]


# ---- rounding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "places", "half_up", "half_even"),
    [
        ("10.275", 2, "10.28", "10.28"),  # 27.5 cents: away from zero is 28, and 28 is even
        ("10.285", 2, "10.29", "10.28"),
        ("0.005", 2, "0.01", "0.00"),
        ("0.015", 2, "0.02", "0.02"),
        ("-0.005", 2, "-0.01", "0.00"),
        ("-10.285", 2, "-10.29", "-10.28"),
        ("0.004", 2, "0.00", "0.00"),
        ("1000.5", 0, "1001", "1000"),
        ("0.9", 0, "1", "1"),
        ("1.0005", 3, "1.001", "1.000"),
        ("12", 3, "12.000", "12.000"),
        ("0.00500000000000000000001", 2, "0.01", "0.01"),
    ],
)
def test_a_tie_goes_away_from_zero_or_to_the_even_unit(amount: str, places: int, half_up: str, half_even: str) -> None:
    assert str(to_money(D(amount), places)) == half_up
    assert str(to_money(D(amount), places, "half_even")) == half_even


@pytest.mark.parametrize("amount", ["-0", "-0.00", "-0.004", "-0E+3", "0"])
def test_there_is_no_negative_zero(amount: str) -> None:
    # 2.25 × 64.22 at 100 % off once left -0.01 in another system, and -0.00 looks no better on a quote.
    assert str(to_money(D(amount), 2)) == "0.00"
    assert str(share(D(amount), 1, 3, 2)) == "0.00"
    assert str(part(D(amount), 1, 2, 3, 2)) == "0.00"


@given(numbers, places_of_currencies, roundings)
def test_rounding_equals_the_nearest_unit_computed_with_fractions(
    amount: Decimal, places: int, rounding: Rounding
) -> None:
    rounded = to_money(amount, places, rounding)
    off = Fraction(rounded) - Fraction(amount)
    half = Fraction(1, 2 * 10**places)
    assert abs(off) <= half
    assert rounded.as_tuple().exponent == -places
    if abs(off) == half:
        units = int(rounded.scaleb(places))
        assert abs(rounded) > abs(amount) if rounding == "half_up" else units % 2 == 0


def test_products_and_sums_of_admitted_numbers_are_exact() -> None:
    most = D("999999999999.999999999999")  # 24 digits
    # (10**24 - 1)**2 × 10**-24 = 10**24 - 2 + 10**-24
    assert EXACT.multiply(most, most) == D("999999999999999999999998.000000000000000000000001")
    assert to_money(EXACT.multiply(most, most), 2) == D("999999999999999999999998.00")


@pytest.mark.parametrize(("places", "smallest"), [(0, "1"), (2, "0.01"), (3, "0.001"), (12, "1E-12")])
def test_the_unit_is_the_smallest_amount_with_so_many_decimals(places: int, smallest: str) -> None:
    assert str(unit(places)) == smallest


@pytest.mark.parametrize("places", [-1, 25])
def test_a_number_of_decimals_that_no_money_has_is_refused(places: int) -> None:
    with pytest.raises(ValueError, match="0 to 24 decimals"):
        unit(places)
    with pytest.raises(ValueError, match="0 to 24 decimals"):
        to_money(D(1), places)
    with pytest.raises(ValueError, match="0 to 24 decimals"):
        share(D(1), 1, 3, places)


# ---- currencies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "places"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_each_currency_has_the_decimals_of_its_minor_unit(code: str, places: int) -> None:
    assert minor_unit(code) == places


def test_the_table_of_currencies_holds_the_active_codes_of_the_standard() -> None:
    groups: dict[str, set[str]] = {}
    with ISO_4217.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["AlphabeticCode"] and not row["WithdrawalDate"]:
                groups.setdefault(row["MinorUnit"], set()).add(row["AlphabeticCode"])
    to_write = "\n".join(f"{places}: {' '.join(sorted(codes))}" for places, codes in sorted(groups.items()))
    assert frozenset(groups.pop("-")) == WITHOUT_MINOR_UNIT, to_write
    assert {code: int(places) for places, codes in groups.items() for code in codes} == MINOR_UNITS, to_write
    assert len(MINOR_UNITS) == 165, "139 with 2 decimals, 17 with 0, 7 with 3, 2 with 4"


@pytest.mark.parametrize(
    ("code", "first"), [("UDS", "USD"), ("usd", "USD"), ("EURO", "EUR"), ("GPB", "GBP"), (" JPY", "JPY")]
)
def test_an_unknown_currency_names_the_one_that_was_meant(code: str, first: str) -> None:
    with pytest.raises(UnknownCurrency, match=f"did you mean {first}") as caught:
        minor_unit(code)
    assert caught.value.code == code
    assert caught.value.candidates[0] == first


@pytest.mark.parametrize("code", ["", "$", "HRK HRK HRK HRK HRK", "12345", "\N{EURO SIGN}"])
def test_what_is_like_no_currency_is_refused_without_a_guess(code: str) -> None:
    with pytest.raises(UnknownCurrency, match=r"is not an active currency of ISO 4217$") as caught:
        minor_unit(code)
    assert caught.value.candidates == ()


@pytest.mark.parametrize("code", ["DEM", "HRK"])
def test_a_withdrawn_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency, match=f"'{code}' is not an active currency"):
        minor_unit(code)


@pytest.mark.parametrize("code", ["XAU", "XXX", "XDR"])
def test_a_code_without_a_minor_unit_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency, match=f"{code} has no minor unit"):
        minor_unit(code)


# ---- shares and parts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "numerator", "denominator", "places", "expected"),
    [
        ("10", 17, 31, 2, "5.48"),  # 170 / 31 = 5.4838…
        ("20", 17, 31, 2, "10.97"),  # 340 / 31 = 10.9677…
        ("-40", 17, 31, 2, "-21.94"),  # -680 / 31 = -21.9354…
        ("19.95", 8, 30, 2, "5.32"),  # 5.32 exactly
        ("19.95", 22, 30, 2, "14.63"),  # 14.63 exactly
        ("10.00", 27, 31, 2, "8.71"),  # 8.7096…
        ("1000", 1, 3, 0, "333"),
        ("1", 1, 3, 3, "0.333"),
        ("100", 0, 7, 2, "0.00"),
        ("100", 7, 7, 2, "100.00"),
        ("100000", 4, 3, 2, "133333.33"),
        ("1E+3", 1, 8, 2, "125.00"),
    ],
)
def test_a_share_is_rounded_once(amount: str, numerator: int, denominator: int, places: int, expected: str) -> None:
    assert str(share(D(amount), numerator, denominator, places)) == expected


@pytest.mark.parametrize(
    ("amount", "half_up", "half_even"),
    [("0.25", "0.13", "0.12"), ("-0.25", "-0.13", "-0.12"), ("0.27", "0.14", "0.14")],
)
def test_half_of_an_odd_number_of_cents_is_a_tie(amount: str, half_up: str, half_even: str) -> None:
    assert str(share(D(amount), 1, 2, 2)) == half_up
    assert str(share(D(amount), 1, 2, 2, "half_even")) == half_even


def test_thirds_add_up_to_the_whole() -> None:
    # 3.333… → 3.33, 6.666… → 6.67, 10: the differences are 3.33, 3.34, 3.33
    assert as_written([part(D(10), k, k + 1, 3, 2) for k in range(3)]) == ["3.33", "3.34", "3.33"]


@pytest.mark.parametrize("of", [0, -3])
def test_a_share_out_of_nothing_is_refused(of: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        share(D(1), 1, of, 2)


@given(numbers, st.integers(-(10**6), 10**6), st.integers(1, 10**6), places_of_currencies, roundings)
def test_a_share_equals_the_exact_quotient_rounded(
    amount: Decimal, numerator: int, denominator: int, places: int, rounding: Rounding
) -> None:
    exact = Fraction(amount) * numerator / denominator * 10**places
    # Both the quotient and its rounding have another author here: round() of a Fraction is half-even.
    expected = round(exact)
    if rounding == "half_up" and exact.denominator == 2:
        expected = int(exact + Fraction(1 if exact > 0 else -1, 2))
    assert share(amount, numerator, denominator, places, rounding) == D(expected).scaleb(-places, EXACT)


@given(numbers, st.integers(1, 400), st.data(), places_of_currencies, roundings)
def test_parts_add_up_to_the_whole_however_it_is_cut(
    amount: Decimal, of: int, data: st.DataObject, places: int, rounding: Rounding
) -> None:
    cuts = sorted({0, of, *data.draw(st.lists(st.integers(0, of), max_size=8))})
    parts = [part(amount, a, b, of, places, rounding) for a, b in pairwise(cuts)]
    assert sum(parts) == to_money(amount, places, rounding)


@given(numbers, st.integers(0, 50), st.integers(1, 50), st.integers(2, 9), places_of_currencies, roundings)
def test_the_same_fraction_in_other_numbers_is_the_same_share(
    amount: Decimal, numerator: int, denominator: int, factor: int, places: int, rounding: Rounding
) -> None:
    assert share(amount, numerator, denominator, places, rounding) == share(
        amount, numerator * factor, denominator * factor, places, rounding
    )


# ---- allocation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "weights", "places", "expected"),
    [
        ("100.00", ["1", "1", "1"], 2, ["33.34", "33.33", "33.33"]),  # one cent left, a tie: the first line
        ("0.05", ["1", "1"], 2, ["0.03", "0.02"]),
        ("100.00", ["1", "2", "4"], 2, ["14.29", "28.57", "57.14"]),  # 1428.57, 2857.14, 5714.28: one left
        ("1000", ["3", "3", "1"], 0, ["429", "428", "143"]),  # 428.57, 428.57, 142.86: two left
        ("-100.00", ["1", "1", "1"], 2, ["-33.34", "-33.33", "-33.33"]),
        ("10.00", ["0", "5", "0"], 2, ["0.00", "10.00", "0.00"]),
        ("0.01", ["0", "0.000000000001", "0"], 2, ["0.00", "0.01", "0.00"]),
        ("1.000", ["1", "1", "1"], 3, ["0.334", "0.333", "0.333"]),
        ("10", ["-1", "-3"], 0, ["3", "7"]),  # 2.5 and 7.5: proportions of credits
        ("0.00", ["0", "0"], 2, ["0.00", "0.00"]),
        ("0", [], 2, []),
        ("1E+2", ["1E+3", "0.1E+4"], 2, ["50.00", "50.00"]),
    ],
)
def test_the_largest_remainders_get_the_last_units(
    amount: str, weights: list[str], places: int, expected: list[str]
) -> None:
    assert as_written(allocate(D(amount), [D(weight) for weight in weights], places)) == expected


@pytest.mark.parametrize(
    ("amount", "weights", "places", "message"),
    [
        ("1.00", ["0", "0.00"], 2, "all weights are 0"),
        ("1.00", [], 2, "all weights are 0"),
        ("1.00", ["1", "-1"], 2, "both sides of 0"),
        ("1.005", ["1", "1"], 2, "in steps of 0.01"),
        ("0.5", ["1", "1"], 0, "in steps of 1"),
    ],
)
def test_what_cannot_be_spread_exactly_is_refused(amount: str, weights: list[str], places: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        allocate(D(amount), [D(weight) for weight in weights], places)


@given(st.data(), places_of_currencies, st.lists(numbers.map(abs), min_size=1).filter(any))
def test_an_allocation_adds_up_and_no_part_is_a_unit_off(
    data: st.DataObject, places: int, weights: list[Decimal]
) -> None:
    amount = data.draw(money(places))
    whole = sum(map(Fraction, weights))
    parts = allocate(amount, weights, places)
    assert sum(parts) == amount
    for weight, each in zip(weights, parts, strict=True):
        assert abs(Fraction(each) - Fraction(amount) * Fraction(weight) / whole) < Fraction(unit(places))
        assert weight or not each
        assert not each.is_signed() or each
    assert allocate(-amount, weights, places) == tuple(-each for each in parts)


@given(weights_of_lines, money(2))
def test_the_order_of_lines_moves_a_part_by_at_most_a_unit(weights: list[Decimal], amount: Decimal) -> None:
    there = allocate(amount, weights, 2)
    back = allocate(amount, weights[::-1], 2)[::-1]
    assert all(abs(a - b) <= unit(2) for a, b in zip(there, back, strict=True))


@given(weights_of_lines, money(2), st.decimals("0.01", 50, places=4))
def test_only_the_proportions_of_the_weights_count(weights: list[Decimal], amount: Decimal, factor: Decimal) -> None:
    assert allocate(amount, weights, 2) == allocate(amount, [weight * factor for weight in weights], 2)


# ---- the module ----------------------------------------------------------------------------------


def test_money_imports_only_light_parts_of_the_standard_library() -> None:
    had = "import __future__, sys, dealdesk, collections.abc, decimal, math, typing; had = {*sys.modules}; "
    code = had + "import dealdesk.money; print(*{*sys.modules} - had)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {*done.stdout.split()} == {"dealdesk.money", "dealdesk.currencies"}


def test_the_rounding_modes_are_the_ones_of_the_decimal_module() -> None:
    for amount in (D("0.125"), D("-0.125"), D("0.135")):
        assert to_money(amount, 2) == amount.quantize(D("0.01"), ROUND_HALF_UP)
        assert to_money(amount, 2, "half_even") == amount.quantize(D("0.01"), ROUND_HALF_EVEN)
