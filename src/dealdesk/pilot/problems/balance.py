"""Arms that did not get the traffic that was planned."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from dealdesk.pilot.problems.look import Look
from dealdesk.pilot.result.measured import Problem

POINTS = 1.0
"""So many points beside the plan are told, if they are also more than chance: 4 standard errors from blocks."""


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem for each stage whose share is not the planned one."""
    for number, stage in enumerate(look.pilot.stages):
        if stage.share is None or stage.against is not None:
            continue
        places = look.cells.chosen([number])
        base, treat = (look.cells.sums["n"][arm][:, places].sum(axis=1) for arm in (0, 1))
        every = float((base + treat).sum())
        if not every or not treat.sum():
            continue
        planned, got = float(stage.share), 100 * float(treat.sum()) / every
        there = base + treat > 0
        blocks = int(there.sum())
        apart = (treat - got / 100 * (base + treat))[there]
        error = 100 * sqrt(float((apart**2).sum()) * blocks / max(1, blocks - 1)) / every if blocks > 1 else 0.0
        if abs(got - planned) > max(POINTS, 4 * error):
            yield look.problem(
                "share",
                "warning",
                f"{stage.name}: {got:.1f} % of the requests went the new way, {planned:g} % were planned",
                round(abs(got - planned) / 100 * every),
                "counted as they went",
                effect="where requests were routed by something else than chance, the arms differ in more than that",
                examples=(look.pilot.at("stages", number, "share"),)
                if look.pilot.at("stages", number, "share")
                else (),
            )
