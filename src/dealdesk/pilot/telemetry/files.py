"""Files of telemetry as DuckDB reads them, and what is wrong with one that cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.errors import InputError, Mistake, Place, did_you_mean
from dealdesk.pilot.plan import Columns, Pilot
from dealdesk.pilot.telemetry.sql import identifier, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEEDED = ("time", "arm", "latency", "status", "cost")
"""Columns without which there is no report."""

ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet")

MOST_WORKLOADS = 100
"""More workloads than this are no workloads: a column of identifiers was named."""


def name_workloads(db: DuckDBPyConnection, pilot: Pilot, files: list[tuple[Path, dict[str, str]]]) -> None:
    """Make the type of the column of workloads, from all workloads that there are."""
    import duckdb

    names: set[str] = set()
    for number, (file, found) in enumerate(files):
        if "workload" not in found:
            names.add("all")
            continue
        column = f"coalesce(trim(CAST({identifier(pilot.telemetry.columns.workload or '')} AS VARCHAR)), '')"
        try:
            rows = db.execute(f"SELECT DISTINCT {column} FROM {scan(file)} LIMIT {MOST_WORKLOADS + 1}").fetchall()
        except duckdb.Error as failure:
            raise unreadable(pilot, ("telemetry", "files", number), file, failure) from None
        names |= {str(row[0]) for row in rows}
        if len(names) > MOST_WORKLOADS:
            raise _wrong(
                pilot,
                ("telemetry", "columns", "workload"),
                f"there are more than {MOST_WORKLOADS} workloads",
                hint="name a column that tells sorts of requests apart, not single requests",
            )
    db.execute(f"CREATE TYPE workloads AS ENUM ({', '.join(map(literal, sorted(names))) or literal('')})")


def scan(file: Path, *, rows: bool = False) -> str:
    """The table function that reads a file; CSV as text, so that what is wrong can be counted and shown."""
    path = literal(str(file))
    if file.name.endswith(".parquet"):
        return f"read_parquet({path}, file_row_number = {str(rows).lower()})"
    mark, names = _heading(file)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({path}, auto_detect = false, header = true, delim = {literal(mark)}, quote = '\"', escape = '\"',"
        f" columns = {{{columns}}})"
    )


MARKS = (",", ";", "\t", "|")
"""What may stand between the cells of CSV; the one that the heading has most of does."""


def _heading(file: Path) -> tuple[str, list[str]]:
    """Return what stands between the cells of a CSV file, and the names of its columns.

    Raises:
        ValueError: There is no heading, or a name is there twice.
    """
    import csv
    import gzip

    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        line = stream.readline(1 << 16).decode("utf-8-sig")
    mark = max(MARKS, key=line.count)
    names = next(csv.reader([line], delimiter=mark), [])
    if not any(names):
        raise ValueError("its first line holds no names of columns")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"two columns are called {twice}")
    return mark, names


def columns_in(db: DuckDBPyConnection, pilot: Pilot, file: Path, number: int) -> dict[str, str]:
    """Look at the columns of a file, and return those of ours that it has, with their types."""
    import duckdb

    path = ("telemetry", "files", number)
    if not file.name.endswith(ENDINGS):
        raise _wrong(pilot, path, f"{file.name} is neither CSV nor Parquet by its name", allowed=", ".join(ENDINGS))
    if not file.is_file():
        hint = "paths start at the pilot's file"
        if file.parent.is_dir():
            near = did_you_mean(file.name, [each.name for each in file.parent.iterdir()])
            hint = f"did you mean {near}?" if near else hint
        raise _wrong(pilot, path, f"there is no file {pilot.telemetry.files[number]}", hint=hint)
    try:
        said = db.execute(f"DESCRIBE SELECT * FROM {scan(file)}").fetchall()
    except (duckdb.Error, OSError, ValueError, EOFError) as failure:
        raise unreadable(pilot, path, file, failure) from None
    types = {str(row[0]): str(row[1]) for row in said}
    names = list(types)
    columns = pilot.telemetry.columns
    found: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for key in Columns.fields():
        column = getattr(columns, key)
        if column in names:
            found[key] = types[column]
        elif column is not None and (key in NEEDED or key in columns.given_keys):
            where = ("telemetry", "columns", key)
            guess = did_you_mean(column, names)
            hint = f'write {key} = "{guess}"' if guess else f"name the column for {key} in [telemetry.columns]"
            mistakes += _wrong(
                pilot,
                where if key in columns.given_keys else ("telemetry",),
                f"{file.name} has no column {column}",
                allowed="its columns: " + ", ".join(names),
                hint=hint,
            ).mistakes
    if mistakes:
        raise InputError(mistakes)
    return found


def _wrong(
    pilot: Pilot, path: tuple[str | int, ...], message: str, allowed: str | None = None, hint: str | None = None
) -> InputError:
    return InputError(pilot.mistake(path, message, allowed=allowed, hint=hint, code="telemetry"))


def unreadable(pilot: Pilot, path: tuple[str | int, ...], file: Path, failure: Exception) -> InputError:
    """What DuckDB says of a file that it cannot read, at the line that it names."""
    import re

    lines = [" ".join(line.split()) for line in str(failure).split("\n")]
    said = re.sub(r"^[\w ]* Error: ", "", lines[0])
    found = re.search(r"CSV Error on Line: (\d+)", str(failure))
    if found:
        why = next((line for line in lines[1:] if line and not line.startswith("Original Line")), said)
        own = next((line.partition(": ")[2] for line in lines if line.startswith("Original Line: ")), None)
        hint = "repair the row, or take it out: nothing is left out silently"
        return InputError(
            Mistake(f"the row cannot be read: {why}", Place(file.name, int(found[1]), 1), own, None, hint, "telemetry")
        )
    return _wrong(pilot, path, f"{file.name} cannot be read: {said}")
