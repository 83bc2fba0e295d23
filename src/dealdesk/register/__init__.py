"""The register of quotes: every version, what became of it, and a log that shows whether anybody changed it.

>>> from pathlib import Path
>>> from dealdesk.register import open_register
>>> with open_register() as register:                                  # doctest: +SKIP
...     for stored in register.wanted(Wanted(is_open=True), now):
...         print(stored.number, stored.customer, stored.net)

`Register` has everything: `add`, `revise` and `act` write; `find`, `versions`, `wanted`, `stages`, `events`, `record`,
`quote`, `deal`, `catalog` and `in_force` read.  `lifecycle` is the table of states and moves; `enrolling.record_people`
puts on record who may make them, and `permitted` holds everybody against that.  SQLite and PostgreSQL have the same
tables, the same rows and the same hashes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from dealdesk.errors import WriteError, printable
from dealdesk.register.database import Database, driver_of
from dealdesk.register.problems import Damaged, Unavailable
from dealdesk.register.register import Register
from dealdesk.register.stored import Added, Draft, Event, Files, Head, Stored
from dealdesk.register.wanted import Stage, Wanted

__all__ = [
    "Added",
    "Draft",
    "Event",
    "Files",
    "Head",
    "Register",
    "Stage",
    "Stored",
    "Unavailable",
    "Wanted",
    "make_register",
    "open_register",
]


def open_register(url: str | None = None, *, start: Path | None = None) -> Register:
    """Open a register; an older schema is brought up to date first, and a server's empty database filled.

    Args:
        url: `postgresql://…`, or the path of an SQLite file; when left out, the register that is found from *start*
            upwards.
        start: The folder to look from; the working folder when left out.

    Raises:
        Unavailable: There is none, or it cannot be reached (exit code 69).
        NotPermitted: The database or the file does not let this user in (77).
        TooNew: A newer program made it (2).
        Damaged: It is not one, or not whole (74).
    """
    from dealdesk.register import head, leftovers
    from dealdesk.register.migrating import SCHEMAS, migrate, schema_of
    from dealdesk.register.place import head_of, named

    here = Path.cwd() if start is None else start
    address = named(url, here)
    driver = driver_of(address)
    database = Database(driver)
    try:
        head_file = head_of(address, here)
        schema = schema_of(database)
        if schema is None and head_file is not None and (known := head.read(head_file)) is not None and known.count:
            raise Damaged(  # numbers would begin anew
                f"the register {driver.place} is empty, and {printable(str(head_file))} says that it ended at entry "
                f"{known.count}; restore a backup, or delete that file to begin anew"
            )
        if schema != SCHEMAS[-1]:
            if not database.writable:
                raise Unavailable(f"the register {driver.place} has no schema of this program, and can only be read")
            migrate(driver)
        if head_file is not None and database.writable and os.access(head_file.parent, os.W_OK):
            with suppress(WriteError), head.locked(head_file.parent):  # whoever writes is told, and not who only reads
                leftovers.sweep(head_file.parent)
        return Register(database, head_file)
    except BaseException:
        database.close()
        raise


def make_register(place: str | Path, maker: str | None = None) -> bool:
    """Make a register, or bring one up to date; return whether anything was done.

    Args:
        place: A folder (its `.dealdesk/register.db` is made), the path of an SQLite file, or `postgresql://…`.
        maker: The login of whoever makes it, who alone may record the first people; anybody where it is not said.  On
            a server it is the role that is connected.

    Raises:
        WriteError: It cannot be made.
        Unavailable, NotPermitted, TooNew, Damaged: As for `open_register`.
    """
    from dealdesk.register.migrating import migrate
    from dealdesk.register.place import prepared

    if isinstance(place, Path) and os.path.isdir(place):  # noqa: PTH112 - is_dir fails in a closed one
        place = prepared(place)
    return migrate(driver_of(str(place)), make=True, maker=maker)
