"""Telemetry files in DuckDB: read, with every column checked against what the pilot says of it.

The table `t` has a row for each row of the files, in their order, nothing left out: what cannot be read as a time, a
number or a known word is null in its column and counted by `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.errors import InputError, Mistake, NotAvailable, Place, did_you_mean
from dealdesk.pilot.plan import BLOCK_HOURS, Columns, Pilot

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NUMBERS = ("latency", "cost", "quality", "tokens_in", "tokens_out")
"""Columns that hold numbers."""

NEEDED = ("time", "arm", "latency", "status", "cost")
"""Columns without which there is no report."""

ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet")

COST_PLACES = 9
"""Decimals of the cost of one request that count; a billionth of a dollar."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its name, whether it is CSV, and the place of its first row among all rows."""

    name: str
    text: bool
    first: int


@dataclass(frozen=True, slots=True)
class Read:
    """Telemetry that was read: the connection with the table `t`, its files, and the columns that it has."""

    db: DuckDBPyConnection
    parts: tuple[Part, ...]
    has: frozenset[str]
    rows: int

    def place(self, row: int) -> str:
        """Return the file and row of a row of `t`: line numbers of CSV count the heading, rows of Parquet from 1."""
        part = next(each for each in reversed(self.parts) if each.first <= row)
        inside = row - part.first
        return f"{part.name}:{inside + 2}" if part.text else f"{part.name} row {inside + 1:,}"


def connect() -> DuckDBPyConnection:
    """Return an empty database in memory that reads local files and nothing else."""
    try:
        import duckdb
        import numpy  # noqa: F401
    except ImportError as missing:
        raise NotAvailable(f"pilots need {missing.name}: pip install 'dealdesk[pilot]'") from None
    db = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    db.execute("SET TimeZone = 'UTC'")
    return db


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
        files = [
            (near / name, _relation(db, pilot, near / name, number))
            for number, name in enumerate(pilot.telemetry.files)
        ]
        _name_workloads(db, pilot, files)
        for number, (file, found) in enumerate(files):
            if has is None:
                has = frozenset(found)
                _create(db)
            _insert(db, pilot, file, number, found, first)
            (count,) = db.execute("SELECT count(*) FROM t").fetchone() or (0,)
            parts.append(Part(pilot.telemetry.files[number], not file.name.endswith(".parquet"), first))
            has, first = has & found.keys(), int(count)
        yield Read(db, tuple(parts), frozenset(has or ()), first)
    finally:
        db.close()


MOST_WORKLOADS = 100
"""More workloads than this are no workloads: a column of identifiers was named."""


def _name_workloads(db: DuckDBPyConnection, pilot: Pilot, files: list[tuple[Path, dict[str, str]]]) -> None:
    """Make the type of the column of workloads, from all workloads that there are."""
    import duckdb

    names: set[str] = set()
    for number, (file, found) in enumerate(files):
        if "workload" not in found:
            names.add("all")
            continue
        column = f"coalesce(trim(CAST({_name(pilot.telemetry.columns.workload or '')} AS VARCHAR)), '')"
        try:
            rows = db.execute(f"SELECT DISTINCT {column} FROM {_scan(file)} LIMIT {MOST_WORKLOADS + 1}").fetchall()
        except duckdb.Error as failure:
            raise _unreadable(pilot, ("telemetry", "files", number), file, failure) from None
        names |= {str(row[0]) for row in rows}
        if len(names) > MOST_WORKLOADS:
            raise _wrong(
                pilot,
                ("telemetry", "columns", "workload"),
                f"there are more than {MOST_WORKLOADS} workloads",
                hint="name a column that tells sorts of requests apart, not single requests",
            )
    db.execute(f"CREATE TYPE workloads AS ENUM ({', '.join(map(_text, sorted(names))) or _text('')})")


def _create(db: DuckDBPyConnection) -> None:
    db.execute(
        "CREATE TABLE t (row BIGINT, time TIMESTAMP, arm TINYINT, stage SMALLINT, block INTEGER, workload workloads,"
        f" latency DOUBLE, cost DECIMAL(18, {COST_PLACES}), tokens DOUBLE, quality DECIMAL(18, 9), failed BOOLEAN,"
        " covered BOOLEAN, bad UTINYINT, foreign_currency BOOLEAN, print UBIGINT)"
    )


def _scan(file: Path, *, rows: bool = False) -> str:
    """The table function that reads a file; CSV as text, so that what is wrong can be counted and shown."""
    path = _text(str(file))
    if file.name.endswith(".parquet"):
        return f"read_parquet({path}, file_row_number = {str(rows).lower()})"
    mark, names = _heading(file)
    columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({path}, auto_detect = false, header = true, delim = {_text(mark)}, quote = '\"', escape = '\"',"
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


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _relation(db: DuckDBPyConnection, pilot: Pilot, file: Path, number: int) -> dict[str, str]:
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
        said = db.execute(f"DESCRIBE SELECT * FROM {_scan(file)}").fetchall()
    except (duckdb.Error, OSError, ValueError, EOFError) as failure:
        raise _unreadable(pilot, path, file, failure) from None
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


def _unreadable(pilot: Pilot, path: tuple[str | int, ...], file: Path, failure: Exception) -> InputError:
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


def _insert(
    db: DuckDBPyConnection, pilot: Pilot, file: Path, number: int, found: Mapping[str, str], first: int
) -> None:
    """Add the rows of a file to `t`."""
    import duckdb

    plan = pilot.telemetry
    col = {key: _name(getattr(plan.columns, key)) for key in found}
    word = {key: f"trim(CAST({col[key]} AS VARCHAR))" for key in found}
    time = _time(col["time"], found["time"])
    money, foreign = _converted(pilot, word, f"TRY_CAST({col['cost']} AS DECIMAL(18, {COST_PLACES}))")
    tokens = "NULL"
    if {"tokens_in", "tokens_out"} <= found.keys():
        tokens = f"{_at_least_0(col['tokens_in'])} + {_at_least_0(col['tokens_out'])}"
    bad = " + ".join(
        f"CASE WHEN {col[key]} IS NOT NULL AND {_at_least_0(col[key], key)} IS NULL THEN {1 << bit} ELSE 0 END"
        for bit, key in enumerate(NUMBERS)
        if key in found
    )
    covered = "NULL"
    if "policy" in found:
        test = f"IN {_words(plan.covered)}" if plan.covered else "<> ''"
        covered = f"coalesce({word['policy']} {test}, false)"
    parquet = file.name.endswith(".parquet")
    place = "file_row_number" if parquet else "row_number() OVER () - 1"
    print_of = col["request"] if "request" in found else ", ".join(col.values())
    select = f"""
        SELECT {first} + {place}, {time}, {_arm(pilot, word["arm"])}, {_stage(pilot, word, time)},
          {block_of(pilot, time)}, coalesce({word.get("workload", "'all'")}, ''),
          {_at_least_0(col["latency"])}, {money}, {tokens},
          {_at_least_0(col["quality"], "quality") if "quality" in found else "NULL"},
          CASE WHEN {word["status"]} IN {_words(plan.failure)} THEN true
               WHEN {word["status"]} IN {_words(plan.success)} THEN false END,
          {covered}, {bad}, {foreign}, hash({print_of})
        FROM {_scan(file, rows=parquet)}"""
    try:
        db.execute(f"INSERT INTO t {select}")
    except duckdb.Error as failure:
        raise _unreadable(pilot, ("telemetry", "files", number), file, failure) from None


def _at_least_0(column: str, key: str = "") -> str:
    """SQL for a number from 0 up, null where it is none; a quality score may be below 0, and has 9 decimals."""
    if key == "quality":
        return f"TRY_CAST({column} AS DECIMAL(18, 9))"
    kind = f"DECIMAL(18, {COST_PLACES})" if key == "cost" else "DOUBLE"
    made = f"TRY_CAST({column} AS {kind})"
    finite = "" if key == "cost" else f" AND {made} < 'inf'::DOUBLE"
    return f"CASE WHEN {made} >= 0{finite} THEN {made} END"


def _words(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(_text(each) for each in words) + ")"


def _time(column: str, kind: str) -> str:
    """SQL for a time in UTC; one without a zone is taken as UTC."""
    if kind.startswith("TIMESTAMP") and "ZONE" not in kind:
        return f"CAST({column} AS TIMESTAMP)"
    return f"CAST(TRY_CAST({column} AS TIMESTAMPTZ) AS TIMESTAMP)"


def _arm(pilot: Pilot, word: str) -> str:
    baseline, treatment = _words(pilot.arms.baseline), _words(pilot.arms.treatment)
    return f"CASE WHEN {word} IN {baseline} THEN 0 WHEN {word} IN {treatment} THEN 1 END"


def _stage(pilot: Pilot, word: Mapping[str, str], time: str) -> str:
    cases = []
    for number, stage in enumerate(pilot.stages):
        if stage.phase:
            cases.append(f"WHEN {word['phase']} IN {_words(stage.phase)} THEN {number}")
        else:
            cases.append(
                f"WHEN {time} >= DATE '{stage.first}' AND {time} < DATE '{stage.last}' + INTERVAL 1 DAY THEN {number}"
            )
    return f"CASE {' '.join(cases)} END"


def _converted(pilot: Pilot, word: Mapping[str, str], cost: str) -> tuple[str, str]:
    """The cost in the pilot's currency, null where there is no rate; and whether it was in another."""
    if "currency" not in word:
        return f"CASE WHEN {cost} >= 0 THEN {cost} END", "false"
    code = f"upper({word['currency']})"
    cases = " ".join(
        f"WHEN {code} = {_text(other)} THEN CAST({cost} * {rate:f} AS DECIMAL(18, {COST_PLACES}))"
        for other, rate in pilot.telemetry.rates.items()
    )
    own = _text(pilot.currency)
    made = f"CASE WHEN coalesce({code}, {own}) IN ({own}, '') THEN {cost} {cases} END"
    made = f"CASE WHEN {cost} >= 0 THEN {made} END"
    return made, f"coalesce({code}, {own}) NOT IN ({own}, '')"


def block_of(pilot: Pilot, time: str = "time") -> str:
    """SQL for the number of the block of time that a request belongs to."""
    hours = BLOCK_HOURS[pilot.block]
    return f"(epoch_ms({time}) // {hours * 3_600_000})"


def one(read: Read, sql: str) -> tuple[Any, ...]:
    """Return the only row that a query gives."""
    return read.db.execute(sql).fetchone() or ()
