"""Trials of `audit verify`: one edit of a register each, and whether it was found and named."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from dealdesk.register import Head, Register, open_register
from dealdesk.register.audit import Verdict, verify
from dealdesk.register.database import Database
from dealdesk.register.sqlite import Sqlite
from tests.register.drafts import filled, new_file
from tests.register.tamper import KINDS, Edit, tampered


class InMemory(Sqlite):
    """A copy of a register in memory."""

    def __init__(self, original: sqlite3.Connection) -> None:
        super().__init__(Path("copy.db"))
        self.copy = sqlite3.connect(":memory:", isolation_level=None)
        original.backup(self.copy)
        self.copy.text_factory = lambda content: content.decode("utf-8", "replace")  # as `Sqlite` reads it

    def connect(self, *, make: bool = False) -> sqlite3.Connection:
        return self.copy


class Bench:
    """A register with quotes in every state, its head, and copies of it to be edited."""

    def __init__(self, folder: Path) -> None:
        file = new_file(folder)
        with open_register(str(file)) as register:
            filled(register, 6)
            self.head: Head = register.head()
        self.connection = sqlite3.connect(file)

    def trial(self, kind: Any, luck: random.Random) -> tuple[Edit, Verdict]:
        """Edit a copy, and check it."""
        driver = InMemory(self.connection)
        edit = tampered(driver.copy, kind, luck)
        with Register(Database(driver), None) as register:
            return edit, verify(register, self.head)

    def untouched(self) -> Verdict:
        """Check a copy that nobody edited."""
        with Register(Database(InMemory(self.connection)), None) as register:
            return verify(register, self.head)


def is_named(edit: Edit, found: Verdict) -> bool:
    """Whether a verdict names what was edited: its table, row and column."""
    return any(
        each.table == edit.table and edit.row in ("", each.row) and edit.column in ("", each.column)
        for each in found.faults
    )


def run(folder: Path, seed: int, count: int) -> tuple[Counter[str], list[str]]:
    """Do *count* trials; return counts by kind, and a sentence for each edit that was not found, or not named."""
    bench, counts, wrong = Bench(folder), Counter[str](), list[str]()
    if bench.untouched().faults:
        wrong.append(f"nothing was edited, and {bench.untouched().faults[0]}")
    for number in range(count):
        luck = random.Random(f"{seed}/{number}")
        kind = KINDS[number % len(KINDS)]
        edit, found = bench.trial(kind, luck)
        counts[kind.__name__] += 1
        if not found.faults:
            wrong.append(f"trial {number}: {kind.__name__} of {edit} was not found")
        elif not is_named(edit, found):
            wrong.append(f"trial {number}: {kind.__name__} of {edit} is called {found.faults[0]}")
    return counts, wrong
