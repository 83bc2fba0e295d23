"""Hours without any request, in a stage that is running."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, EXAMPLES, Look
from dealdesk.pilot.result.measured import Problem

HOURS = 3
"""So many hours without a request of either arm are a gap, where at least `BUSY` would be expected in each."""

BUSY = 20


def found(look: Look) -> Iterator[Problem]:
    """Yield the problem where there is a gap."""
    rows = look.rows(
        f"""WITH hours AS (SELECT stage, epoch_ms(time) // 3600000 AS hour, count(*) AS n
              FROM t WHERE {COUNTED} GROUP BY ALL),
            usual AS (SELECT stage, hour % 24 AS at, median(n) AS n FROM hours GROUP BY ALL),
            steps AS (SELECT stage, hour, lead(hour) OVER (PARTITION BY stage ORDER BY hour) AS following FROM hours)
          SELECT s.stage, make_timestamp((s.hour + 1) * 3600000000), make_timestamp(following * 3600000000),
            following - s.hour - 1 AS missing,
            (SELECT coalesce(sum(u.n), 0) FROM range(s.hour + 1, following) AS r(h), usual u
              WHERE u.stage = s.stage AND u.at = r.h % 24) AS expected
          FROM steps s WHERE following - s.hour > {HOURS} ORDER BY s.hour"""
        if _few_hours(look)
        else "SELECT 1 WHERE false"
    )
    gaps = [each for each in rows if each[4] >= BUSY * each[3]]
    if gaps:
        hours, lost = sum(each[3] for each in gaps), sum(each[4] for each in gaps)
        yield look.problem(
            "gaps",
            "warning",
            f"Gaps of {HOURS} hours or more without a request",
            len(gaps),
            "nothing is filled in",
            effect=f"{hours} hours in all, in which about {lost:,.0f} requests would be usual",
            examples=tuple(f"{each[1]:%Y-%m-%d %H:%M} to {each[2]:%Y-%m-%d %H:%M}" for each in gaps[:EXAMPLES]),
        )


def _few_hours(look: Look) -> bool:
    """Whether the time between first and last request is one that a pilot can take: ten years at most."""
    ((span,),) = look.rows(f"SELECT date_diff('hour', min(time), max(time)) FROM t WHERE {COUNTED}")
    return span is not None and span < 10 * 8766
