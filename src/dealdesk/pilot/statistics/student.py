"""Quantiles of Student's t distribution, and the incomplete beta function under them."""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p
from statistics import NormalDist

NORMAL = NormalDist()


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularized incomplete beta function I_x(a, b), for a and b above 0 and x from 0 to 1.

    Source: DLMF 8.17.22, the continued fraction, evaluated by the modified Lentz method (Thompson and Barnett, 1986).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1), tiny)
    total = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away(1 + step * d, tiny)
            c = _away(1 + step / c, tiny)
            total *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * total


def _away(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def t_cdf(t: float, df: float) -> float:
    """Return how often a t-distributed number with *df* degrees of freedom is at most *t*.

    Source: Abramowitz and Stegun 26.7.1.
    """
    tail = incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2
    return 1 - tail if t > 0 else tail


@lru_cache(maxsize=4096)
def t_quantile(share: float, df: float) -> float:
    """Return the number that a t-distributed one is at most in *share* (0 to 1) of cases, by bisection."""
    if df == inf or df > 1e6:
        return NORMAL.inv_cdf(share)
    if df <= 0:
        return inf
    if share < 0.5:
        return -t_quantile(1 - share, df)
    low, high = 0.0, 2.0
    while t_cdf(high, df) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, df) < share else (low, middle)
    return (low + high) / 2
