"""One formula, three back ends: random formulas come to the same digits in Python and in the page's script."""

from decimal import Decimal as D
from random import Random
from typing import Any

import pytest

from dealdesk.formula import Failure, compute, parse, rounded
from dealdesk.formula.excel import excel
from dealdesk.formula.javascript import tree_of
from dealdesk.formula.words import words
from tests.value.javascript import answers

COUNT = 600
NAMES = ("a", "b", "c")


def text(random: Random, depth: int, rows: bool = False) -> str:
    """Return a random formula."""
    way = random.random()
    if depth == 0 or way < 0.15:
        return number(random) if way < 0.07 else random.choice((*NAMES, "x") if rows else NAMES)
    inner = [text(random, depth - 1, rows) for _ in range(3)]
    if way < 0.6:
        return f"({inner[0]} {random.choice('+-*/')} {inner[1]})"
    if way < 0.7:
        return f"{random.choice(('min', 'max'))}({', '.join(inner[: random.randint(2, 3)])})"
    if way < 0.8:
        return f"round({inner[0]}, {random.randint(-6, 12)})"
    if way < 0.86:
        return f"-{inner[0]}"
    if way < 0.93 and not rows:
        return f"sum(r: {text(random, depth - 1, True)})"
    sign = random.choice(("<", "<=", ">", ">=", "==", "!="))
    return f"if({inner[0]} {sign} {inner[1]}, {inner[2]}, {number(random)})"


def number(random: Random) -> str:
    digits = random.choice((1, 2, 5, 12))
    made = f"{random.randrange(10**digits)}"
    if random.random() < 0.5:
        made += f".{random.randrange(10**6):0{random.randint(1, 6)}d}"
    return made + ("%" if random.random() < 0.2 else "")


def stated(random: Random) -> D:
    return D(random.randrange(-(10**9), 10**9)).scaleb(-random.choice((0, 2, 4, 9)))


def page_model(formula: str) -> dict[str, Any]:
    """Return a formula as the page has a model of it alone."""
    return {
        "inputs": [{"name": name, "kind": "number"} for name in NAMES],
        "tables": [{"name": "r", "columns": [{"name": "x", "kind": "number"}], "formulas": []}],
        "formulas": [{"name": "f", "tree": tree_of(parse(formula))}],
        "checks": [],
    }


def result(formula: str, numbers: dict[str, D], rows: dict[str, list[dict[str, D]]]) -> D | str:
    """Return what a formula comes to, or in a word why it comes to nothing."""
    try:
        return compute(parse(formula), numbers, rows)
    except Failure as failure:
        return "divides" if "divides" in failure.message else "too_large"


def test_random_formulas_come_to_the_same_digits() -> None:
    random = Random(5)
    formulas = [text(random, 5) for _ in range(COUNT)]
    numbers = {name: stated(random) for name in NAMES}
    rows = {"r": [{"x": stated(random)} for _ in range(3)]}
    given = {
        "inputs": {name: f"{value:f}" for name, value in numbers.items()},
        "rows": {"r": [{"x": f"{row['x']:f}"} for row in rows["r"]]},
    }
    said = answers([page_model(each) for each in formulas], [given])
    failed = compared = 0
    for formula, answer in zip(formulas, said, strict=True):
        expected = result(formula, numbers, rows)
        if isinstance(expected, str):
            assert answer.get("failure") == expected, formula
            failed += 1
        else:
            assert D(answer["results"]["f"]) == expected, formula
            compared += 1
    assert failed > 10
    assert compared > COUNT / 2


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a + b * c", "A1+B1*C1"),
        ("(a + b) * c", "(A1+B1)*C1"),
        ("a - (b - c)", "A1-(B1-C1)"),
        ("a / (b * c)", "A1/(B1*C1)"),
        ("-a * 20%", "(-A1)*0.20"),
        ("if(a != b, round(c, 2), min(a, 0))", "IF(A1<>B1,ROUND(C1,2),MIN(A1,0))"),
        ("if(a == b, 1, 2)", "IF(A1=B1,1,2)"),
        ("2 * sum(r: x * a)", "2*SUM(X1:X3)"),
    ],
)
def test_a_formula_of_a_spreadsheet_has_brackets_where_they_are_needed(formula: str, expected: str) -> None:
    assert excel(parse(formula), lambda name: f"{name.upper()}1", lambda node: "X1:X3") == expected


def test_a_formula_in_words_reads_as_a_sentence() -> None:
    labels = {"a": "Savings", "b": "Cost", "r": "models", "x": "price"}
    said = words(parse("if(b > 0, (a - b) / b, 0)"), labels.__getitem__, str)
    assert said == "(Savings − Cost) ÷ Cost where Cost > 0, else 0"
    assert words(parse("sum(r: x * a)"), labels.__getitem__, str) == "sum of (price × Savings) over models"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("1450", -2, "1500"), ("-0.001", 2, "0.00"), ("1e29", 2, "1e29")],
)
def test_a_tie_is_rounded_away_from_zero(value: str, places: int, expected: str) -> None:
    made = rounded(D(value), places)
    assert made == D(expected)
    assert not made.is_signed() or made


@pytest.mark.parametrize("formula", ["1 / 0", "1 / (2 - 2)", "999999999999 * 999999999999 * 999999999999"])
def test_what_has_no_result_says_so(formula: str) -> None:
    with pytest.raises(Failure):
        compute(parse(formula), {})


def test_a_branch_that_does_not_hold_is_not_computed() -> None:
    assert compute(parse("if(a == 0, 0, 1 / a)"), {"a": D(0)}) == 0


@pytest.mark.parametrize("power", [29, 30, 31, 32])
def test_very_small_numbers_are_the_same_in_the_page(power: int) -> None:
    formula = "0.000000000001 * 0.000000000001 * 0." + "0" * (power - 25) + "1"
    assert D(answers([page_model(formula)], [GIVEN])[0]["results"]["f"]) == compute(parse(formula), {})


GIVEN = {"inputs": dict.fromkeys(NAMES, "1"), "rows": {"r": [{"x": "1"}]}}


def test_what_is_nearer_to_zero_than_30_decimals_is_zero() -> None:
    assert compute(parse("0.000000000001 * 0.000000000001 * 0.0000001"), {}) == 0  # 10^-31
    assert compute(parse("0.000000000001 * 0.000000000001 * 0.000001"), {}) == D("1e-30")
