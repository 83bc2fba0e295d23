"""P16: 5 million rows of telemetry to a finished pilot report, against the bare aggregation in DuckDB.

The aggregation is what somebody would write by hand over the same Parquet file: sums by arm, phase, workload and day,
percentiles of latency by arm, phase and workload, and the number of distinct requests.  It has no intervals, no
checks, and no decision.  `more` has the ratio to the sums and percentiles alone.

The telemetry is made once, in a temporary folder; requests in the sums are compared before anything is timed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.measure import Result, calls, result
from dealdesk.pilot.example import lay_out
from dealdesk.pilot.generate import Truth
from dealdesk.pilot.report import report
from dealdesk.pilot.result import PilotResult

TARGET = 6.0
ROWS = 5_000_000
TODAY = date(2026, 11, 21)

SUMS = """SELECT arm, phase, workload, CAST(time AS DATE), count(*), count(*) FILTER (status <> 'ok'), sum(cost),
  sum(tokens_in + tokens_out), avg(quality), count(policy) FROM '{file}' GROUP BY ALL"""
PERCENTILES = """SELECT arm, phase, workload, quantile_cont(latency_ms, [0.5, 0.95, 0.99]) FROM '{file}' GROUP BY ALL"""
DISTINCT = "SELECT count(DISTINCT request_id) FROM '{file}'"


def bare(file: Path, *queries: str) -> list[list[tuple[object, ...]]]:
    """Run queries in a new database, as a person would."""
    import duckdb

    with duckdb.connect() as db:
        return [db.execute(query.format(file=file)).fetchall() for query in queries]


def measure(rounds: int = 5) -> list[Result]:
    """Return the ratio of the two."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        rows = lay_out(folder, Truth(), ROWS, 1, parquet=True)
        file = folder / "telemetry.parquet"
        found, (sums, *_) = report(folder, today=TODAY), bare(file, SUMS)
        compare(found, sums, rows)

        def ours(_: None) -> PilotResult:
            return report(folder, today=TODAY)

        mine, theirs = calls([ours, lambda _: bare(file, SUMS, PERCENTILES, DISTINCT)], lambda: None, rounds)
        began = process_time()
        bare(file, SUMS, PERCENTILES)
        without = process_time() - began
    what = "5 M rows to a pilot report / sums, percentiles and distinct requests in DuckDB"
    made = result("p16", what, TARGET, mine, theirs)
    more = {
        "rows": rows,
        "decision": found.decision,
        "to_sums_and_percentiles": round(made.ours_ms / without / 1000, 2),
    }
    return [replace(made, more=more)]


def compare(found: PilotResult, sums: list[tuple[object, ...]], rows: int) -> None:
    """Raise an error unless both counted the same requests."""
    counted = sum(each.requests_baseline + each.requests_treatment for each in found.stages)
    theirs = sum(int(str(row[4])) for row in sums)
    if not counted == theirs == rows == found.rows:
        raise RuntimeError(f"the report counts {counted} requests, the aggregation {theirs}, of {rows}")
