"""What the register gives back: versions of quotes and events, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dealdesk.register.chain import canonical, digest
from dealdesk.register.lifecycle import State, state_at

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Files:
    """Files by name, as they were: a catalog's, or the deal's one.

    Attributes:
        shown: By the name of a file, what places call it: "catalogs/acme/rules.toml".
        content: By the name of a file, its bytes.
    """

    shown: Mapping[str, str]
    content: Mapping[str, bytes]


METRICS = frozenset({"acv", "arr_exit"})
"""Metrics of a quote that columns of a version are made of."""


def manifest(files: Files) -> str:
    """Return the list of some files: by name, what places call them, and their SHA-256."""
    said = {name: {"sha256": digest(each), "shown": files.shown[name]} for name, each in files.content.items()}
    return canonical(said)


@dataclass(frozen=True)
class Draft:
    """A priced deal that is to be recorded; `dealdesk.desk.recording` makes it.

    Attributes:
        quote: The quote, without a number: the register gives one.
        deal: The deal's file, as it was read.
        catalog: The catalog's files, as they were read.
        inputs: SHA-256 of all that made the price: what deal and catalog say.
        rep: Whose quote it is.
        today: The day of pricing.
        zone: The time zone in which the last day ends: "Europe/Berlin".
        reference: The client's own reference (`--ref`), or None.
        ruleset: Which steps priced it, in their order.
    """

    quote: Quote
    deal: Files
    catalog: Files
    inputs: str
    rep: str
    today: Date
    zone: str = "UTC"
    reference: str | None = None
    ruleset: str = ""

    @cached_property
    def text(self) -> bytes:
        """The quote as canonical JSON, which is what is stored."""
        return self.quote.to_json().encode()

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the columns of a version are made of, as the quote's JSON has it."""
        quote, customer = self.quote, self.quote.customer
        metrics = [
            {"id": each.id, "value": None if each.value is None else f"{each.value:f}"}
            for each in quote.metrics
            if each.id in METRICS
        ]
        return {
            "places": quote.places,
            "title": quote.title,
            "currency": quote.currency,
            "totals": {"list": f"{quote.totals.list:f}", "net": f"{quote.totals.net:f}"},
            "issued": quote.issued.isoformat(),
            "valid_until": quote.valid_until.isoformat(),
            "start": quote.start.isoformat(),
            "end": quote.end.isoformat(),
            "months": quote.months,
            "customer": {"name": customer.name, "segment": customer.segment, "region": customer.region},
            "metrics": metrics,
            "catalog": {"id": quote.catalog.id, "version": quote.catalog.version},
        }

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """By its SHA-256, everything that is stored besides the catalog's files: the quote, then the deal."""
        return {digest(each): each for each in (self.text, *self.deal.content.values())}

    @cached_property
    def snapshot(self) -> bytes:
        """The list of the catalog's files, whose SHA-256 stands for them all."""
        return manifest(self.catalog).encode()


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of a quote, as the register has it.  Amounts are in `currency`; times are in UTC.

    Attributes:
        number: "Q-2026-00417".
        revision: From 1.
        state: The state that is stored; `state_at` says which it is at a time.
        live: Whether it is the version that counts: the latest.
        digest: SHA-256 of the record, that is of the canonical JSON of everything (`Register.record`).
        inputs: SHA-256 of what deal and catalog say.
        key: The idempotency key that it was recorded with.
        reference: The client's own reference, or None.
        rep: Whose quote it is.
        customer: Its name.
        segment: The customer's segment, or "".
        region: The customer's region, or "".
        title: The quote's title, or "".
        currency: Code.
        places: Decimals of the currency.
        list: List price of what is committed, over the term.
        net: Net price of it: the total contract value.
        acv: Annual contract value.
        arr: Recurring revenue of the last full month × 12.
        issued: Date of the quote.
        valid_until: Its last day.
        expires: The first instant after that day in the quote's time zone.
        start: First day of the contract.
        end: Last day.
        months: Whole months of the term.
        catalog: Id of the catalog.
        catalog_version: Its version.
        snapshot: Digest of the catalog's stored files (`Register.files`).
        deal: Digest of the deal's stored file.
        made: When it was recorded.
        changed: When its state changed last.
        entry: Number of the event that recorded it.
        chain: Hash of that event, which its documents print.
    """

    number: str
    revision: int
    state: State
    live: bool
    digest: str
    inputs: str
    key: str
    reference: str | None
    rep: str
    customer: str
    segment: str
    region: str
    title: str
    currency: str
    places: int
    list: Decimal
    net: Decimal
    acv: Decimal
    arr: Decimal
    issued: Date
    valid_until: Date
    expires: datetime
    start: Date
    end: Date
    months: int
    catalog: str
    catalog_version: str
    snapshot: str
    deal: str
    made: datetime
    changed: datetime
    entry: int
    chain: str

    @property
    def name(self) -> str:
        """What to call it: `Q-2026-00417, revision 3`, or the number alone where it is the first."""
        return self.number if self.revision == 1 else f"{self.number}, revision {self.revision}"

    def state_at(self, now: datetime) -> State:
        """Return the state at a time: `expired` once the last day is over."""
        return state_at(self.state, self.expires, now)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log.

    Attributes:
        entry: Its number, from 1, without gaps: the order of things, whatever the clocks say.
        at: When, in UTC, by the clock of whoever did it.
        number: Of the quote; "" for what is about the register.
        revision: Of the quote; 0 for what is about the register.
        kind: What was done: "create", "revise" (the revision is superseded) or another move of `lifecycle.MOVES`,
            or "people" and "restore" for the register.
        actor: Who did it.
        state: The state that the version is in afterwards; "" for what is about the register.
        key: What makes it happen at most once.
        body: Everything about it, as plain data: `reason`, `decision`, `people`, whatever the move says; `login` where
            the actor goes by another name than the login.
        prev: Hash of the entry before; 64 zeros before the first.
        hash: SHA-256 over all of this.
    """

    entry: int
    at: datetime
    number: str
    revision: int
    kind: str
    actor: str
    state: str
    key: str
    body: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    prev: str = ""
    hash: str = ""

    @property
    def reason(self) -> str:
        """Why, where somebody said so."""
        return str(self.body.get("reason") or "")

    @property
    def login(self) -> str:
        """The login of the operating system, or the role of the database: that of the actor, mostly."""
        return str(self.body.get("login") or self.actor)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: how many entries there are, and the hash of the last one.

    Attributes:
        register: Id of the register.
        count: Number of entries.
        hash: Hash of the last; 64 zeros when there is none.
    """

    register: str
    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Added:
    """What recording gave: the version, and whether it is new or was recorded before."""

    stored: Stored
    is_new: bool
