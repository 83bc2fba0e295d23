"""Many at once: 8 writers on one register, and 8 processes with the same key."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dealdesk.register import open_register
from dealdesk.register.audit import verify
from tests.register.drafts import AT, draft, priced

WRITERS, SAVES = 8, 25


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Do some work in *count* processes at once, which begin at the same moment; return what each gave."""
    start, go = os.pipe()
    pipes = []
    for number in range(count):
        read, tell = os.pipe()
        if os.fork() == 0:
            os.close(go)
            os.read(start, 1)
            try:
                said = {"done": work(number)}
            except BaseException as error:
                said = {"error": f"{type(error).__name__}: {error}"}
            os.write(tell, json.dumps(said).encode())
            os._exit(0)
        os.close(tell)
        pipes.append(read)
    os.close(start)
    os.close(go)
    found = []
    for read in pipes:
        with os.fdopen(read, "rb") as stream:
            found.append(json.loads(stream.read()))
        os.wait()
    return found


def test_eight_writers_get_numbers_without_gaps_and_no_errors(url: str, tmp_path: Path) -> None:
    priced()

    def save(writer: int) -> list[str]:
        with open_register(url, start=tmp_path) as register:
            return [register.add(draft(f"{writer}/{n}"), actor="ann", at=AT).stored.number for n in range(SAVES)]

    found = together(WRITERS, save)
    assert not [each["error"] for each in found if "error" in each]
    numbers = [number for each in found for number in each["done"]]
    assert sorted(numbers) == [f"Q-2026-{n:05d}" for n in range(1, WRITERS * SAVES + 1)]
    assert all(each["done"] == sorted(each["done"]) for each in found)
    with open_register(url, start=tmp_path) as register:
        assert verify(register, register.head()).faults == ()
        if register.head_file is not None:
            register.keep_head()
            assert not register.warnings


@pytest.mark.parametrize("content", ["the same", "another"])
def test_the_same_key_from_eight_processes_makes_one_quote(url: str, tmp_path: Path, content: str) -> None:
    priced()

    def save(writer: int) -> list[str]:
        told = []
        with open_register(url, start=tmp_path) as register:
            for number in range(5):
                name = f"{number}" if content == "the same" else f"{number} of {writer}"
                try:
                    made = register.add(draft(name), actor="ann", at=AT, key=f"k{number}")
                    told.append(f"{made.stored.number} {'new' if made.is_new else 'old'}")
                except Exception as refused:
                    told.append(f"{type(refused).__name__} {draft(name).inputs in str(refused)}")
        return told

    found = [each["done"] for each in together(WRITERS, save)]
    for key in range(5):
        said = sorted(each[key] for each in found)
        others = "Conflict True" if content == "another" else f"Q-2026-{key + 1:05d} old"
        assert sorted([f"Q-2026-{key + 1:05d} new", *[others] * (WRITERS - 1)]) == said
    with open_register(url, start=tmp_path) as register:
        assert register.head().count == 5


def test_the_same_revision_from_eight_processes_is_one(url: str, tmp_path: Path) -> None:
    with open_register(url, start=tmp_path) as register:
        number = register.add(draft("a"), actor="ann", at=AT).stored.number

    def revise(writer: int) -> bool:
        with open_register(url, start=tmp_path) as register:
            return register.revise(number, draft("b"), actor="ann", at=AT).is_new

    assert sorted(each["done"] for each in together(WRITERS, revise)) == [False] * (WRITERS - 1) + [True]
