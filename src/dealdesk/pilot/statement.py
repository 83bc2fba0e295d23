"""How a pilot is worked out, in sentences for its reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.result.criteria import CriterionResult
from dealdesk.pilot.statistics.percentile import error_of_bins


def statement_of(pilot: Pilot, criteria: Sequence[CriterionResult]) -> tuple[str, ...]:
    """Return the method in sentences."""
    confidence = min((each.confidence for each in criteria if each.judged == "interval"), default=Decimal(95))
    block = {"day": "days", "hour": "hours"}.get(pilot.block, f"blocks of {pilot.block}")
    return (
        f"A criterion passes when its whole {confidence:f} % interval lies on the right side of the margin, and fails "
        "when it lies wholly on the wrong side; else there is not enough data.",
        f"If the truth lies at the margin, a criterion passes by chance in {(100 - confidence) / 2:f} % of pilots. "
        "To scale, all have to pass, so the chance to scale wrongly is no larger, whatever the number of criteria.",
        f"Requests close in time are not independent: intervals come from whole {block}, with both arms in them.",
        "Costs, quality, errors and percentiles of both arms are at the baseline's mix of workloads within each stage, "
        "so that a change of mix is not counted as a saving.",
        f"Percentiles: {pilot.draws:,} resamplings of {block} (Bayesian bootstrap, seed {pilot.seed}), tails widened "
        f"for few {block}; latencies are counted in bins {error_of_bins():.1f} % wide and interpolated.",
        "Costs and quality: ratio of standardized means, delta method with errors from "
        f"{block}, Student's t. Errors: Newcombe's interval, requests counted as what their {block} tell.",
        "Policy coverage and recording are observed on all requests, with Wilson's interval; incidents are counts with "
        "exact Poisson limits.",
    )
