"""The one module that talks to a database: SQLite in a file, or PostgreSQL.

A `Database` runs the statements of `sql/`, by name.  Writing happens inside `transaction`, which takes the one lock
of the register first (`BEGIN IMMEDIATE`; an advisory lock on PostgreSQL), so writers queue instead of failing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from dealdesk.errors import DealdeskError, printable
from dealdesk.register.place import is_server
from dealdesk.register.problems import ConnectionLost

Row = tuple[Any, ...]
Guards = dict[str, tuple[str, str]]
"""By name, a trigger, an index or a table, and how the database defines it."""


@cache
def texts(dialect: str) -> dict[str, str]:
    """Return the statements of a database by name, as `statements.text_of` wrote them."""
    found: dict[str, str] = json.loads((Path(__file__).parent / "sql" / f"{dialect}.json").read_text("utf-8"))
    return found


@cache
def guards_of(dialect: str) -> Guards:
    """Return what a register of the latest schema has, as a test wrote it from a new one."""
    found = json.loads((Path(__file__).parent / "sql" / f"{dialect}-guards.json").read_text("utf-8"))
    return {name: (kind, definition) for name, (kind, definition) in found.items()}


class Driver(Protocol):
    """What differs between databases."""

    dialect: str
    place: str

    def connect(self, *, make: bool = False) -> Any:
        """Return a connection that commits each statement outside a transaction; *make* the file that is not there."""

    def prepare(self, connection: Any) -> None:
        """Make a new database ready."""

    def engine(self, connection: Any) -> Any:
        """Return an SQLAlchemy engine on one connection, whose transactions hold the register's lock."""

    def role(self, connection: Any) -> str | None:
        """Return who is connected, where the database knows."""

    def guards(self, connection: Any) -> Guards:
        """Return what keeps the rows of the register's tables as they are: triggers that are on, indexes, tables."""

    def damage(self, connection: Any) -> list[str]:
        """Return what the database itself finds wrong with its file, in sentences."""

    def begin(self, connection: Any) -> None:
        """Begin a transaction that holds the register's lock."""

    def failure(self, error: Exception, doing: str) -> Exception:
        """Return what to raise for an error of the driver."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Return the errors of the driver."""

    def reading(self) -> str:
        """Return the statement that begins a transaction which only reads, all of it from one moment."""


class Database:
    """A connection to a register's database.

    Attributes:
        driver: Which database it is.
        note: What a reader should know, such as that a copy is read; "" mostly.
        writable: Whether anything can be saved.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.connection = driver.connect()
        self.note: str = getattr(driver, "note", "")
        self.writable: bool = getattr(driver, "writable", True)
        self._texts = texts(driver.dialect)

    def all(self, name: str, more: str = "", /, **values: Any) -> list[Row]:
        """Return the rows of a statement; *more* is an order of ours that comes behind it."""
        try:
            return self._execute(self._texts[name] + more, values).fetchall()  # type: ignore[no-any-return]
        except self.driver.errors as error:
            raise self.driver.failure(error, "read") from error

    def each(self, name: str, more: str = "", /, **values: Any) -> Iterator[Row]:
        """Yield the rows of a statement, without holding them all."""
        try:
            yield from self._execute(self._texts[name] + more, values)
        except self.driver.errors as error:
            raise self.driver.failure(error, "read") from error

    def one(self, name: str, /, **values: Any) -> Row | None:
        """Return the first row of a statement, or None."""
        try:
            found: Row | None = self._execute(self._texts[name], values).fetchone()
        except self.driver.errors as error:
            raise self.driver.failure(error, "read") from error
        return found

    def run(self, name: str, /, **values: Any) -> None:
        """Run a statement that writes."""
        try:
            self._execute(self._texts[name], values)
        except self.driver.errors as error:
            raise self.driver.failure(error, "written") from error

    def many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a statement that writes, once for each row."""
        try:
            self.connection.cursor().executemany(self._texts[name], rows)
        except self.driver.errors as error:
            raise self.driver.failure(error, "written") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the register's lock; what happens inside is saved as a whole at the end, or not at all.

        Raises:
            Unavailable: Others hold the lock for too long, or the server is away.
            ConnectionLost: The connection broke; whether it was saved is not known.
        """
        self._begin()
        try:
            yield
        except BaseException:
            self._rollback()
            raise
        self._commit()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all that is read inside from one moment."""
        try:
            self.connection.execute(self.driver.reading())
        except self.driver.errors as error:
            raise self.driver.failure(error, "read") from error
        try:
            yield
        finally:
            self._rollback()

    def role(self) -> str | None:
        """Return who is connected, where the database knows; None on SQLite."""
        try:
            return self.driver.role(self.connection)
        except self.driver.errors as error:
            raise self.driver.failure(error, "read") from error

    def reconnect(self) -> None:
        """Connect anew, after the connection broke."""
        self.close()
        self.connection = self.driver.connect()

    def close(self) -> None:
        """Let go of the database."""
        with suppress(*self.driver.errors):
            self.connection.close()

    def _execute(self, statement: str, values: Mapping[str, Any]) -> Any:
        try:
            return self.connection.execute(statement, values)
        except UnicodeEncodeError as wrong:
            raise DealdeskError(f"{printable(wrong.object[:60])} holds what no register can hold") from wrong
        except OverflowError as wrong:
            raise DealdeskError("a number is larger than any in a register") from wrong

    def _begin(self) -> None:
        try:
            self.driver.begin(self.connection)
        except self.driver.errors as error:
            self._rollback()
            raise self.driver.failure(error, "written") from error

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except self.driver.errors as error:
            failure = self.driver.failure(error, "written")
            if not isinstance(failure, ConnectionLost):
                self._rollback()
            raise failure from error

    def _rollback(self) -> None:
        with suppress(*self.driver.errors):
            self.connection.execute("ROLLBACK")


def driver_of(url: str) -> Driver:
    """Return the driver for a register: a PostgreSQL URL, or the path of an SQLite file.

    Raises:
        DealdeskError: It is an address of another kind.
    """
    if is_server(url):
        from dealdesk.register.postgres import Postgres

        return Postgres(url.replace("postgresql+psycopg:", "postgresql:", 1))
    if "://" in url and not url.startswith("sqlite:///"):
        raise DealdeskError(
            f"a register is a file or postgresql://user@host/database, and not {printable(url.partition('://')[0])}://…"
        )
    from dealdesk.register.sqlite import Sqlite

    return Sqlite(Path(url.removeprefix("sqlite:///")))
