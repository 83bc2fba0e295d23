"""What comes of a pilot: frozen, plain, and the same in JSON.  Every number that is printed is in here.

Figures are Decimals, rounded to the digits that are shown; None where the data gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.pilot.result.criteria import CriterionResult, Decision, StageResult, StepResult
from dealdesk.pilot.result.measured import Costs, Percentile, Problem
from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote.finding import Finding
from dealdesk.value.party import Party

METHOD = "dealdesk-pilot-1"
"""Id of the method; it changes when the same telemetry would give other figures."""


@dataclass(frozen=True, slots=True)
class IncidentResult:
    """An incident, as it was written down."""

    day: Date
    severity: str
    text: str
    minutes: int | None
    caused_by_pilot: bool
    resolved: str | None


@dataclass(frozen=True, slots=True)
class SecurityResult:
    """A finding of a security review, as it was written down."""

    severity: str
    text: str
    open: bool
    owner: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would follow: the deal's price, and what the measured saving makes of it.

    Attributes:
        requests_per_month: Requests that would go the new way.
        cost_per_request: What one costs today.
        saving: Measured, in per cent; `cautious` is the lower end of its interval.
        gross: Saved a year as measured; `gross_cautious` at the lower end.
        roi: Return on investment in per cent over `years`.
        case: The business case in TOML, for `dealdesk roi`.
    """

    deal: str
    deal_title: str
    months: int
    tcv: Decimal
    first_year: Decimal
    requests_per_month: Decimal
    cost_per_request: Decimal
    cost_from: Literal["measured", "stated"]
    saving: Decimal
    cautious: Decimal
    gross: Decimal
    gross_cautious: Decimal
    years: int
    rate: Decimal
    risk: Decimal
    npv: Decimal
    npv_cautious: Decimal
    roi: Decimal | None
    roi_cautious: Decimal | None
    payback: Decimal | None
    case: str
    note: str | None


@dataclass(frozen=True, slots=True)
class PilotResult(Canonical):
    """A pilot, worked out.

    Attributes:
        dated: The day of the report.
        first: Time of the first request, its day; `last` likewise.
        rows: Rows of the files; `counted` is how many of them count.
        decision: Scale, extend or stop.
        sentence: The decision in a sentence with its figures.
        reasons: Why, one sentence each.
        headline: The comparison that percentiles and costs are of, in words.
        error_percent: How often, in per cent, a criterion passes although the truth lies at its limit.
        statement: How everything is worked out, in sentences.
    """

    method: str
    source: str
    title: str
    reference: str | None
    customer: Party
    vendor: Party
    prepared_by: str | None
    dated: Date
    language: str
    currency: str
    catalog: str
    catalog_version: str
    agreed: Date
    agreed_by: tuple[str, ...]
    first: Date | None
    last: Date | None
    rows: int
    counted: int
    files: tuple[str, ...]
    block: str
    blocks: int
    decision: Decision
    sentence: str
    reasons: tuple[str, ...]
    more_days: int | None
    steps: tuple[StepResult, ...]
    criteria: tuple[CriterionResult, ...]
    stages: tuple[StageResult, ...]
    headline: str
    percentiles: tuple[Percentile, ...]
    costs: Costs
    error_baseline: Decimal | None
    error_treatment: Decimal | None
    problems: tuple[Problem, ...]
    incidents: tuple[IncidentResult, ...]
    incidents_most: Decimal | None
    security: tuple[SecurityResult, ...]
    proposal: Proposal | None
    error_percent: Decimal
    statement: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]
    accent: str = "#0b6a5a"
    logo: str | None = None
