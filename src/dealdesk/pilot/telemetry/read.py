"""Telemetry that was read: the database that holds it, and where each row stands in the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealdesk.errors import NotAvailable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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
