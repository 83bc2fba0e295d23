"""Cost per request: as it came, with the mix of workloads held fixed, and what of the difference is the mix."""

from __future__ import annotations

from decimal import Decimal
from math import nan

from dealdesk.pilot.comparison import Comparison
from dealdesk.pilot.figures import fixed, share, significant
from dealdesk.pilot.measures import MEASURES
from dealdesk.pilot.result.measured import Costs, WorkloadCost


def costs_of(both: Comparison, confidence: float, totals: tuple[Decimal, Decimal]) -> Costs:
    """Return the costs of a comparison.

    Args:
        both: The two arms.
        confidence: Of the interval, 0 to 1.
        totals: What the requests of each arm cost together, exact.
    """
    found = MEASURES["savings"].works(both, confidence).interval
    tokens = MEASURES["token-savings"].works(both, confidence).interval
    plain = [_mean(both, arm) for arm in (False, True)]
    crude = (1 - plain[1] / plain[0]) * 100 if plain[0] else nan
    crude_shown, saving = fixed(crude), fixed(found.estimate)
    return Costs(
        baseline=significant(plain[0]),
        treatment=significant(plain[1]),
        crude=crude_shown,
        standardized_baseline=significant(found.baseline),
        standardized=significant(found.treatment),
        saving=saving,
        low=fixed(found.low),
        high=fixed(found.high),
        mix_effect=crude_shown - saving if crude_shown is not None and saving is not None else None,
        per_1k=fixed(tokens.estimate),
        total_baseline=totals[0],
        total_treatment=totals[1],
        workloads=tuple(_workloads(both)),
    )


def _mean(both: Comparison, arm: bool) -> float:
    n = both.arm("cost_n", arm).sum()
    return float(both.arm("cost", arm).sum() / n) if n else nan


def _workloads(both: Comparison) -> list[WorkloadCost]:
    """Return a row for each workload, the most frequent in the baseline first."""
    names = [both.cells.strata[place].workload for place in both.treat]
    n = [both.arm("cost_n", arm).sum(axis=0) for arm in (False, True)]
    cost = [both.arm("cost", arm).sum(axis=0) for arm in (False, True)]
    every = [int(each.sum()) for each in n]
    rows = []
    for name in sorted(set(names)):
        inside = [place for place, each in enumerate(names) if each == name]
        count = [int(each[inside].sum()) for each in n]
        means = [float(each[inside].sum()) / count[arm] if count[arm] else nan for arm, each in enumerate(cost)]
        # stages differ in their shares of traffic: the saving of a workload is that at the mix of its stages
        stages = [place for place in inside if n[0][place] and n[1][place]]
        weight = [float(n[0][place] + n[1][place]) for place in stages]
        old = sum(w * cost[0][place] / n[0][place] for w, place in zip(weight, stages, strict=True))
        new = sum(w * cost[1][place] / n[1][place] for w, place in zip(weight, stages, strict=True))
        rows.append(
            WorkloadCost(
                workload=name or "without a name",
                share_baseline=share(count[0], every[0], 1),
                share_treatment=share(count[1], every[1], 1),
                requests_baseline=count[0],
                requests_treatment=count[1],
                baseline=significant(means[0]),
                treatment=significant(means[1]),
                saving=fixed((1 - float(new / old)) * 100, 1) if old else None,
            )
        )
    return sorted(rows, key=lambda row: (-row.requests_baseline, row.workload))
