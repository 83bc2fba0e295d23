"""A business case as its file says it: every table of the file is here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from dealdesk.catalog.fields import Id, Name, Text
from dealdesk.catalog.written import Written
from dealdesk.pricing.numbers import Amount, Number, Percent, Whole
from dealdesk.record import Field, Record, check

Confidence = Literal["low", "medium", "high"]
Months = Annotated[Whole, Field(ge=1, le=360)]
MOST_YEARS = 30
MOST_DRAWS = 1_000_000


class RiskParts(Record):
    """A risk adjustment, derived in the open: how likely it is, and how much is lost then, both in per cent."""

    likelihood: Percent
    impact: Percent


Adjustment = Percent | RiskParts


class Cost(Record):
    """`[[costs]]`: what the customer spends besides the deal: rollout, staff, training.

    Attributes:
        initial: Before the first year; not discounted.
        a_year: The same amount every year; or give `by_year`.
        by_year: An amount for each year.
        risk: What the cost may rise by, in per cent; it is added before anything else.
        range: The least and the most it may come to, in per cent of what is expected.
    """

    id: Id | None = None
    name: Name
    initial: Amount = Decimal(0)
    a_year: Amount | None = None
    by_year: tuple[Amount, ...] | None = None
    risk: Adjustment | None = None
    range: tuple[Amount, Amount] | None = None
    source: Text | None = None
    confidence: Confidence | None = None

    @check
    def _amounts(self) -> None:
        if self.a_year is not None and self.by_year is not None:
            raise ValueError("by_year and a_year both say what a year costs: keep one of the two")
        if self.a_year is None and self.by_year is None and "initial" not in self.given_keys:
            raise ValueError("name says what it is, but no amount is given: add initial, a_year or by_year")
        _in_order(self.range)


class Benefit(Record):
    """`[[benefits]]`: what the customer gains or saves, counted in money.

    Attributes:
        a_year: What it is worth a year once it is reached in full; or give `by_year`, or a `model`.
        by_year: The same for each year.
        model: A value model of the catalog, whose output says what it is worth a year.
        inputs: Inputs of the model.
        output: Which output of the model.
        ramp: Per cent that is reached in each year; the last one holds for all later years.
        ramp_months: Months until it is reached in full, in equal steps.
        from_month: The first month with any of it.
        risk: What is taken off for the risk that it comes out lower, in per cent.
        range: The least and the most it may come to, in per cent of what is expected.
    """

    id: Id | None = None
    name: Name
    a_year: Amount | None = None
    by_year: tuple[Amount, ...] | None = None
    model: Name | None = None
    inputs: Mapping[str, Number] | None = None
    output: Name | None = None
    ramp: tuple[Percent, ...] | None = Field(default=None, min_length=1)
    ramp_months: Months | None = None
    from_month: Months = 1
    risk: Adjustment | None = None
    range: tuple[Amount, Amount] | None = None
    source: Text | None = None
    confidence: Confidence | None = None

    @check
    def _amounts(self) -> None:
        given = [name for name in ("a_year", "by_year", "model") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"{given[1]} and {given[0]} both say what it is worth: keep one of them")
        if not given:
            raise ValueError("name says what it is, but no amount is given: add a_year, by_year or model")
        for name in ("inputs", "output"):
            if getattr(self, name) is not None and self.model is None:
                raise ValueError(f"{name} goes with model, and there is no model")
        if self.model is not None and self.output is None:
            raise ValueError("model needs an output: which result of it is the benefit")
        if self.ramp is not None and self.ramp_months is not None:
            raise ValueError("ramp_months and ramp both say how it is reached: keep one of the two")
        _in_order(self.range)


class Unquantified(Record):
    """`[[unquantified]]`: a benefit that is named and not counted."""

    name: Name
    text: Text


class Assumption(Record):
    """`[assumptions.<id>]`: a number that the case rests on, with its range.

    Attributes:
        expected: The value that the amounts of the case are made with.
        drives: Ids of the benefits and costs that are in proportion to it; `benefits`, `costs` and `deal` stand for
            all benefits, all costs, and what comes from the deal.
    """

    name: Name
    unit: Name = ""
    low: Amount
    expected: Annotated[Number, Field(gt=0)]
    high: Amount
    drives: tuple[Id, ...] = Field(min_length=1)
    source: Text | None = None
    confidence: Confidence | None = None

    @check
    def _rising(self) -> None:
        if not self.low <= self.expected:
            raise ValueError(f"low is {self.low:f}, above what is expected, {self.expected:f}")
        if not self.expected <= self.high:
            raise ValueError(f"high is {self.high:f}, below what is expected, {self.expected:f}")


class SimulationAsked(Record):
    """`[simulation]`: how many draws, from which seed, of which distribution."""

    draws: Annotated[Whole, Field(ge=100, le=MOST_DRAWS)] = 10_000
    seed: Whole = 1
    shape: Literal["triangular", "pert"] = "pert"


class AlternativeAsked(Record):
    """`[[alternatives]]`: another way to get there, and what it costs: to stay as it is, or to build."""

    id: Id
    name: Name
    costs: tuple[Cost, ...] = Field(min_length=1, max_length=50)


class StepAsked(Record):
    """`[[steps]]`: what is asked of the reader next."""

    text: Text
    by: date | None = None
    owner: Name | None = None


class Case(Written):
    """A whole business case, as read from its file.

    Attributes:
        deal: The deal file whose quote gives costs; its path starts at the case's folder.
        option: The option of the deal that is meant; the deal itself when left out.
        catalog: Whose value models are used; the deal's when left out.
        customer: Name of the customer; the deal's when left out.
        currency: The deal's when left out.
        discount_rate: What a year of waiting costs, in per cent.
        reinvestment_rate: What gains earn until the end, for the MIRR; the discount rate when left out.
        years: How many years are looked at.
        start: First day of year 1; the deal's start when left out.
        timing: Whether what the quote bills counts in the year of its `service`, or when it is invoiced (`invoices`).
        count_usage: Whether usage that the deal estimates is counted as a cost.
        renewal_uplift: By how much the yearly price rises after the deal's term, in per cent; without it nothing is
            counted after the term.
        issued: The day that the case is of; the deal's when left out.
    """

    title: Name
    deal: Name | None = None
    option: Name | None = None
    catalog: Name | None = None
    customer: Name | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    language: Name | None = None
    prepared_by: Name | None = None
    discount_rate: Percent
    reinvestment_rate: Percent | None = None
    years: Annotated[Whole, Field(ge=1, le=MOST_YEARS)] = 3
    start: date | None = None
    timing: Literal["service", "invoices"] = "service"
    count_usage: bool = True
    renewal_uplift: Percent | None = None
    issued: date | None = None
    costs: tuple[Cost, ...] = Field(default=(), max_length=100)
    benefits: tuple[Benefit, ...] = Field(min_length=1, max_length=100)
    unquantified: tuple[Unquantified, ...] = Field(default=(), max_length=50)
    assumptions: Mapping[Id, Assumption] = Field(default_factory=dict, max_length=50)
    simulation: SimulationAsked | None = None
    alternatives: tuple[AlternativeAsked, ...] = Field(default=(), max_length=10)
    steps: tuple[StepAsked, ...] = Field(default=(), max_length=20)
    notes: tuple[Text, ...] = Field(default=(), max_length=50)


def _in_order(given: tuple[Decimal, Decimal] | None) -> None:
    if given is None:
        return
    low, high = given
    if not low <= 100 <= high:
        raise ValueError(f"range is {low:f} to {high:f} and must have 100 in it: it is in per cent of what is expected")
