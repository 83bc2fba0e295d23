"""The statistics of pilots held against a known truth, over many simulated pilots.

    .venv/bin/python -m tests.pilot.method 1000 20261121

For each criterion: how often it passes where the truth lies at its margin, and how often the interval covers the truth.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from math import comb
from time import monotonic
from typing import Any

from dealdesk.pilot.cells import cells_of
from dealdesk.pilot.comparison import compare
from dealdesk.pilot.generate import Period, Truth, requests
from dealdesk.pilot.measures import MEASURES
from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.problems.look import COUNTED
from dealdesk.pilot.telemetry.read import Read, connect
from dealdesk.pilot.telemetry.sql import COST_PLACES, block_of

PERIODS = (Period("trial", 14, 0.5),)
COUNT = 20_000
MARGINS = {
    "savings": (10, "above"),
    "p95-latency": (7, "below"),
    "error-rate": (0.5, "below"),
    "quality": (-2, "above"),
}
"""What passes, in the units of the measures."""

AT_MARGIN = Truth(saving=0.10, latency=0.07, errors=0.01, more_errors=0.005, quality=-0.02, mix=0.1, periods=PERIODS)
NO_EFFECT = Truth(saving=0.0, latency=0.0, errors=0.01, mix=0.1, periods=PERIODS)
SAVING = Truth(saving=0.12, latency=0.02, errors=0.01, more_errors=0.002, quality=0.0, mix=0.1, periods=PERIODS)


def pilot(seed: int, draws: int) -> Pilot:
    return Pilot.validate(
        {
            "catalog": "ai-control-plane",
            "currency": "USD",
            "customer": {"name": "Simulated"},
            "agreed": date(2026, 1, 1),
            "agreed_by": ["both"],
            "telemetry": {"files": ["none.parquet"]},
            "stages": [
                {"id": "trial", "name": "Trial", "steps": [2], "first": date(2026, 9, 7), "last": date(2027, 9, 7)}
            ],
            "seed": seed,
            "draws": draws,
        }
    )


def measured(truth: Truth, seed: int, *, count: int = COUNT, draws: int = 400) -> Mapping[str, Any]:
    """What one simulated pilot gives: the interval of every measure."""
    made, plan, db = requests(truth, count, seed), pilot(seed % 1_000_000, draws), connect()
    try:
        db.register("made", dict(made))
        db.execute(
            f"""CREATE TABLE t AS SELECT time, arm, 0 AS stage, {block_of(plan)} AS block,
              CAST(CAST(workload AS VARCHAR) AS ENUM('0', '1', '2', '3')) AS workload, latency,
              CAST(cost AS DECIMAL(18, {COST_PLACES})) AS cost, CAST(tokens_in + tokens_out AS DOUBLE) AS tokens,
              quality, failed, covered FROM made"""
        )
        cells = cells_of(Read(db, (), frozenset(), count), plan, COUNTED)
    finally:
        db.close()
    both = compare(plan, cells, (0,))
    return {name: MEASURES[name].works(both, 0.95).interval for name in MARGINS}


def true_values(truth: Truth) -> dict[str, float]:
    return {
        "savings": 100 * truth.saving,
        "p95-latency": 100 * truth.latency,
        "error-rate": 100 * truth.more_errors,
        "quality": 100 * truth.quality,
    }


def tally(truth: Truth, pilots: int, seed: int, margins: Mapping[str, tuple[float, str]], **words: int) -> Counter[str]:
    """How often each criterion passed, and its interval covered the truth, lay below it or above it."""
    found: Counter[str] = Counter()
    right = true_values(truth)
    for number in range(pilots):
        for name, each in measured(truth, seed * 100_000 + number, **words).items():
            limit, op = margins[name]
            found[f"{name} pass"] += each.low > limit if op == "above" else each.high < limit
            found[f"{name} cover"] += each.low <= right[name] <= each.high
            found[f"{name} below"] += each.high < right[name]
            found[f"{name} above"] += each.low > right[name]
    return found


def at_most(count: int, n: int, rate: float) -> float:
    """How likely so many or more are, if the rate is this: exact."""
    return sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(count, n + 1))


def lines(pilots: int, seed: int) -> Iterator[str]:
    yield f"{pilots:,} pilots each, seed {seed}; {COUNT:,} requests, 14 days, 50 % treated, mix moved by 10 points"
    nothing = {
        "savings": (0, "above"),
        "p95-latency": (0, "below"),
        "error-rate": (0, "below"),
        "quality": (0, "above"),
    }
    for title, truth, margins in (
        ("no effect, and margins of 0", NO_EFFECT, nothing),
        ("the truth at the margin", AT_MARGIN, MARGINS),
        ("a true saving of 12 %", SAVING, MARGINS),
    ):
        found = tally(truth, pilots, seed, margins)
        yield f"{title}:"
        for name in MARGINS:
            passed, cover = found[f"{name} pass"], found[f"{name} cover"]
            missed = f"{found[f'{name} below'] / pilots:.1%} below, {found[f'{name} above'] / pilots:.1%} above"
            yield f"  {name:12} passes {passed / pilots:6.1%}   covers {cover / pilots:6.1%} ({missed})"


if __name__ == "__main__":
    begun = monotonic()
    for line in lines(int(sys.argv[1]), int(sys.argv[2])):
        print(line, flush=True)
    print(f"{monotonic() - begun:.0f} s", file=sys.stderr)
