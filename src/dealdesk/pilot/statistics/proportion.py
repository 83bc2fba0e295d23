"""Shares: Wilson's interval for one, Newcombe's for the difference of two, with clusters counted as what they tell."""

from __future__ import annotations

from math import nan, sqrt

from dealdesk.pilot.statistics.interval import NONE, Interval


def wilson(share: float, n: float, z: float) -> tuple[float, float]:
    """Return the score interval of a share among *n* independent cases, *z* standard errors to both sides.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if n <= 0:
        return nan, nan
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def effective(share: float, n: float, variance: float) -> float:
    """Return how many independent cases would tell as much: n over the design effect, which is taken as at least 1.

    Source: Kish, "Survey Sampling" (1965), 8.2; used for score intervals by Korn and Graubard (1998).

    Args:
        share: The estimated share.
        n: Cases.
        variance: Of the share, from clusters.
    """
    simple = share * (1 - share)
    return n if variance <= 0 or simple <= 0 else min(n, simple / variance)


def newcombe(one: float, n_one: float, two: float, n_two: float, z: float) -> Interval:
    """Return `two - one`, the difference of two shares, by the square-and-add of two Wilson intervals.

    Source: Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine
    17 (1998), method 10.  Arms that share their blocks are correlated upwards, which makes this too wide, never too
    narrow.
    """
    if n_one <= 0 or n_two <= 0:
        return NONE
    (low1, high1), (low2, high2), apart = wilson(one, n_one, z), wilson(two, n_two, z), two - one
    low = apart - sqrt((two - low2) ** 2 + (high1 - one) ** 2)
    high = apart + sqrt((high2 - two) ** 2 + (one - low1) ** 2)
    return Interval(apart, low, high, one, two, (high - low) / (2 * z))
