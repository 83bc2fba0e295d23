"""Telemetry files in DuckDB: read, with every column checked against what the pilot says of it.

The table `t` has a row for each row of the files, in their order, nothing left out: what cannot be read as a time, a
number or a known word is null in its column and counted by `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.telemetry.files import columns_in, name_workloads, scan, unreadable
from dealdesk.pilot.telemetry.read import Part, Read, connect
from dealdesk.pilot.telemetry.sql import (
    COST_PLACES,
    NUMBERS,
    any_of,
    arm_of,
    at_least_0,
    block_of,
    cost_of,
    identifier,
    stage_of,
    time_of,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def telemetry(pilot: Pilot, near: Path) -> Iterator[Read]:
    """Read the files of *pilot*; relative ones start at *near*.

    Raises:
        InputError: A file is missing or cannot be read, or lacks a column.
    """
    db = connect()
    try:
        parts: list[Part] = []
        first, has = 0, None
        names = pilot.telemetry.files
        files = [(near / name, columns_in(db, pilot, near / name, number)) for number, name in enumerate(names)]
        name_workloads(db, pilot, files)
        for number, (file, found) in enumerate(files):
            if has is None:
                has = frozenset(found)
                _create(db)
            _insert(db, pilot, file, number, found, first)
            (count,) = db.execute("SELECT count(*) FROM t").fetchone() or (0,)
            parts.append(Part(names[number], not file.name.endswith(".parquet"), first))
            has, first = has & found.keys(), int(count)
        yield Read(db, tuple(parts), frozenset(has or ()), first)
    finally:
        db.close()


def _create(db: DuckDBPyConnection) -> None:
    db.execute(
        "CREATE TABLE t (row BIGINT, time TIMESTAMP, arm TINYINT, stage SMALLINT, block INTEGER, workload workloads,"
        f" latency DOUBLE, cost DECIMAL(18, {COST_PLACES}), tokens DOUBLE, quality DECIMAL(18, 9), failed BOOLEAN,"
        " covered BOOLEAN, bad UTINYINT, foreign_currency BOOLEAN, print UBIGINT)"
    )


def _insert(
    db: DuckDBPyConnection, pilot: Pilot, file: Path, number: int, found: Mapping[str, str], first: int
) -> None:
    """Add the rows of a file to `t`."""
    import duckdb

    plan = pilot.telemetry
    col = {key: identifier(getattr(plan.columns, key)) for key in found}
    word = {key: f"trim(CAST({col[key]} AS VARCHAR))" for key in found}
    time = time_of(col["time"], found["time"])
    money, foreign = cost_of(pilot, word, f"TRY_CAST({col['cost']} AS DECIMAL(18, {COST_PLACES}))")
    tokens = "NULL"
    if {"tokens_in", "tokens_out"} <= found.keys():
        tokens = f"{at_least_0(col['tokens_in'])} + {at_least_0(col['tokens_out'])}"
    bad = " + ".join(
        f"CASE WHEN {col[key]} IS NOT NULL AND {at_least_0(col[key], key)} IS NULL THEN {1 << bit} ELSE 0 END"
        for bit, key in enumerate(NUMBERS)
        if key in found
    )
    covered = "NULL"
    if "policy" in found:
        test = f"IN {any_of(plan.covered)}" if plan.covered else "<> ''"
        covered = f"coalesce({word['policy']} {test}, false)"
    parquet = file.name.endswith(".parquet")
    place = "file_row_number" if parquet else "row_number() OVER () - 1"
    print_of = col["request"] if "request" in found else ", ".join(col.values())
    select = f"""
        SELECT {first} + {place}, {time}, {arm_of(pilot, word["arm"])}, {stage_of(pilot, word, time)},
          {block_of(pilot, time)}, coalesce({word.get("workload", "'all'")}, ''),
          {at_least_0(col["latency"])}, {money}, {tokens},
          {at_least_0(col["quality"], "quality") if "quality" in found else "NULL"},
          CASE WHEN {word["status"]} IN {any_of(plan.failure)} THEN true
               WHEN {word["status"]} IN {any_of(plan.success)} THEN false END,
          {covered}, {bad}, {foreign}, hash({print_of})
        FROM {scan(file, rows=parquet)}"""
    try:
        db.execute(f"INSERT INTO t {select}")
    except duckdb.Error as failure:
        raise unreadable(pilot, ("telemetry", "files", number), file, failure) from None
