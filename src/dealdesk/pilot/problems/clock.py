"""Clocks that jump back, and times in the future."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, EXAMPLES, Look
from dealdesk.pilot.result.measured import Problem

MINUTES = 5
"""Rows of a file may be out of order by so much; a step back that is longer is a jump."""

SORTED = 0.001
"""Where more of the rows step back than this, the file is not in order of time, and no clock can be judged."""


def found(look: Look) -> Iterator[Problem]:
    """Yield the problems of both sorts."""
    jumps = f"""SELECT row, time, before FROM (SELECT row, time, lag(time) OVER () AS before FROM t)
        WHERE time < before - INTERVAL {MINUTES} MINUTE"""
    ((count,),) = look.rows(f"SELECT count(*) FROM ({jumps})")
    firsts = len(look.read.parts) - 1
    if count > firsts and count > SORTED * look.read.rows:
        yield look.problem(
            "not-in-order",
            "info",
            "The rows are not in order of time",
            count,
            "counted; jumps of a clock cannot be told from this",
        )
    elif count:
        rows = look.rows(f"{jumps} ORDER BY row")
        starts = {part.first for part in look.read.parts}
        back = [each for each in rows if each[0] not in starts]
        if back:
            longest = max(before - time for _, time, before in back)
            yield look.problem(
                "clock-jump",
                "warning",
                f"Places where the clock steps back by more than {MINUTES} minutes",
                len(back),
                "counted, each request in the block of the time that it states",
                effect=f"the longest step is {_span(longest.total_seconds())}; "
                "blocks at such a place may be taken for each other",
                examples=tuple(look.read.place(int(row)) for row, *_ in back[:EXAMPLES]),
            )
    where = f"{COUNTED} AND time >= DATE '{look.today}' + INTERVAL 2 DAY"
    if count := look.count(where):
        yield look.problem(
            "future",
            "warning",
            "Times after the day of this report",
            count,
            "counted, each at the time that it states",
            effect=look.without(where),
            examples=look.places(where),
        )


def _span(seconds: float) -> str:
    return f"{seconds / 3600:.1f} hours" if seconds >= 7200 else f"{seconds / 60:.0f} minutes"
