"""Percentiles of both arms at the same mix of workloads, and their change, by resampling whole blocks.

Each draw gives every block a random weight (exponential with mean 1: the Bayesian bootstrap), the same for both arms,
so what happens to both in a block cancels.  Latencies are counts in bins; a percentile is interpolated in its bin on
a logarithmic scale, so it is off by less than the width of a bin, 0.5 %.  With few blocks, resampling gives intervals
that are too narrow; the tails are moved out to where Student's t has them.

Source: Rubin, "The Bayesian bootstrap", Annals of Statistics 9 (1981); Hesterberg, "What teachers should know about
the bootstrap", The American Statistician 69 (2015), 4.1.3, for the expanded percentile interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, nan, sqrt
from typing import TYPE_CHECKING

from dealdesk.pilot.cells import GROWTH, LEAST_MS
from dealdesk.pilot.statistics.interval import Interval
from dealdesk.pilot.statistics.student import NORMAL, t_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = tuple[NDArray[np.int64], NDArray[np.float32]]


def draw_weights(blocks: int, draws: int, seed: int) -> Floats:
    """Return the weights of the blocks, [draw, block], each row beginning as *seed* says; the first row is all 1."""
    import numpy as np

    made = np.random.default_rng(seed).standard_exponential((draws + 1, blocks))
    made[0] = 1
    return made


def percentiles_of(
    bins: Sequence[Counts], weights: Floats, mix: Floats, shares: tuple[float, ...], first_bin: int
) -> Floats:
    """Return the percentiles of one arm at a fixed mix, [share, draw], in ms; `nan` where a draw has no cases.

    Args:
        bins: For each stratum the places of its blocks, and its counts, [block, bin].
        weights: [draw, block].
        mix: [stratum] weights that add up to 1.
        shares: Such as 0.95.
        first_bin: What the first bin is the number of.
    """
    import numpy as np

    total = np.zeros((len(weights), bins[0][1].shape[1]), dtype=np.float32)
    for (places, counts), part in zip(bins, mix, strict=True):
        if part <= 0:
            continue
        drawn = weights[:, places]
        cases = drawn @ counts.sum(axis=1, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            scaled = drawn * np.where(cases > 0, part / cases, nan)[:, None]
        total += scaled.astype(np.float32) @ counts
    heaped = np.cumsum(total, axis=1, dtype=np.float64)
    heaped /= heaped[:, -1:]
    made = np.full((len(shares), len(weights)), nan)
    rows_of = np.arange(len(weights))
    for number, share in enumerate(shares):
        place = np.minimum((heaped < share).sum(axis=1), heaped.shape[1] - 1)
        before = np.where(place > 0, heaped[rows_of, place - 1], 0.0)
        inside = (share - before) / np.maximum(heaped[rows_of, place] - before, 1e-300)
        made[number] = LEAST_MS * GROWTH ** (first_bin + place + np.clip(inside, 0, 1))
    made[:, np.isnan(heaped[:, -1])] = nan
    return made


def interval_of(draws: Floats, blocks: int, confidence: float) -> tuple[float, float, float]:
    """Return low, high and standard error of a figure from its draws, moved out for few blocks."""
    import numpy as np

    values = draws[1:]
    if blocks < 2 or not np.isfinite(values).all():
        return nan, nan, nan
    grown = sqrt((blocks + 1) / (blocks - 1))  # weights of Dirichlet vary too little by (n - 1) / (n + 1)
    tail = NORMAL.cdf(-t_quantile((1 + confidence) / 2, blocks - 1) * grown)
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high), float(values.std(ddof=1)) * grown


def relative(base: Floats, treat: Floats, blocks: int, confidence: float) -> Interval:
    """Return the change of a percentile, `treat / base - 1`, from the draws of both arms."""
    import numpy as np

    change = np.exp(np.log(treat) - np.log(base)) - 1
    low, high, error = interval_of(change, blocks, confidence)
    return Interval(float(change[0]), low, high, float(base[0]), float(treat[0]), error)


def error_of_bins() -> float:
    """Return by how much, in per cent, a percentile can be off because latencies are counted in bins."""
    return (GROWTH - 1) * 100 if log(GROWTH) > 0 else nan
