"""A register against what its documents print: a rollback or a rewritten log does not go with a newer PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.desk.paper import APPROVED
from dealdesk.errors import printable
from dealdesk.reading import read_up_to
from dealdesk.register.audit import Fault
from dealdesk.register.head import HASH
from dealdesk.sealing.opened import LARGEST, Unreadable, opened

if TYPE_CHECKING:
    from dealdesk.register import Register
    from dealdesk.register.stored import Event

DATA = "quote.json"
ROLLED_BACK = "the log was written anew, or the database is an older copy"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a document prints of its place in the register.

    Attributes:
        document: What the document is called.
        number: Number of the quote.
        revision: Its revision.
        register: Id of the register.
        record: Hash of the entry that recorded it.
        approval: Number of the entry that approved it; 0 where it had not been approved yet.
        approved: The day of that, as it is printed; "" where there was none.
    """

    document: str
    number: str
    revision: int
    register: str
    record: str
    approval: int = 0
    approved: str = ""


def printed_in(file: Path) -> Printed:
    """Return what a PDF prints of its place in the register, from the data that it carries.

    Raises:
        DealdeskError: It cannot be read.
        Unreadable: It is no quote of dealdesk, or one that was not recorded.
    """
    content = read_up_to(file, LARGEST)
    name = printable(file.name)
    attached = opened(content, name).files.get(DATA)
    if attached is None:
        raise Unreadable(f"{name} is not a quote of dealdesk: it carries no {DATA}")
    try:
        data = json.loads(attached)
        control = data["control"]
        if not isinstance(control, dict):
            raise TypeError
        if "record" not in control:
            raise Unreadable(f"{name} names no entry of a register: the quote was not recorded when it was made")
        record = str(control["record"])
        if not HASH.fullmatch(record):
            raise ValueError
        return Printed(
            name,
            str(data["number"]),
            int(data["revision"]),
            str(control["register"]),
            record,
            int(control.get("approval", 0)),
            str(control.get("approved", "")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable(f"{name}: its {DATA} is not the data of a quote") from None


def unlike(register: Register, documents: Iterable[Printed]) -> list[Fault]:
    """Return what documents print of the log and is not there: the entries that recorded and approved them.

    Whether a document itself is as it was issued, `dealdesk verify` says.
    """
    entries = {each.hash: each for each in register.events()}
    places = {each.entry: each for each in entries.values()}
    return [fault for each in documents for fault in _faults(each, register.id, entries, places)]


def _faults(
    printed: Printed, register: str, entries: Mapping[str, Event], places: Mapping[int, Event]
) -> Iterator[Fault]:
    whose, says = (printed.number, printed.revision), f"{printed.document} prints it as the"
    what = printable(f"{printed.number}, revision {printed.revision}"[:80])
    if printed.register != register:
        words = f"{printed.document} was made by another register, {printable(printed.register[:60])}"
        yield Fault("rewritten", "register", register, "id", words)
        return
    found = entries.get(printed.record)
    if found is None:
        words = f"{says} record of {what}, and no entry has this hash: {ROLLED_BACK}"
        yield Fault("rewritten", "events", f"sha256:{printed.record}", "", words)
    elif (found.number, found.revision) != whose:
        words = f"{says} record of {what}; it is that of {found.number}, revision {found.revision}"
        yield Fault("rewritten", "events", str(found.entry), "number", words)
    if not printed.approval:
        return
    says += f" approval of {what} on {printable(printed.approved[:20])}"
    at = places.get(printed.approval)
    if at is None:
        yield Fault("cut off", "events", str(printed.approval), "", f"{says}, and it is not there: {ROLLED_BACK}")
    elif (at.kind in APPROVED, (at.number, at.revision), at.at.date().isoformat()) != (True, whose, printed.approved):
        yield Fault("rewritten", "events", str(at.entry), "kind", f"{says}; it is another entry: {ROLLED_BACK}")
