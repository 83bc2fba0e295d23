"""A deal said with options: the same price as from a file, and mistakes shown at the option."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAID = ("price", "--catalog", "acme.toml", "--line", "suite:20", "--line", "connector", "--months", "36")


def test_it_costs_what_the_same_file_costs(run: Run, shop: Path) -> None:
    said = run(*SAID, "--start", "2027-01-01", "--usage", "calls=900", "--json").json
    read = run("price", "deal.toml", "--json").json
    for key in ("totals", "metrics", "invoices", "usage_estimate"):
        assert said[key] == read[key]


def test_a_rule_of_an_option_is_named_by_the_option(run: Run, shop: Path) -> None:
    moves = run(*SAID, "--discount", "10", "--json").json["moves"]
    assert [each["at"] for each in moves if each["code"] == "negotiated"] == ["--discount 10"]


def test_every_option_reaches_the_deal(run: Run, shop: Path) -> None:
    told = run(
        *SAID, "--customer", "Zoë & Söhne", "--segment", "small", "--region", "Europe", "--billing", "quarterly",
        "--promotion", "SPRING", "--target", "20_000", "--usage", "suite.calls=1,000", "--today", "2026-11-20",
        "--json",
    ).json  # fmt: skip
    assert told["customer"]["name"] == "Zoë & Söhne"
    assert (told["customer"]["segment"], told["customer"]["region"]) == ("Small firms", "Europe")
    assert (told["billing"], len(told["invoices"])) == ("quarterly", 12)
    assert told["totals"]["net"] == "20000.00"
    assert "promotion" in [each["code"] for each in told["moves"]]
    assert told["usage_estimate"]["a_year"] == "15000.00"  # (1,000 - 500) × 2.50 × 12
    assert told["start"] == "2026-12-01"


def test_a_currency_is_an_option(run: Run, shop: Path) -> None:
    told = run("price", "--catalog", "acme.toml", "--line", "connector", "--currency", "EUR", "--json").json
    assert (told["currency"], told["totals"]["net"], told["months"]) == ("EUR", "9000.00", 12)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--line", "suit"], ["has no product suit", "did you mean suite?"]),
        (["--line", "suite:x"], ["x is not a number", "a number such as 3000 or 2.5"]),
        (["--line", "suite:"], ["nothing is not a number"]),
        (["--line", "suite", "--months", "0"], ["must be 1 or more"]),
        (["--line", "suite", "--start", "1.1.2027"], ["1.1.2027 is not a date", "year-month-day"]),
        (["--line", "suite", "--billing", "weekly"], ["annual, quarterly, monthly, upfront"]),
        (["--line", "suite", "--segment", "smal"], ["has no segment smal", "did you mean small?"]),
        (["--line", "suite", "--promotion", "WINTER"], ["has no promotion WINTER"]),
        (["--line", "suite", "--usage", "call=1"], ["no line has a usage charge call", "suite.calls"]),
        (["--line", "suite", "--line", "suite:2", "--usage", "calls=1"], ["2 lines have a usage charge calls"]),
        (["--line", "suite", "--usage", "calls"], ["does not say how much of what"]),
        (["--line", "suite", "--discount", "101"], ["must be 100 or less"]),
        (["--line", "suite", "--currency", "GBP"], ["no prices in GBP", "USD, EUR"]),
        (["--line", "suite", "--customer", "A\x1b[31mB"], ["a character that nobody can see", r"\x1b"]),
        (["--line", "suite", "--customer", ""], ["must not be empty"]),
        (["--line", "suite:1e9"], ["1e9 is not a number"]),
        (["--line", "suite:" + "9" * 40], ["at most 24 digits"]),
    ],
)
def test_a_mistake_is_shown_below_the_option(run: Run, shop: Path, words: list[str], told: list[str]) -> None:
    ran = run("price", "--catalog", "acme.toml", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("command line:1:")
    assert "^" in ran.err
    assert "\x1b" not in ran.err
    for words_told in told:
        assert words_told in ran.err


def test_all_mistakes_come_at_once(run: Run, shop: Path) -> None:
    err = run("price", "--catalog", "acme.toml", "--line", "a:b", "--months", "c", "--discount", "d").err
    assert err.endswith("3 mistakes\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "give a deal file, or --catalog and --line"),
        (["--line", "suite"], "give a deal file, or --catalog"),
        (["--catalog", "acme.toml"], "give a deal file, or --line"),
        (["deal.toml", "--months", "12"], "--months: this is for a deal without a file"),
    ],
)
def test_a_file_or_options_but_not_half_of_them(run: Run, shop: Path, words: list[str], told: str) -> None:
    ran = run("price", *words)
    assert ran.code == 2
    assert told in ran.err
