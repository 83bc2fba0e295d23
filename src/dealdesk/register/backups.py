"""Backups of a register: a whole copy in a file of its own, checked before it counts, and put back."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.register import head, leftovers
from dealdesk.register.audit import Verdict, verify
from dealdesk.register.copied import NotWhole, filled, permit, refuse, rows_of
from dealdesk.register.database import Database, driver_of
from dealdesk.register.permitted import InForce
from dealdesk.register.problems import Damaged
from dealdesk.register.register import Register
from dealdesk.register.stored import Head


def backup(register: Register, out: Path) -> Verdict:
    """Copy a register into an SQLite file of its own, check the copy, and only then give it its name.

    Others may read and write meanwhile; the copy is of one moment. A PostgreSQL register becomes an SQLite one with
    the same rows.

    Raises:
        WriteError: The file is there already, or cannot be written.
        NotWhole: The copy has faults: those of the register.
    """
    if os.path.lexists(out):
        raise WriteError(f"{printable(str(out))} is there already; name another file")
    if not out.parent.is_dir():
        raise WriteError(f"cannot write {printable(str(out))}: there is no folder {printable(str(out.parent))}")
    temporary = out.with_name(f".{out.name}-{os.urandom(6).hex()}.tmp")
    leftovers.sweep(out.parent)
    try:
        with temporary.open("xb") as stream:
            leftovers.keep(stream)
            _copied(register, temporary)
        with Register(Database(driver_of(str(temporary))), None) as copy:
            found = verify(copy, None)
        refuse(found, "the copy")
        _settle(temporary)
        temporary.replace(out)
        head.replace(_head_file(out), found.head)
    except OSError as failure:
        raise WriteError(f"cannot write {printable(str(out))}: {failure.strerror}") from failure
    finally:
        for each in (temporary, *(Path(f"{temporary}{end}") for end in ("-wal", "-shm"))):
            with suppress(OSError):
                each.unlink()
    return found


def _head_file(out: Path) -> Path:
    from dealdesk.register.place import head_of

    found = head_of(str(out), out.parent)
    assert found is not None
    return found


def _copied(register: Register, out: Path) -> None:
    if register.database.driver.dialect == "sqlite":
        import sqlite3

        try:
            copy = sqlite3.connect(out)
            register.database.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can be copied as it is
            copy.close()
        except sqlite3.Error as error:
            raise register.database.driver.failure(error, "copied") from error
        return
    from dealdesk.register.migrating import migrate

    driver = driver_of(str(out))
    migrate(driver, make=True)
    database = Database(driver)
    try:
        with register.database.snapshot():
            filled(database, rows_of(register))
        database.connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        database.close()


def _settle(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def restore(
    register_file: Path, copy: Path, *, actor: str, at: datetime, force: bool = False, login: str | None = None
) -> Verdict:
    """Put a backup in the place of an SQLite register, after checking it; the log says that it was.

    Args:
        register_file: The register; it need not be there.
        copy: The backup.
        actor: Who restores.
        at: When.
        force: Whether entries that the backup lacks may be lost, or those of another register.
        login: The login of the operating system, where it is another name.

    Raises:
        NotPermitted: People are on record, in the register or else in the backup, and the actor is no admin.
        NotWhole: The backup has faults, or lacks entries that the register has.
        Damaged: It is no register.
    """
    try:
        there = copy.is_file()
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise Damaged(f"the backup {printable(str(copy))} cannot be read: {reason}") from None
    if not there:
        raise Damaged(f"there is no backup {printable(str(copy))}")
    lost: Head | None = None
    with Register(Database(driver_of(str(copy))), None) as source:
        beside = head.read(_head_file(copy)) if _head_file(copy).is_file() else None
        found = verify(source, beside)
        refuse(found, "the backup")
        permit(_in_force(register_file) or source.in_force(), "restore", actor, at)
        known = head.read(_head_file(register_file)) if _head_file(register_file).is_file() else None
        if known is not None and (known.register != source.id or known.count > found.head.count):
            lost = known
        if lost is not None and not force:
            which = "is another register" if lost.register != source.id else f"ends at entry {found.head.count}"
            raise NotWhole(
                f"the backup {which}, and the register has {lost.count} entries; --force takes it nonetheless, and "
                "later entries are lost"
            )
        _replaced(source, register_file)
    head.replace(_head_file(register_file), found.head)
    with Register(Database(driver_of(str(register_file))), _head_file(register_file)) as made:
        body: dict[str, Any] = {"backup": copy.name, "entries": found.head.count, "hash": found.head.hash}
        if lost is not None:
            body |= {"lost": {"register": lost.register, "count": lost.count, "hash": lost.hash}}
        made.login = login
        made.log("restore", body, actor=actor, at=at)
        return verify(made, head.read(_head_file(register_file)))


def _in_force(file: Path) -> InForce | None:
    """Return the people on record in a register that is about to be replaced; None where it cannot be read."""
    if not file.is_file():
        return None
    with suppress(DealdeskError), Register(Database(driver_of(str(file))), None) as there:
        return there.in_force()
    return None


def _replaced(source: Register, file: Path) -> None:
    """Write a register over a file, page by page, as one transaction: readers see the old one or the new one."""
    import sqlite3

    try:
        target = sqlite3.connect(file, timeout=10)
        source.database.connection.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=WAL")
        target.close()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise source.database.driver.failure(error, "restored") from error
        damaged = file.with_name(f"{file.name}-damaged-{os.urandom(4).hex()}")
        file.rename(damaged)  # kept, for whoever wants to look into it
        for end in ("-wal", "-shm"):
            with suppress(OSError):
                Path(f"{file}{end}").unlink()
        _replaced(source, file)
