"""Writers that are killed, at random moments or at a named point, and what is left of their work.

A writer is a child of this process; it records, revises and submits quotes, saves backups, and tells through a pipe
what it was answered. It is killed with SIGKILL. The next writer does first what was not answered, as somebody does
who runs a command again.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dealdesk import writing
from dealdesk.register import backups, open_register
from dealdesk.register import head as heads
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup
from dealdesk.register.database import Database
from dealdesk.register.exports import export
from tests.register.drafts import AT, draft, priced

POINTS: tuple[tuple[str, object, str, str], ...] = (
    ("begin", Database, "_begin", ""),
    ("commit", Database, "_commit", ""),
    ("content", Database, "run", "new_content"),
    ("event", Database, "run", "new_event"),
    ("version", Database, "run", "new_version"),
    ("state", Database, "run", "set_state"),
    ("head", heads, "follow", ""),
    ("write", writing, "_write", ""),
    ("fsync", os, "fsync", ""),
    ("rename", Path, "replace", ""),
    ("folder", writing, "_sync_folder", ""),
    ("unlink", Path, "unlink", ""),
    ("copying", backups, "_copied", ""),
    ("settling", backups, "_settle", ""),
    ("answering", os, "write", ""),
)
"""Named points: a function, and for some its first argument.  A writer is killed before or after a call of it."""

NAMES = tuple(f"{when} {name}" for name, *_ in POINTS for when in ("before", "after"))


@dataclass
class Book:
    """What was answered by writers, and what is on its way.

    Attributes:
        answered: By the name of a draft, the number that was answered.
        asked: The name of the draft that was asked for and not answered, or "".
    """

    answered: dict[str, str] = field(default_factory=dict)
    asked: str = ""


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str, call: int) -> None:
    """Make this process die at a named point, when it comes there for the *call*-th time."""
    when, _, name = point.partition(" ")
    _, owner, attribute, first = next(each for each in POINTS if each[0] == name)
    real: Callable[..., Any] = getattr(owner, attribute)
    left = [call]

    def dying(*args: Any, **words: Any) -> Any:
        if first and args[1] != first:
            return real(*args, **words)
        left[0] -= 1
        if left[0] == 0 and when == "before":
            _die()
        made = real(*args, **words)
        if left[0] == 0:
            _die()
        return made

    setattr(owner, attribute, dying)


def write(url: str, tell: int, start: int, redo: str, folder: Path) -> None:
    """Record quotes for ever: *redo* first, then those from *start* on; tell each one before and after."""

    def say(*what: str) -> None:
        os.write(tell, (json.dumps(what) + "\n").encode())

    number = start
    with open_register(url, start=folder) as register:
        while True:
            name = redo or f"{start}/{number}"
            redo = ""
            say("asked", name)
            stored = register.add(draft(name), actor="ann", at=AT).stored
            say("answered", name, stored.number)
            match number % 5:
                case 1:
                    if stored.state == "draft":
                        register.act(stored.number, "submit", actor="ann", at=AT, key=f"submit {name}")
                        register.act(stored.number, "approve", actor="bob", at=AT, key=f"approve {name}")
                case 2:
                    if stored.state == "draft" and stored.live:
                        register.revise(stored.number, draft(f"{name} again"), actor="ann", at=AT)
                case 3:
                    if number % 20 == 3 and not url.startswith("postgres"):
                        copy = folder / f"copy-{os.urandom(4).hex()}.db"
                        backup(register, copy)
                        copy.unlink()
                case 4:
                    if number % 40 == 4:
                        with (folder / "export.jsonl").open("wb") as out:
                            export(register, out)
            number += 1


@contextmanager
def writer(url: str, start: int, redo: str, folder: Path, point: str, call: int) -> Iterator[tuple[int, int]]:
    """Start a writer; yield its process and the pipe that it tells through."""
    read, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            if point:
                arm(point, call)
            write(url, tell, start, redo, folder)
        except BaseException as error:
            os.write(tell, (json.dumps(["error", f"{type(error).__name__}: {error}"]) + "\n").encode())
        finally:
            os._exit(3)
    os.close(tell)
    try:
        yield child, read
    finally:
        os.close(read)


def one(
    url: str, book: Book, run: int, folder: Path, luck: random.Random, point: str, longest: float
) -> tuple[bool, list[str]]:
    """Start one writer and kill it; return whether it died by itself, and what was wrong."""
    with writer(url, run, book.asked, folder, point, luck.randint(1, 4)) as (child, read):
        from_start = not point and luck.random() < 0.2
        text, until = b"", time.monotonic() + (luck.uniform(0.002, 0.06) if from_start else 1.5)
        died = False
        while (left := until - time.monotonic()) > 0:
            if select.select([read], [], [], left)[0]:
                if not text and not from_start and not point:
                    until = time.monotonic() + luck.uniform(0, longest)  # from the first thing that it does
                part = os.read(read, 65536)
                if not part:
                    died = True
                    break
                text += part
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while part := os.read(read, 65536):
            text += part
    wrong = []
    for line in text.decode().splitlines():
        try:
            what, *said = json.loads(line)
        except ValueError:  # the last line, cut off
            continue
        if what == "asked":
            book.asked = said[0]
        elif what == "answered":
            name, number = said
            if book.answered.setdefault(name, number) != number:
                wrong.append(f"{name} was {book.answered[name]}, and is {number} now")
            book.asked = ""
        else:
            wrong.append(said[0])
    return died, wrong


def judged(url: str, book: Book, folder: Path) -> list[str]:
    """Return what is wrong with a register after its writers were killed."""
    wrong = []
    with open_register(url, start=folder) as register:
        known = heads.read(register.head_file) if register.head_file is not None else None
        wrong += [f"audit: {each}" for each in verify(register, known).faults]
        rows = register.database.all("all_versions")
        numbers = {row[0] for row in rows}
        lost = [(name, number) for name, number in book.answered.items() if number not in numbers]
        wrong += [f"{name} was answered {number}, which is lost" for name, number in lost]
        found = {row[12]: row[0] for row in rows if row[1] == 1}
        if len(found) != sum(row[1] == 1 for row in rows):
            wrong.append("a quote is doubled")
        wrong += [
            f"{name} was answered {number}, and is {found.get(f'Customer {name}')}"
            for name, number in book.answered.items()
            if found.get(f"Customer {name}") != number
        ]
        serials = sorted({row[3] for row in rows})
        if serials != list(range(1, len(serials) + 1)):
            wrong.append("numbers have gaps")
        register.add(draft("after all"), actor="ann", at=AT)
    wrong += [f"left behind: {each.name}" for each in folder.rglob("*.tmp")]
    return wrong


def run(
    url: str, folder: Path, seed: int, count: int, points: bool = False, longest: float = 0.06
) -> tuple[Counter[str], list[str]]:
    """Kill *count* writers, one after the other; return counts, and a sentence for everything that was wrong."""
    priced()  # once, and not in each child
    book, luck, counts, wrong = Book(), random.Random(seed), Counter[str](), list[str]()
    for number in range(count):
        point = NAMES[number % len(NAMES)] if points else ""
        died, faults = one(url, book, number, folder, luck, point, longest)
        counts["at a named point" if died and point else "at a random moment"] += 1
        wrong += [f"run {number} ({point or 'random'}): {each}" for each in faults]
    counts["quotes that were answered"] = len(book.answered)
    return counts, wrong + judged(url, book, folder)
