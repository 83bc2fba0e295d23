"""A smaller run of the method's test; docs/pilot.md has the one over 1,000 pilots."""

from __future__ import annotations

import pytest

from tests.pilot.method import AT_MARGIN, MARGINS, SAVING, at_most, tally

PILOTS = 30
UNLIKELY = 1e-4
"""How likely a right method may be called wrong, for each check: with a fixed seed that cannot flake."""


@pytest.fixture(scope="module")
def at_the_margin() -> dict[str, int]:
    return dict(tally(AT_MARGIN, PILOTS, 5, MARGINS, count=4_000, draws=200))


@pytest.fixture(scope="module")
def with_a_saving() -> dict[str, int]:
    return dict(tally(SAVING, PILOTS, 6, MARGINS, count=4_000, draws=200))


@pytest.mark.parametrize("name", MARGINS)
def test_passes_are_no_more_frequent_than_stated(at_the_margin: dict[str, int], name: str) -> None:
    passed = at_the_margin.get(f"{name} pass", 0)
    assert at_most(passed, PILOTS, 0.025) > UNLIKELY, f"{passed} of {PILOTS} pass where 2.5 % are stated"


@pytest.mark.parametrize("name", MARGINS)
def test_intervals_cover_the_truth_as_often_as_stated(
    at_the_margin: dict[str, int], with_a_saving: dict[str, int], name: str
) -> None:
    missed = 2 * PILOTS - at_the_margin.get(f"{name} cover", 0) - with_a_saving.get(f"{name} cover", 0)
    assert at_most(missed, 2 * PILOTS, 0.05) > UNLIKELY, f"{missed} of {2 * PILOTS} miss where 5 % are stated"


def test_the_check_can_fail() -> None:
    assert at_most(7, PILOTS, 0.025) < UNLIKELY
    assert at_most(14, 2 * PILOTS, 0.05) < UNLIKELY
    assert at_most(0, PILOTS, 0.025) == pytest.approx(1)


def test_a_true_saving_is_seen(with_a_saving: dict[str, int]) -> None:
    assert with_a_saving["quality pass"] > PILOTS / 2
