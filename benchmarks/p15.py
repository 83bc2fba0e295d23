"""P15: `dealdesk quote list` over 100,000 quotes, against `import sqlalchemy` alone."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import DEALDESK, Result, processes, result
from dealdesk.register import open_register
from dealdesk.register.copied import rows_of
from tests.register.drafts import AT, draft, new_file

TARGET = 2.5
QUOTES = 100_000
STATES = ("draft", "submitted", "approved", "sent", "accepted", "declined", "void")


def measure(rounds: int = 9) -> list[Result]:
    """Return the ratio for the list that people see, and for one that is filtered and sorted by another column."""
    with TemporaryDirectory() as folder:
        file = book(Path(folder))
        imported = (sys.executable, "-c", "import sqlalchemy")
        found = []
        for name, words in (("p15", ()), ("p15.sorted", ("--open", "--sort", "total", "--customer", "9"))):
            command = (DEALDESK, "quote", "list", "--register", str(file), *words)
            ours, theirs = processes([command, imported], rounds)
            what = f"`quote list{''.join(f' {each}' for each in words)}` over {QUOTES:,} quotes / `import sqlalchemy`"
            found.append(result(name, what, TARGET, ours, theirs))
    return found


def book(folder: Path) -> Path:
    """Return a register of 100,000 quotes: rows of one, under other numbers."""
    file = new_file(folder / "book")
    with open_register(str(file)) as register:
        register.add(draft("1"), actor="ann", at=AT)
        (row,) = [each for table, each in rows_of(register) if table == "versions"]
        with register.database.transaction():
            for serial in range(2, QUOTES + 1):
                other = row | {
                    "number": f"Q-2026-{serial:05d}",
                    "serial": serial,
                    "key": str(serial),
                    "state": STATES[serial % len(STATES)],
                    "customer": f"Customer {serial}",
                    "folded": f"customer {serial}",
                    "rep": f"rep{serial % 40}",
                    "net": serial * 7919 % 10_000_000,
                    "reference": None,
                }
                register.database.run("new_version", **other)
    return file
