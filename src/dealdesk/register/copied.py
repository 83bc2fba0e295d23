"""Rows of a register on their way to another: the same rows, the same digests, the same chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import permitted
from dealdesk.register.audit import Verdict
from dealdesk.register.database import Database
from dealdesk.register.lifecycle import NotPermitted
from dealdesk.register.permitted import InForce
from dealdesk.register.register import Register
from dealdesk.register.rows import COLUMNS, EVENT
from dealdesk.register.schema import COPIED

BATCH = 500
COLUMNS_OF = {"register": ("one", "id", "maker"), "contents": ("digest", "body"), "versions": COLUMNS, "events": EVENT}
READ = {"contents": "contents", "versions": "all_versions", "events": "events"}
WRITE = {
    "register": "new_register",
    "contents": "new_content",
    "versions": "new_version",
    "events": "new_event",
}


class NotWhole(DealdeskError):
    """A backup or an export that is not what was recorded, with what is wrong with it."""

    exit_code = 1


def permit(now: InForce | None, kind: str, actor: str, at: datetime) -> None:
    """Raise NotPermitted when the people on record do not let the actor do this."""
    if now is not None and (why := permitted.refusal(now, kind, actor, at)):
        raise NotPermitted(printable(f"nothing is done: {why}"))


def refuse(found: Verdict, what: str) -> None:
    """Raise NotWhole when a copy has faults; *what* says which copy."""
    if found.faults:
        lines = [f"  {each}" for each in found.faults[:20]]
        raise NotWhole(f"{what} is not what was recorded, and was not used:\n" + "\n".join(lines))


def rows_of(register: Register) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row of a register with its table, in the order in which they are copied."""
    row = register.database.one("register")
    assert row is not None
    yield "register", {"one": 1, "id": row[0], "maker": row[1]}
    for table in COPIED[1:]:
        filters = dict.fromkeys(("number", "kind", "actor", "since", "until")) if table == "events" else {}
        for values in register.database.each(READ[table], **filters):
            yield table, dict(zip(COLUMNS_OF[table], values, strict=True))


def filled(database: Database, rows: Iterator[tuple[str, dict[str, Any]]], *, transaction: bool = True) -> None:
    """Write rows to a database, many at once."""
    if transaction:
        with database.transaction():
            database.run("drop_register")
            filled(database, rows, transaction=False)
        return
    while batch := list(islice(rows, BATCH)):
        for table in COPIED:
            if some := [row for name, row in batch if name == table]:
                database.many(WRITE[table], some)
