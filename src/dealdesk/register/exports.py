"""A register as JSON lines, for one on another database: all of it, or nothing."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import chain
from dealdesk.register.audit import Verdict, verify
from dealdesk.register.copied import COLUMNS_OF, NotWhole, filled, permit, refuse, rows_of
from dealdesk.register.register import Register
from dealdesk.register.stored import Head

FORMAT = "dealdesk-register/1"


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
        for table, row in rows_of(register):
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
    refuse(found, printable(name))
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
                    if tuple(sorted(row)) != tuple(sorted(COLUMNS_OF[table])):
                        raise ValueError("other columns")
                    if table == "register":
                        found["made"] = row
                    yield table, row
            except (ValueError, KeyError, TypeError) as wrong:
                raise NotWhole(f"{printable(name)}:{number}: this is no line of an exported register") from wrong
            total.update(line)

    with register.database.transaction():
        register.database.run("drop_register")
        filled(register.database, rows(), transaction=False)
        if not found.get("end"):
            raise NotWhole(f"{printable(name)} is not what was exported: lines are missing or were altered")
        own, register.maker = register.maker, found["made"]["maker"]
        now = register.in_force()
        permit(now, "import", actor, at)
        if now is None:  # who made this register records the first people, also where the other's maker has left
            register.maker = own
            register.database.run("drop_register")
            register.database.run("new_register", **found["made"] | {"maker": own})
    head_: Head = found["head"]
    return head_
