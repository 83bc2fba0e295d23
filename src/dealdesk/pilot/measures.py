"""What a criterion can look at: each measure, its unit, and how it is estimated.  To add one: a function and a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import nan
from typing import Literal

from dealdesk.pilot.comparison import Comparison
from dealdesk.pilot.statistics.interval import NONE, Interval
from dealdesk.pilot.statistics.percentile import relative
from dealdesk.pilot.statistics.poisson import poisson_limits
from dealdesk.pilot.statistics.proportion import effective, newcombe, wilson
from dealdesk.pilot.statistics.ratio import Mean, mean_at_mix, relative_change
from dealdesk.pilot.statistics.student import NORMAL, t_quantile

SEVERE = ("high", "critical")


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its interval, and how much data it rests on."""

    interval: Interval
    requests: tuple[int, int]
    blocks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        title: What it is called.
        unit: Of the estimate: "%", "points" or "".
        side_unit: Of the figure of each arm: "ms", "money", "%", "score" or "".
        better: The direction that is better.
        judged: By its `interval`, or by what was `observed`: where all requests are looked at, and not a sample.
        works: From (comparison, confidence 0 to 1): the figure.
        method: In a sentence.
    """

    title: str
    unit: Literal["%", "points", ""]
    side_unit: Literal["ms", "money", "money per 1K", "%", "score", ""]
    better: Literal["lower", "higher"]
    judged: Literal["interval", "observed"]
    works: Callable[[Comparison, float], Measured]
    method: str


def _data(both: Comparison, name: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return (
        (both.count(name, False), both.count(name, True)),
        (both.blocks(name, False), both.blocks(name, True)),
    )


def _times(found: Interval, factor: float, sides: float = 1.0) -> Interval:
    low, high = sorted((found.low * factor, found.high * factor))
    return Interval(
        found.estimate * factor, low, high, found.baseline * sides, found.treatment * sides, found.error * abs(factor)
    )


def _latency(place: int) -> Callable[[Comparison, float], Measured]:
    def works(both: Comparison, confidence: float) -> Measured:
        requests, blocks = _data(both, "latency_n")
        if not min(requests):
            return Measured(NONE, requests, blocks)
        base, treat = both.draws
        return Measured(_times(relative(base[place], treat[place], min(blocks), confidence), 100), requests, blocks)

    return works


def _means(both: Comparison, total: str, count: str, weighed: str | None = None) -> tuple[Mean, Mean]:
    mix = both.mix(count, weighed)
    base, treat = (mean_at_mix(both.arm(total, arm), both.arm(count, arm), mix) for arm in (False, True))
    return base, treat


def _quality(both: Comparison, confidence: float) -> Measured:
    base, treat = _means(both, "quality", "quality_n")
    return Measured(_times(relative_change(base, treat, confidence), 100), *_data(both, "quality_n"))


def _savings(both: Comparison, confidence: float) -> Measured:
    base, treat = _means(both, "cost", "cost_n")
    return Measured(_times(relative_change(base, treat, confidence), -100), *_data(both, "cost_n"))


def _token_savings(both: Comparison, confidence: float) -> Measured:
    base, treat = _means(both, "token_cost", "tokens")
    return Measured(_times(relative_change(base, treat, confidence), -100), *_data(both, "token_n"))


def _errors(both: Comparison, confidence: float) -> Measured:
    requests, blocks = _data(both, "known")
    base, treat = _means(both, "failed", "known")
    if min(blocks) < 2 or base.value != base.value or treat.value != treat.value:
        return Measured(NONE, requests, blocks)
    z = t_quantile((1 + confidence) / 2, min(blocks) - 1)
    found = newcombe(
        base.value,
        effective(base.value, base.n, base.variance),
        treat.value,
        effective(treat.value, treat.n, treat.variance),
        z,
    )
    return Measured(_times(found, 100, 100), requests, blocks)


def _coverage(both: Comparison, confidence: float) -> Measured:
    (n, blocks), (covered, _) = both.whole("policy_n", True), both.whole("covered", True)
    return Measured(_observed(covered, n, confidence, treatment=True), (0, n), (0, blocks))


def _recorded(both: Comparison, confidence: float) -> Measured:
    (n, blocks), (recorded, _) = both.whole("n", False), both.whole("recorded", False)
    return Measured(_observed(recorded, n, confidence, treatment=False), (n, 0), (blocks, 0))


def _observed(part: int, n: int, confidence: float, *, treatment: bool) -> Interval:
    if not n:
        return NONE
    low, high = wilson(part / n, n, NORMAL.inv_cdf((1 + confidence) / 2))
    sides = (nan, part / n) if treatment else (part / n, nan)
    return _times(Interval(part / n, low, high, *sides), 100, 100)


def _incidents(both: Comparison, confidence: float) -> Measured:
    count = sum(each.severity in SEVERE and each.caused_by_pilot for each in both.pilot.incidents)
    return _counted(both, count, confidence)


def _security(both: Comparison, confidence: float) -> Measured:
    count = sum(each.severity in SEVERE and each.open for each in both.pilot.security)
    return replace(_counted(both, count, confidence), interval=Interval(count, nan, nan))


def _counted(both: Comparison, count: int, confidence: float) -> Measured:
    low, high = poisson_limits(count, confidence)
    n, blocks = both.whole("n", True)
    return Measured(Interval(count, low, high), (0, n), (0, blocks))


_BOOTSTRAP = "percentiles of both arms at the same mix, whole blocks resampled"
_CLUSTERS = "means at the same mix, error from whole blocks, Student's t"

MEASURES: Mapping[str, Measure] = {
    "recorded": Measure("Recorded", "%", "%", "higher", "observed", _recorded, "share with Wilson's interval"),
    "p50-latency": Measure("p50 latency", "%", "ms", "lower", "interval", _latency(0), _BOOTSTRAP),
    "p95-latency": Measure("p95 latency", "%", "ms", "lower", "interval", _latency(1), _BOOTSTRAP),
    "p99-latency": Measure("p99 latency", "%", "ms", "lower", "interval", _latency(2), _BOOTSTRAP),
    "quality": Measure("Quality", "%", "score", "higher", "interval", _quality, _CLUSTERS),
    "error-rate": Measure(
        "Error rate", "points", "%", "lower", "interval", _errors, "Newcombe's interval, requests counted by blocks"
    ),
    "savings": Measure("Savings per request", "%", "money", "higher", "interval", _savings, _CLUSTERS),
    "token-savings": Measure(
        "Savings per 1K tokens", "%", "money per 1K", "higher", "interval", _token_savings, _CLUSTERS
    ),
    "policy-coverage": Measure(
        "Policy coverage", "%", "%", "higher", "observed", _coverage, "all requests, with Wilson's interval"
    ),
    "incidents": Measure("Incidents", "", "", "lower", "observed", _incidents, "count, with exact Poisson limits"),
    "security-findings": Measure("Security findings", "", "", "lower", "observed", _security, "count"),
}
