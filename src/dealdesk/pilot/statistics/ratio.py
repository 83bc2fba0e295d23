"""Means of two arms at the same mix of workloads, compared: by clusters, linearized.

With the mix held fixed (direct standardization), an arm's mean is the sum of its stratum means, each weighted with
the baseline's share of that stratum.  Its error comes from how much the blocks differ: the linearized contribution
of block g is the sum over strata of weight × (total of the block - mean × count of the block) / count of the arm.
A block that both arms share contributes to both, so what it does to both cancels.

Source: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", 3rd edition (2003), chapter 19, for
the standardization; Cochran, "Sampling Techniques", 3rd edition (1977), 6.8 and Liang and Zeger, Biometrika 73
(1986), for the variance of ratios from clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

from dealdesk.pilot.statistics.interval import NONE, Interval
from dealdesk.pilot.statistics.student import t_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Mean:
    """An arm's mean at a fixed mix, and what each block contributes to its error.

    Attributes:
        n: Cases.
        blocks: Blocks that have any.
    """

    value: float
    parts: Floats
    n: float
    blocks: int

    @property
    def variance(self) -> float:
        """Of the value, from its own blocks alone."""
        return float((self.parts**2).sum()) * self.blocks / (self.blocks - 1) if self.blocks > 1 else inf


def mean_at_mix(totals: Floats, counts: Floats, weights: Floats) -> Mean:
    """Return the mean of *totals* per case at the mix of *weights*.

    Args:
        totals: [block, stratum] sums.
        counts: [block, stratum] cases.
        weights: [stratum], adding up to 1; 0 for a stratum that has no cases.
    """
    import numpy as np

    n = counts.sum(axis=0)
    used = weights > 0
    if not used.any() or not (n[used] > 0).all():
        return Mean(float("nan"), np.zeros(len(counts)), float(n.sum()), 0)
    means = totals[:, used].sum(axis=0) / n[used]
    parts = ((totals[:, used] - means * counts[:, used]) * (weights[used] / n[used])).sum(axis=1)
    return Mean(float(weights[used] @ means), parts, float(n.sum()), int((counts.sum(axis=1) > 0).sum()))


def relative_change(base: Mean, treat: Mean, confidence: float) -> Interval:
    """Return `treat / base - 1` with its interval, worked out on logarithms (the delta method) and with Student's t.

    The degrees of freedom are those of the arm with fewer blocks, less 1: careful where the arms share blocks.
    """
    blocks = min(base.blocks, treat.blocks)
    if blocks < 2 or not (base.value > 0 and treat.value > 0):
        return NONE
    parts = treat.parts / treat.value - base.parts / base.value
    error = sqrt(float((parts**2).sum()) * blocks / (blocks - 1))
    reach = t_quantile((1 + confidence) / 2, blocks - 1) * error
    middle = log(treat.value / base.value)
    change = exp(middle) - 1
    low, high = exp(middle - reach) - 1, exp(middle + reach) - 1
    return Interval(change, low, high, base.value, treat.value, error * (1 + change))
