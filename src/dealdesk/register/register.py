"""The register: every version of every quote, and the log of what was done with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from dealdesk.errors import DealdeskError, printable
from dealdesk.quoting.quote import Quote
from dealdesk.register import chain, head, lifecycle
from dealdesk.register.database import Database
from dealdesk.register.numbers import checked, key_of, number_of, said_number
from dealdesk.register.problems import Conflict, ConnectionLost, Damaged
from dealdesk.register.rows import COLUMNS, EVENT, columns_of, event_of, event_row, stored_of
from dealdesk.register.stored import Added, Draft, Event, Files, Head, Stored
from dealdesk.register.wanted import SORTS, Stage, Wanted
from dealdesk.version import VERSION

FORMAT = "dealdesk-record/1"
"""Name and version of what is recorded of a version."""

HEAD_SECONDS = 1.0
"""How far the head may be behind while many things are saved in a row; a command writes it at once."""

T = TypeVar("T")
Decision = tuple[str, Mapping[str, Any]]
Decide = Callable[[Stored, tuple[Event, ...]], Decision]
"""Makes a move and what is logged of it, from the version and its events; it is called while nobody else writes."""


class NotThere(DealdeskError):
    """A quote that the register does not have."""


class Register:
    """An open register.  A context manager: leaving it lets go of the database.

    Everything that writes takes the register's one lock, so two processes never give the same number; everything
    happens once, also when a command is killed and run again.  Times come from the caller.

    Attributes:
        place: What to call it.
        note: What a reader should know, such as that it can only be read; "" mostly.
        role: The role that is connected to PostgreSQL, which is who acts; None on SQLite.
        warnings: What happened besides, for people: a clock that runs behind, a head that could not be written.
    """

    def __init__(self, database: Database, head_file: Path | None) -> None:
        self.database, self.head_file = database, head_file
        self.place, self.note, self.writable = database.driver.place, database.note, database.writable
        self.warnings: list[str] = []
        self._there: set[str] = set()
        """Contents of the last quote that was saved: the next one often has the same catalog."""
        self._head_due, self._head_kept = False, -HEAD_SECONDS
        row = database.one("register")
        if row is None:
            raise Damaged(f"the register {self.place} does not say which one it is; restore a backup")
        self.id: str = row[0]
        self.role: str | None = database.role()

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

    # ---- recording

    def add(self, draft: Draft, *, actor: str, at: datetime, key: str | None = None) -> Added:
        """Record a new quote, or return the one that was recorded with the same key.

        Args:
            draft: What is recorded.
            actor: Who records it.
            at: When.
            key: What makes it happen once; made from rep, customer, inputs and reference when left out.

        Raises:
            Conflict: The key or the reference belongs to a quote with other content.
            Unavailable, WriteError, Failing: It cannot be saved; nothing was.
        """
        name = draft.data["customer"]["name"]
        key = key or key_of(draft.rep, name, draft.inputs, draft.reference)

        def work() -> Added:
            if (row := self.database.one("version_of_key", key=key)) is not None:
                return Added(self._same(stored_of(row), draft, "idempotency key"), False)
            if draft.reference is not None:
                row = self.database.one("version_of_reference", reference=draft.reference)
                if row is not None:
                    raise self._conflict(stored_of(row), draft, f"reference {printable(draft.reference)}")
            year = draft.quote.issued.year
            (last,) = self.database.one("last_serial", year=year) or (None,)
            return Added(self._record(draft, number_of(year, (last or 0) + 1), 1, key, actor, at), True)

        made = self._saved(work)
        self._there = {made.stored.snapshot, made.stored.deal}
        return made

    def revise(self, number: str, draft: Draft, *, actor: str, at: datetime) -> Added:
        """Record the next revision of a quote; the one that counted until then is superseded.

        Nothing is recorded where the latest revision says the same and has not expired: it is returned.

        Raises:
            NotThere: There is no such quote.
            NotAllowed: It is accepted, declined or void.
        """

        def work() -> Added:
            live = self.find(number)
            if live.inputs == draft.inputs and live.state_at(at) not in ("expired", "rejected", *lifecycle.TERMINAL):
                return Added(live, False)
            kept = replace(draft, reference=live.reference)
            self._move(live, "revise", {"by": live.revision + 1}, actor, at, None, key_of(live.key, "revise"))
            key = key_of(draft.rep, draft.data["customer"]["name"], draft.inputs, live.number, str(live.revision))
            return Added(self._record(kept, live.number, live.revision + 1, key, actor, at), True)

        return self._saved(work)

    def act(
        self,
        number: str,
        move: str | Decide,
        *,
        actor: str,
        at: datetime,
        reason: str | None = None,
        body: Mapping[str, Any] | None = None,
        key: str | None = None,
        revision: int | None = None,
    ) -> Event:
        """Make a move of `lifecycle.MOVES` with the version that counts, and log it.

        Args:
            number: Of the quote.
            move: Its name; or a function that decides, while nobody else writes, from the version and its events,
                on the name and on what more is logged.
            actor: Who does it.
            at: When.
            reason: Why; some moves want one.
            body: What else is logged, as plain data.
            key: What makes it happen once; a new one when left out, for a call that nobody repeats.
            revision: The one that this person has looked at; another one that counts by now is refused.

        Returns:
            The event; what it is about is in its `body`, with the `digest` of the version.

        Raises:
            NotThere: There is no such quote.
            NotAllowed: The state does not allow it, a reason is missing, or it was revised meanwhile.
            NotPermitted: This person may not.
        """
        key = key or key_of("act", uuid4().hex)
        if reason is not None:
            reason = checked(reason, "reason")

        def work() -> Event:
            if (row := self.database.one("event_of_key", key=key)) is not None:
                return event_of(row)
            stored = self.find(number)
            if revision is not None and stored.revision != revision:
                raise lifecycle.NotAllowed(
                    f"{stored.number} was revised meanwhile: revision {stored.revision} counts, and you looked at "
                    f"revision {revision}; look at it again"
                )
            made: Decision = (move, {}) if isinstance(move, str) else move(stored, tuple(self.events(stored.number)))
            said = {**(body or {}), **made[1]}
            return self._move(stored, made[0], said, actor, at, said.get("reason") or reason, key)

        return self._saved(work)

    def _same(self, stored: Stored, draft: Draft, what: str) -> Stored:
        if stored.inputs != draft.inputs:
            raise self._conflict(stored, draft, what)
        return stored

    def _conflict(self, stored: Stored, draft: Draft, what: str) -> Conflict:
        return Conflict(
            f"the {what} belongs to {stored.name} of {printable(stored.rep)}, whose content is another: "
            f"sha256:{stored.inputs} there, sha256:{draft.inputs} here; "
            f"revise it with `dealdesk quote revise {stored.number} DEAL`, or give another --ref"
        )

    def _record(self, draft: Draft, number: str, revision: int, key: str, actor: str, at: datetime) -> Stored:
        """Write a version: its contents, its event and its row."""
        snapshot = chain.digest(draft.snapshot)
        if snapshot not in self._there and self.database.one("content", digest=snapshot) is None:
            for each in (draft.snapshot, *draft.catalog.content.values()):
                self.database.run("new_content", digest=chain.digest(each), body=each)
        for digest, content in draft.contents.items():
            if digest not in self._there:
                self.database.run("new_content", digest=digest, body=content)
        body = self._body(draft, number, revision)
        event = self._log(number, revision, "create", actor, "draft", key, body, at)
        row = columns_of(body, draft.data) | {
            "state": "draft",
            "live": 1,
            "digest": chain.digest(event["body"].encode()),
            "key": key,
            "made": event["at"],
            "changed": event["at"],
            "entry": event["entry"],
            "chain": event["hash"],
        }
        self.database.run("new_version", **row)
        return stored_of(tuple(row[name] for name in COLUMNS))

    def _body(self, draft: Draft, number: str, revision: int) -> dict[str, Any]:
        """Return all that makes a version, as plain data: what is large stands there by its SHA-256."""
        quote = draft.quote
        (deal,) = draft.deal.content
        return {
            "format": FORMAT,
            "program": VERSION,
            "number": number,
            "revision": revision,
            "rep": draft.rep,
            "reference": draft.reference,
            "inputs": draft.inputs,
            "quote": chain.digest(draft.text),
            "deal": {"name": deal, "shown": draft.deal.shown[deal], "sha256": chain.digest(draft.deal.content[deal])},
            "snapshot": chain.digest(draft.snapshot),
            "catalog": {"id": quote.catalog.id, "version": quote.catalog.version, "digest": quote.catalog.digest},
            "engine": quote.catalog.engine,
            "ruleset": draft.ruleset,
            "rounding": quote.catalog.rounding,
            "proration": quote.catalog.proration,
            "today": draft.today.isoformat(),
            "zone": draft.zone,
            "expires": chain.stamp(chain.day_over(quote.valid_until, draft.zone)),
        }

    def _move(
        self,
        stored: Stored,
        name: str,
        body: Mapping[str, Any],
        actor: str,
        at: datetime,
        reason: str | None,
        key: str,
    ) -> Event:
        """Log a move and set the state that follows, where the table of moves allows it."""
        move = lifecycle.move(name)
        now = stored.state_at(at)
        asked = {each.actor for each in self.events(stored.number) if each.kind in ("create", "submit")}
        lifecycle.check(
            move,
            now,
            stored.state,
            name=stored.number,
            reason=reason,
            actor=actor,
            requesters=frozenset({stored.rep, *asked}),
        )
        state = move.to or stored.state
        said = {**body, "digest": stored.digest, "was": now} | ({"reason": reason} if reason is not None else {})
        row = self._log(stored.number, stored.revision, name, actor, state, key, said, at)
        self.database.run(
            "set_state",
            number=stored.number,
            revision=stored.revision,
            state=state,
            live=0 if state == "superseded" else 1,
            changed=row["at"],
        )
        return event_of(tuple(row.values()))

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
    ) -> dict[str, Any]:
        last = self.database.one("head")
        before = (int(last[0]), str(last[1])) if last is not None else (0, chain.START)
        stamp = chain.stamp(at)
        if last is not None and stamp < last[2]:
            self.warnings.append(
                f"the clock of this machine says {stamp}, which is before the last entry of the log ({last[2]}); "
                "the log goes by its own order"
            )
        about = {"at": stamp, "number": number, "revision": revision, "kind": kind, "state": state, "key": key}
        about["actor"] = checked(actor, "name of who acts")
        text = chain.canonical({**body, "about": about})  # said twice, so that an altered column has a name
        row = event_row(before, stamp, number, revision, kind, actor, state, key, text)
        self.database.run("new_event", **row)
        return row

    def log(self, kind: str, body: Mapping[str, Any], *, actor: str, at: datetime) -> Event:
        """Log something about the register itself, such as that it was restored."""

        def work() -> Event:
            key = key_of(kind, uuid4().hex)
            return event_of(tuple(self._log("", 0, kind, actor, "", key, body, at).values()))

        return self._saved(work)

    def _saved(self, work: Callable[[], T]) -> T:
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

    # ---- reading

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
        raise NotThere(f"{number} has no revision {revision}; there are {', '.join(str(e.revision) for e in there)}")

    def versions(self, number: str) -> tuple[Stored, ...]:
        """Return every version of a quote, the first one first; nothing when there is no such quote."""
        return tuple(map(stored_of, self.database.all("versions", number=said_number(number))))

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
