"""What stands on a quote's paper beside its prices: who, on which terms, in which sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BundleNote:
    """The bundle tier that the deal has reached, and what comes with it."""

    name: str
    percent: Decimal
    products: int
    includes: tuple[str, ...]
    support: str | None
    sets: tuple[str, ...]
    assumption: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that the engine makes, so that a document can say it in its own language.

    Attributes:
        id: Which sentence it is.
        text: The sentence in English.
        values: What is filled in, in plain form: ISO dates, bare numbers, names as written.
    """

    id: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Term:
    """One printed commercial term; `id` names it whatever the language.

    `said` is the sentence of `text` where the engine makes it; what a catalog or a deal words stays as written.
    """

    id: str
    heading: str
    text: str
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the implementation."""

    name: str
    weeks: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person, as printed."""

    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Customer or vendor, as printed."""

    name: str
    address: tuple[str, ...] = ()
    contacts: tuple[Person, ...] = ()
    segment: str | None = None
    region: str | None = None
    industry: str | None = None
    language: str = "en"
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class UseLimit:
    """A limit of use that a product has: at most so many of a unit, in a period or at any time."""

    product: str
    name: str
    most: Decimal
    unit: str
    period: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """What an order form has filled in for its signers.

    Attributes:
        number: The customer's purchase order number.
        invoice_email: Where invoices go.
        bill_to: Name and address to bill, where it is not the customer's own.
        effective: First day of the agreement; None where it is the day of the last signature.
    """

    number: str | None = None
    invoice_email: str | None = None
    bill_to: tuple[str, ...] = ()
    effective: Date | None = None
