"""A register in an SQLite file: WAL, `synchronous=FULL`, and every writing transaction begun as IMMEDIATE."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.register.database import Guards
from dealdesk.register.problems import Constraint, Damaged, Failing, Unavailable
from dealdesk.register.schema import COPIED

BUSY_SECONDS = 10
PAUSE = (0.0005, 0.003)
"""Seconds, from … to, that a writer sleeps before it tries again while another one writes."""


class Sqlite:
    """SQLite in a file.

    Attributes:
        note: That the folder is read-only and what follows; "" mostly.
        writable: Whether the file and its folder may be written.
    """

    dialect = "sqlite"
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = printable(str(path))
        self.note = ""
        self.writable = True
        self._copy: Any = None

    def connect(self, *, make: bool = False) -> sqlite3.Connection:
        """Return a connection; of a folder that may not be written, one that only reads."""
        closed = f"{self.place} belongs to somebody else and may not be read; ask who keeps the register"
        try:
            there = self.path.is_file()
        except PermissionError:
            raise NotReadable(closed) from None
        except (OSError, ValueError) as failure:
            raise Unavailable(f"{self.place} cannot be read: {getattr(failure, 'strerror', None) or failure}") from None
        if not there and self.path.is_dir():
            raise Unavailable(f"{self.place} is a folder; name the file of the register in it")
        if not there and not make:
            raise Unavailable(f"there is no register {self.place}; `dealdesk register migrate` makes one")
        if there and not os.access(self.path, os.R_OK):
            raise NotReadable(closed)
        folder = self.path.resolve().parent
        if there and not (os.access(self.path, os.W_OK) and os.access(folder, os.W_OK)):
            return self._read_only()
        return self._opened(f"{self.path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}")

    def _opened(self, uri: str) -> sqlite3.Connection:
        try:
            made = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
            made.execute("PRAGMA synchronous=FULL")
            made.execute("PRAGMA trusted_schema=OFF")
            made.text_factory = _text
        except sqlite3.Error as error:
            raise self.failure(error, "opened") from error
        return made

    def _read_only(self) -> sqlite3.Connection:
        """Return a connection to a file that nobody can write, or to a copy where its log was not merged yet.

        SQLite has to write to read a file in WAL mode, unless it is told that nothing changes it; but then it does
        not see what is in the log beside it.
        """
        self.writable = False
        log = self.path.with_name(self.path.name + "-wal")
        if not (log.exists() and log.stat().st_size):
            self.note = f"{self.place} can only be read: its folder is read-only"
            return self._opened(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1")
        import shutil
        import tempfile

        self.note = f"{self.place} can only be read: its folder is read-only, so a copy is read"
        self._copy = tempfile.TemporaryDirectory(prefix="dealdesk-")
        copy = Path(self._copy.name, "register.db")
        for each in (self.path, log):
            shutil.copyfile(each, copy.with_name(each.name.replace(self.path.name, copy.name, 1)))
        return self._opened(f"{copy.as_uri()}?mode=rw")

    def begin(self, connection: Any) -> None:
        """Begin a transaction that holds the lock."""
        if not self.writable:
            raise WriteError(f"cannot write {self.place}: the file or its folder is read-only")
        until = monotonic() + BUSY_SECONDS
        connection.execute("PRAGMA busy_timeout=0")  # SQLite would sleep longer and longer, up to 100 ms at a time
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if str(error.sqlite_errorname) != "SQLITE_BUSY" or monotonic() > until:
                        raise
                sleep(uniform(*PAUSE))
        finally:
            connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def reading(self) -> str:
        """Return how reading from one moment begins: the first statement takes the moment, and no lock."""
        return "BEGIN DEFERRED"

    def failure(self, error: Exception, doing: str) -> Exception:
        """Return what to raise for an error of SQLite."""
        if isinstance(error, sqlite3.ProgrammingError):
            return error  # a bug of ours
        name = str(getattr(error, "sqlite_errorname", ""))
        said = f"the register {self.place} cannot be {doing}"
        if name.startswith("SQLITE_CONSTRAINT"):
            return Constraint(str(error))
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
            return Unavailable(f"{said}: others have kept it busy for {BUSY_SECONDS} seconds; try again")
        if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
            return WriteError(f"{said}: the file or its folder is read-only")
        if name.startswith("SQLITE_CANTOPEN"):
            reason = "" if self.path.parent.is_dir() else f": there is no folder {printable(str(self.path.parent))}"
            return WriteError(said + reason)
        if name.startswith("SQLITE_FULL"):
            return Failing(f"{said}: the disk is full; nothing was saved")
        if name.startswith("SQLITE_IOERR"):
            return Failing(f"{said}: the disk does not work or is full ({name[7:].lower()}); nothing was saved")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return Damaged(f"{said}: it is damaged, or no register; restore a backup with `dealdesk register restore`")
        if "no such table" in str(error) or "no such column" in str(error):
            return Damaged(f"{said}: it lacks a table of a register; restore a backup, or name another register")
        return error if isinstance(error, DealdeskError) else Failing(f"{said}: {printable(str(error))}")

    def role(self, connection: Any) -> str | None:
        """Return None: a file does not know who opens it."""
        return None

    def guards(self, connection: Any) -> Guards:
        """Return the triggers, indexes and tables of the register, as they were made."""
        wanted = "SELECT name, type, sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL"
        try:
            rows = connection.execute(wanted).fetchall()
        except sqlite3.Error as error:
            raise self.failure(error, "read") from error
        return {row[0]: (row[1], row[2]) for row in rows if row[3] in COPIED}

    def damage(self, connection: Any) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        try:
            rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
        except sqlite3.Error as error:
            return [f"SQLite finds: {printable(str(error))}"]
        return [f"SQLite finds: {' '.join(str(row[0]).split())}" for row in rows if row[0] != "ok"]

    def prepare(self, connection: Any) -> None:
        """Make a new file ready: readers and writers do not wait for each other from here on."""
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            raise self.failure(error, "made") from error

    def engine(self, connection: Any) -> Any:
        """Return an SQLAlchemy engine on this one connection, whose transactions begin as IMMEDIATE."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import StaticPool

        made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

        @event.listens_for(made, "begin")
        def begin(conn: Any) -> None:
            conn.exec_driver_sql("BEGIN IMMEDIATE")

        return made


class NotReadable(DealdeskError):
    """A register that belongs to somebody else."""

    exit_code = 77


def _text(content: bytes) -> str:
    """Return a text of the database; one that is none any more is read all the same, and has another hash then."""
    return content.decode("utf-8", "replace")
