"""A second computation of the same figures, written apart, in fractions: no function of the engine is used."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.value.roi.cases import worked

F = Fraction
AMOUNT = st.integers(0, 5_000_000_00).map(lambda cents: Decimal(cents).scaleb(-2))
PERCENT = st.integers(0, 1000).map(lambda tenths: Decimal(tenths).scaleb(-1))


def cents(value: Fraction) -> Fraction:
    """Half up, away from zero, to the cent: by hand."""
    scaled = abs(value) * 100
    whole = int(scaled + F(1, 2))
    return F(whole if value >= 0 else -whole, 100)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    years = draw(st.integers(1, 6))
    yearly = st.lists(AMOUNT, min_size=years, max_size=years)
    costs = [
        {"id": f"c{n}", "name": f"Cost {n}", "initial": draw(AMOUNT), "by_year": draw(yearly), "risk": draw(PERCENT)}
        for n in range(draw(st.integers(0, 3)))
    ]
    benefits = []
    for n in range(draw(st.integers(1, 3))):
        made: dict[str, Any] = {"id": f"b{n}", "name": f"Benefit {n}", "by_year": draw(yearly), "risk": draw(PERCENT)}
        how = draw(st.sampled_from(("", "ramp", "ramp_months")))
        if how == "ramp":
            made["ramp"] = draw(st.lists(PERCENT, min_size=1, max_size=years))
        elif how == "ramp_months":
            made["ramp_months"] = draw(st.integers(1, 40))
        if how != "ramp":
            made["from_month"] = draw(st.integers(1, 20))
        benefits.append(made)
    return {"years": years, "discount_rate": draw(PERCENT), "costs": costs, "benefits": benefits}


def reached(said: dict[str, Any], month: int) -> Fraction:
    """Of a benefit in a month, counted from 1."""
    if "ramp" in said:
        steps = said["ramp"]
        return F(steps[min((month - 1) // 12, len(steps) - 1)]) / 100
    late = month - said["from_month"] + 1
    if late < 1:
        return F(0)
    return min(F(late, said["ramp_months"]), F(1)) if "ramp_months" in said else F(1)


def columns(said: dict[str, Any]) -> tuple[list[Fraction], list[Fraction]]:
    """Costs and benefits by column, each amount rounded by itself."""
    costs, benefits = ([F(0)] * (said["years"] + 1) for _ in range(2))
    for each in said["costs"]:
        for k, amount in enumerate([each["initial"], *each["by_year"]]):
            costs[k] += cents(F(amount) * (1 + F(each["risk"]) / 100))
    for each in said["benefits"]:
        for k, amount in enumerate(each["by_year"]):
            part = sum((reached(each, 12 * k + m) for m in range(1, 13)), F(0)) / 12
            benefits[k + 1] += cents(F(amount) * part * (1 - F(each["risk"]) / 100))
    return costs, benefits


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_column_and_every_present_value_is_the_same(said: dict[str, Any]) -> None:
    costs, benefits = columns(said)
    growth = 1 + F(said["discount_rate"]) / 100
    made = worked(**said)
    assert [F(each.costs) for each in made.periods] == costs
    assert [F(each.benefits) for each in made.periods] == benefits
    present = [
        (cents(a / growth**k), cents(b / growth**k)) for k, (a, b) in enumerate(zip(costs, benefits, strict=True))
    ]
    assert [(F(each.pv_costs), F(each.pv_benefits)) for each in made.periods] == present
    npv = sum(b - a for a, b in present)
    assert F(made.totals.npv) == npv
    spent = sum(a for a, _ in present)
    if spent:
        assert abs(F(made.figure("roi").value or 0) - npv / spent * 100) <= F(1, 20)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_what_is_printed_adds_up(said: dict[str, Any]) -> None:
    made = worked(**said)
    sums = made.totals
    for rows, total, present in (
        (made.costs, sums.costs, sums.pv_costs),
        (made.benefits, sums.benefits, sums.pv_benefits),
    ):
        assert sum(each.total for each in rows) == total
        assert sum(each.pv for each in rows) == present
        if present:
            assert sum(each.share for each in rows) == 100
    assert made.periods[-1].cumulative == sums.net == made.months[-1].cumulative
    assert made.periods[-1].pv_cumulative == sums.npv == sums.pv_benefits - sums.pv_costs
    for k, column in enumerate(made.periods):
        months = made.months[12 * k - 11 : 12 * k + 1] if k else made.months[:1]
        assert sum(each.costs for each in months) == column.costs
        assert sum(each.benefits for each in months) == column.benefits


@settings(max_examples=60, deadline=None)
@given(cases())
def test_payback_is_when_the_months_have_added_up(said: dict[str, Any]) -> None:
    made = worked(**said)
    printed = made.figure("payback").value
    below = [each.number for each in made.months if each.cumulative < 0]
    if not below:
        assert printed == 0
    elif below[-1] == made.months[-1].number:
        assert printed is None
    else:
        last = below[-1]
        exact = last + F(-made.months[last].cumulative) / F(made.months[last + 1].net)
        assert printed is not None
        assert abs(F(printed) - exact) <= F(1, 20)


def test_a_case_is_the_same_after_a_trip_through_json() -> None:
    from dealdesk.value.roi.result import RoiResult

    made = worked(
        costs=[{"name": "Rollout", "initial": 500, "range": [80, 130]}],
        alternatives=[{"id": "stay", "name": "Stay", "costs": [{"name": "Old", "a_year": 700}]}],
        unquantified=[{"name": "Peace", "text": "of mind"}],
        steps=[{"text": "Sign", "by": date(2027, 1, 5)}],
    )
    assert RoiResult.from_json(made.to_json()) == made
    assert made.to_json() == RoiResult.from_json(made.to_json()).to_json()
