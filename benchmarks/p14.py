"""P14: durable saves a second: the register against the bare driver with the same rows.

Both sides begin a transaction with the lock, insert what a version is (contents, event, version) and commit it to the
disk, once for each quote.  The bare side gets its rows ready made; ours asks who may do it and whether the key is
known, gives the number, derives the columns, hashes the entry and keeps the head.  Quotes are priced and written as
JSON before, on both sides.  Saves a second are counted by the clock, as a user waits for them: a large part of a save
is the disk, on both sides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import psycopg

from benchmarks.measure import Result
from dealdesk.register import make_register, open_register
from dealdesk.register.copied import rows_of
from dealdesk.register.database import texts
from tests.postgres import programs, server
from tests.register.drafts import AT, draft, new_file

TARGET = 2.0
"""The most that a save may take, as a multiple of the bare driver's: 0.5 of its saves a second."""

FIRST = "the first, with the catalog"

SAVES = 30
"""In a round; then it is the other side's turn, for what a machine does besides comes and goes within seconds."""

Row = tuple[str, dict[str, Any]]


def measure(rounds: int = 60) -> list[Result]:
    """Return the ratios on SQLite, and, where it is installed, on PostgreSQL."""
    with TemporaryDirectory() as folder:
        found = [_compared("p14.sqlite", "SQLite", _Files(Path(folder)), rounds)]
        if programs() is not None:
            with server(durable=True) as started:
                make_register(started.database())
                found.append(_compared("p14.postgresql", "PostgreSQL", _Server(started), rounds))
    return found


def _compared(name: str, what: str, place: Any, rounds: int) -> Result:
    count = (rounds + 1) * SAVES
    first, saves = _saved(place.new(), count)
    drafts = [draft(str(each)) for each in range(count)]  # new ones, which have not worked anything out yet
    assert all(each.text for each in drafts)
    statements = texts(place.dialect)
    seconds: tuple[list[float], list[float]] = ([], [])
    spent: tuple[list[float], list[float]] = ([], [])
    with open_register(place.new()) as register, place.connection(place.new()) as connection:

        def ours(each: int) -> None:
            register.add(drafts[each], actor="ann", at=AT)

        def bare(each: int) -> None:
            place.begin(connection)
            for name, row in saves[each]:
                connection.execute(statements[name], row)
            connection.execute("COMMIT")

        register.add(draft(FIRST), actor="ann", at=AT)
        for name, row in first:
            connection.execute(statements[name], row)
        for number in range(rounds + 1):
            for side, save in enumerate((ours, bare)):
                before, clock = process_time(), perf_counter()
                for each in range(number * SAVES, (number + 1) * SAVES):
                    save(each)
                if number:  # the first round warms what a server and a driver keep
                    spent[side].append(process_time() - before)
                    seconds[side].append(perf_counter() - clock)
    ratio = _ratio(seconds)
    return Result(
        id=name,
        what=f"{SAVES} durable saves in the register / the bare driver with the same rows, {what}, by the clock",
        target=TARGET,
        ratio=ratio,
        met=ratio <= TARGET,
        ours_ms=round(median(seconds[0]) * 1000, 3),
        yardstick_ms=round(median(seconds[1]) * 1000, 3),
        rounds=rounds,
        more={
            "saves_a_second": round(SAVES / median(seconds[0])),
            "bare_saves_a_second": round(SAVES / median(seconds[1])),
            "ratio_of_processor_time": _ratio(spent),
        },
    )


def _ratio(sides: tuple[list[float], list[float]]) -> float:
    return round(median(a / b for a, b in zip(*sides, strict=True)), 3)


def _saved(url: str, count: int) -> tuple[list[Row], list[list[Row]]]:
    """Record so many drafts behind a first one; return the rows of the first, and those of each other one."""
    with open_register(url) as register:
        register.add(draft(FIRST), actor="ann", at=AT)
        for each in range(count):
            register.add(draft(str(each)), actor="ann", at=AT)
        rows = [*rows_of(register)]
    contents = {row["digest"]: row for table, row in rows if table == "contents"}
    events = {row["entry"]: row for table, row in rows if table == "events"}
    versions = sorted((row for table, row in rows if table == "versions"), key=lambda row: int(row["entry"]))
    saves: list[list[Row]] = [
        [
            ("new_content", contents.pop(row["quote"])),
            ("new_event", events[row["entry"]]),
            ("new_version", row),
        ]
        for row in versions
    ]
    shared: list[Row] = [("new_content", each) for each in contents.values()]
    return [*shared, *saves[0]], saves[1:]


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
