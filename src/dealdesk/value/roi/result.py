"""What comes of a business case: frozen, plain, and the same in JSON.  Every number that is printed is in here.

Amounts are Decimals in the case's currency, rounded to its minor unit; totals are sums of the amounts printed.
Percentages are Decimals in per cent.  Columns are the initial one, not discounted, and a year each, discounted at
its end: a tuple of amounts has `years` + 1 entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote import Finding

METHOD = "dealdesk-roi-1"
"""Id of the method; it changes when the same case would give other figures."""

Confidence = Literal["low", "medium", "high"]
Kind = Literal["money", "percent", "months", "ratio"]


@dataclass(frozen=True, slots=True)
class Party:
    """A customer or a vendor, as printed."""

    name: str
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class DealRef:
    """The deal whose quote gives costs.

    Attributes:
        file: The deal's file, as it was named.
        tcv: Net total of what is committed, over the deal's own term.
        months: The deal's term.
        at: `file:line` where the case names the deal.
    """

    file: str
    number: str | None
    title: str | None
    option: str | None
    catalog: str
    version: str
    tcv: Decimal
    months: int
    start: Date
    end: Date
    at: str


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
class Figure:
    """A key figure.

    Attributes:
        id: `npv`, `roi`, `payback`, `discounted-payback`, `irr`, `xirr`, `mirr`, `pv-costs`, `pv-benefits`, `costs`,
            `benefits`, `net`, `return`, `roi-first-year`, `cost-of-delay`.
        value: In `kind`: money, per cent, months, or a plain ratio; None where there is none.
        text: The figure in English, or why there is none.
        definition: How it is worked out.
    """

    id: str
    title: str
    value: Decimal | None
    kind: Kind
    text: str
    definition: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The whole case with every assumption at its worse end (`cautious`), as expected, or at its better end (`strong`).

    Attributes:
        values: The value of each assumption in it, by id, in the order of `RoiResult.assumptions`.
        payback: In months; None where it is not paid back within the case.
    """

    id: Literal["cautious", "expected", "strong"]
    name: str
    values: tuple[tuple[str, Decimal], ...]
    pv_costs: Decimal
    pv_benefits: Decimal
    npv: Decimal
    roi: Decimal | None
    payback: Decimal | None


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """What one assumption does to the net present value, all others as expected; the widest first.

    Attributes:
        npv_low: Net present value with the assumption at `low`.
        npv_high: The same at `high`.
        worst: The lower of the two.
        swing: How far apart they are.
    """

    id: str
    name: str
    unit: str
    low: Decimal
    expected: Decimal
    high: Decimal
    npv_low: Decimal
    npv_high: Decimal
    worst: Decimal
    best: Decimal
    swing: Decimal
    at: str


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of the distribution: draws with a net present value from `low` up to `high`."""

    low: Decimal
    high: Decimal
    draws: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Many draws of all assumptions at once.

    Attributes:
        shape: Distribution of each assumption between its low, expected and high value.
        p10: One draw in ten has a net present value at or below it.
        positive: Per cent of draws with a net present value above 0, two decimals rounded down.
        roi_p10: The same for the return on investment; None where a draw has no cost.
        bins: The distribution of the net present value; the draws of all bins add up to `draws`.
    """

    draws: int
    seed: int
    shape: Literal["triangular", "pert"]
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    least: Decimal
    most: Decimal
    positive: Decimal
    roi_p10: Decimal | None
    roi_p50: Decimal | None
    roi_p90: Decimal | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How far something can go before the net present value is 0, all else as expected.

    Attributes:
        id: `benefits`, `costs`, or the id of an assumption.
        direction: What it does: `fall` or `rise`; `none` where no change of it brings the value to 0.
        exact: The change as a fraction of what is expected, exact: "41/79"; "" where there is none.
        percent: The same in per cent, two decimals: the last one at which the case, rounded as printed, still holds,
            or the first one at which a case that loses money would.
        value: What an assumption is then, cut off to its own side; None for benefits and costs as a whole.
        npv_at: Net present value when the case is worked out again with `percent`; 0 or more.
        npv_beyond: The same 0.01 percentage points further, where the case no longer holds; below 0, or 0 where less
            than half a cent would have to fall by more than 100 %.
        sentence: "Benefits can fall by 52.03 % before the case loses money."
    """

    id: str
    name: str
    direction: Literal["fall", "rise", "none"]
    exact: str
    percent: Decimal | None
    value: Decimal | None
    unit: str
    npv_at: Decimal | None
    npv_beyond: Decimal | None
    sentence: str


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


@dataclass(frozen=True, slots=True)
class Assumption:
    """An input of the case with its range.

    Attributes:
        drives: Names of the benefits and costs that are in proportion to it.
        source: Where the value comes from; None where the case does not say.
    """

    id: str
    name: str
    unit: str
    low: Decimal
    expected: Decimal
    high: Decimal
    drives: tuple[str, ...]
    source: str | None
    confidence: Confidence | None
    at: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked of the reader next."""

    text: str
    by: Date | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates at which the net present value is 0, in per cent with 6 decimals, rising; and in words."""

    found: tuple[Decimal, ...]
    sign_changes: int
    unique: bool
    why: str


@dataclass(frozen=True, slots=True)
class RoiResult(Canonical):
    """A business case, worked out.

    Attributes:
        method: Id of the method.
        source: The case's file, as it was named.
        dated: The day that the case is of.
        rate: Discount rate in per cent.
        timing: `service`: what the quote bills falls into the year of its service; `invoices`: to the invoice's date.
        accent: Colour of the vendor.
        logo: The vendor's logo as SVG.
        irr: Internal rate of return, with every solution.
        notes: Remarks of the case, as written.
        statement: How it is worked out, in sentences.
    """

    method: str
    source: str
    title: str
    customer: Party
    vendor: Party
    prepared_by: str | None
    reference: str | None
    dated: Date
    language: str
    currency: str
    places: int
    start: Date
    years: int
    rate: Decimal
    rate_at: str
    timing: Literal["service", "invoices"]
    deal: DealRef | None
    periods: tuple[Period, ...]
    months: tuple[Month, ...]
    costs: tuple[CostRow, ...]
    benefits: tuple[BenefitRow, ...]
    unquantified: tuple[Unquantified, ...]
    totals: Totals
    figures: tuple[Figure, ...]
    irr: Rates
    scenarios: tuple[Scenario, ...]
    tornado: tuple[TornadoRow, ...]
    simulation: Simulation | None
    break_evens: tuple[BreakEven, ...]
    alternatives: tuple[Alternative, ...]
    assumptions: tuple[Assumption, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    statement: tuple[str, ...]
    findings: tuple[Finding, ...]
    accent: str = "#0b6a5a"
    logo: str | None = None

    def figure(self, figure_id: str) -> Figure:
        """Return a key figure by its id; KeyError when there is none of that id."""
        for each in self.figures:
            if each.id == figure_id:
                return each
        raise KeyError(figure_id)
