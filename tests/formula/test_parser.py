"""Formulas are read as written, and what is wrong with one is said at its place."""

from decimal import Decimal as D

import pytest

from dealdesk.formula import FormulaError, Names, check, compute, order, parse
from dealdesk.formula.order import Cycle

NAMES = Names({"a": 0, "b": 0, "fee": 1, "cost": 1}, {"routes": {"tokens": 0, "price": 1}})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),  # from the left
        ("100 / 5 / 4", "5"),
        ("-2 * 3", "-6"),
        ("2 - -3", "5"),
        ("20% * 50", "10"),
        ("1_000.5 + .5", "1001"),
        ("if(1 < 2, 3, 4)", "3"),
        ("if(2 <= 1, 3, 4)", "4"),
        ("if(1 == 1.0, 1, 0) + if(1 != 1, 10, 0)", "1"),
        ("min(3, 1, 2) + max(3, 1, 2)", "4"),
        ("round(2.5) + round(-2.5)", "0"),  # 3 and -3: a tie goes away from zero
        ("round(1.005, 2)", "1.01"),
        ("round(1234.5, -2)", "1200"),
        ("1 / 3 * 3", "0.9999999999999999999999999999999999"),  # 34 digits
    ],
)
def test_a_formula_is_computed_as_it_is_read(text: str, expected: str) -> None:
    assert compute(parse(text), {}) == D(expected)


def test_a_sum_goes_over_the_rows_in_their_order() -> None:
    rows = {"routes": [{"tokens": D(2), "price": D("0.5")}, {"tokens": D(3), "price": D("1.5")}]}
    assert compute(parse("sum(routes: tokens * price) * 2"), {}, rows) == D(11)  # (1 + 4.5) * 2


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("", "the formula is empty", (0, 1)),
        ("(a + b", "this bracket is not closed", (0, 1)),
        ("a b", "`b` is not expected here", (2, 3)),
        ("a +", "the formula ends too early", (2, 3)),
        ("a = b", "`=` is no comparison", (2, 3)),
        ("a ^ 2", "there are no powers", (2, 3)),
        ("a < b < 3", "comparisons cannot be chained", (6, 7)),
        ('"x"', "there are no texts in formulas", (0, 1)),
        ("sqrt(a)", "there is no function sqrt", (0, 4)),
        ("mim(a, b)", "there is no function mim", (0, 3)),
        ("min(a)", "min has 1 argument", (0, 6)),
        ("if(a < b, 1)", "if has 2 arguments", (0, 12)),
        ("round(a, b)", "round needs to know its decimals", (9, 10)),
        ("round(a, 13)", "round needs to know its decimals", (9, 11)),
        ("sum(routes)", "sum needs rows and what is added up", (0, 10)),
        ("a%", "% stands behind numbers only", (1, 2)),
        ("1234567890123456789012345", "the number has too many digits", (0, 25)),
        ("(" * 30 + "1" + ")" * 30, "the formula is nested too deep", (24, 25)),
        ("+".join("1" * 260), "the formula has too many parts", None),
        ("a + " * 300 + "a", "the formula has 1,201 characters", (1000, 1001)),
    ],
)
def test_a_formula_that_cannot_be_read_is_refused_at_its_place(
    text: str, message: str, where: tuple[int, int] | None
) -> None:
    with pytest.raises(FormulaError) as wrong:
        parse(text)
    assert wrong.value.message == message
    assert where is None or (wrong.value.start, wrong.value.end) == where


@pytest.mark.parametrize(
    ("text", "message", "where", "hint"),
    [
        ("a + feee", "there is no input or formula feee", (4, 8), "did you mean fee?"),
        ("fee + a", "this adds money and a number", (0, 7), None),
        ("fee - a * b", "this subtracts money and a number", (0, 11), None),
        ("min(fee, a)", "this takes the least of money and a number", None, None),
        ("if(a > b, fee, a)", "this returns money and a number", None, None),
        ("if(fee > a, 1, 2)", "this compares money and a number", (3, 10), None),
        ("if(a, 1, 2)", "if needs a condition first", (3, 4), None),
        ("(a < b) + 1", "this is a condition, not a number", (1, 6), None),
        ("a < b", "this is a condition, not a number", (0, 5), None),
        ("tokens * 2", "tokens is a column of routes", (0, 6), "a column is added up: sum(routes: tokens)"),
        ("routes + 1", "routes is a table of rows, not a number", (0, 6), None),
        ("sum(route: tokens)", "there is no table route", (4, 9), "did you mean routes?"),
        ("sum(routes: sum(routes: tokens))", "this stands in the rows of routes already", (12, 31), None),
    ],
)
def test_names_and_money_are_checked(text: str, message: str, where: tuple[int, int] | None, hint: str | None) -> None:
    with pytest.raises(FormulaError) as wrong:
        check(parse(text), NAMES)
    assert wrong.value.message == message
    assert where is None or (wrong.value.start, wrong.value.end) == where
    assert hint is None or wrong.value.hint == hint


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("fee + cost", 1),
        ("fee > 0", None),
        ("fee * a + 5", 1),
        ("fee / cost", 0),
        ("sum(routes: tokens * price)", 1),
        ("if(fee > 1000, fee, 0)", 1),
        ("fee * cost", 2),
        ("1 + 2", None),
    ],
)
def test_what_a_number_is_follows_from_its_parts(text: str, money: int | None) -> None:
    if text == "fee > 0":
        with pytest.raises(FormulaError):
            check(parse(text), NAMES)
    else:
        assert check(parse(text), NAMES) == money


def test_formulas_are_ordered_by_what_they_use() -> None:
    made = {name: parse(text) for name, text in {"c": "b + a", "b": "a * 2", "a": "1", "d": "4"}.items()}
    assert order(made) == ("a", "b", "c", "d")


def test_a_circle_is_named() -> None:
    made = {name: parse(text) for name, text in {"a": "b + 1", "b": "2 * c", "c": "a"}.items()}
    with pytest.raises(Cycle) as wrong:
        order(made)
    assert wrong.value.message == "a depends on itself: a → b → c → a"
    assert (wrong.value.name, wrong.value.start, wrong.value.end) == ("c", 0, 1)
