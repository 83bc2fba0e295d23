"""A quote: the priced deal, with every step between list and net.  Frozen, plain, and the same in JSON.

Amounts are Decimals in the quote's currency, with its minor unit's decimals.  Dates are inclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote.figures import Invoice, Metric, Totals, Usage
from dealdesk.quoting.quote.finding import Finding
from dealdesk.quoting.quote.line import Move, QuoteLine, UsageRate
from dealdesk.quoting.quote.printed import BundleNote, Order, Party, Person, Phase, Said, Term, UseLimit
from dealdesk.quoting.workings import Workings

ENGINE = "dealdesk-1"
"""Id of the pricing semantics; it changes when the same inputs would give other cents."""


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
