"""Stages that overlap in time, and arms that do not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dealdesk.pilot.problems.look import COUNTED, EXAMPLES, Look
from dealdesk.pilot.result.measured import Problem


def found(look: Look) -> Iterator[Problem]:
    """Yield the problems of both sorts."""
    spans = {
        stage: (first, last, count)
        for stage, first, last, count in look.rows(
            f"SELECT stage, min(time), max(time), count(*) FROM t WHERE {COUNTED} GROUP BY stage ORDER BY min(time)"
        )
    }
    order = list(spans)
    names = {number: stage.name for number, stage in enumerate(look.pilot.stages)}
    both = [(one, two) for one, two in pairwise(order) if spans[two][0] < spans[one][1]]
    if both:
        rows = sum(
            look.count(f"{COUNTED} AND stage = {two} AND time < TIMESTAMP '{spans[one][1]}'") for one, two in both
        )
        yield look.problem(
            "stages-overlap",
            "warning",
            "Stages that begin before the one before has ended",
            rows,
            "counted, each request in the stage that it states",
            effect="what happens in the common time counts for both",
            examples=tuple(f"{names[one]} and {names[two]}" for one, two in both[:EXAMPLES]),
        )
    for number, stage in enumerate(look.pilot.stages):
        places = look.cells.chosen([number])
        base, treat = (look.cells.sums["n"][arm][:, places].sum(axis=1) > 0 for arm in (0, 1))
        if treat.any() and not (base & treat).any():
            yield look.problem(
                "before-after",
                "warning",
                f"{stage.name}: the baseline is of another time than the treatment",
                int(look.cells.sums["n"][1][:, places].sum()),
                "compared as before and after",
                effect="whatever else changed in between counts as an effect of the pilot",
            )
