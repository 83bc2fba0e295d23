"""Latencies and costs far from all others of their workload."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem

QUOTE = "'"
REACH = 5
"""On a logarithmic scale: so many spreads of the middle half above the upper quartile.  Tukey's far-out fence is at
3, on the plain scale; times and costs have long tails, which are no mistakes."""


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem for latencies and one for costs, where there are any."""
    for name in ("latency", "cost"):
        fences = look.rows(
            f"""SELECT CAST(workload AS VARCHAR), exp(q[2] + {REACH} * greatest(q[2] - q[1], 0.2)) FROM (
                  SELECT workload, quantile_cont(ln({name}), [0.25, 0.75]) AS q FROM t
                  WHERE {COUNTED} AND {name} > 0 AND row % {_thin(look)} = 0 GROUP BY workload)"""
        )
        if not fences:
            continue
        cases = " ".join(f"WHEN '{str(word).replace(QUOTE, QUOTE * 2)}' THEN {fence!r}" for word, fence in fences)
        outside = f"({name} > {min(fence for _, fence in fences)!r} AND {name} > CASE workload {cases} END)"
        where = f"{COUNTED} AND {outside}"
        ((count, most),) = look.rows(f"SELECT count(*), max({name}) FROM t WHERE {where}")
        if count:
            worst = f"{most:,.0f} ms" if name == "latency" else f"{most:.4f} {look.pilot.currency}"
            yield look.problem(
                f"outlier-{name}",
                "warning",
                f"A {name} far above all others of its workload; the highest is {worst}",
                int(count),
                "counted",
                effect=look.without(outside) if name == "cost" else "percentiles hardly feel them; means would",
                examples=look.places(where),
            )


def _thin(look: Look) -> int:
    """Quartiles of a sample of 200,000 rows are near enough for a fence."""
    return max(1, look.read.rows // 200_000)
