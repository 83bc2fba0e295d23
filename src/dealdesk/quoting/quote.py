"""A quote: the priced deal, with every step between list and net.  Frozen, plain, and the same in JSON.

Amounts are Decimals in the quote's currency, with its minor unit's decimals.  Dates are inclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.pricing.price_list import PriceList
from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.workings import Workings

ENGINE = "dealdesk-1"
"""Id of the pricing semantics; it changes when the same inputs would give other cents."""


@dataclass(frozen=True, slots=True)
class Move:
    """One named move of the price.

    Attributes:
        code: The step, as in the catalog's `[rules.<code>]`; "list" for the list price.
        title: What a customer reads.
        amount: What it adds (below 0: takes off), over the term.
        rule: The rule that caused it, such as "rules.term.tiers[0]".
        at: `file:line` of that rule; "" when catalog and deal were made in code.
        percent: The rule's percentage, where it states one.
    """

    code: str
    title: str
    amount: Decimal
    rule: str
    at: str
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A line in one interval of the contract, in which nothing about it changes.

    Attributes:
        start: First day.
        end: Last day.
        quantity: Units, or transactions, a period of the charge.
        list_per_period: List price of one whole period.
        net_per_period: Net price of one whole period, before amounts over the term.
        periods: How many periods, in words: "3 years", "1 year + 181/365".
        list: List price over the interval.
        net: Net price over the interval.
        moves: From list to net, over the interval.
    """

    start: Date
    end: Date
    quantity: Decimal
    list_per_period: Decimal
    net_per_period: Decimal
    periods: str
    list: Decimal
    net: Decimal
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One charge of one line of the deal.

    Attributes:
        line: Number of the deal's line, from 1.
        sku: The product.
        charge: The charge's id.
        name: The product's name.
        charge_name: The charge's name, where it has one.
        description: One line about the product.
        kind: The product's kind.
        family: The product's family.
        model: The charge model.
        period: The charge's period.
        unit: What is counted, or "".
        quantity: Units a period in the first interval.
        committed: Whether it is part of the committed value; usage is an estimate.
        optional: Whether it is offered beside the quote, and in no total.
        recurring: Whether it comes back every period.
        list: List price over the term.
        net: Net price over the term; `list` plus all moves after it.
        cost: What it costs the vendor over the term, where that is known.
        moves: From list to net, over the term.
        intervals: The same by interval.
        at: `file:line` of the line in the deal.
        hide_price: Printed without prices of its own.
        note: The seller's note.
        price_list: What the charge costs by quantity, at list price; None where one price tells all.
    """

    line: int
    sku: str
    charge: str
    name: str
    charge_name: str | None
    description: str | None
    kind: str
    family: str
    model: str
    period: str
    unit: str
    quantity: Decimal
    committed: bool
    optional: bool
    recurring: bool
    list: Decimal
    net: Decimal
    cost: Decimal | None
    moves: tuple[Move, ...]
    intervals: tuple[Interval, ...]
    at: str
    hide_price: bool = False
    note: str | None = None
    price_list: PriceList | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines: list, net, and the discount between them (list - net)."""

    list: Decimal
    net: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with the id of its definition and the definition in words.

    `value` is None where it is not known; `kind` says what it is.
    """

    id: str
    title: str
    value: Decimal | None
    kind: Literal["money", "percent"]
    definition: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of the committed value, for the service from `start` to `end`."""

    number: int
    date: Date
    start: Date
    end: Date
    due: Date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the seller should know.

    Attributes:
        code: Stable name of the finding.
        severity: `error` blocks a quote, `warning` needs a look, `info` is good to know.
        message: One sentence with figures.
        at: `file:line` of what it is about, or "".
    """

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    at: str = ""


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
class Version:
    """Which catalog, under which engine and policies, made the price."""

    id: str
    name: str
    version: str
    digest: str
    engine: str
    rounding: str
    proration: str
    valid_from: Date | None = None


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
class UsageRate:
    """What a usage charge costs for which the deal states no usage: the price of what may come."""

    sku: str
    charge: str
    name: str
    charge_name: str | None
    model: str
    period: str
    unit: str
    price_list: PriceList


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


@dataclass(frozen=True, slots=True)
class Usage:
    """What usage is estimated to cost over the term, apart from what is committed."""

    list: Decimal
    net: Decimal
    a_year: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """An alternative, priced in full."""

    name: str
    recommended: bool
    note: str | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Quote(Canonical):
    """A priced deal.  `dealdesk.price` makes it; `to_json` and `from_json` keep it."""

    number: str | None
    revision: int
    title: str | None
    catalog: Version
    vendor: Party
    customer: Party
    prepared_by: Person | None
    partner: str | None
    currency: str
    places: int
    issued: Date
    valid_until: Date
    start: Date
    end: Date
    months: int
    days: int
    term: str
    billing: str
    lines: tuple[QuoteLine, ...]
    totals: Totals
    usage_estimate: Usage
    moves: tuple[Move, ...]
    metrics: tuple[Metric, ...]
    invoices: tuple[Invoice, ...]
    findings: tuple[Finding, ...]
    bundle: BundleNote | None = None
    terms: tuple[Term, ...] = ()
    phases: tuple[Phase, ...] = ()
    tax: str | Said = ""
    assumptions: tuple[str | Said, ...] = ()
    notes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    accent: str = "#0b6a5a"
    logo: str | None = None
    co_term: str | None = None
    deal_digest: str = ""
    usage_rates: tuple[UsageRate, ...] = ()
    use_limits: tuple[UseLimit, ...] = ()
    order: Order = field(default_factory=Order)
    signing: Literal["docusign", "adobe-sign"] | None = None
    workings: Workings | None = None
    folded: tuple[str, ...] = ()
    private: tuple[tuple[str, str], ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def metric(self, metric_id: str) -> Decimal | None:
        """Return the value of a metric by its definition id; KeyError when the quote has no such metric."""
        for each in self.metrics:
            if each.id == metric_id:
                return each.value
        raise KeyError(metric_id)
