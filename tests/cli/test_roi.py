"""`dealdesk roi`: every example case prints what stands beside it; files are written; mistakes are told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.value.roi.result import RoiResult
from tests.cli.conftest import ROOT, Run

CASES = sorted(path.parent.name for path in ROOT.glob("examples/*/roi.toml"))
TODAY = ("--today", "2026-11-16")

CASE = """\
title = "Less work"
deal = "deal.toml"
discount_rate = 10

[[benefits]]
name = "Hours"
a_year = 30_000
ramp = [50, 100]
risk = 20
range = [60, 120]
source = "Time sheets"

[[costs]]
name = "Rollout"
initial = 5_000
source = "Plan"
"""


@pytest.mark.parametrize("name", CASES)
def test_a_case_prints_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None], name: str) -> None:
    ran = run("roi", f"examples/{name}/roi.toml", *TODAY)
    assert (ran.code, ran.err) == (0, "")
    golden(ROOT / "examples" / name / "roi.txt", ran.out)


def test_there_are_cases_and_no_golden_file_without_one() -> None:
    assert CASES
    assert {path.parent.name for path in ROOT.glob("examples/*/roi.txt")} == set(CASES)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("name", CASES)
def test_a_case_fits_the_terminal(run: Run, at_root: Path, name: str, columns: int) -> None:
    for more in ([], ["--explain"]):
        out = run("roi", f"examples/{name}/roi.toml", *TODAY, *more, columns=columns).out
        assert "…" not in out
        assert max(map(len, out.splitlines())) <= columns


def test_the_result_is_data_too(run: Run, at_root: Path) -> None:
    told = run("roi", "examples/northwind/roi.toml", "--json", *TODAY)
    made = RoiResult.from_json(told.out)
    assert json.loads(made.to_json()) == told.json
    assert f"{made.totals.npv:,f}" in (ROOT / "examples/northwind/roi.txt").read_text(encoding="utf-8")


def test_every_number_is_explained_with_its_place(run: Run, at_root: Path) -> None:
    out = run("roi", "examples/northwind/roi.toml", "--explain", *TODAY, columns=120).out
    assert "66 % × 30 %" in out
    assert "source: Maintenance log" in out
    for place in ("examples/northwind/deal.toml:63", "examples/northwind/roi.toml:9", "examples/northwind/roi.toml:14"):
        assert place in out


def test_draws_and_seed_are_those_of_the_command(run: Run, shop: Path) -> None:
    (shop / "roi.toml").write_text(CASE, encoding="utf-8")
    first, second = (run("roi", "roi.toml", "--draws", "500", "--seed", seed, "--json").json for seed in ("7", "8"))
    assert first["simulation"]["draws"] == 500
    assert first["simulation"]["p50"] != second["simulation"]["p50"]
    assert first == run("roi", ".", "--draws", "500", "--seed", "7", "--json").json
    assert run("roi", "roi.toml", "--draws", "5").code == 2


def test_a_workbook_is_written_beside_the_page(run: Run, shop: Path) -> None:
    (shop / "roi.toml").write_text(CASE, encoding="utf-8")
    ran = run("roi", "roi.toml", "--xlsx", "case.xlsx")
    assert ran.code == 0
    assert ran.err == "case.xlsx: written\n"
    assert (shop / "case.xlsx").read_bytes().startswith(b"PK")
    assert run("roi", "roi.toml", "--xlsx", "nowhere/case.xlsx").code == 73


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("discount_rate = 10\n", "", "roi.toml:1:1: error: `discount_rate` is missing"),
        (
            "discount_rate = 10\n",
            "discount_rate = 10\nstart = 9998-01-01\n",
            "3 years from 9998-01-01 end after the last day there is",
        ),
        (
            "ramp = [50, 100]",
            "ramp = [-5, 100]",
            "roi.toml:8:9: error: entry 1 of `benefits[0].ramp` must be 0 or more",
        ),
        ("ramp = [50, 100]", "ramp = [1, 2, 3, 4]", "ramp has 4 steps, and the case looks at 3 years"),
        ("a_year = 30_000", "by_year = [0, 1, 2, 3]", "the amount before the first year is `initial`"),
        ("a_year = 30_000", "", "no amount is given: add a_year, by_year or model"),
        ("a_year = 30_000", 'model = "x"\noutput = "y"', "has no value model x"),
        ('"deal.toml"', '"dael.toml"', "did you mean deal.toml?"),
        ("title", 'currency = "EUR"\ntitle', "the case is in EUR, and the deal in USD"),
        ("title", 'option = "One yaer"\ntitle', 'did you mean "One year"?'),
        ("[60, 120]", "[110, 120]", "must have 100 in it"),
        ('name = "Rollout"', 'name = "Hours"', "two items are called `hours`"),
        ("title", "years = 0\ntitle", "`years` must be 1 or more"),
    ],
)
def test_mistakes_are_told_at_their_place(run: Run, shop: Path, old: str, new: str, said: str) -> None:
    assert old in CASE
    (shop / "roi.toml").write_text(CASE.replace(old, new, 1), encoding="utf-8")
    ran = run("roi", "roi.toml")
    assert ran.code == 2
    assert said in ran.err


def test_a_workbook_does_not_replace_the_case(run: Run, shop: Path) -> None:
    (shop / "roi.toml").write_text(CASE, encoding="utf-8")
    ran = run("roi", "roi.toml", "--xlsx", "roi.toml")
    assert (ran.code, (shop / "roi.toml").read_text(encoding="utf-8")) == (2, CASE)
    assert "name the workbook" in ran.err


def test_a_case_of_nothing_says_so(run: Run, shop: Path) -> None:
    case = 'title = "T"\ndiscount_rate = 10\ncurrency = "USD"\n[[benefits]]\nname = "G"\na_year = 0\n'
    (shop / "roi.toml").write_text(case, encoding="utf-8")
    out = run("roi", "roi.toml").out
    assert "all flows are 0" in out
    assert "Break-even" not in out
    (shop / "roi.toml").write_text(case + '[[costs]]\nname = "C"\ninitial = 5\n', encoding="utf-8")
    assert "money only goes out and never comes in" in " ".join(run("roi", "roi.toml").out.split())


def test_a_fraction_where_a_percentage_belongs_is_asked_about(run: Run, shop: Path) -> None:
    (shop / "roi.toml").write_text(CASE.replace("risk = 20", "risk = 0.2"), encoding="utf-8")
    ran = run("roi", "roi.toml", columns=120)
    assert ran.code == 0
    assert "risk of Hours is 0.2 %; percentages are from 0 to 100: was 20 meant?" in ran.out


def test_another_file_is_told_apart(run: Run, shop: Path) -> None:
    assert "this is a deal, not a business case" in run("roi", "deal.toml").err
    assert "there is no such file" in run("roi", "nothing.toml").err


def test_customer_text_is_printed_as_text(run: Run, shop: Path) -> None:
    (shop / "roi.toml").write_text(CASE.replace('"Hours"', '"[red]Hours = 1+1"'), encoding="utf-8")
    out = run("roi", "roi.toml", "--explain").out
    assert "[red]Hours = 1+1" in out
