"""Hard quotes, two difficulties at a time, pass every check: what is printed is readable, right, and adds up."""

from itertools import combinations, product

import pytest

from tests.documents.stress import DIMENSIONS, faults, label, pairwise

CASES = pairwise(DIMENSIONS)


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_hard_quote_passes_the_checks(case: dict[str, object]) -> None:
    assert faults(case) == []


def test_five_hundred_lines_pass_the_checks() -> None:
    case = {"shape": "plain", "lines": 500, "names": "usual", "amounts": "usual"}
    assert faults(case | {"currency": "EUR", "language": "de", "page": "a4", "kind": "quote"}) == []


def test_the_cases_pair_every_two_choices() -> None:
    for a, b in combinations(DIMENSIONS, 2):
        assert {(case[a], case[b]) for case in CASES} == set(product(DIMENSIONS[a], DIMENSIONS[b]))
