"""What every method returns."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval; `nan` where there is none.

    Attributes:
        baseline: The measure itself in the baseline, where it compares two arms.
        treatment: The measure itself in the treatment.
        error: Standard error of the estimate, to plan with.
    """

    estimate: float
    low: float
    high: float
    baseline: float = nan
    treatment: float = nan
    error: float = nan


NONE = Interval(nan, nan, nan)
