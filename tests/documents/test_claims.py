"""Claims: what a title says in figures is worked out again from the source's JSON."""

from decimal import Decimal as D

import pytest

from dealdesk.documents.claims import broken, claim, condition, digits, number, wrong_number

DATA = {
    "totals": {"npv": "573.40", "costs": "200"},
    "rows": [{"id": "a", "pv": "60"}, {"id": "b", "pv": "27"}, {"id": "c", "pv": "13"}],
    "worst": [{"npv": "5"}, {"npv": "0"}],
    "yes": True,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$2.10", "2.10"),
        ("$1,234", "1234"),
        ("1.234,56 €", "1234.56"),
        ("−CHF 1’234.50", "1234.50"),
        ("87%", "87"),
        ("$573K", "573"),
        ("7.5 months", "7.5"),
        ("¥210", "210"),
    ],
)
def test_the_number_of_a_figure_is_read_from_its_digits(text: str, value: str) -> None:
    assert digits(text) == D(value)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        # 60 + 27 of 100 are 87 %
        (number("87%", ["rows.0.pv", "rows.1.pv"], "rows.*.pv", shift=2), True),
        (number("88%", ["rows.0.pv", "rows.1.pv"], "rows.*.pv", shift=2), False),
        (number("$573", "totals.npv"), True),
        (number("$574", "totals.npv"), False),
        (number("574", "totals.npv", up=True), True),
        (number("0.6K", "totals.npv", shift=-3, places=1), True),
        (number("373.40", "totals.npv", less="totals.costs", places=2), True),
        (number("27", "rows.id=b.pv"), True),
        (number("13", "rows.-1.pv"), True),
        (number("3", "rows.#"), True),
        (number("1", "nothing.here"), False),
        (number("1", "yes"), False),
        (number("1", "totals.npv", "nothing"), False),
    ],
)
def test_a_number_is_worked_out_from_the_paths_that_it_names(said: dict[str, object], right: bool) -> None:
    assert (wrong_number(said, DATA) is None) is right


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        (condition("worst.*.npv", "at least", "0"), True),
        (condition("worst.*.npv", "above", "0"), False),  # one of them is 0
        (condition("totals.npv", "above", "totals.costs"), True),
        (condition("totals.npv", "below", "totals.costs"), False),
        (condition("totals.npv", "at most", "573.40"), True),
        (condition("rows.#", "equal", "3"), True),
        (condition("rows.0.pv", "above", "0.5", over="rows.*.pv"), True),
        (condition("nothing", "above", "0"), False),
    ],
)
def test_a_condition_is_about_all_values_that_it_names(test: dict[str, object], holds: bool) -> None:
    assert (not list(broken(claim("A sentence", test), DATA))) is holds


def test_a_number_must_be_in_its_sentence() -> None:
    said = claim("It reaches $574", number("$573", "totals.npv"))
    assert list(broken(said, DATA)) == ["'$573' is not in the sentence"]
