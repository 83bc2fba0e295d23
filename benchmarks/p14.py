"""P14: durable saves a second: the register against the bare driver with the same rows.

Both sides begin a transaction with the lock, insert what a version is (contents, event, version) and commit it to the
disk, once for each quote.  The bare side gets its rows ready made; ours checks the key, gives the number, derives the
columns, hashes the entry and keeps the head.  Quotes are priced and written as JSON before, on both sides.  Saves a
second are counted by the clock, as a user waits for them: a large part of a save is the disk, on both sides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import psycopg

from benchmarks.measure import Result
from dealdesk.register import Draft, make_register, open_register
from dealdesk.register.database import texts
from dealdesk.register.moving import _rows
from tests.postgres import programs, server
from tests.register.drafts import AT, draft, new_file

TARGET = 2.0
"""The most that a save may take, as a multiple of the bare driver's: 0.5 of its saves a second."""

SAVES = 300

Row = tuple[str, dict[str, Any]]


def measure(rounds: int = 5) -> list[Result]:
    """Return the ratios on SQLite, and, where it is installed, on PostgreSQL."""
    with TemporaryDirectory() as folder:
        found = [_compared("p14.sqlite", "SQLite", _Files(Path(folder)), rounds)]
        if programs() is not None:
            with server(durable=True) as started:
                make_register(started.database())
                found.append(_compared("p14.postgresql", "PostgreSQL", _Server(started), rounds))
    return found


def _compared(name: str, what: str, place: Any, rounds: int) -> Result:
    ours: list[float] = []
    bare: list[float] = []
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        drafts = [draft(f"{number}/{each}") for each in range(SAVES)]
        for each in drafts:
            assert each.text
        rows, spent, wall = _ours(place.new(), drafts)
        bare_spent, bare_wall = _bare(place, place.new(), rows)
        if number:
            ours.append(spent)
            bare.append(bare_spent)
            seconds[0].append(wall)
            seconds[1].append(bare_wall)
    ratio = median(a / b for a, b in zip(*seconds, strict=True))
    return Result(
        id=name,
        what=f"{SAVES} durable saves in the register / the bare driver with the same rows, {what}, by the clock",
        target=TARGET,
        ratio=round(ratio, 3),
        met=ratio <= TARGET,
        ours_ms=round(median(seconds[0]) * 1000, 3),
        yardstick_ms=round(median(seconds[1]) * 1000, 3),
        rounds=rounds,
        more={
            "saves_a_second": round(SAVES / median(seconds[0])),
            "bare_saves_a_second": round(SAVES / median(seconds[1])),
            "ratio_of_processor_time": round(median(a / b for a, b in zip(ours, bare, strict=True)), 3),
        },
    )


def _ours(url: str, drafts: Sequence[Draft]) -> tuple[list[list[Row]], float, float]:
    """Save drafts; return the rows of each save, and the processor's and the clock's time."""
    with open_register(url) as register:
        register.add(draft("the first, with the catalog"), actor="ann", at=AT)
        before, clock = process_time(), perf_counter()
        for each in drafts:
            register.add(each, actor="ann", at=AT)
        spent, wall = process_time() - before, perf_counter() - clock
        rows = [*_rows(register)]
    contents = {row["digest"]: row for table, row in rows if table == "contents"}
    events = {row["entry"]: row for table, row in rows if table == "events"}
    saved: list[list[Row]] = []
    for row in sorted((row for table, row in rows if table == "versions"), key=lambda row: int(row["entry"])):
        one: list[Row] = [("new_content", contents.pop(row["quote"]))]
        if not saved:
            one += [("new_content", each) for each in contents.values() if each["digest"] != row["quote"]]
        saved.append([*one, ("new_event", events[row["entry"]]), ("new_version", row)])
    first = [*saved[0], *(("new_content", each) for each in contents.values())]
    return [first, *saved[1:]], spent, wall


def _bare(place: Any, url: str, saves: Sequence[Sequence[Row]]) -> tuple[float, float]:
    """Insert the same rows with the driver alone; return the processor's and the clock's time."""
    statements = texts(place.dialect)
    with place.connection(url) as connection:
        for name, row in saves[0]:
            connection.execute(statements[name], row)
        before, clock = process_time(), perf_counter()
        for one in saves[1:]:
            place.begin(connection)
            for name, row in one:
                connection.execute(statements[name], row)
            connection.execute("COMMIT")
        return process_time() - before, perf_counter() - clock


class _Files:
    dialect = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder, self.made = folder, 0

    def new(self) -> str:
        self.made += 1
        return str(new_file(self.folder / str(self.made)))

    @contextmanager
    def connection(self, url: str) -> Iterator[Any]:
        made = sqlite3.connect(url, isolation_level=None)
        made.execute("PRAGMA synchronous=FULL")
        yield made
        made.close()

    def begin(self, connection: Any) -> None:
        connection.execute("BEGIN IMMEDIATE")


class _Server:
    dialect = "postgresql"

    def __init__(self, started: Any) -> None:
        self.started = started

    def new(self) -> str:
        url: str = self.started.database()
        make_register(url)
        return url

    @contextmanager
    def connection(self, url: str) -> Iterator[Any]:
        with psycopg.connect(url, autocommit=True) as made:
            yield made

    def begin(self, connection: Any) -> None:
        connection.execute("BEGIN")
        connection.execute("SELECT pg_advisory_xact_lock(1)")
