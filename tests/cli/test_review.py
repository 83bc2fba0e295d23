"""`dealdesk review`: the example prints what stands beside it, and mistakes are told at their place."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.value.review.result import ReviewResult
from tests.cli.conftest import ROOT, Run

REVIEW = """\
title = "First quarter"
issued = 2027-04-10
currency = "USD"

[baseline]
agreed = 2026-12-01
rate = 2
unit = "call"
boundary = "All calls"

[share]
percent = 25

[[periods]]
id = "q1"
start = 2027-01-01
end = 2027-03-31
rows = [{ name = "All", quantity = 100, actual = 150 }]
"""


def test_the_example_prints_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None]) -> None:
    ran = run("review", "examples/gain-share/review.toml", "--today", "2027-07-08")
    assert (ran.code, ran.err) == (0, "")
    golden(ROOT / "examples" / "gain-share" / "review.txt", ran.out)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_example_fits_the_terminal(run: Run, at_root: Path, columns: int) -> None:
    for more in ([], ["--explain"]):
        out = run("review", "examples/gain-share", *more, columns=columns).out
        assert "…" not in out
        assert max(map(len, out.splitlines())) <= columns


def test_the_result_is_data_too(run: Run, at_root: Path) -> None:
    told = run("review", "examples/gain-share", "--json", "--today", "2027-07-08")
    assert json.loads(ReviewResult.from_json(told.out).to_json()) == told.json


def test_explained_amounts_name_their_row_in_the_csv(run: Run, at_root: Path) -> None:
    out = run("review", "examples/gain-share", "--explain", columns=120).out
    assert "examples/gain-share/use-2027-q2.csv:3" in out
    assert "exactly 1" not in out  # every amount of it is whole cents


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("percent = 25", "", "`percent` is missing"),
        ("percent = 25", "percent = 25\ncap = 5\nfloor = 9", "floor is 9, above the cap, 5"),
        ("end = 2027-03-31", "end = 2026-03-31", "end is 2026-03-31, before the start"),
        ("rows = [{", "use = 'x.csv'\nrows = [{", "rows or use says what was measured: give one of the two"),
        ('rows = [{ name = "All", quantity = 100, actual = 150 }]', "use = 'x.csv'", "there is no file x.csv"),
        ("[share]", "[renewal]\nuplift = 3\n[share]", "renewal goes with deal, and the review names no deal"),
        ('"USD"', '"USE"', "'USE' is not an active currency"),
        ("quantity = 100", "quantity = -100", "must be 0 or more"),
    ],
)
def test_mistakes_are_told_at_their_place(run: Run, shop: Path, old: str, new: str, said: str) -> None:
    assert old in REVIEW
    (shop / "review.toml").write_text(REVIEW.replace(old, new, 1), encoding="utf-8")
    ran = run("review", "review.toml")
    assert ran.code == 2
    assert said in ran.err
    assert "review.toml:" in ran.err


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        ("name,quantity\nA,1\n", "use.csv:1:1: error: there is no column actual"),
        ("name,quantitty,actual\nA,1,2\n", 'rename "quantitty" to "quantity"'),
        ("name,quantity,actual\nA,1,2\nB,x,3\n", "use.csv:3:3: error: quantity is not a number from 0 up: x"),
        ('name,quantity,actual\nA,"1,5",5\n', "quantity is not a number from 0 up: 1,5"),
        ("name,quantity,actual\nA,1,234,5\n", "a number with thousands separators stands in quotes"),
        ("name,quantity,actual\nA,1,-2\n", "actual is not a number from 0 up: -2"),
        ("name,quantity,actual\n", "the file has no rows"),
    ],
)
def test_mistakes_in_measured_use_are_told_with_their_line(run: Run, shop: Path, csv: str, said: str) -> None:
    rows = 'rows = [{ name = "All", quantity = 100, actual = 150 }]'
    (shop / "review.toml").write_text(REVIEW.replace(rows, 'use = "use.csv"'), encoding="utf-8")
    (shop / "use.csv").write_text(csv, encoding="utf-8")
    ran = run("review", "review.toml")
    assert ran.code == 2
    assert said in ran.err


def test_periods_that_overlap_end_with_1(run: Run, shop: Path) -> None:
    more = REVIEW + '\n[[periods]]\nid = "q2"\nstart = 2027-03-15\nend = 2027-04-01\n'
    more += 'rows = [{ name = "All", quantity = 1, actual = 1 }]\n'
    (shop / "review.toml").write_text(more, encoding="utf-8")
    ran = run("review", "review.toml")
    assert ran.code == 1
    assert "q1 and q2 overlap by 17 days" in ran.out
