"""Periods: grids that tile, positions that rise, and pieces that add up."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.money import Rounding, part, to_money
from dealdesk.periods import (
    MONTHS,
    Chunk,
    Convention,
    Part,
    Span,
    Unit,
    add_months,
    boundary,
    chunks,
    inclusive,
    months_between,
    period_index,
    position,
    span,
)

D = Decimal
DAY = timedelta(days=1)

# Leap years in and around the range: 2000 (a leap century), 2004 … 2100 (a century that is none).
days = st.dates(date(1999, 1, 1), date(2101, 12, 31))
month_ends = days.map(lambda day: day.replace(day=1) - DAY)
clamped = st.sampled_from([date(2024, 2, 29), date(2023, 1, 30), date(2024, 1, 31)])
anchors = st.one_of(days, month_ends, clamped)
units = st.sampled_from(get_args(Unit))
conventions = st.sampled_from(get_args(Convention))
roundings = st.sampled_from(get_args(Rounding))
amounts = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=4)
lengths = st.integers(0, 1500)


def day(text: str) -> date:
    return date.fromisoformat(text)


def extended(amount: Decimal, on_grid: Span, places: int = 2, rounding: Rounding = "half_up") -> Decimal:
    """What an amount per period is over an interval."""
    parts = [part(amount, p.a, p.b, p.of, places, rounding) for p in on_grid.parts]
    return sum(parts, to_money(amount, places, rounding) * on_grid.whole)


def ratio(on_grid: Span) -> Fraction:
    return on_grid.whole + sum((Fraction(p.b - p.a, p.of) for p in on_grid.parts), Fraction(0))


# ---- the grid ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "unit", "expected"),
    [
        ("2023-01-31", "month", ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]),
        ("2024-01-30", "month", ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"]),
        ("2024-02-29", "month", ["2024-02-29", "2024-03-29", "2024-04-29"]),
        ("2023-11-30", "quarter", ["2023-11-30", "2024-02-29", "2024-05-30", "2024-08-30"]),
        ("2024-02-29", "year", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_a_period_starts_on_the_original_day_or_the_last_of_its_month(
    start: str, unit: Unit, expected: list[str]
) -> None:
    assert [str(boundary(day(start), k, unit)) for k in range(len(expected))] == expected


@given(anchors, units, st.integers(-30, 30))
def test_periods_tile_from_any_anchor(anchor: date, unit: Unit, k: int) -> None:
    first, after = boundary(anchor, k, unit), boundary(anchor, k + 1, unit)
    assert first < after
    assert period_index(anchor, first, unit) == k
    assert period_index(anchor, after - DAY, unit) == k
    assert period_index(anchor, after, unit) == k + 1


@given(anchors, st.integers(-40, 40))
def test_quarters_and_years_start_where_months_start(anchor: date, k: int) -> None:
    assert boundary(anchor, k, "quarter") == boundary(anchor, 3 * k, "month") == add_months(anchor, 3 * k)
    assert boundary(anchor, k, "year") == boundary(anchor, 12 * k, "month") == add_months(anchor, 12 * k)


def test_a_period_also_lies_before_the_anchor() -> None:
    assert boundary(day("2024-03-31"), -1, "month") == day("2024-02-29")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-01-15", "2023-03-15", (2, 0)),
        ("2023-01-31", "2023-02-28", (1, 0)),
        ("2023-01-31", "2023-03-30", (1, 30)),  # from 28 Feb; the second month ends on 31 Mar
        ("2017-01-01", "2018-01-11", (12, 10)),
        ("2024-02-29", "2025-02-28", (12, 0)),
        ("2024-02-29", "2025-02-27", (11, 29)),  # from 29 Jan 2025
        ("2024-05-01", "2024-05-01", (0, 0)),
    ],
)
def test_a_length_is_whole_months_and_the_days_that_remain(start: str, end: str, expected: tuple[int, int]) -> None:
    assert months_between(day(start), day(end)) == expected


@given(anchors, lengths)
def test_whole_months_and_days_lead_back_to_the_end(start: date, length: int) -> None:
    end = start + length * DAY
    months, rest = months_between(start, end)
    assert add_months(start, months) + rest * DAY == end
    assert 0 <= rest <= 30


# ---- conventions, worked by hand -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "last", "actual", "strict"),
    [
        ("2021-01-27", "2021-01-31", "5/31", "4/30"),  # 27 Jan to 1 Feb: 5 days; 30 + 1 - 27 = 4 in 30/360
        ("2021-02-27", "2021-02-28", "2/28", "4/30"),  # 30 + 1 - 27 = 4
        ("2021-04-21", "2021-04-29", "9/30", "9/30"),
    ],
)
def test_parts_of_a_calendar_month_match_the_table_of_zuora(start: str, last: str, actual: str, strict: str) -> None:
    first_of_month = day(start).replace(day=1)
    for convention, expected in (("actual", actual), ("30_360", strict)):
        (only,) = span(first_of_month, day(start), day(last) + DAY, "month", convention).parts  # type: ignore[arg-type]
        assert f"{only.b - only.a}/{only.of}" == expected


def test_a_whole_february_is_one_month_in_every_convention() -> None:
    # Zuora counts Feb 2020 as 29/29 or 30/30: one whole month, with no part.
    first, after = day("2020-02-01"), day("2020-03-01")
    for convention in get_args(Convention):
        assert span(first, first, after, "month", convention) == Span(1, ())


@pytest.mark.parametrize(
    ("unit", "convention", "when", "expected"),
    [
        ("year", "actual", "2024-03-01", (60, 366)),  # 31 + 29
        ("year", "actual_365", "2024-03-01", (60, 365)),
        ("year", "actual_365", "2024-12-31", (365, 365)),  # at most the year: the 366th day is free
        ("quarter", "actual_365", "2024-02-01", (124, 365)),  # 31 × 4
        ("month", "actual_365", "2024-01-16", (180, 365)),  # 15 × 12
        ("month", "actual_365", "2024-01-31", (360, 365)),
        ("month", "30_360", "2024-01-31", (30, 30)),
        ("quarter", "30_360", "2024-01-31", (30, 90)),
        ("quarter", "30_360", "2024-02-01", (30, 90)),
        ("year", "30_360", "2024-03-16", (75, 360)),  # 2 × 30 + 15
        ("year", "months_up", "2024-01-02", (1, 12)),
        ("year", "months_up", "2024-02-01", (1, 12)),
        ("year", "months_up", "2024-02-02", (2, 12)),
        ("year", "months_days", "2024-02-11", (39, 348)),  # 1 + 10/29 of 12: (29 + 10) / (29 × 12)
        ("quarter", "months_days", "2024-03-01", (62, 93)),  # 2 whole months of 3, over 31
    ],
)
def test_each_convention_measures_as_defined(
    unit: Unit, convention: Convention, when: str, expected: tuple[int, int]
) -> None:
    start = day("2024-01-01")
    assert position(day(when), start, boundary(start, 1, unit), unit, convention) == expected


@pytest.mark.parametrize(
    ("start", "when", "expected"),
    [
        ("2021-01-31", "2021-02-27", 27),  # a 31st counts as the 30th
        ("2021-01-30", "2021-01-31", 0),
        ("2021-02-28", "2021-03-01", 1),  # the end of February counts as the 30th
        ("2024-02-29", "2024-03-15", 15),
        ("2024-02-28", "2024-02-29", 1),
        ("2024-02-28", "2024-03-01", 3),
    ],
)
def test_30_360_follows_the_us_rules_at_the_ends_of_months(start: str, when: str, expected: int) -> None:
    # On the grid of the 31st where the start ends a month, else on its own.
    period_end = boundary(day(start), 1, "year")
    assert position(day(when), day(start), period_end, "year", "30_360") == (expected, 360)


def test_thirteen_months_are_begun_from_new_years_day_to_the_tenth_of_january_a_year_later() -> None:
    # Salesforce CPQ: 2017-01-01 to 2018-01-10, inclusive, is 13 months; 35 months are 35/12 of a year.
    start = day("2017-01-01")
    end = day("2018-01-10") + DAY
    assert ratio(span(start, start, end, "month", "months_up")) == 13
    assert ratio(span(start, start, end, "year", "months_up")) == Fraction(13, 12)
    assert ratio(span(start, start, add_months(start, 35), "year", "months_up")) == Fraction(35, 12)
    # With days: 12 months and 10 of the 31 days of January.
    assert ratio(span(start, start, end, "month", "months_days")) == 12 + Fraction(10, 31)


def test_a_stub_of_n_days_of_a_year_costs_n_365ths() -> None:
    # Salesforce CPQ: 830 days of a price per 365 days are 830/365 = 2.2740; 2021 to 2023 has no leap day.
    start = day("2021-01-01")
    assert ratio(span(start, start, start + 830 * DAY, "year", "actual_365")) == Fraction(830, 365)


def test_two_months_are_two_months_in_30_360_too() -> None:
    # Kill Bill normalises the first month only and counts 58 days from 15 January to 15 March 2023.
    start, end = day("2023-01-15"), day("2023-03-15")
    for convention in get_args(Convention):
        assert span(start, start, end, "month", convention) == Span(2, ())


@pytest.mark.parametrize(
    ("anchor", "unit", "start", "end", "expected"),
    [
        # 1 Jan 2011 to 15 Jan is 14 of the 365 days from 15 Jan 2010; a year follows.
        ("2011-01-15", "year", "2011-01-01", "2012-01-15", 1 + Fraction(14, 365)),
        # 8 of the 366 days from 17 Jun 2011
        ("2010-06-17", "year", "2010-06-17", "2011-06-25", 1 + Fraction(8, 366)),
        # 14/31 before 15 Jan, a month, 12/28 after 15 Feb
        ("2011-01-15", "month", "2011-01-01", "2011-02-27", 1 + Fraction(14, 31) + Fraction(12, 28)),
        # 14 of the 92 days from 15 Oct 2010, two quarters
        ("2011-01-15", "quarter", "2011-01-01", "2011-07-15", 2 + Fraction(14, 92)),
        # anchored on the 31st: 14 Feb to 28 Feb is 14 of the 28 days from 31 Jan
        ("2011-01-31", "month", "2011-02-14", "2011-02-28", Fraction(14, 28)),
    ],
)
def test_stubs_on_both_sides_match_kill_bill(anchor: str, unit: Unit, start: str, end: str, expected: Fraction) -> None:
    assert ratio(span(day(anchor), day(start), day(end), unit, "actual")) == expected


def test_the_last_days_of_february_are_parts_of_february() -> None:
    # BCApps#5718 took 3 × 9/31 for 26 to 28 February 2025; it is 3 × 9/28 = 0.9642… of 9 a month.
    on_grid = span(day("2025-02-01"), day("2025-02-26"), day("2025-03-01"), "month", "actual")
    assert on_grid == Span(0, (Part(day("2025-02-26"), day("2025-03-01"), 25, 28, 28),))
    assert extended(D("9"), on_grid) == D("0.96")


def test_an_upgrade_in_the_middle_of_a_month_costs_17_of_31_days() -> None:
    # Flexprice: 15 to 31 March inclusive; the old price is credited 5.48, the new one charged 10.97.
    on_grid = span(day("2024-03-01"), day("2024-03-15"), day("2024-04-01"), "month", "actual")
    (only,) = on_grid.parts
    assert (only.a, only.b, only.of) == (14, 31, 31)
    # 10 - round(10 × 14/31 = 4.516…) = 5.48; 20 - round(9.032…) = 10.97
    assert (extended(D(10), on_grid), extended(D(20), on_grid)) == (D("5.48"), D("10.97"))


def test_a_grid_from_29_february_tiles_where_lago_left_a_gap() -> None:
    # lago-api#6173: derive the day from the anniversary, not from the period before.
    start = day("2024-02-29")
    pieces = chunks(start, start, day("2028-02-29"), "year", "actual")
    assert [(str(each.start), str(inclusive(each.end))) for each in pieces] == [
        ("2024-02-29", "2025-02-27"),
        ("2025-02-28", "2026-02-27"),
        ("2026-02-28", "2027-02-27"),
        ("2027-02-28", "2028-02-28"),
    ]
    assert all(each.whole for each in pieces)


def test_chunks_are_the_parts_and_each_whole_period_in_order_of_time() -> None:
    assert chunks(day("2026-01-01"), day("2026-01-11"), day("2026-04-16"), "month", "actual") == (
        Chunk(day("2026-01-11"), day("2026-02-01"), 10, 31, 31, False),
        Chunk(day("2026-02-01"), day("2026-03-01"), 0, 1, 1, True),
        Chunk(day("2026-03-01"), day("2026-04-01"), 0, 1, 1, True),
        Chunk(day("2026-04-01"), day("2026-04-16"), 0, 15, 30, False),
    )


def test_months_of_two_lengths_meet_over_a_common_denominator() -> None:
    # 11 Jan (10/31 of a month) to 16 Feb 2023 (1 + 15/28): over 3 months, 10/93 and 43/84, in 2604ths
    (only,) = span(day("2023-01-01"), day("2023-01-11"), day("2023-02-16"), "quarter", "months_days").parts
    assert (only.a, only.b, only.of) == (280, 1333, 2604)


def test_months_of_a_period_follow_the_day_of_the_anchor() -> None:
    # From 31 March, the second quarter runs 30 June to 30 September, with months from 31 July and 31 August.
    anchor = day("2023-03-31")
    assert ratio(span(anchor, day("2023-06-30"), day("2023-07-31"), "quarter", "months_up")) == Fraction(1, 3)
    # The two ends of a period show that day only where one of them is not clamped: 30 April to 31 July.
    months = position(day("2023-05-31"), day("2023-04-30"), day("2023-07-31"), "quarter", "months_days")
    assert Fraction(*months) == Fraction(1, 3)


@pytest.mark.parametrize("function", [span, chunks])
def test_an_interval_that_ends_before_it_starts_is_refused(function: object) -> None:
    with pytest.raises(ValueError, match="before it starts"):
        function(day("2026-01-01"), day("2026-02-01"), day("2026-01-31"), "month", "actual")  # type: ignore[operator]


def test_a_length_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-01-01 is before 2026-01-02"):
        months_between(day("2026-01-02"), day("2026-01-01"))


# ---- what always holds ---------------------------------------------------------------------------


@given(anchors, units, conventions, st.integers(-5, 5))
def test_positions_rise_from_0_to_1(anchor: date, unit: Unit, convention: Convention, k: int) -> None:
    start, end = boundary(anchor, k, unit), boundary(anchor, k + 1, unit)
    for anchor_day in (0, anchor.day):
        found = [
            position(start + n * DAY, start, end, unit, convention, anchor_day)
            for n in range(-2, (end - start).days + 3)
        ]
        fractions = [Fraction(*each) for each in found]
        assert fractions == sorted(fractions)
        assert fractions[:3] == [0, 0, 0]
        assert all(over == under for over, under in found[-3:])
        assert all(0 <= over <= under for over, under in found)


@given(anchors, days, lengths, units, conventions)
def test_chunks_tile_their_interval_and_say_what_the_span_says(
    anchor: date, start: date, length: int, unit: Unit, convention: Convention
) -> None:
    end = start + length * DAY
    on_grid, pieces = span(anchor, start, end, unit, convention), chunks(anchor, start, end, unit, convention)
    assert [start, *(each.end for each in pieces)] == [*(each.start for each in pieces), end]
    assert all(each.start < each.end and 0 <= each.a <= each.b <= each.of for each in pieces)
    assert sum(each.whole for each in pieces) == on_grid.whole
    assert [(p.start, p.end, p.a, p.b, p.of) for p in pieces if not p.whole] == [
        (p.start, p.end, p.a, p.b, p.of) for p in on_grid.parts
    ]
    for each in pieces:
        k = period_index(anchor, each.start, unit)
        first, after = boundary(anchor, k, unit), boundary(anchor, k + 1, unit)
        assert each.end <= after
        assert each.whole == ((each.start, each.end) == (first, after))


@given(anchors, days, lengths, units, conventions, amounts, st.sampled_from([0, 2, 3]), roundings, st.data())
def test_pieces_of_an_interval_add_up_to_it_wherever_it_is_cut(
    anchor: date,
    start: date,
    length: int,
    unit: Unit,
    convention: Convention,
    amount: Decimal,
    places: int,
    rounding: Rounding,
    data: st.DataObject,
) -> None:
    offsets = data.draw(st.lists(st.integers(0, length), max_size=6))
    edges = [start + n * DAY for n in sorted({0, length, *offsets})]
    pieces = [span(anchor, a, b, unit, convention) for a, b in pairwise(edges)]
    whole = span(anchor, start, edges[-1], unit, convention)
    assert sum(extended(amount, piece, places, rounding) for piece in pieces) == extended(
        amount, whole, places, rounding
    )
    assert sum(map(ratio, pieces)) == ratio(whole)


@given(anchors, units, conventions, amounts, st.integers(0, 8), st.integers(-8, 0))
def test_whole_periods_cost_the_amount_each(
    anchor: date, unit: Unit, convention: Convention, amount: Decimal, until: int, since: int
) -> None:
    on_grid = span(anchor, boundary(anchor, since, unit), boundary(anchor, until, unit), unit, convention)
    assert on_grid == Span(until - since, ())
    assert extended(amount, on_grid) == to_money(amount, 2) * (until - since)


@given(anchors, st.integers(0, 60), st.sampled_from(["months_up", "months_days"]))
def test_whole_months_from_the_anchor_are_twelfths_of_a_year(anchor: date, months: int, convention: Convention) -> None:
    for unit in MONTHS:
        on_grid = span(anchor, anchor, add_months(anchor, months), unit, convention)
        assert ratio(on_grid) == Fraction(months, MONTHS[unit])


@given(anchors, lengths, units)
def test_months_begun_from_the_anchor_are_never_fewer_than_months(anchor: date, length: int, unit: Unit) -> None:
    end = anchor + length * DAY
    months, rest = months_between(anchor, end)
    begun = months + (1 if rest else 0)
    assert ratio(span(anchor, anchor, end, unit, "months_up")) == Fraction(begun, MONTHS[unit])
