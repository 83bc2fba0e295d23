"""What comes of a pilot: frozen, plain, and the same in JSON.  Every number that is printed is in here.

Figures are Decimals, rounded to the digits that are shown; None where the data gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote import Finding

METHOD = "dealdesk-pilot-1"
"""Id of the method; it changes when the same telemetry would give other figures."""

Verdict = Literal["pass", "fail", "not enough data", "not started", "waived"]
Decision = Literal["scale", "extend", "stop"]
Number = Decimal | None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion in one stage, or over all stages of its step.

    Attributes:
        target: The margin or target that was agreed.
        unit: Of target, estimate and interval: "%", "points" or "".
        side_unit: Of `baseline` and `treatment`.
        estimate: The change, saving, share or count.
        requests_baseline: Requests that the estimate rests on.
        blocks: Blocks of time in the arm that has fewer.
        why: The verdict in a sentence.
        more_requests: How many more requests of the arm with fewer would decide it; None where more do not help.
        more_days: How many more days that takes at the pilot's rate.
        at: `file:line` of the number that was agreed.
    """

    id: str
    step: int
    name: str
    stage: str
    measure: str
    op: str
    target: Decimal
    unit: str
    side_unit: str
    confidence: Decimal
    judged: Literal["interval", "observed"]
    baseline: Number
    treatment: Number
    estimate: Number
    low: Number
    high: Number
    requests_baseline: int
    requests_treatment: int
    blocks: int
    least_requests: int
    least_blocks: int
    verdict: Verdict
    why: str
    more_requests: int | None
    more_days: int | None
    at: str


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step of the pilot framework."""

    step: int
    activity: str
    criterion: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage: when it ran, and how many requests went which way."""

    id: str
    name: str
    first: Date | None
    last: Date | None
    blocks: int
    requests_baseline: int
    requests_treatment: int
    share_planned: Number
    share: Number


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile of one arm's latency in ms, at the baseline's mix, with its interval."""

    name: str
    arm: Literal["baseline", "treatment"]
    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class WorkloadCost:
    """Cost per request of one workload in both arms."""

    workload: str
    share_baseline: Decimal
    share_treatment: Decimal
    requests_baseline: int
    requests_treatment: int
    baseline: Number
    treatment: Number
    saving: Number


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost per request: as it came, with the mix held fixed, and how much of the difference is the mix.

    Attributes:
        baseline: Plain average; `treatment` likewise.
        standardized_baseline: At the baseline's mix within each stage; `standardized` is the treatment's.
        crude: Saving in per cent between plain averages.
        saving: Saving in per cent at the baseline's mix, with its interval.
        mix_effect: `crude` less `saving`, in points: what a change of mix pretends to save.
        per_1k: Saving in per cent per 1K tokens at the baseline's mix; None without tokens.
    """

    baseline: Number
    treatment: Number
    crude: Number
    standardized_baseline: Number
    standardized: Number
    saving: Number
    low: Number
    high: Number
    mix_effect: Number
    per_1k: Number
    total_baseline: Decimal
    total_treatment: Decimal
    workloads: tuple[WorkloadCost, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the data that a reader should know.

    Attributes:
        code: Stable name.
        count: Requests, or places, that it is about.
        per_cent: Of all rows.
        examples: The first places.
        done: What the report did with them.
        effect: What that changes.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    title: str
    count: int
    per_cent: Decimal
    examples: tuple[str, ...]
    done: str
    effect: str

    @property
    def places(self) -> str:
        """The first places in one line, a file's name said once."""
        said: list[str] = []
        file = None
        for each in self.examples:
            name, mark, row = each.rpartition(" row ")
            said.append(f"row {row}" if mark and name == file else each)
            file = name if mark else None
        return ", ".join(said)


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
    roi: Number
    roi_cautious: Number
    payback: Number
    case: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A customer or a vendor, as printed."""

    name: str
    email: str | None = None
    website: str | None = None


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
    error_baseline: Number
    error_treatment: Number
    problems: tuple[Problem, ...]
    incidents: tuple[IncidentResult, ...]
    incidents_most: Number
    security: tuple[SecurityResult, ...]
    proposal: Proposal | None
    error_percent: Decimal
    statement: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]
    accent: str = "#0b6a5a"
    logo: str | None = None
