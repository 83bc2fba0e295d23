"""The percentiles of both arms, as they are reported."""

from __future__ import annotations

from dealdesk.pilot.comparison import SHARES, Comparison
from dealdesk.pilot.figures import side
from dealdesk.pilot.result.measured import Percentile
from dealdesk.pilot.statistics.percentile import interval_of


def percentile_rows(both: Comparison, confidence: float) -> tuple[Percentile, ...]:
    """Return each percentile of each arm with its interval; nothing where an arm has no latency."""
    if not both.base or not min(both.count("latency_n", False), both.count("latency_n", True)):
        return ()
    made = []
    for place, share in enumerate(SHARES):
        for treatment in (False, True):
            draws = both.draws[int(treatment)][place]
            low, high, _ = interval_of(draws, both.blocks("latency_n", treatment), confidence)
            value, least, most = (side(number, "ms") for number in (float(draws[0]), low, high))
            arm = "treatment" if treatment else "baseline"
            made.append(Percentile(f"p{share * 100:g}", arm, value, least, most))  # type: ignore[arg-type]
    return tuple(made)
