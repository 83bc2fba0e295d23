"""Reading a register: versions, what they were made of, the log, the people in force."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dealdesk.errors import DealdeskError
from dealdesk.quoting.quote import Quote
from dealdesk.register import chain, lifecycle, permitted
from dealdesk.register.database import Database
from dealdesk.register.numbers import said_number
from dealdesk.register.permitted import InForce
from dealdesk.register.problems import Damaged
from dealdesk.register.rows import EVENT, event_of, stored_of
from dealdesk.register.stored import Event, Files, Head, Stored
from dealdesk.register.wanted import SORTS, Stage, Wanted


class NotThere(DealdeskError):
    """A quote that the register does not have."""


class Reading:
    """What can be read of an open register.

    Attributes:
        place: What to call it.
        note: What a reader should know, such as that it can only be read; "" mostly.
        writable: Whether anything can be saved.
        id: Which register it is, wherever it is moved to.
        maker: The login of whoever made it, who alone may record the first people; None where nobody said so.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.place, self.note, self.writable = database.driver.place, database.note, database.writable
        row = database.one("register")
        if row is None:
            raise Damaged(f"the register {self.place} does not say which one it is; restore a backup")
        self.id: str = row[0]
        self.maker: str | None = row[1]
        self._people: int | None = None
        self._in_force: InForce | None = None

    def find(self, number: str, revision: int | None = None) -> Stored:
        """Return a version of a quote: the one that counts, or the one of that *revision*.

        Raises:
            NotThere: There is none.
        """
        number = said_number(number)
        if revision is None:
            row = self.database.one("live", number=number)
        else:
            row = self.database.one("version", number=number, revision=revision)
        if row is not None:
            return stored_of(row)
        there = self.versions(number)
        if not there:
            raise NotThere(f"there is no quote {number} in the register {self.place}; `dealdesk quote list` lists them")
        raise NotThere(f"{number} has no revision {revision}; it has {', '.join(str(e.revision) for e in there)}")

    def versions(self, number: str) -> tuple[Stored, ...]:
        """Return every version of a quote, the first one first; nothing when there is no such quote."""
        return tuple(map(stored_of, self.database.all("versions", number=said_number(number))))

    def customers(self) -> list[tuple[str, str]]:
        """Return the number of each quote and the name of its customer, under each name that it has had."""
        return [(str(number), str(name)) for number, name in self.database.all("customers")]

    def wanted(self, wanted: Wanted, now: datetime) -> Iterator[Stored]:
        """Yield the versions that are asked for, in the order that is asked for."""
        names = SORTS[wanted.sort]
        way = " DESC" if wanted.descending else " ASC"
        order = " ORDER BY " + ", ".join(f"versions.{name}{way}" for name in names)
        limit = "" if wanted.limit is None else f" LIMIT {int(wanted.limit)}"
        return map(stored_of, self.database.each("wanted", order + limit, **_filters(wanted, now)))

    def count(self, wanted: Wanted, now: datetime) -> int:
        """Return how many versions are asked for, whatever the limit."""
        (found,) = self.database.one("count_wanted", **_filters(wanted, now)) or (0,)
        return int(found)

    def stages(self, wanted: Wanted, now: datetime) -> tuple[Stage, ...]:
        """Return how many versions that are asked for are in each state, in each currency, and what they come to."""
        rows = self.database.all("stages", **_filters(wanted, now))
        found = [Stage(row[0], row[1], row[2], int(row[3]), int(row[4]), int(row[5])) for row in rows]
        return tuple(sorted(found, key=lambda each: (each.currency, lifecycle.STATES.index(each.state))))

    def events(
        self,
        number: str | None = None,
        *,
        kind: str | None = None,
        actor: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        last: int | None = None,
    ) -> Iterator[Event]:
        """Yield the entries of the log in their order, all or those that the filters let through.

        Args:
            number: About this quote.
            kind: Of this kind.
            actor: Of this person.
            since: At this time or later.
            until: At this time or before.
            last: Only the last so many.
        """
        filters = {
            "number": number if number is None else said_number(number),
            "kind": kind,
            "actor": actor,
            "since": since and chain.stamp(since),
            "until": until and chain.stamp(until),
        }
        if last is None:
            return map(event_of, self.database.each("events", **filters))
        return map(event_of, reversed(self.database.all("last_events", limit=last, **filters)))

    def head(self) -> Head:
        """Return where the log ends."""
        row = self.database.one("head")
        return Head(self.id, int(row[0]), str(row[1])) if row is not None else Head(self.id, 0, chain.START)

    def holds(self, known: Head) -> bool:
        """Whether the log has the entry that a head names, with that hash, or goes back behind a later head.

        A later head than the log has is written by another process at this moment, or the log was cut off; only
        `audit verify` looks at both at once.
        """
        if known.count == 0 or known.count > self.head().count:
            return True
        row = self.database.one("entry", entry=known.count)
        return row is not None and row[-1] == known.hash

    def in_force(self) -> InForce | None:
        """Return the people who are on record now, or None while nobody is.

        People that somebody has written to the log who was no admin then do not count.

        Raises:
            Damaged: An entry was altered.
        """
        (last,) = self.database.one("people") or (None,)
        return self._in_force_since(last)

    def _in_force_since(self, last: int | None) -> InForce | None:
        """Return the people in force, where the *last* entry that records people is this one; None where none does."""
        if last != self._people:
            now: InForce | None = None
            for row in self.database.all("all_people"):
                now = permitted.following(now, event_of(row), self.maker)
            self._people, self._in_force = last, now
        return self._in_force

    def record(self, stored: Stored) -> Mapping[str, Any]:
        """Return all that makes a version, as plain data: what is large stands there by its SHA-256."""
        row = self.database.one("entry", entry=stored.entry)
        if row is None:
            raise Damaged(f"the entry {stored.entry} of {stored.name} is gone; run `dealdesk audit verify`")
        event = event_of(row)
        if chain.digest(str(row[EVENT.index("body")]).encode()) != stored.digest:
            raise Damaged(f"entry {stored.entry} of the log or {stored.name} was altered; run `dealdesk audit verify`")
        return event.body

    def quote(self, stored: Stored) -> Quote:
        """Return the quote of a version, with its number and revision, exactly as it was recorded."""
        found = Quote.from_json(self.content(str(self.record(stored)["quote"])).decode())
        return replace(found, number=stored.number, revision=stored.revision)

    def deal(self, stored: Stored) -> Files:
        """Return the deal's file of a version."""
        said = self.record(stored)["deal"]
        return Files({said["name"]: said["shown"]}, {said["name"]: self.content(said["sha256"])})

    def catalog(self, stored: Stored) -> Files:
        """Return the catalog's files that a version was priced from."""
        said = json.loads(self.content(stored.snapshot))
        shown = {name: each["shown"] for name, each in said.items()}
        return Files(shown, {name: self.content(each["sha256"]) for name, each in said.items()})

    def content(self, digest: str) -> bytes:
        """Return what is stored under a SHA-256.

        Raises:
            Damaged: It is not there, or it is not what it was.
        """
        row = self.database.one("content", digest=digest)
        if row is None:
            raise Damaged(f"the content sha256:{digest} is not in the register; run `dealdesk audit verify`")
        body = bytes(row[0])
        if chain.digest(body) != digest:
            raise Damaged(f"the content sha256:{digest} was altered; run `dealdesk audit verify`")
        return body


def _filters(wanted: Wanted, now: datetime) -> dict[str, Any]:
    held = None
    if wanted.customer is not None:
        folded = wanted.customer.casefold()
        for special in "!%_":
            folded = folded.replace(special, "!" + special)
        held = f"%{folded}%"
    return {
        "now": chain.stamp(now),
        "all_revisions": int(wanted.all_revisions),
        "state": wanted.state,
        "is_open": int(wanted.is_open),
        "rep": wanted.rep,
        "customer": held,
        "segment": wanted.segment,
        "expiring_by": wanted.expiring_by and chain.stamp(wanted.expiring_by),
    }
