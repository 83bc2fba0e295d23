"""Whether a register is what its log says: every row and column that is not, by name.

The chain of hashes shows what was altered, removed or moved inside the log; the head, kept outside the database, what
was cut off its end or written anew; and what follows from the log shows the rest: versions, contents, numbers.  Who was
allowed to do what follows from the people that the log has: `allowed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dealdesk.register import chain
from dealdesk.register.allowed import looked_at
from dealdesk.register.chained import behind, broken, readable, unnamed
from dealdesk.register.database import Guards, guards_of
from dealdesk.register.faults import Fault
from dealdesk.register.register import Register
from dealdesk.register.replayed import contents_of, replayed
from dealdesk.register.rows import COLUMNS, EVENT
from dealdesk.register.stored import Head

__all__ = ["Fault", "Verdict", "verify"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a register found.

    Attributes:
        faults: All that is not as it was recorded.
        entries: Entries of the log that were looked at.
        versions: Versions.
        contents: Contents.
        head: Where the log ends.
        known: The head outside the database, or None.
        unvouched: Decisions from before people were on record: nobody can tell whether they were allowed.
        one_login: Decisions with the login of somebody who had asked for them, under another name (`--as`).
    """

    faults: tuple[Fault, ...]
    entries: int
    versions: int
    contents: int
    head: Head
    known: Head | None
    unvouched: int = 0
    one_login: int = 0

    @property
    def ahead(self) -> int:
        """Entries that are newer than the head outside the database, which does not vouch for them yet."""
        return self.entries - self.known.count if self.known is not None else self.entries


def verify(register: Register, known: Head | None, expected: Iterable[str] = ()) -> Verdict:
    """Check a register, all of it, from one moment.

    Args:
        register: The register.
        known: The head outside the database: its `register.head`, or one from git or from paper.
        expected: Hashes of entries that documents print; each has to be in the log.
    """
    database = register.database
    with database.snapshot():
        rows = [dict(zip(EVENT, row, strict=True)) for row in database.all("events", **_NO_FILTER)]
        events, unread = readable(rows)
        versions = [dict(zip(COLUMNS, row, strict=True)) for row in database.all("all_versions")]
        contents, faults = contents_of(database.each("contents"))
        faults += [*unread, *broken(events), *behind(events, known, register.id), *unnamed(events, expected)]
        faults += replayed(events, versions, contents)
        faults += _unguarded(guards_of(database.driver.dialect), database.driver.guards(database.connection))
        who = looked_at(events, register.maker)
        faults += who.faults
        faults += [Fault("damaged", "database", "", "", each) for each in database.driver.damage(database.connection)]
    last = Head(register.id, len(events), str(events[-1]["hash"])) if events else Head(register.id, 0, chain.START)
    told = tuple(dict.fromkeys(faults))
    return Verdict(told, len(events), len(versions), len(contents), last, known, who.unvouched, who.one_login)


_NO_FILTER = dict.fromkeys(("number", "kind", "actor", "since", "until"))


def _unguarded(wanted: Guards, there: Guards) -> Iterator[Fault]:
    """Yield what keeps rows as they are and is gone or another, and triggers that nobody knows."""
    for name, (kind, definition) in sorted(wanted.items()):
        if name not in there:
            what = "the trigger that refuses changes" if kind == "trigger" else f"the {kind}"
            yield Fault("unguarded", "schema", name, "", f"{what} is not there")
        elif there[name] != (kind, definition):
            yield Fault("unguarded", "schema", name, "", f"the {kind} was altered: the program made another")
    for name in sorted(there.keys() - wanted.keys()):
        if there[name][0] == "trigger":
            yield Fault("added", "schema", name, "", "is a trigger that the program did not make")
