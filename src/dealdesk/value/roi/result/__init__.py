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

from dealdesk.quoting.quote.finding import Finding
from dealdesk.quoting.quote.printed import Said
from dealdesk.value.figure import Figure, Figured
from dealdesk.value.head import Headed
from dealdesk.value.roi.result.rows import Alternative, BenefitRow, CostRow, Month, Period, Totals, Unquantified
from dealdesk.value.roi.result.sensitivity import Assumption, BreakEven, Scenario, Simulation, TornadoRow

METHOD = "dealdesk-roi-1"
"""Id of the method; it changes when the same case would give other figures."""


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
class RoiResult(Headed, Figured):
    """A business case, worked out.

    Attributes:
        rate: Discount rate in per cent.
        timing: `service`: what the quote bills falls into the year of its service; `invoices`: to the invoice's date.
        accent: Colour of the vendor.
        logo: The vendor's logo as SVG.
        irr: Internal rate of return, with every solution.
        notes: Remarks of the case, as written.
        statement: How it is worked out, in sentences.
        said: The same as data, for documents in other languages.
        reinvest: Per cent a year that returns earn in the modified internal rate of return.
    """

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
    said: tuple[Said, ...] = ()
    reinvest: Decimal = Decimal(0)
