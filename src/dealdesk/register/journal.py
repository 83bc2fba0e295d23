"""Writing to the log of a register: one lock, one transaction, one entry after the other, and the head in its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from dealdesk.errors import DealdeskError
from dealdesk.register import chain, head
from dealdesk.register.database import Database, Row
from dealdesk.register.numbers import checked, key_of
from dealdesk.register.problems import ConnectionLost
from dealdesk.register.reading import Reading
from dealdesk.register.rows import event_of, event_row
from dealdesk.register.stored import Event

HEAD_SECONDS = 1.0
"""How far the head may be behind while many things are saved in a row; a command writes it at once."""

T = TypeVar("T")


class Journal(Reading):
    """An open register whose log can be written.  A context manager: leaving it lets go of the database.

    Attributes:
        role: The role that is connected to PostgreSQL, which is who acts; None on SQLite.
        login: The login of the operating system, where somebody acts under another name; None where nobody said so.
        warnings: What happened besides, for people: a clock that runs behind, a head that could not be written.
    """

    def __init__(self, database: Database, head_file: Path | None) -> None:
        super().__init__(database)
        self.head_file = head_file
        self.role: str | None = database.role()
        self.login: str | None = None
        self.warnings: list[str] = []
        self._head_due, self._head_kept = False, -HEAD_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database, with the head of the log on disk."""
        if self._head_due:
            self.keep_head()
        self.database.close()

    def _log(
        self,
        number: str,
        revision: int,
        kind: str,
        actor: str,
        state: str,
        key: str,
        body: Mapping[str, Any],
        at: datetime,
        last: Row | None = None,
    ) -> dict[str, Any]:
        """Write an entry, and return it.

        *last* is number, hash and time of the entry before, where this transaction has asked already, or three nulls.
        """
        entry, link, before = last or self.database.one("head") or (None, None, None)
        stamp = chain.stamp(at)
        if before is not None and stamp < before:
            self.warnings.append(
                f"the clock of this machine says {stamp}, which is before the last entry of the log ({before}); "
                "the log goes by its own order"
            )
        about = {"at": stamp, "number": number, "revision": revision, "kind": kind, "state": state, "key": key}
        about["actor"] = checked(actor, "name of who acts")
        told = {**body, "about": about}  # said twice, so that an altered column has a name
        if self.login is not None and self.login != actor:
            told["login"] = self.login
        text = chain.canonical(told)
        row = event_row((entry or 0, link or chain.START), stamp, number, revision, kind, actor, state, key, text)
        self.database.run("new_event", **row)
        return row

    def put(self, kind: str, body: Mapping[str, Any], *, actor: str, at: datetime) -> Event:
        """Log something about the register itself, inside of `saved`."""
        return event_of(tuple(self._log("", 0, kind, actor, "", key_of(kind, uuid4().hex), body, at).values()))

    def log(self, kind: str, body: Mapping[str, Any], *, actor: str, at: datetime) -> Event:
        """Log something about the register itself, such as that it was restored."""
        return self.saved(lambda: self.put(kind, body, actor=actor, at=at))

    def saved(self, work: Callable[[], T]) -> T:
        """Do some work in one transaction; once more when the connection breaks, for its key tells what happened."""
        try:
            with self.database.transaction():
                made = work()
        except ConnectionLost:
            self.database.reconnect()
            with self.database.transaction():
                made = work()
        self._follow()
        return made

    def keep_head(self) -> None:
        """Write the head of the log to its file; what was saved is saved, whether that works or not."""
        self._head_due = False
        if self.head_file is None:
            return
        try:
            head.follow(self.head_file, self.head(), self.holds)
        except (DealdeskError, OSError) as failure:
            self.warnings.append(f"it is saved, but the head of the log is not up to date: {failure}")
        self._head_kept = monotonic()

    def _follow(self) -> None:
        """Write the head now, or, after many savings in a row, within a second of them or at the end."""
        self._head_due = True
        if monotonic() - self._head_kept > HEAD_SECONDS:
            self.keep_head()
