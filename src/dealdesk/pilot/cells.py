"""Telemetry, added up: a cell for each arm, block of time and stratum (a workload in a stage), as arrays of numpy.

A block is a stretch of time, such as a day.  What happens to one request happens to its neighbours, so requests are
not independent of each other; whole blocks, with everything in them and both arms at once, are what is resampled.
Latencies are counted in bins that are each 0.5 % wider than the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.telemetry.read import Read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bins = tuple[NDArray[np.int64], NDArray[np.float32]]

GROWTH = 1.005
"""Each bin of latencies ends at 1.005 times its start; percentiles are interpolated inside, so they are off by less."""

LEAST_MS = 0.1
BINS = 3200
"""Bins from 0.1 ms to 10 days; what lies outside is counted in the first and the last."""

COUNTED = (
    "n",
    "known",
    "failed",
    "latency_n",
    "cost_n",
    "cost",
    "token_n",
    "token_cost",
    "tokens",
    "quality_n",
    "quality",
    "policy_n",
    "covered",
    "recorded",
)
"""What is added up in each cell: requests, those with a known status and of them failed, those with a latency, those
with a cost and their cost, those with cost and tokens, their cost and tokens in thousands, those with a quality score
and its sum, those with a policy column and of them covered, and those with time, cost and latency."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A workload in a stage; the mix of strata is what is held fixed."""

    stage: int
    workload: str


@dataclass(frozen=True)
class Cells:
    """All cells.

    Attributes:
        blocks: Numbers of the blocks, rising.
        strata: What the requests of a block are told apart by.
        sums: For each of `COUNTED` an array [arm, block, stratum].
        bins: Latencies: for each stratum the places of its blocks, and its counts, [arm, block, bin], from the bin
            `first_bin` on.
    """

    blocks: tuple[int, ...]
    strata: tuple[Stratum, ...]
    sums: dict[str, Floats]
    bins: tuple[Bins, ...]
    first_bin: int

    def chosen(self, strata: list[int]) -> list[int]:
        """Return the places of the strata of some stages."""
        return [place for place, stratum in enumerate(self.strata) if stratum.stage in strata]


def bin_sql(latency: str = "latency") -> str:
    """SQL for the bin of a latency."""
    place = f"CAST(floor(ln(greatest({latency}, {LEAST_MS}) / {LEAST_MS}) / {log(GROWTH)!r}) AS INTEGER)"
    return f"least({place}, {BINS - 1})"


def cells_of(read: Read, pilot: Pilot, where: str, *, table: str = "t", latencies: bool = True) -> Cells:
    """Add up the rows of a table for which *where* holds; without *latencies*, their bins are left empty."""
    import numpy as np

    db = read.db
    sums = db.execute(
        f"""SELECT arm, block, stage, CAST(workload AS VARCHAR) AS workload, count(*) AS n,
              count(failed) AS known, count(*) FILTER (failed) AS failed, count(latency) AS latency_n,
              count(cost) AS cost_n, coalesce(CAST(sum(cost) AS DOUBLE), 0) AS cost,
              count(cost) FILTER (tokens IS NOT NULL) AS token_n,
              coalesce(CAST(sum(cost) FILTER (tokens IS NOT NULL) AS DOUBLE), 0) AS token_cost,
              coalesce(sum(tokens) FILTER (cost IS NOT NULL), 0) / 1000 AS tokens,
              count(quality) AS quality_n, coalesce(CAST(sum(quality) AS DOUBLE), 0) AS quality,
              count(covered) AS policy_n, count(*) FILTER (covered) AS covered,
              count(*) FILTER (cost IS NOT NULL AND latency IS NOT NULL) AS recorded
            FROM {table} WHERE {where} GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    blocks = tuple(sorted({int(row[1]) for row in sums}))
    strata = tuple(Stratum(*each) for each in sorted({(int(row[2]), str(row[3])) for row in sums}))
    block_place = {each: place for place, each in enumerate(blocks)}
    stratum_place = {(each.stage, each.workload): place for place, each in enumerate(strata)}
    shape = (2, len(blocks), len(strata))
    made = {name: np.zeros(shape) for name in COUNTED}
    for row in sums:
        place = (int(row[0]), block_place[int(row[1])], stratum_place[(int(row[2]), str(row[3]))])
        for name, value in zip(COUNTED, row[4:], strict=True):
            made[name][place] = value
    if not latencies:
        return Cells(blocks, strata, made, (), 0)
    return Cells(blocks, strata, made, *_bins(read, where, blocks, strata))


def _bins(read: Read, where: str, blocks: tuple[int, ...], strata: tuple[Stratum, ...]) -> tuple[tuple[Bins, ...], int]:
    import numpy as np

    found: dict[str, Any] = read.db.execute(
        f"""SELECT arm, block, stage, enum_code(workload) AS workload, {bin_sql()} AS bin, count(*) AS n
            FROM t WHERE {where} AND latency IS NOT NULL GROUP BY ALL"""
    ).fetchnumpy()
    codes = dict(
        read.db.execute(
            "SELECT CAST(w AS VARCHAR), enum_code(w) FROM (SELECT DISTINCT workload AS w FROM t)"
        ).fetchall()
    )
    first = int(found["bin"].min()) if len(found["n"]) else 0
    width = int(found["bin"].max()) - first + 1 if len(found["n"]) else 1
    made = []
    for stratum in strata:
        own = (found["stage"] == stratum.stage) & (found["workload"] == codes[stratum.workload])
        places, back = np.unique(np.searchsorted(blocks, found["block"][own]), return_inverse=True)
        counts = np.zeros((2, len(places), width), dtype=np.float32)
        counts[found["arm"][own], back, found["bin"][own] - first] = found["n"][own]
        made.append((places, counts))
    return tuple(made), first
