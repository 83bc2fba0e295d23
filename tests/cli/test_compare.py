"""`dealdesk compare`: a deal and its options side by side."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import DEAL, Run

# One year: no term discount, so 11,000 - 10 % = 9,900. Suite alone: 30 × 50 × 3 = 4,500, no bundle, term 5 %: 4,275.


def test_terms_prices_and_differences_stand_side_by_side(run: Run, shop: Path) -> None:
    ran = run("compare", "deal.toml")
    assert ran.code == 0
    for row in (
        r"USD +The deal +One year \(recommended\) +Suite alone",
        r"Term +36 months +12 months +36 months",
        r"List price +33,000.00 +11,000.00 +4,500.00",
        r"Bundle discount +-3,300.00 +-1,100.00\n",
        r"Net, all \(TCV\) +28,215.00 +9,900.00 +4,275.00",
        r"Off list +14.5 % +10 % +5 %",
        r"A year \(ACV\) +9,405.00 +9,900.00 +1,425.00",
    ):
        assert re.search(row, ran.out), row
    assert re.search(r"One year +12 months instead of 36 months\n +term discount: none instead of 5 %", ran.out)
    assert "without connector" in ran.out
    assert "suite: 30 instead of 20" in ran.out


@pytest.mark.parametrize("columns", [50, 60, 80, 100])
def test_a_narrow_terminal_gets_several_tables(run: Run, shop: Path, columns: int) -> None:
    out = run("compare", "deal.toml", columns=columns).out
    assert max(map(len, out.splitlines())) <= columns
    for amount in ("28,215.00", "9,900.00", "4,275.00"):
        assert amount in out


def test_the_comparison_is_data_too(run: Run, shop: Path) -> None:
    told = run("compare", "deal.toml", "--json").json
    assert [(each["name"], each["quote"]["totals"]["net"]) for each in told] == [
        ("The deal", "28215.00"), ("One year", "9900.00"), ("Suite alone", "4275.00"),
    ]  # fmt: skip
    assert told[1]["recommended"] is True
    assert told[1]["differences"] == ["12 months instead of 36 months", "term discount: none instead of 5 %"]


def test_everything_that_an_option_can_change_is_told(run: Run, shop: Path) -> None:
    option = """
[[options]]
name = "Other"
billing = "monthly"
promotions = ["SPRING"]
discounts = [{ percent = 3 }, { amount = 100 }]
free = { months = 2, extends_term = false }
uplift = { percent = 2, compounding = "simple", most = 10 }
"""
    (shop / "deal.toml").write_text(DEAL + option, encoding="utf-8")
    told = run("compare", "deal.toml", "--json").json[-1]["differences"]
    assert told == [
        "billed monthly instead of annual",
        "asks for 3 % off, 100 off",
        "promotion SPRING",
        "2 free months inside the term",
        "rises by 2 % a year",
        "promotion: 5 % instead of none",
    ]


def test_a_deal_without_options_stands_alone(run: Run, shop: Path) -> None:
    (shop / "deal.toml").write_text(DEAL.split("[[options]]")[0], encoding="utf-8")
    ran = run("compare", "deal.toml")
    assert ran.code == 0
    assert "0 options" in ran.out
    assert "28,215.00" in ran.out
