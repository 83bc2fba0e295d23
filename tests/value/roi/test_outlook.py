"""Break-even, tornado, scenarios and the cost of ownership, each by working the case out again."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dealdesk.value.roi.break_even import ALL, break_evens
from dealdesk.value.roi.build import build
from dealdesk.value.roi.from_quote import Calendar
from dealdesk.value.roi.model import work
from tests.value.roi.cases import DAY, case, worked

D, F = Decimal, Fraction

PLAIN: dict[str, Any] = {
    "costs": [{"id": "spend", "name": "Spend", "initial": 100_000, "a_year": 10_000}],
    "benefits": [
        {"id": "save", "name": "Save", "a_year": 80_000, "ramp": [50, 100]},
        {"id": "sell", "name": "Sell", "a_year": 40_000, "risk": 25},
    ],
    "assumptions": {
        "hours": {"name": "Hours", "low": 60, "expected": 80, "high": 90, "drives": ["save"]},
        "effort": {"name": "Effort", "low": 90, "expected": 100, "high": 150, "drives": ["spend"]},
    },
}


def scaled(said: dict[str, Any], table: str, factor: Fraction) -> dict[str, Any]:
    """The same with all amounts of a table multiplied; written with twelve decimals."""

    def times(value: Any) -> Decimal:
        exact = F(value) * factor
        return (D(exact.numerator) / D(exact.denominator)).quantize(D("1e-12"))

    rows = [{k: times(v) if k in ("initial", "a_year") else v for k, v in each.items()} for each in said[table]]
    return {**said, table: rows}


def test_the_break_even_of_benefits_holds_when_the_case_is_stated_again() -> None:
    made = worked(**PLAIN)
    benefits = next(each for each in made.break_evens if each.id == "benefits")
    assert F(benefits.exact) == -F(made.totals.npv) / F(made.totals.pv_benefits) or abs(
        F(benefits.exact) + F(made.totals.npv) / F(made.totals.pv_benefits)
    ) < F(1, 10**6)
    assert benefits.percent is not None
    at = worked(**scaled(PLAIN, "benefits", 1 - F(benefits.percent) / 100))
    beyond = worked(**scaled(PLAIN, "benefits", 1 - (F(benefits.percent) + F(1, 100)) / 100))
    assert at.totals.npv >= 0 > beyond.totals.npv
    assert abs(at.totals.npv - (benefits.npv_at or 0)) < D("0.1")
    exact = worked(**scaled(PLAIN, "benefits", 1 + F(benefits.exact)))
    assert abs(exact.totals.npv) < D("0.1")


@settings(max_examples=40, deadline=None)
@given(
    st.decimals("0.01", 400_000, places=2),
    st.decimals(0, 90_000, places=2),
    st.decimals("0.01", 120_000, places=2),
    st.decimals(0, 90_000, places=2),
    st.sampled_from((D(1), D("0.01"), D("0.0001"))),
)
def test_every_break_even_holds_at_it_and_not_beyond_it(initial: D, a_year: D, save: D, sell: D, size: D) -> None:
    """Also for amounts of which a hundredth of a per cent is less than a cent."""
    stated = case(
        costs=[
            {"id": "spend", "name": "Spend", "initial": initial * size, "a_year": a_year * size, "range": [80, 150]}
        ],
        benefits=[
            {"id": "save", "name": "Save", "a_year": save * size, "range": [50, 110]},
            {"id": "sell", "name": "Sell", "a_year": sell * size},
        ],
        assumptions={"size": {"name": "Size", "low": 1, "expected": 2, "high": 3, "drives": ["benefits", "spend"]}},
    )
    built = build(stated, None, Calendar(DAY, 3), 2, {})
    holds = work(built.model).npv >= 0
    for each in break_evens(built):
        if each.direction == "none":
            assert each.percent is None
            continue
        assert each.percent is not None
        assert each.npv_at is not None
        assert each.npv_beyond is not None
        if each.direction == "rise" or each.percent < 100 or not holds:
            assert each.npv_at >= 0 > each.npv_beyond
        drives = ALL if each.id in ("benefits", "costs") else each.id
        moved = {drives: 1 + each.percent / 100 * (-1 if each.direction == "fall" else 1)}
        if drives != ALL:
            assert work(built.model, {k: F(v) for k, v in moved.items()}).npv == each.npv_at


def test_the_break_even_of_a_few_cents_is_where_their_rounding_turns() -> None:
    """0.04 a year at 0 % for 3 years is 0.12, and 0.08 are spent.

    0.03 a year are 0.09 and hold, 0.02 a year do not: from 0.025 up, 0.03 is printed. That is 62.5 %, so 37.5 % less.
    """
    made = worked(
        discount_rate=0,
        costs=[{"name": "Spend", "initial": D("0.08")}],
        benefits=[{"name": "Gain", "a_year": D("0.04")}],
    )
    benefits = made.break_evens[0]
    assert (benefits.percent, benefits.npv_at, benefits.npv_beyond) == (D("37.50"), D("0.01"), D("-0.02"))
    assert F(benefits.exact) == -F(1, 3)  # where it would be without cents


def test_a_case_that_loses_money_says_what_would_have_to_change() -> None:
    made = worked(costs=[{"name": "Spend", "initial": 10_000}], benefits=[{"name": "Gain", "a_year": 1000}])
    benefits, costs = made.break_evens
    # 1,000 × (1/1.1 + 1/1.21 + 1/1.331) = 2,486.85; 10,000 / 2,486.85 = 4.02115
    assert benefits.sentence == "Benefits have to rise by 302.12 % for the case to pay for itself."
    assert costs.sentence == "Costs have to fall by 75.14 % for the case to pay for itself."
    assert {each.code for each in made.findings} >= {"negative-npv", "payback-beyond-term"}


def test_an_assumption_that_cannot_turn_the_case_says_so() -> None:
    made = worked(
        benefits=[{"name": "Large", "a_year": 9000}, {"name": "Small", "a_year": 10, "range": [50, 150]}],
        costs=[{"name": "Spend", "initial": 100}],
    )
    assert made.break_evens[-1].sentence == "Small alone does not turn the case: it gains money whatever it is."


def test_the_tornado_works_the_case_out_at_both_ends() -> None:
    made = worked(**PLAIN)
    effort, hours = made.tornado  # 60 % of 100,000 and more, against 3/8 of 80,000 a year, the first of them at half
    assert (effort.id, hours.id) == ("effort", "hours")
    assert effort.swing > hours.swing
    # save is in proportion to hours: 60 / 80 of it at the low end, 90 / 80 at the high one
    for printed, factor in ((hours.npv_low, F(60, 80)), (hours.npv_high, F(90, 80))):
        changed = {
            **PLAIN,
            "benefits": [{**PLAIN["benefits"][0], "a_year": 80_000 * factor.numerator // factor.denominator}],
        }
        changed["benefits"].append(PLAIN["benefits"][1])
        assert worked(**changed).totals.npv == printed
    assert effort.npv_low > effort.npv_high == effort.worst


def test_scenarios_take_the_worse_and_the_better_end_of_each_assumption() -> None:
    cautious, expected, strong = worked(**PLAIN).scenarios
    assert dict(cautious.values) == {"hours": 60, "effort": 150}
    assert dict(expected.values) == {"hours": 80, "effort": 100}
    assert dict(strong.values) == {"hours": 90, "effort": 90}
    assert cautious.npv < expected.npv < strong.npv
    assert expected.npv == worked(**PLAIN).totals.npv


def test_the_cost_of_ownership_is_without_benefits() -> None:
    """The offer: 1,000 + 100 a year; to stay costs 600 a year. At 10 %: 1,248.69 against 1,492.11."""
    made = worked(
        costs=[{"name": "Offer", "initial": 1000, "a_year": 100}],
        alternatives=[{"id": "stay", "name": "Stay", "costs": [{"name": "Old", "a_year": 600}]}],
    )
    offer, stay = made.alternatives
    assert (offer.total, offer.pv) == (D("1300.00"), D("1248.68"))  # 1,000 + 90.91 + 82.64 + 75.13
    assert (stay.total, stay.pv) == (D("1800.00"), D("1492.11"))
    assert (stay.difference, stay.saves) == (D("243.43"), D("16.3"))


def test_a_risk_of_two_parts_is_derived_in_the_open() -> None:
    made = worked(benefits=[{"name": "Gain", "a_year": 1000, "risk": {"likelihood": 66, "impact": 30}}])
    (gain,) = made.benefits
    assert (gain.risk.percent, gain.risk.derivation) == (D("19.8"), "66 % × 30 %")
    assert gain.amounts[1] == D("802.00")


def test_months_of_a_ramp_come_in_equal_steps() -> None:
    """Over 4 months: 1/4, 2/4, 3/4, then all: 12 - 1.5 = 10.5 months of 100."""
    made = worked(benefits=[{"name": "Gain", "a_year": 1200, "ramp_months": 4}], years=1)
    assert [each.benefits for each in made.months[1:6]] == [25, 50, 75, 100, 100]
    assert made.periods[1].benefits == 1050
    assert made.benefits[0].ramp_exact == ("0", "7/8")
