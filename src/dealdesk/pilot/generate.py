"""Telemetry with a known truth: requests as they come in a pilot, drawn from numbers that are stated.

What a method finds can be held against it.  Load follows the time of day and the day of the week; latencies have
long tails; requests close in time are alike, since hours and days have effects of their own, some of both arms and
some of one; the whole drifts.  The treatment sends some requests to a cheaper model, so the saving is an average.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

CHEAP = 0.35
"""What the cheaper model costs for the same tokens, as a part of the dearer one's price."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A sort of request: its share of the traffic, median latency in ms, median tokens, price per 1K tokens."""

    name: str
    share: float
    latency: float
    tokens: float
    price: float


WORKLOADS = (
    Workload("support-chat", 0.46, 620, 900, 0.012),
    Workload("summaries", 0.27, 1450, 3200, 0.009),
    Workload("search", 0.18, 310, 350, 0.006),
    Workload("code-review", 0.09, 2600, 5200, 0.015),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stage: its name, its days, and which part of the requests goes the new way."""

    name: str
    days: int
    share: float


PERIODS = (
    Period("baseline", 7, 0.0),
    Period("shadow", 7, 0.5),
    Period("t5", 5, 0.05),
    Period("t20", 5, 0.2),
    Period("t40", 5, 0.4),
    Period("t70", 5, 0.7),
)


@dataclass(frozen=True)
class Truth:
    """What is true of the telemetry.

    Attributes:
        saving: By what part the treatment costs less per request of the same workload.
        latency: By what part its latencies are higher.
        errors: Part of the baseline's requests that fail.
        more_errors: By how much that is higher in the treatment.
        quality: By what part the treatment's mean score is higher (below 0: lower).
        covered: Part of the treatment's requests that a policy decided.
        mix: How far the treatment's mix moves to the first workload, as a part of all requests.
        common: Spread of the effects that hours and days have on both arms, on a logarithmic scale.
        apart: Spread of the effects that days have on one arm.
        drift: Growth of cost and latency over the whole time, in both arms.
    """

    saving: float = 0.12
    latency: float = 0.02
    errors: float = 0.006
    more_errors: float = 0.0
    quality: float = 0.0
    covered: float = 1.0
    mix: float = 0.0
    common: float = 0.10
    apart: float = 0.015
    drift: float = 0.03
    workloads: tuple[Workload, ...] = WORKLOADS
    periods: tuple[Period, ...] = PERIODS
    start: datetime = field(default=datetime(2026, 9, 7))


def requests(truth: Truth, count: int, seed: int) -> Mapping[str, NDArray[Any]]:
    """Return about *count* requests in order of time, by column; the same for the same seed."""
    import numpy as np

    draw = np.random.default_rng(seed)
    days = sum(period.days for period in truth.periods)
    hours = days * 24
    busy = _load(np.arange(hours) % 24, np.arange(hours) // 24 + truth.start.weekday())
    n_hour = draw.poisson(busy / busy.sum() * count)
    hour = np.repeat(np.arange(hours), n_hour)
    n = len(hour)
    second = np.sort(hour * 3600 + draw.random(n) * 3600)
    hour = (second // 3600).astype(np.int64)
    day = hour // 24
    edges = np.cumsum([period.days for period in truth.periods])
    stage = np.searchsorted(edges, day, side="right")
    treated = draw.random(n) < np.array([period.share for period in truth.periods])[stage]
    arm = treated.astype(np.int64)
    work = _workload(truth, draw, treated)
    like = {
        name: np.array([getattr(each, name) for each in truth.workloads]) for name in ("latency", "tokens", "price")
    }
    along = 1 + truth.drift * second / (days * 86400)

    def effect(scale: float) -> NDArray[np.float64]:
        """Effects of hours and days on both arms, and of days on one; 1 on average."""
        both = draw.normal(0, truth.common * scale, days)[day] + draw.normal(0, truth.common * scale / 2, hours)[hour]
        own = draw.normal(0, truth.apart * scale, (2, days))[arm, day]
        made: NDArray[np.float64] = np.exp(both + own - (1.25 * truth.common**2 + truth.apart**2) * scale**2 / 2)
        return made

    tokens = like["tokens"][work] * np.exp(draw.normal(0, 0.55, n)) * effect(1)
    cheap = treated & (draw.random(n) < truth.saving / (1 - CHEAP))
    cost = tokens / 1000 * like["price"][work] * np.where(cheap, CHEAP, 1.0) * along
    slow = np.where(draw.random(n) < 0.02, 1 + draw.pareto(2.2, n) * 2, 1.0)
    latency = like["latency"][work] * np.exp(draw.normal(0, 0.42, n)) * slow * effect(1) * along
    latency = latency * np.where(treated, 1 + truth.latency, 1.0)
    failing = np.clip((truth.errors + truth.more_errors * treated) * effect(3), 0, 1)
    failed = draw.random(n) < failing
    quality = np.clip(draw.beta(9, 1.6, n) * np.where(treated, 1 + truth.quality, 1.0), 0, 1)
    covered = treated & (draw.random(n) < truth.covered)
    origin = np.datetime64(truth.start, "us")
    return {
        "request": np.arange(n),
        "time": origin + (second * 1e6).astype("timedelta64[us]"),
        "arm": arm,
        "phase": stage,
        "workload": work,
        "cheap": cheap,
        "tokens_in": np.round(tokens * 0.8).astype(np.int64),
        "tokens_out": np.maximum(1, np.round(tokens * 0.2)).astype(np.int64),
        "latency": np.round(latency, 1),
        "failed": failed,
        "cost": np.round(cost, 7),
        "quality": np.round(quality, 3),
        "covered": covered,
    }


def _load(hour: NDArray[Any], day: NDArray[Any]) -> NDArray[Any]:
    """How busy an hour is: most at three in the afternoon, least at night, less on weekends."""
    import numpy as np

    made: NDArray[Any] = (1 + 0.75 * np.cos((hour - 15) / 24 * 2 * np.pi)) * np.where(day % 7 >= 5, 0.45, 1.0)
    return made


def _workload(truth: Truth, draw: np.random.Generator, treated: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    plain = np.array([each.share for each in truth.workloads])
    moved = plain * (1 - truth.mix)
    moved[0] += truth.mix
    place = draw.random(len(treated))
    base = np.searchsorted(np.cumsum(plain / plain.sum()), place, side="right")
    other = np.searchsorted(np.cumsum(moved / moved.sum()), place, side="right")
    made: NDArray[Any] = np.minimum(np.where(treated, other, base), len(plain) - 1)
    return made


def write(truth: Truth, count: int, seed: int, file: Path, *, problems: bool = False) -> int:
    """Write telemetry to a CSV or Parquet file, by its name, and return the number of rows.

    Args:
        truth: What is true of it.
        count: About how many requests.
        seed: What the draws begin with.
        file: Its name ends in `.csv` or `.parquet`; `.csv.gz` is packed.
        problems: Whether to plant what goes wrong with real telemetry: repeated rows, a gap, a clock that steps
            back, impossible values, outliers, another currency, words that nobody explained.
    """
    from dealdesk.pilot.telemetry.read import connect

    db = connect()
    try:
        made = requests(truth, count, seed)
        db.register("made", dict(made))
        words = (
            "CASE phase "
            + " ".join(f"WHEN {number} THEN '{period.name}'" for number, period in enumerate(truth.periods))
            + " END"
        )
        workload = (
            "CASE workload "
            + " ".join(f"WHEN {number} THEN '{each.name}'" for number, each in enumerate(truth.workloads))
            + " END"
        )
        db.execute(
            f"""CREATE TABLE told AS SELECT 'r' || lpad(CAST(request AS VARCHAR), 9, '0') AS request_id,
              time, CASE arm WHEN 0 THEN 'baseline' ELSE 'treatment' END AS arm,
              {words} AS phase, {workload} AS workload, CASE WHEN cheap THEN 'compact-2' ELSE 'premium-1' END AS model,
              tokens_in, tokens_out, latency AS latency_ms,
              CASE WHEN failed THEN CASE WHEN request % 3 = 0 THEN 'timeout' ELSE 'error' END ELSE 'ok' END AS status,
              CAST(cost AS DECIMAL(18, 7)) AS cost, 'USD' AS currency, quality,
              CASE WHEN covered THEN CASE WHEN request % 97 = 0 THEN 'deny' WHEN request % 11 = 0 THEN 'redact'
                ELSE 'allow' END END AS policy
            FROM made ORDER BY request"""
        )
        if problems:
            _plant(db, truth)
        shape = "(FORMAT parquet)" if file.name.endswith(".parquet") else "(FORMAT csv, HEADER)"
        name = str(file).replace("'", "''")
        db.execute(f"COPY (SELECT * FROM told) TO '{name}' {shape}")
        (rows,) = db.execute("SELECT count(*) FROM told").fetchone() or (0,)
        return int(rows)
    finally:
        db.close()


def _plant(db: DuckDBPyConnection, truth: Truth) -> None:
    """Make the telemetry as imperfect as telemetry is; every place follows from the order of the rows."""
    (n,) = db.execute("SELECT count(*) FROM told").fetchone() or (0,)
    at = truth.start + timedelta(days=16, hours=9)
    db.execute(f"DELETE FROM told WHERE time >= TIMESTAMP '{at}' AND time < TIMESTAMP '{at + timedelta(hours=7)}'")
    third = n // 3
    db.execute(
        f"""CREATE TABLE planted AS SELECT request_id,
          CASE WHEN rowid BETWEEN {third} AND {third + n // 400} THEN time - INTERVAL 65 MINUTE ELSE time END AS time,
          CASE WHEN rowid % 4001 = 17 THEN 'canary' ELSE arm END AS arm, phase, workload, model, tokens_in, tokens_out,
          CASE WHEN rowid % 2503 = 5 THEN '-1' WHEN rowid % 3989 = 7 THEN 'n/a'
               WHEN rowid % 9973 = 3 THEN '7200000' ELSE CAST(latency_ms AS VARCHAR) END AS latency_ms,
          CASE WHEN rowid % 5003 = 11 THEN 'throttled' ELSE status END AS status,
          CASE WHEN rowid % 3001 = 9 THEN NULL WHEN rowid % 7993 = 4 THEN cost * 60 ELSE cost END AS cost,
          CASE WHEN rowid % 1999 = 8 THEN 'EUR' ELSE currency END AS currency, quality, policy FROM told"""
    )
    db.execute("DROP TABLE told")
    db.execute(
        """CREATE TABLE told AS SELECT * EXCLUDE (place, nth) FROM (
             SELECT *, rowid AS place, 0 AS nth FROM planted
             UNION ALL SELECT *, rowid AS place, 1 AS nth FROM planted WHERE rowid % 1201 = 13
           ) ORDER BY place, nth"""
    )
