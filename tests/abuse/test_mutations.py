"""Ten thousand damaged catalogs and deals: each is read, or refused with a place, at once and in plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.abuse.judge import Tally, court
from tests.abuse.mutate import mutation, seeds

SEED, BATCHES, BATCH = 2026, 10, 1_000


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_files_are_read_or_refused_with_a_place(batch: int, tmp_path: Path) -> None:
    tally = Tally()
    with court(tmp_path / "court") as judge:
        for number in range(batch * BATCH, (batch + 1) * BATCH):
            judge.judge(SEED, number, tally)
    assert tally.faults == []
    assert tally.accepted > BATCH // 20  # the damage is not always fatal, so that both ways are tried
    assert tally.refused > BATCH // 2


def test_a_mutation_is_the_same_every_time() -> None:
    assert mutation(7, 42) == mutation(7, 42)
    assert mutation(7, 42) != mutation(7, 43)
    assert mutation(8, 42) != mutation(7, 42)


def test_every_shipped_catalog_and_every_example_is_damaged() -> None:
    names = {seed.name for sort in seeds().values() for seed in sort}
    assert {name.split("/")[1] for name in names if name.startswith("catalogs/")} == {
        "stellar-logic",
        "sippar",
        "ai-control-plane",
    }
    assert sum(name.startswith("examples/") for name in names) >= 20
