"""Backups, and moves between databases: the same rows, the same digests, the same chain."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.register import chain, head, leftovers, permitted
from dealdesk.register.audit import Verdict, verify
from dealdesk.register.database import Database, driver_of
from dealdesk.register.lifecycle import NotPermitted
from dealdesk.register.permitted import InForce
from dealdesk.register.problems import Damaged
from dealdesk.register.register import Register
from dealdesk.register.rows import COLUMNS, EVENT
from dealdesk.register.schema import COPIED
from dealdesk.register.stored import Head

FORMAT = "dealdesk-register/1"
BATCH = 500
_COLUMNS = {"register": ("one", "id"), "contents": ("digest", "body"), "versions": COLUMNS, "events": EVENT}
_READ = {"contents": "contents", "versions": "all_versions", "events": "events"}
_WRITE = {
    "register": "new_register",
    "contents": "new_content",
    "versions": "new_version",
    "events": "new_event",
}


class NotWhole(DealdeskError):
    """A backup or an export that is not what was recorded, with what is wrong with it."""

    exit_code = 1


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
        _refuse(found, "the copy")
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
            _filled(database, _rows(register))
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
        _refuse(found, "the backup")
        _permit(_in_force(register_file) or source.in_force(), "restore", actor, at)
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


def _permit(now: InForce | None, kind: str, actor: str, at: datetime) -> None:
    if now is not None and (why := permitted.refusal(now, kind, actor, at)):
        raise NotPermitted(printable(f"nothing is done: {why}"))


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


def _refuse(found: Verdict, what: str) -> None:
    if found.faults:
        lines = [f"  {each}" for each in found.faults[:20]]
        raise NotWhole(f"{what} is not what was recorded, and was not used:\n" + "\n".join(lines))


# ---- export and import


def _rows(register: Register) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row of a register with its table, in the order in which they are copied."""
    row = register.database.one("register")
    assert row is not None
    yield "register", {"one": 1, "id": row[0]}
    for table in COPIED[1:]:
        filters = dict.fromkeys(("number", "kind", "actor", "since", "until")) if table == "events" else {}
        for values in register.database.each(_READ[table], **filters):
            yield table, dict(zip(_COLUMNS[table], values, strict=True))


def export(register: Register, out: IO[bytes]) -> Head:
    """Write everything that is in a register, as JSON lines; the last line has the SHA-256 of all before it."""
    from hashlib import sha256

    total, rows = sha256(), 0

    def put(value: Any) -> None:
        line = (chain.canonical(value) + "\n").encode()
        total.update(line)
        out.write(line)

    with register.database.snapshot():
        last = register.head()
        put({"format": FORMAT, "register": last.register, "count": last.count, "hash": last.hash})
        for table, row in _rows(register):
            if table == "contents":
                row["body"] = b64encode(bytes(row["body"])).decode()
            put([table, row])
            rows += 1
    out.write((chain.canonical({"rows": rows, "sha256": total.hexdigest()}) + "\n").encode())
    return last


def imported(register: Register, lines: Iterable[bytes], name: str, *, actor: str, at: datetime) -> Verdict:
    """Fill an empty register with what another one has written; all of it, or nothing.

    Raises:
        NotPermitted: People are on record in what is imported, and the actor is no admin among them.
        DealdeskError: The register is not empty.
        NotWhole: The file is not what was exported, or what it holds has faults.
    """
    (held,) = register.database.one("count_events") or (0,)
    if held:
        raise DealdeskError(
            f"the register {register.place} is not empty: it has {held} entries; import into a new one, which "
            "`dealdesk register migrate --register URL` makes"
        )
    last = _import(register, lines, name, actor, at)
    register.id = last.register
    found = verify(register, last)
    _refuse(found, printable(name))
    register.keep_head()
    return found


def _import(register: Register, lines: Iterable[bytes], name: str, actor: str, at: datetime) -> Head:
    from hashlib import sha256

    total, found = sha256(), dict[str, Any]()

    def rows() -> Iterator[tuple[str, dict[str, Any]]]:
        for number, line in enumerate(lines, 1):
            try:
                said = json.loads(line)
                if number == 1:
                    if said["format"] != FORMAT:
                        raise ValueError("another format")
                    found["head"] = Head(said["register"], said["count"], said["hash"])
                elif isinstance(said, dict):
                    found["end"] = said["sha256"] == total.hexdigest()
                    return
                else:
                    table, row = said
                    if table == "contents":
                        row["body"] = b64decode(row["body"])
                    if tuple(sorted(row)) != tuple(sorted(_COLUMNS[table])):
                        raise ValueError("other columns")
                    yield table, row
            except (ValueError, KeyError, TypeError) as wrong:
                raise NotWhole(f"{printable(name)}:{number}: this is no line of an exported register") from wrong
            total.update(line)

    with register.database.transaction():
        register.database.run("drop_register")
        _filled(register.database, rows(), transaction=False)
        if not found.get("end"):
            raise NotWhole(f"{printable(name)} is not what was exported: lines are missing or were altered")
        _permit(register.in_force(), "import", actor, at)
    head_: Head = found["head"]
    return head_


def _filled(database: Database, rows: Iterator[tuple[str, dict[str, Any]]], *, transaction: bool = True) -> None:
    """Write rows to a database, many at once."""
    if transaction:
        with database.transaction():
            database.run("drop_register")
            _filled(database, rows, transaction=False)
        return
    while batch := list(islice(rows, BATCH)):
        for table in COPIED:
            if some := [row for name, row in batch if name == table]:
                database.many(_WRITE[table], some)
