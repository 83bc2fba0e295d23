"""Expressions are parsed by a grammar of their own, and computed exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.importers.pricing2yaml.expressions import BadExpression, amount, as_decimal, looks_like_one, names, parse

F = Fraction


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", F(7)),
        ("(1 + 2) * 3", F(9)),
        ("10 - 4 - 3", F(3)),
        ("12 / 4 / 3", F(1)),
        ("0.1 + 0.2", F(3, 10)),
        ("1 / 3", F(1, 3)),
        ("-2 * -3", F(6)),
        ("#base * 12 - #rebate", F(115)),
    ],
)
def test_a_price_is_computed_exactly(text: str, value: Fraction) -> None:
    assert amount(parse(text), {"base": F(10), "rebate": F(5)}) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "1 2",
        "(1",
        "1)",
        "__import__('os')",
        "#a.b",
        "1 ** 2",
        "f(1)",
        "#a = 1",
        "1 / 0",
        "#nobody",
        "'text'",
        "true",
        "1 < 2",
        "(" * 60 + "1" + ")" * 60,
        "1" + "+1" * 400,
    ],
)
def test_what_is_no_price_is_refused_and_nothing_is_executed(text: str) -> None:
    with pytest.raises(BadExpression):
        amount(parse(text), {})


def test_the_longest_expression_is_computed() -> None:
    assert amount(parse("1" + "+1" * 249), {}) == 250
    assert amount(parse("(" * 40 + "1" + ")" * 40), {}) == 1


def test_a_feature_says_which_names_it_reads() -> None:
    tree = parse("pricingContext['features']['a'] && !(subscriptionContext[\"b\"] >= 3 || false)")
    assert [name for name, _ in names(tree)] == [("pricingContext", "features", "a"), ("subscriptionContext", "b")]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("#a * 2", True),
        ("3 * (4)", True),
        ("Contact sales", False),
        ("1% up to $99", False),
        ("€ 5", False),
        ("", False),
    ],
)
def test_words_are_not_taken_for_expressions(text: str, is_one: bool) -> None:
    assert looks_like_one(text) is is_one


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_value_becomes_a_decimal_exactly_or_rounded_to_the_minor_unit(over: int, under: int) -> None:
    value = F(over, under)
    made = F(as_decimal(value, 2))
    assert made == value or abs(made - value) <= F(1, 200)
    if (value * 10**12).denominator == 1:
        assert made == value
