"""A bomb is refused with a place, in words that are not a bomb themselves, within 64 MiB, and without a hang."""

from __future__ import annotations

import re
import time
import tracemalloc
from pathlib import Path

import pytest

from dealdesk.errors import InputError
from tests.abuse.bombs import CATALOG, Bomb, bombs
from tests.errors.gallery import tried

HANG, BYTES = 5.0, 64 << 20
"""Seconds of processor time that only a hang takes: bombs take 0.6 or less here, and how fast they go is not tested."""

LARGE = {"open text of a catalog", "unknown keys", "unknown tables", "lines that are none", "negative quantities"}
"""Bombs that may take half as much memory again: pydantic tells all mistakes or none."""

BOMBS = list(bombs())


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a small catalog, and nothing kept from earlier runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    return tmp_path


def refused(bomb: Bomb) -> str:
    """Return what a user sees of a bomb."""
    with pytest.raises(InputError) as caught:
        tried(Path("bomb.toml"), catalog=bomb.sort == "catalog")
    return str(caught.value)


def test_there_are_enough_bombs_and_no_two_of_a_name() -> None:
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) >= 60


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_is_refused_at_once(bomb: Bomb, room: Path) -> None:
    (room / "bomb.toml").write_bytes(bomb.make())
    start = time.process_time()
    text = refused(bomb)
    assert time.process_time() - start < HANG
    assert bomb.told in text.split("\n")[0], text[:300]
    assert re.match(r"bomb\.toml:[1-9]\d*:[1-9]\d*: error: \S", text)
    assert len(text) < 100_000
    assert "cannot follow" not in text
    assert "cannot be read" not in text
    tracemalloc.start()
    try:
        refused(bomb)
        assert tracemalloc.get_traced_memory()[1] < BYTES * (1.5 if bomb.name in LARGE else 1)
    finally:
        tracemalloc.stop()
