"""Criteria held against what was measured: pass, fail, or not enough data, and how much more would be enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil, isfinite

from dealdesk.pilot.comparison import Comparison
from dealdesk.pilot.criteria import Agreed
from dealdesk.pilot.figures import fixed, side
from dealdesk.pilot.measures import MEASURES, Measure, Measured
from dealdesk.pilot.plan import BLOCK_HOURS
from dealdesk.pilot.result.criteria import CriterionResult, Verdict
from dealdesk.pilot.statistics.student import NORMAL, t_quantile

POWER = 0.8
"""How likely more data is to decide, when it is said how much is needed and the truth is what was estimated."""

SIGNS: Mapping[str, str] = {"below": "below", "above": "above", "at_least": "at least", "at_most": "at most"}

HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "below": lambda value, limit: value < limit,
    "above": lambda value, limit: value > limit,
    "at_least": lambda value, limit: value >= limit,
    "at_most": lambda value, limit: value <= limit,
}


def not_started(agreed: Agreed) -> CriterionResult:
    """Return the result of a criterion whose step has no stage, or that was waived."""
    waived = agreed.waived
    verdict: Verdict = "waived" if waived else "not started"
    why = f"waived: {waived}" if waived else f"no stage of the pilot counts for step {agreed.step}"
    return _result(agreed, "", None, verdict, why, None, None)


def judge(agreed: Agreed, name: str, both: Comparison) -> CriterionResult:
    """Return what comes of a criterion in one comparison."""
    measure = MEASURES[agreed.criterion.measure]
    measured = measure.works(both, float(agreed.confidence) / 100)
    verdict, why = _verdict(agreed, measure, measured, both)
    more: tuple[int | None, int | None] = (None, None)
    if verdict == "not enough data":
        more = _more(agreed, measure, measured, both)
        if more[0] is None and _against(agreed, measured):
            why += "; more of the same would not decide it"
    return _result(agreed, name, measured, verdict, why, *more)


def _verdict(agreed: Agreed, measure: Measure, measured: Measured, both: Comparison) -> tuple[Verdict, str]:
    """Return the verdict and why: the whole interval on the right side passes, on the wrong side fails."""
    unit = f" {measure.unit}" if measure.unit else ""
    target = f"{SIGNS[agreed.criterion.op]} {agreed.value:f}{unit}"
    found = measured.interval
    estimate, low, high = (fixed(value) for value in (found.estimate, found.low, found.high))
    if estimate is None:
        return "not enough data", _missing(measure, measured, both)
    fewest = min(n for n in measured.requests if n) if any(measured.requests) else 0
    blocks = min(n for n in measured.blocks if n) if any(measured.blocks) else 0
    if fewest < agreed.least_requests:
        return "not enough data", f"{fewest:,} requests; {agreed.least_requests:,} were agreed as the least"
    if blocks < agreed.least_blocks:
        named = _blocks(both.pilot.block, blocks)
        return "not enough data", f"{named}; {agreed.least_blocks} were agreed as the least"
    holds = HOLDS[agreed.criterion.op]
    if measure.judged == "observed":
        right = holds(estimate if estimate != agreed.value else _exactly(found.estimate), agreed.value)
        return ("pass" if right else "fail"), f"{_say(estimate, unit)} observed; {target} was agreed"
    if low is None or high is None:
        return "not enough data", f"no interval with {_blocks(both.pilot.block, blocks)}"
    span = f"from {_say(low, unit)} to {_say(high, unit)}"
    worst, best = (high, low) if agreed.criterion.op in ("below", "at_most") else (low, high)
    if holds(worst, agreed.value):
        return "pass", f"the interval {span} lies {_wholly(agreed)} {agreed.value:f}{unit}"
    if not holds(best, agreed.value):
        return "fail", f"the interval {span} is nowhere {target}"
    return "not enough data", f"the interval {span} reaches across {agreed.value:f}{unit}"


def _exactly(value: float) -> Decimal:
    """A share so near to the target that it is printed as it: 99.999 % is not 100 %."""
    return Decimal(repr(value))


def _wholly(agreed: Agreed) -> str:
    return "wholly below" if agreed.criterion.op in ("below", "at_most") else "wholly above"


def _say(value: Decimal, unit: str) -> str:
    return f"{value:f}{unit}".replace("-", "−")


def _blocks(block: str, count: int) -> str:
    word = {"day": "day", "hour": "hour"}.get(block, f"block of {block}")
    return f"{count} {word}{'' if count == 1 else 's'}".replace("block of 6 hourss", "blocks of 6 hours")


def _missing(measure: Measure, measured: Measured, both: Comparison) -> str:
    if not any(measured.requests):
        return f"no request has what {measure.title.lower()} needs"
    if not measured.requests[0]:
        return "the baseline has no request to compare with"
    if not measured.requests[1]:
        return "the treatment has no request"
    if min(measured.blocks) < 2:
        return f"{_blocks(both.pilot.block, min(measured.blocks))} only: an interval needs 2"
    return "no workload is in both arms" if not both.base else "nothing can be estimated"


def _against(agreed: Agreed, measured: Measured) -> bool:
    """Whether the estimate itself lies on the wrong side."""
    return isfinite(measured.interval.estimate) and not _enough_to_decide(agreed, measured)


def _enough_to_decide(agreed: Agreed, measured: Measured) -> bool:
    estimate = fixed(measured.interval.estimate)
    return estimate is not None and HOLDS[agreed.criterion.op](estimate, agreed.value)


def _more(agreed: Agreed, measure: Measure, measured: Measured, both: Comparison) -> tuple[int | None, int | None]:
    """Return how many more requests of the smaller arm, and days at the pilot's rate, would decide.

    An error shrinks with the root of the number of blocks: n' = n × ((t + z) × error / distance)², where z makes it
    come out in `POWER` of cases if the truth is what was estimated.
    """
    found = measured.interval
    requests = min(n for n in measured.requests if n) if any(measured.requests) else 0
    blocks = min(n for n in measured.blocks if n) if any(measured.blocks) else 0
    if not requests or not blocks:
        return None, None
    factor = max(1.0, agreed.least_requests / requests, agreed.least_blocks / blocks)
    if measure.judged == "interval" and isfinite(found.estimate) and isfinite(found.error):
        if not _enough_to_decide(agreed, measured):
            return None, None
        away = abs(found.estimate - float(agreed.value))
        reach = t_quantile((1 + float(agreed.confidence) / 100) / 2, max(1, blocks - 1)) + NORMAL.inv_cdf(POWER)
        factor = max(factor, (reach * found.error / away) ** 2) if away > 0 else factor
    if factor <= 1 or factor > 1000:
        return None, None
    days = ceil((factor - 1) * blocks * BLOCK_HOURS[both.pilot.block] / 24)
    return ceil((factor - 1) * requests), max(1, days)


def _result(
    agreed: Agreed,
    name: str,
    measured: Measured | None,
    verdict: Verdict,
    why: str,
    more_requests: int | None,
    more_days: int | None,
) -> CriterionResult:
    criterion, measure = agreed.criterion, MEASURES[agreed.criterion.measure]
    found = measured.interval if measured else None
    counted = measured.requests if measured else (0, 0)
    blocks = [n for n in measured.blocks if n] if measured else []
    places = 0 if measure.unit == "" else 2
    return CriterionResult(
        id=criterion.id,
        step=agreed.step,
        name=criterion.name,
        stage=name,
        measure=criterion.measure,
        op=criterion.op,
        target=agreed.value,
        unit=measure.unit,
        side_unit=measure.side_unit,
        confidence=agreed.confidence,
        judged=measure.judged,
        baseline=side(found.baseline, measure.side_unit) if found else None,
        treatment=side(found.treatment, measure.side_unit) if found else None,
        estimate=fixed(found.estimate, places) if found else None,
        low=fixed(found.low) if found else None,
        high=fixed(found.high) if found else None,
        requests_baseline=counted[0],
        requests_treatment=counted[1],
        blocks=min(blocks, default=0),
        least_requests=agreed.least_requests,
        least_blocks=agreed.least_blocks,
        verdict=verdict,
        why=why,
        more_requests=more_requests,
        more_days=more_days,
        at=agreed.at,
    )
