"""The quotes of one register in one currency, within some days."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dealdesk.book.entry import Entry, entry_of
from dealdesk.register.wanted import Wanted

if TYPE_CHECKING:
    from dealdesk.catalog.market import Target
    from dealdesk.register import Register


@dataclass(frozen=True)
class Book:
    """Quotes that are looked at together.

    Attributes:
        entries: They, in the order of their numbers.
        currency: The currency of all of them; others are in a book of their own.
        places: Its decimals.
        today: The day on which it is looked at.
        since: Quotes of this day or later are looked at; None from the first.
        until: Quotes of this day or before.
        targets: What the vendor wants to reach, by id, as `[targets]` of the catalogs say.
    """

    entries: tuple[Entry, ...]
    currency: str
    places: int
    today: date
    since: date | None = None
    until: date | None = None
    targets: Mapping[str, Target] = field(default_factory=dict)

    @cached_property
    def of_period(self) -> tuple[Entry, ...]:
        """Those whose date lies within the days that are looked at."""
        return tuple(
            each
            for each in self.entries
            if (self.since is None or each.issued >= self.since) and (self.until is None or each.issued <= self.until)
        )

    @cached_property
    def won(self) -> tuple[Entry, ...]:
        """Those of the period that customers have signed."""
        return tuple(each for each in self.of_period if each.is_won)

    @cached_property
    def contracts(self) -> tuple[Entry, ...]:
        """All that customers have signed, whatever the period."""
        return tuple(each for each in self.entries if each.is_won)

    def in_force(self, day: date) -> tuple[Entry, ...]:
        """Return the contracts in force on a day, with their amendments; what is renewed gives way to that."""
        running = [each for each in self.contracts if each.start <= day <= each.end]
        renewed = {self.whole(each.follows) for each in running if each.manner == "renewal"}
        return tuple(each for each in running if self.whole(each.number) not in renewed)

    @cached_property
    def _amended(self) -> Mapping[str, str]:
        """By the number of an amendment, that of what it changes."""
        return {each.number: each.follows for each in self.contracts if each.manner == "amendment"}

    def whole(self, number: str) -> str:
        """Return the contract that a number belongs to: itself, or the one that it changes, also through another."""
        seen = {number}
        while (number := self._amended.get(number, number)) not in seen:
            seen.add(number)
        return number

    def before(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the contracts that a contract goes on with, and their amendments.

        Those are the one that it renews, or those of the same customer that end the day before it starts.
        """
        if entry.manner == "amendment":
            return ()
        if entry.manner == "renewal":
            whole = self.whole(entry.follows)
            return tuple(each for each in self.contracts if self.whole(each.number) == whole)
        last = entry.start - timedelta(1)
        return tuple(each for each in self.contracts if each.customer == entry.customer and each.end == last)


def currencies_of(register: Register, now: datetime) -> tuple[str, ...]:
    """Return the currencies of the quotes of a register, those of most quotes first."""
    counts: dict[str, int] = {}
    for each in register.stages(Wanted(), now):
        counts[each.currency] = counts.get(each.currency, 0) + each.count
    return tuple(sorted(counts, key=lambda each: (-counts[each], each)))


def book_of(
    register: Register,
    now: datetime,
    *,
    currency: str,
    since: date | None = None,
    until: date | None = None,
    targets: Mapping[str, Target] | None = None,
) -> Book:
    """Return the book of a register.

    Args:
        register: Where the quotes are.
        now: When it is looked at.
        currency: Only quotes in this currency: amounts of two currencies are never added.
        since: First day of the quotes that are looked at.
        until: Last day.
        targets: What is to be reached.
    """
    accepted = (each for kind in ("accept", "accept-late") for each in register.events(kind=kind))
    signed = {each.number: date.fromisoformat(each.body["signed"]) for each in accepted if "signed" in each.body}
    entries = []
    for stored in register.wanted(Wanted(descending=False), now):
        if stored.currency == currency:
            record = register.record(stored)
            data = json.loads(register.content(str(record["quote"])))
            deal = tomllib.loads(register.content(str(record["deal"]["sha256"])).decode())
            entries.append(entry_of(stored, data, deal, now, signed.get(stored.number)))
    places = entries[0].places if entries else 2
    return Book(tuple(entries), currency, places, now.date(), since, until, targets or {})
