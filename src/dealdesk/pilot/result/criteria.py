"""What a pilot was judged by: its criteria, steps and stages, each with its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

Verdict = Literal["pass", "fail", "not enough data", "not started", "waived"]


Decision = Literal["scale", "extend", "stop"]


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
    baseline: Decimal | None
    treatment: Decimal | None
    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None
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
    share_planned: Decimal | None
    share: Decimal | None
