"""From measured use to the fee: worked out by hand, and in general."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealdesk.value.review.file import Review
from dealdesk.value.review.result import ReviewResult
from dealdesk.value.review.run import run

D, F = Decimal, Fraction
DAY = date(2027, 7, 1)


def review(
    *quarters: list[tuple[Any, Any]], adjustments: list[dict[str, Any]] | None = None, rate: Any = 2, **said: Any
) -> ReviewResult:
    """A review at 25 %, of quarters of 2027 with rows of (quantity, actual); adjustments are of the last one."""
    periods = [
        {
            "id": f"q{n + 1}",
            "start": date(2027, 3 * n + 1, 1),
            "end": date(2027, 3 * n + 3, 28),
            "rows": [{"name": f"Row {k}", "quantity": q, "actual": a} for k, (q, a) in enumerate(rows)],
        }
        for n, rows in enumerate(quarters)
    ]
    periods[-1]["adjustments"] = adjustments or []
    made = Review.validate(
        {
            "title": "Review",
            "baseline": {"agreed": date(2026, 12, 1), "rate": rate, "unit": "call", "boundary": "All"},
            "share": {"percent": 25},
            "periods": periods,
            **said,
        }
    )
    measured = [[(row, "") for row in each.rows] for each in made.periods]
    return run(made, measured, None, None, today=DAY)


def test_a_quarter_of_the_saving_is_the_fee() -> None:
    """1,000 × 2 = 2,000, less 1,200 spent: 800 saved, 40 %; a quarter of it is 200."""
    now = review([(1000, 1200)]).period
    assert (now.adjusted.amount, now.saving.amount, now.saving_percent, now.fee.amount) == (2000, 800, 40, 200)
    assert now.limit == "none"


@pytest.mark.parametrize(
    ("share", "fee", "limit"),
    [
        ({"cap": 150}, 150, "cap"),
        ({"floor": 250}, 250, "floor"),
        ({"cap": 200, "floor": 200}, 200, "none"),
        ({"year_cap": 120}, 120, "cap"),
        ({"year_cap": D("199.99")}, D("199.99"), "cap"),
        ({"year_cap": 0}, 0, "cap"),
    ],
)
def test_limits_decide_only_beyond_them(share: dict[str, Any], fee: Any, limit: str) -> None:
    now = review([(1000, 1200)], share={"percent": 25, **share}).period
    assert (now.fee.amount, now.limit, now.before_limits.amount) == (fee, limit, 200)


def test_the_cap_over_all_periods_counts_the_fees_before() -> None:
    made = review([(1000, 1200)], [(1000, 1200)], [(1000, 1200)], share={"percent": 25, "year_cap": 450})
    assert [each.fee.amount for each in made.periods] == [200, 200, 50]
    assert (made.to_date.fees, made.to_date.left_under_cap) == (450, 0)


def test_where_more_was_spent_there_is_no_share() -> None:
    made = review([(1000, 2300)])
    assert (made.period.saving.amount, made.period.fee.amount, made.period.limit) == (-300, 0, "no-saving")
    assert "no-saving" in {each.code for each in made.findings}


def test_adjustments_say_how_they_come_about() -> None:
    """2,000 + 3 % - 50 + 10 × 4 = 2,050."""
    made = review(
        [(1000, 1200)],
        adjustments=[
            {"reason": "Prices", "percent": 3},
            {"reason": "Outage", "amount": -50},
            {"reason": "Site", "quantity": 10, "rate": 4},
        ],
    )
    now = made.period
    assert [each.amount.amount for each in now.adjustments] == [60, -50, 40]
    assert [each.derivation for each in now.adjustments] == ["3 % of the unadjusted baseline", "", "10 × 4"]
    assert now.adjusted.amount == 2050


@pytest.mark.parametrize(("stated", "promised"), [({"amount": 1000}, 1000), ({"percent": 50}, 1000)])
def test_a_shortfall_against_the_guarantee_is_trued_up(stated: dict[str, int], promised: int) -> None:
    """Promised 1,000, saved 800: 200 short, of which 60 % are paid; the fees are 200, so 80 remain."""
    made = review([(1000, 1200)], guarantee={**stated, "pays": 60})
    given_ = made.guarantee
    assert given_ is not None
    assert (given_.promised, given_.shortfall.amount, given_.true_up.amount, given_.met) == (promised, 200, 120, False)
    assert (made.to_date.fees, made.to_date.balance) == (200, 80)
    kept = review([(1000, 1200)], guarantee={"amount": 800}).guarantee
    assert kept is not None
    assert (kept.met, kept.true_up.amount) == (True, 0)


def test_a_fee_is_exact_beside_its_rounding() -> None:
    """3 × 0.333 = 0.999, a third of a cent beside what is printed; a quarter of 0.999 is 0.24975."""
    now = review([(1, 0), (1, 0), (1, 0)], rate=D("0.333")).period
    assert (now.gross.exact, now.gross.amount) == ("999/1000", D("1.00"))
    assert sum(each.baseline.amount for each in now.rows) == D("1.00")
    assert (now.fee.exact, now.fee.amount) == ("999/4000", D("0.25"))


AMOUNT = st.integers(0, 10**8).map(lambda cents: D(cents).scaleb(-2))
ROWS = st.lists(st.tuples(st.integers(0, 10**6), AMOUNT), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 10**6).map(lambda n: D(n).scaleb(-5)), st.integers(-50, 50))
def test_a_second_computation_agrees_and_parts_add_up(
    rows: list[tuple[int, Decimal]], rate: Decimal, percent: int
) -> None:
    now = review(rows, rate=rate, adjustments=[{"reason": "Change", "percent": percent}]).period
    gross = sum(F(rate) * quantity for quantity, _ in rows)
    adjusted = gross * (1 + F(percent, 100))
    saving = adjusted - sum(F(actual) for _, actual in rows)
    assert (F(now.gross.exact), F(now.adjusted.exact), F(now.saving.exact)) == (gross, adjusted, saving)
    assert F(now.fee.exact) == max(saving, F(0)) / 4
    assert abs(F(now.fee.amount) - F(now.fee.exact)) <= F(1, 200)
    assert sum(each.baseline.amount for each in now.rows) == now.gross.amount
    assert now.gross.amount + sum(each.amount.amount for each in now.adjustments) == now.adjusted.amount
    assert now.adjusted.amount - now.actual == now.saving.amount
    assert sum(each.saving.amount for each in now.rows) == now.gross.amount - now.actual


def test_gaps_and_an_old_baseline_are_found() -> None:
    made = review(
        [(1000, 1200)],
        [(1000, 1200)],
        baseline={"agreed": date(2025, 1, 1), "rate": 2, "unit": "call", "boundary": "All", "source": "Contract"},
    )
    codes = {each.code: each.message for each in made.findings}
    assert codes["periods-gap"] == "3 days between q1 and q2 are in no period"  # 29 to 31 March
    assert "baseline-old" in codes
    assert "baseline-without-source" not in codes
