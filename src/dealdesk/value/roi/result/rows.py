"""Costs and benefits of a business case by column, what they add up to, and what other ways would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.quote.printed import Said

Confidence = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Period:
    """One column of the case.

    Attributes:
        id: `initial`, `year-1`, `year-2` …
        title: "Initial", "Year 1" …
        factor: What an amount in it is worth today, six decimals: 1 / (1 + rate) ** year.
        cumulative: Net of this column and all before it.
        pv_costs: Present value of `costs`, rounded to the minor unit.
    """

    id: str
    title: str
    start: Date
    end: Date
    factor: Decimal
    costs: Decimal
    benefits: Decimal
    net: Decimal
    cumulative: Decimal
    pv_costs: Decimal
    pv_benefits: Decimal
    pv_net: Decimal
    pv_cumulative: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the case; month 0 is the initial column.  The twelve months of a year add up to its column."""

    number: int
    start: Date
    costs: Decimal
    benefits: Decimal
    net: Decimal
    cumulative: Decimal


@dataclass(frozen=True, slots=True)
class Risk:
    """What an amount is adjusted by for its risk, in per cent.

    Attributes:
        percent: The adjustment: benefits go down by it, costs up.
        derivation: How it comes about, where the case says so: "66 % × 30 %"; else "".
    """

    percent: Decimal
    derivation: str = ""


@dataclass(frozen=True, slots=True)
class CostRow:
    """One cost.

    Attributes:
        group: `deal` where a line of the quote says it, else `own`.
        full: Before the risk adjustment, by column.
        amounts: After it, by column; what is counted.
        total: Sum of `amounts`.
        pv: Its part of the present value of all costs; the rows add up to that.
        share: Per cent of the present value of all costs, one decimal.
        derivation: Where the amounts come from: "manufacturing, 3 years", "a year: 60,000".
        at: `file:line`.
        drivers: Ids of the assumptions that it is in proportion to.
        said: `derivation` as data, for documents in other languages.
        named: The same of `name`, where the engine gives it.
    """

    id: str
    name: str
    group: Literal["deal", "own"]
    full: tuple[Decimal, ...]
    risk: Risk
    amounts: tuple[Decimal, ...]
    total: Decimal
    pv: Decimal
    share: Decimal
    derivation: str
    source: str | None
    confidence: Confidence | None
    at: str
    drivers: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    named: Said | None = None


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One benefit.

    Attributes:
        full: What it is worth when it is reached in full, by column; nothing in the initial one.
        ramp: Per cent of it that is reached, by column, one decimal where months decide it.
        after_ramp: `full` × `ramp`, by column.
        risk: What is taken off for the risk that it comes out lower.
        amounts: What is counted, by column.
        full_total: Sum of `full`.
        pv: Its part of the present value of all benefits; the rows add up to that.
        share: Per cent of the present value of all benefits, one decimal.
        model: The value model and output that the amounts come from, such as "security-roi: net-benefit"; else "".
        drivers: Ids of the assumptions that it is in proportion to.
        ramp_exact: `ramp` as fractions of 1: "13/18".
        said: `derivation` as data, for documents in other languages.
        ramp_said: The same of `ramp_words`.
    """

    id: str
    name: str
    full: tuple[Decimal, ...]
    ramp: tuple[Decimal, ...]
    ramp_words: str
    after_ramp: tuple[Decimal, ...]
    risk: Risk
    amounts: tuple[Decimal, ...]
    full_total: Decimal
    total: Decimal
    pv: Decimal
    share: Decimal
    derivation: str
    source: str | None
    confidence: Confidence | None
    model: str
    at: str
    drivers: tuple[str, ...] = ()
    ramp_exact: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    ramp_said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Unquantified:
    """A benefit that is named and not counted."""

    name: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all columns, and their present values."""

    costs: Decimal
    benefits: Decimal
    net: Decimal
    pv_costs: Decimal
    pv_benefits: Decimal
    npv: Decimal


@dataclass(frozen=True, slots=True)
class AlternativeCost:
    """One cost of an alternative, by column."""

    name: str
    amounts: tuple[Decimal, ...]
    total: Decimal
    source: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What it costs to own another way, or this one: `offer`, `stay` or `build`; benefits are left out.

    Attributes:
        total: Costs over all columns (total cost of ownership).
        pv: Their present value.
        difference: `pv` less that of the offer; above 0 where the offer costs less.
        saves: `difference` in per cent of `pv`, one decimal; None where `pv` is 0.
    """

    id: str
    name: str
    costs: tuple[AlternativeCost, ...]
    amounts: tuple[Decimal, ...]
    total: Decimal
    pv: Decimal
    difference: Decimal
    saves: Decimal | None
    at: str
