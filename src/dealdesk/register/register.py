"""The register: every version of every quote, and the log of what was done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from dealdesk.errors import printable
from dealdesk.register import chain, lifecycle, permitted
from dealdesk.register.database import Database, Row
from dealdesk.register.journal import Journal
from dealdesk.register.numbers import checked, key_of, number_of
from dealdesk.register.problems import Conflict
from dealdesk.register.reading import NotThere
from dealdesk.register.rows import COLUMNS, columns_of, event_of, stored_of
from dealdesk.register.stored import Added, Draft, Event, Stored
from dealdesk.version import VERSION

__all__ = ["FORMAT", "Decide", "NotThere", "Register"]

FORMAT = "dealdesk-record/1"
"""Name and version of what is recorded of a version."""

Decision = tuple[str, Mapping[str, Any]]
Decide = Callable[[Stored, tuple[Event, ...]], Decision]
"""Makes a move and what is logged of it, from the version and its events; it is called while nobody else writes."""


class Register(Journal):
    """An open register.

    Everything that writes takes the register's one lock, so two processes never give the same number; everything
    happens once, also when a command is killed and run again.  Times come from the caller.  Where people are on record
    (`in_force`), nobody does what their roles and titles do not allow.
    """

    def __init__(self, database: Database, head_file: Path | None) -> None:
        super().__init__(database, head_file)
        self._there: set[str] = set()
        """Contents of the last quote that was saved: the next one often has the same catalog."""

    def add(self, draft: Draft, *, actor: str, at: datetime, key: str | None = None) -> Added:
        """Record a new quote, or return the one that was recorded with the same key.

        Args:
            draft: What is recorded.
            actor: Who records it.
            at: When.
            key: What makes it happen once; made from rep, customer, inputs and reference when left out.

        Raises:
            Conflict: The key or the reference belongs to a quote with other content.
            NotPermitted: This person may not.
            Unavailable, WriteError, Failing: It cannot be saved; nothing was.
        """
        key = key or _key(draft)
        year = draft.quote.issued.year

        def work() -> Added:
            found = self.database.all("before_new", key=key, reference=draft.reference, year=year)
            people, is_there, serial, *last = found[0]
            if (in_force := self._in_force_since(people)) is not None:
                _refuse(permitted.refusal(in_force, "create", actor, at), "the quote is not recorded")
            if is_there:
                return Added(self._again(draft, key), False)
            return Added(self._record(draft, number_of(year, (serial or 0) + 1), 1, key, actor, at, tuple(last)), True)

        made = self.saved(work)
        self._there = {made.stored.snapshot, made.stored.deal}
        return made

    def has(self, draft: Draft) -> bool:
        """Whether a draft is on record already, so that recording it gives the quote that there is."""
        return self.database.one("version_of_key", key=_key(draft)) is not None

    def revise(self, number: str, draft: Draft, *, actor: str, at: datetime) -> Added:
        """Record the next revision of a quote; the one that counted until then is superseded.

        Nothing is recorded where the latest revision says the same and has not expired: it is returned.

        Raises:
            NotThere: There is no such quote.
            NotAllowed: It is accepted, declined or void.
            NotPermitted: This person may not.
        """

        def work() -> Added:
            live = self.find(number)
            if live.inputs == draft.inputs and live.state_at(at) not in ("expired", "rejected", *lifecycle.TERMINAL):
                return Added(live, False)
            kept = replace(draft, reference=live.reference)
            self._move(live, "revise", {"by": live.revision + 1}, actor, at, None, key_of(live.key, "revise"))
            key = key_of(draft.rep, draft.quote.customer.name, draft.inputs, live.number, str(live.revision))
            return Added(self._record(kept, live.number, live.revision + 1, key, actor, at), True)

        return self.saved(work)

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
                if revision > stored.revision:
                    raise lifecycle.NotAllowed(
                        f"{stored.number} has no revision {revision}; revision {stored.revision} counts"
                    )
                raise lifecycle.NotAllowed(
                    f"{stored.number} was revised meanwhile: revision {stored.revision} counts, and you looked at "
                    f"revision {revision}; look at it again"
                )
            made: Decision = (move, {}) if isinstance(move, str) else move(stored, tuple(self.events(stored.number)))
            said = {**(body or {}), **made[1]}
            return self._move(stored, made[0], said, actor, at, said.get("reason") or reason, key)

        return self.saved(work)

    def _again(self, draft: Draft, key: str) -> Stored:
        """Return the version that was recorded with a key or a reference, where that is the same draft."""
        if (row := self.database.one("version_of_key", key=key)) is not None:
            stored = stored_of(row)
            if stored.inputs != draft.inputs:
                raise self._conflict(stored, draft, "idempotency key")
            return stored
        (row,) = self.database.all("version_of_reference", reference=draft.reference)
        raise self._conflict(stored_of(row), draft, f"reference {printable(str(draft.reference))}")

    def _conflict(self, stored: Stored, draft: Draft, what: str) -> Conflict:
        return Conflict(
            f"the {what} belongs to {stored.name} of {printable(stored.rep)}, whose content is another: "
            f"sha256:{stored.inputs} there, sha256:{draft.inputs} here; "
            f"revise it with `dealdesk quote revise {stored.number} DEAL`, or give another --ref"
        )

    def _record(
        self, draft: Draft, number: str, revision: int, key: str, actor: str, at: datetime, last: Row | None = None
    ) -> Stored:
        """Write a version: its contents, its event (`_log` says what *last* is) and its row."""
        snapshot = chain.digest(draft.snapshot)
        if snapshot not in self._there and self.database.one("content", digest=snapshot) is None:
            for each in (draft.snapshot, *draft.catalog.content.values()):
                self.database.run("new_content", digest=chain.digest(each), body=each)
        for digest, content in draft.contents.items():
            if digest not in self._there:
                self.database.run("new_content", digest=digest, body=content)
        body = self._body(draft, number, revision, snapshot)
        event = self._log(number, revision, "create", actor, "draft", key, body, at, last)
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

    def _body(self, draft: Draft, number: str, revision: int, snapshot: str) -> dict[str, Any]:
        """Return all that makes a version, as plain data: what is large stands there by its SHA-256."""
        quote = draft.quote
        (deal,) = draft.deal.content
        text_digest, deal_digest = draft.contents
        return {
            "format": FORMAT,
            "program": VERSION,
            "number": number,
            "revision": revision,
            "rep": draft.rep,
            "reference": draft.reference,
            "inputs": draft.inputs,
            "quote": text_digest,
            "deal": {"name": deal, "shown": draft.deal.shown[deal], "sha256": deal_digest},
            "snapshot": snapshot,
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
        asked = permitted.asked_of(stored.rep, self.events(stored.number))
        lifecycle.check(
            move,
            now,
            stored.state,
            name=stored.number,
            reason=reason,
            actor=actor,
            requesters=asked.requesters,
        )
        if (in_force := self.in_force()) is not None:
            if name in permitted.DECIDES:
                why = permitted.decision_refusal(in_force, actor, name, at, body, asked)
            else:
                why = permitted.refusal(in_force, name, actor, at, asked.owners)
            _refuse(why, f"{stored.name} is not {move.done}")
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


def _key(draft: Draft) -> str:
    """Return the key of a new quote that is given none."""
    return key_of(draft.rep, draft.quote.customer.name, draft.inputs, draft.reference)


def _refuse(why: str, what: str) -> None:
    if why:
        raise lifecycle.NotPermitted(printable(f"{what}: {why}"))
