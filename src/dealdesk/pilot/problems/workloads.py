"""Workloads that only one arm has, and a mix that differs between the arms."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.comparison import compare
from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem

POINTS = 5.0
"""Mixes that differ by less are not told: half the sum of the differences of all shares, in points."""


def found(look: Look) -> Iterator[Problem]:
    """Yield the problems of both sorts, and that of rows without a workload."""
    where = f"{COUNTED} AND CAST(workload AS VARCHAR) = ''"
    if "workload" in look.read.has and (count := look.count(where)):
        yield look.problem(
            "no-workload",
            "warning",
            "No workload",
            count,
            "counted as a workload of their own",
            examples=look.places(where),
        )
    for number, stage in enumerate(look.pilot.stages):
        places = look.cells.chosen([number])
        if not look.cells.sums["n"][1][:, places].sum():
            continue
        both = compare(look.pilot, look.cells, (number,))
        if both.alone:
            words = ", ".join(f"{workload or 'without a name'} ({arm})" for workload, arm, _ in both.alone)
            yield look.problem(
                "workload-alone",
                "warning",
                f"{stage.name}: workloads in one arm only: {words}",
                sum(count for *_, count in both.alone),
                "left out of comparisons in this stage",
                effect="results hold for the other workloads",
            )
        base, treat = (both.arm("n", arm).sum(axis=0) for arm in (False, True))
        if both.base and base.sum() and treat.sum():
            apart = 50 * float(abs(base / base.sum() - treat / treat.sum()).sum())
            if apart > POINTS:
                yield look.problem(
                    "mix",
                    "info",
                    f"{stage.name}: the mix of workloads differs between the arms by {apart:.1f} points",
                    round(apart / 100 * float(treat.sum())),
                    "compared at the baseline's mix",
                    effect="a change of mix is not counted as a saving",
                )
