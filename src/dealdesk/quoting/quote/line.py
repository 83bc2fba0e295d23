"""A line of a quote: what it costs, list and net, in every interval, and each move between the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from dealdesk.pricing.price_list import PriceList


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
