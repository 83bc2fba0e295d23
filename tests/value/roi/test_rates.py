"""Rates of return: every root, exactly counted; an independent library on the flows that have one."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from dealdesk.value.roi.figures import irr_of
from dealdesk.value.roi.irr import rates, sign_changes
from dealdesk.value.roi.payback import npv, payback
from dealdesk.value.roi.xirr import mirr, xirr, xnpv
from tests.value.roi.cases import worked

D, F = Decimal, Fraction
FLOWS = st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=8)


def flows_with(*roots: Fraction) -> list[Fraction]:
    """Flows that are worth nothing at these rates: the product of (1 + r) x - 1, in powers of x = 1 / (1 + rate)."""
    found = [F(1)]
    for rate in roots:
        longer = [F(0)] * (len(found) + 1)
        for k, each in enumerate(found):
            longer[k] -= each
            longer[k + 1] += each * (1 + rate)
        found = longer
    return found


@given(st.sets(st.integers(-90, 400), min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_flows_made_of_rates_have_exactly_these(percents: set[int]) -> None:
    roots = sorted(F(each, 100) for each in percents)
    found = rates(flows_with(*roots))
    assert len(found) == len(roots)
    assert all(abs(a - b) < F(1, 10**20) for a, b in zip(found, roots, strict=True))


def test_a_rate_at_which_the_value_only_touches_0_is_found_once() -> None:
    assert [round(float(each), 12) for each in rates(flows_with(F(1, 10), F(1, 10)))] == [0.1]


@pytest.mark.parametrize(
    ("flows", "said"),
    [
        ([-100, 110], "exactly one"),
        ([0, 0], "every rate would do"),
        ([-5, -3], "only goes out"),
        ([100, -150, 100], "2 times, and no rate makes them worth nothing"),
        ([-4000, 25000, -25000], "2 times, and 2 rates do: 25.00 %, 400.00 %"),
    ],
)
def test_no_unique_rate_comes_with_its_reason(flows: list[int], said: str) -> None:
    assert said in irr_of([D(each) for each in flows]).why


@given(FLOWS)
@settings(max_examples=150, deadline=None)
def test_every_rate_makes_the_flows_worth_nothing_and_none_is_counted_that_is_not_there(flows: list[int]) -> None:
    given_flows = [D(each) for each in flows]
    found = rates(given_flows)
    assert len(found) <= sign_changes(given_flows)
    assert (sign_changes(given_flows) - len(found)) % 2 == 0 or len(set(found)) == len(found)
    for rate in found:
        if rate > F(-9, 10):
            scale = sum(abs(F(each)) / (1 + rate) ** k for k, each in enumerate(flows))
            assert abs(npv(given_flows, rate)) <= scale / 10**18


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=4), st.lists(st.integers(0, 10_000), min_size=1, max_size=6)
)
@settings(max_examples=150, deadline=None)
def test_a_unique_rate_is_that_of_another_library(paid: list[int], gained: list[int]) -> None:
    flows = [D(-each) for each in paid] + [D(each) for each in gained]
    if not any(gained):
        assert rates(flows) == ()
        return
    (ours,) = rates(flows)
    if F(-1, 2) < ours < 5:  # where its search in floating point is at home
        theirs = pyxirr.irr([float(each) for each in flows], guess=float(ours))
        assert theirs is not None
        assert abs(float(ours) - theirs) < 1e-8


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(-5000, 5000)), min_size=2, max_size=8))
@settings(max_examples=60, deadline=None)
def test_rates_by_date_make_the_flows_worth_nothing(flows: list[tuple[int, int]]) -> None:
    dated = [(date(2027, 1, 1) + timedelta(days=days), D(amount)) for days, amount in sorted(flows)]
    for rate in xirr(dated):
        if D("-0.9") < rate < 100:
            assert abs(xnpv(dated, rate)) < D("1e-9") * (1 + sum(abs(amount) for _, amount in dated))


@given(FLOWS, st.integers(1, 30), st.integers(1, 30))
@settings(max_examples=80, deadline=None)
def test_the_modified_rate_is_that_of_another_library(flows: list[int], finance: int, reinvest: int) -> None:
    ours = mirr([D(each) for each in flows], D(finance) / 100, D(reinvest) / 100)
    if ours is None:
        assert not any(each > 0 for each in flows) or not any(each < 0 for each in flows)
        return
    theirs = pyxirr.mirr([float(each) for each in flows], finance / 100, reinvest / 100)
    assert theirs is not None
    assert abs(float(ours) - theirs) < 1e-9


def test_a_rate_that_another_search_did_not_find_is_one() -> None:
    """A case of tests/cases that is listed among the exceptions: -84.08 % makes the flows worth nothing."""
    from tests.cases.records import records
    from tests.cases.returns import dated

    record = next(each for each in records() if each.id == "pyxirr-xirr-case_30_45")
    (rate,) = xirr(dated(record))
    assert round(rate, 4) == D("-0.8408")
    start = dated(record)[0][0]
    scale = sum(abs(xnpv([(start, D(0)), each], rate)) for each in dated(record))
    assert abs(xnpv(dated(record), rate)) < scale / 10**20
    below, above = (xnpv(dated(record), rate + step) for step in (D("-0.001"), D("0.001")))
    assert below * above < 0


def test_payback_counts_until_the_sum_stays_above_0() -> None:
    """-100 + 150 is above 0 after two thirds of a period, -120 takes it below again, and 140 is half used."""
    assert payback([D(-100), D(150), D(-120), D(140)]) == 2 + F(70, 140)
    assert payback([D(-100), D(150), D(-60)]) is None
    assert payback([D(-240), D(85), D(80), D(85)]) == 2 + F(75, 85)


def test_the_initial_column_is_not_discounted_and_years_are_at_their_end() -> None:
    made = worked(costs=[{"name": "All", "initial": 100, "a_year": 110}], years=1)
    assert [each.pv_costs for each in made.periods] == [100, 100]
