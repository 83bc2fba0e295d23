"""A part of what `./run abuse` does to registers by the thousand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.abuse import calls, clocks, flips, keys, numbers, recomputed, rollbacks, verbatim
from tests.abuse.abuse import Abuse
from tests.postgres import programs
from tests.register.disk import has_strace

IN_CI = bool(os.environ.get("CI"))
SOME: tuple[tuple[Abuse, int, bool], ...] = (
    (calls.ABUSE, 50, has_strace()),
    (keys.ABUSE, 20, programs() is not None),
    (clocks.ABUSE, 30, True),
    (rollbacks.ABUSE, 2, True),
    (flips.ABUSE, 20, True),
    (recomputed.ABUSE, 12, True),
    (verbatim.ABUSE, 60, programs() is not None),
)
"""What is done, how often, and whether what it needs is installed."""


@pytest.mark.parametrize(("abuse", "count", "can"), SOME, ids=[each.name for each, _, _ in SOME])
def test_a_part_of_it_finds_nothing_wrong(abuse: Abuse, count: int, can: bool, tmp_path: Path) -> None:
    if not can and not IN_CI:
        pytest.skip("strace or PostgreSQL is not installed; where CI is set this fails")
    outcome = abuse.run(20, count, tmp_path)
    assert outcome.faults == []
    assert sum(outcome.counts.values()) >= count / 2


def test_a_name_given_to_a_register_changes_and_shows_nothing(tmp_path: Path) -> None:
    world, faults = numbers.Shop(tmp_path / "world"), []
    for attempt, writes, name in list(numbers.cases())[::16]:
        faults += numbers.tried(world, attempt, writes, name)[1]
    assert faults == []
    assert len(numbers.NUMBERS) * len(numbers.SURFACES) > 150
