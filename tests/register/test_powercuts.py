"""Power cuts: whatever a disk keeps of what was not synced, a register is as it was before a command or after it."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dealdesk import writing
from dealdesk.register.sqlite import Sqlite
from tests.register.disk import Disk, Gone, Name, Sync, Tape, Write, has_strace
from tests.register.powercut import cuts, run

needs_strace = pytest.mark.skipif(
    not has_strace() and not os.environ.get("CI"), reason="strace is not installed; where CI is set this fails"
)


@needs_strace
@pytest.mark.parametrize("scene", ["first", "day", "copies", "move"])
def test_after_a_power_cut_all_is_there_that_was_answered(scene: str, tmp_path: Path) -> None:
    counts, wrong = run(1, 16, tmp_path, (scene,))
    assert not wrong
    assert counts["states that were tried"] > 8


def _without_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda number: None)


def _without_synchronous(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., sqlite3.Connection] = Sqlite._opened

    def lax(self: Sqlite, uri: str) -> Any:
        made = real(self, uri)
        made.execute("PRAGMA synchronous=NORMAL")
        return made

    monkeypatch.setattr(Sqlite, "_opened", lax)


def _without_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_sync_folder", lambda folder: None)


@needs_strace
@pytest.mark.parametrize("fault", [_without_fsync, _without_synchronous, _without_folders])
def test_a_sync_that_is_left_out_is_noticed(
    fault: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert run(2, 30, tmp_path, ("day",))[1]


def test_what_a_disk_may_lose_is_what_was_not_synced() -> None:
    ops = (
        Name("a.tmp", 0),
        Write(0, 0, b"one"),
        Sync(0),
        Write(0, 3, b"two"),
        Name("a", 0, "a.tmp"),
        Sync(None, ""),
        Gone("a"),
    )
    tape = Tape(Disk(), ops)
    assert tape.unsafe(4) == [0, 3]
    assert tape.unsafe(6) == [3]
    assert tape.unsafe(7) == [3, 6]
    assert tape.left(4, {0}) == {}
    assert tape.left(4, {3}) == {"a.tmp": b"one"}
    assert tape.left(6, (), (3, 1)) == {"a": b"onet"}
    assert tape.left(7, {3, 6}) == {"a": b"one"}
    assert tape.left(7, ()) == {}
    found = {(cut, lost) for cut, lost, _ in cuts(tape, random.Random(1))}
    assert {(5, frozenset()), (5, frozenset([0])), (5, frozenset([0, 3, 4])), (7, frozenset([3]))} <= found


def test_a_hole_reads_as_zeros_and_a_lost_folder_takes_its_files_along() -> None:
    ops = (Name("f", None), Name("f/a", 0), Write(0, 0, b"xx"), Write(0, 4, b"yy"), Sync(0), Sync(None, "f"))
    tape = Tape(Disk(), ops)
    assert tape.left(4, {2}) == {"f": None, "f/a": b"\x00\x00\x00\x00yy"}
    assert tape.unsafe(6) == [0]
    assert tape.left(6, {0}) == {}
