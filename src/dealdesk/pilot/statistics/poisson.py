"""Counts of rare events: exact limits of their rate."""

from __future__ import annotations

from math import exp, lgamma, log


def poisson_cdf(count: int, mean: float) -> float:
    """Return how often a Poisson count with this mean is at most *count*."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1)))


def poisson_limits(count: int, confidence: float) -> tuple[float, float]:
    """Return the exact two-sided limits of the mean of a Poisson count, *confidence* from 0 to 1.

    With no event at 95 %, the upper limit is 3.69.  Source: Garwood, "Fiducial limits for the Poisson distribution",
    Biometrika 28 (1936).
    """
    tail = (1 - confidence) / 2
    upper = _solve(lambda mean: poisson_cdf(count, mean) > tail, count)
    lower = 0.0 if count == 0 else _solve(lambda mean: 1 - poisson_cdf(count - 1, mean) < tail, count)
    return lower, upper


def _solve(below: object, count: int) -> float:
    """Return where a rising mean stops to be below, by bisection."""
    assert callable(below)
    low, high = 0.0, count + 10.0
    while below(high):
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2
