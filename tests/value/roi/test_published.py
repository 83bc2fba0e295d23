"""Published value cases come out as published; `tests/cases` has the tables and rates of others."""

from decimal import Decimal

from tests.value.roi.cases import worked

D = Decimal


def test_the_study_in_the_field_notes_comes_out_to_the_dollar() -> None:
    """Costs 53,150; 666,715; 636,772; 647,783 and benefits 1,606,511; 3,061,331; 4,229,760 at 10 %."""
    made = worked(
        costs=[{"name": "Costs", "initial": 53150, "by_year": [666715, 636772, 647783]}],
        benefits=[{"name": "Benefits", "by_year": [1606511, 3061331, 4229760]}],
    )
    sums = made.totals
    assert [f"{each:.0f}" for each in (sums.pv_costs, sums.pv_benefits, sums.npv)] == ["1672201", "7168371", "5496170"]
    assert made.figure("roi").value == D("328.7")
    assert made.figure("payback").value == D("0.7")  # 53,150 / (939,796 / 12)


def test_the_security_case_returns_1498_percent_in_its_first_year() -> None:
    """(4,955,000 - 310,000) / 310,000, with 4,350,000 × 90 % + 1,000,000 × 60 % + 500,000 × 80 % + 100,000 × 40 %."""
    parts = {
        "Breaches": 4_350_000 * 90,
        "Operations": 1_000_000 * 60,
        "Downtime": 500_000 * 80,
        "Insurance": 100_000 * 40,
    }
    made = worked(
        costs=[{"name": "Platform", "initial": 250_000, "a_year": 60_000}],
        benefits=[{"name": name, "a_year": amount // 100} for name, amount in parts.items()],
    )
    assert made.periods[1].benefits == 4_955_000
    assert f"{made.figure('roi-first-year').value:.0f}" == "1498"


def test_the_payment_case_adds_up() -> None:
    """Benefits of 10.5 million a year against costs of 116,000: 10,384,000 a year, nothing to pay back."""
    gains = (600_000, 700_000, 950_000, 5_250_000, 1_000_000, 2_000_000)
    made = worked(
        costs=[{"name": f"Cost {each}", "a_year": each} for each in (45_000, 56_000, 15_000)],
        benefits=[{"name": f"Benefit {each}", "a_year": each} for each in gains],
    )
    assert [each.net for each in made.periods] == [0, 10_384_000, 10_384_000, 10_384_000]
    assert made.figure("payback").text == "from the first month"
    assert made.figure("irr").value is None
    assert "money only comes in" in made.irr.why
