"""Commands that are killed: nothing that was answered is lost, doubled or renumbered."""

from pathlib import Path

import pytest

from tests.postgres import Server
from tests.register.drafts import new_file
from tests.register.killed import NAMES, run


def test_writers_killed_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    counts, wrong = run(str(new_file(tmp_path / ".dealdesk")), tmp_path / ".dealdesk", 11, 30, longest=0.15)
    assert not wrong
    assert counts["quotes that were answered"] > 3


def test_writers_killed_at_every_named_point_lose_nothing(tmp_path: Path) -> None:
    counts, wrong = run(str(new_file(tmp_path / ".dealdesk")), tmp_path / ".dealdesk", 12, len(NAMES), points=True)
    assert not wrong
    assert counts["at a named point"] > len(NAMES) // 3


def test_writers_killed_on_a_server_lose_nothing(postgres: Server, tmp_path: Path) -> None:
    (tmp_path / ".dealdesk").mkdir()
    counts, wrong = run(postgres.database("ready"), tmp_path, 13, 12, longest=0.6)
    assert not wrong
    assert counts["quotes that were answered"] > 3


@pytest.mark.parametrize("count", [3])
def test_a_number_that_changes_would_be_noticed(tmp_path: Path, count: int) -> None:
    from tests.register.killed import Book, judged

    url = str(new_file(tmp_path / ".dealdesk"))
    run(url, tmp_path / ".dealdesk", 14, count)
    lost = Book(answered={"no such": "Q-2026-99999"})
    assert any("which is lost" in each for each in judged(url, lost, tmp_path / ".dealdesk"))
