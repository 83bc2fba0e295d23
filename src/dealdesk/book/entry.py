"""One quote as the book sees it: who, what, how much, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dealdesk.desk.contracts import full_number
from dealdesk.register.lifecycle import OPEN, State


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote: the version of it that counts.  Amounts are in `currency`.

    Attributes:
        number: "Q-2026-00417".
        revision: Of the version that counts.
        state: What it is now.
        rep: Whose quote it is.
        customer: Its name.
        segment: The customer's segment, or "".
        region: The customer's region, or "".
        title: The quote's title, or "".
        currency: Code.
        places: Decimals of the currency.
        catalog: Id of the catalog.
        list: List price of what is committed, over the term.
        net: Net price of it: the total contract value.
        acv: Annual contract value.
        arr: Recurring revenue of the last full month × 12.
        issued: Date of the quote.
        valid_until: Its last day.
        decided: Day on which the customer signed, or the quote was declined; None while neither is.
        start: First day of the contract.
        end: Last day.
        months: Whole months of the term.
        skus: By SKU, the kind of product: "plugin", "tier", "add_on", "service" or "usage".
        names: By SKU, the product's name.
        follows: Number of the quote whose contract it changes or renews, or "".
        manner: "amendment", whose amounts are what it changes; "renewal"; or "" for a contract of its own.
        was_sent: Whether the customer had it when it expired; False for any other.
        ended: SKUs that an amendment takes out of its contract; they are in none of the mappings above.
    """

    number: str
    revision: int
    state: State
    rep: str
    customer: str
    segment: str
    region: str
    title: str
    currency: str
    places: int
    catalog: str
    list: Decimal
    net: Decimal
    acv: Decimal
    arr: Decimal
    issued: date
    valid_until: date
    decided: date | None
    start: date
    end: date
    months: int
    skus: Mapping[str, str]
    names: Mapping[str, str]
    follows: str = ""
    manner: str = ""
    was_sent: bool = False
    ended: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it may still be won."""
        return self.state in OPEN

    @property
    def is_won(self) -> bool:
        """Whether the customer has signed."""
        return self.state == "accepted"

    @property
    def is_lost(self) -> bool:
        """Whether the customer has said no, or let its last day pass after it was sent."""
        return self.state == "declined" or self.was_sent

    @property
    def discount(self) -> Decimal:
        """What is taken off the list price, as an amount."""
        return self.list - self.net

    @property
    def tier(self) -> str:
        """The tier that is in it, or ""; several are joined."""
        return " + ".join(sorted(self.names[sku] for sku, kind in self.skus.items() if kind == "tier"))

    def count(self, kind: str) -> int:
        """Return how many products of a kind are in it."""
        return sum(1 for each in self.skus.values() if each == kind)


def entry_of(
    stored: Any, data: Mapping[str, Any], deal: Mapping[str, Any], now: datetime, signed: date | None = None
) -> Entry:
    """Return the entry of a recorded version.

    Args:
        stored: The version (`register.Stored`).
        data: Its quote, as plain data.
        deal: Its deal, as its file says it.
        now: The time at which its state is told.
        signed: The day of the customer's signature, where it is accepted.
    """
    state = stored.state_at(now)
    ended = _ended(deal)
    lines = [each for each in data["lines"] if not each["optional"] and each["sku"] not in ended]
    manner, follows = _followed(deal)
    return Entry(
        number=stored.number,
        revision=stored.revision,
        state=state,
        rep=stored.rep,
        customer=stored.customer,
        segment=stored.segment,
        region=stored.region,
        title=stored.title,
        currency=stored.currency,
        places=stored.places,
        catalog=stored.catalog,
        list=stored.list,
        net=stored.net,
        acv=stored.acv,
        arr=stored.arr,
        issued=stored.issued,
        valid_until=stored.valid_until,
        decided=signed or stored.changed.date() if state in ("accepted", "declined") else None,
        start=stored.start,
        end=stored.end,
        months=stored.months,
        skus={each["sku"]: each["kind"] for each in lines},
        names={each["sku"]: each["name"] for each in lines},
        follows=follows,
        manner=manner,
        was_sent=state == "expired" and stored.state == "sent",
        ended=ended,
    )


def _ended(deal: Mapping[str, Any]) -> frozenset[str]:
    """Return the SKUs that an amendment's deal has lines of, all of them with a quantity of 0."""
    lines = [each for each in deal.get("lines", ()) if "sku" in each]
    kept = {each["sku"] for each in lines if each.get("quantity") != 0}
    return frozenset(each["sku"] for each in lines) - kept if "amends" in deal else frozenset()


def _followed(deal: Mapping[str, Any]) -> tuple[str, str]:
    """Return how a deal follows another contract, and the number of that; "" for a contract of its own."""
    for key, manner in (("amends", "amendment"), ("renews", "renewal")):
        table = deal.get(key)
        if isinstance(table, Mapping):
            return manner, full_number(str(table.get("contract", "")))
    return "", ""
