"""Rows that repeat another: the same request id, or without ids the same values in every column."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import Look
from dealdesk.pilot.result.measured import Problem
from dealdesk.pilot.telemetry.read import Read


def set_apart(read: Read) -> int:
    """Move rows that repeat an earlier one from the table `t` to the table `again`, and return how many."""
    db = read.db
    db.execute("CREATE TABLE again AS SELECT * FROM t LIMIT 0")
    more = db.execute("SELECT count(*) - 1 FROM t GROUP BY print HAVING count(*) > 1").fetchall()
    if not more:
        return 0
    db.execute("CREATE TABLE firsts AS SELECT print, min(row) AS row FROM t GROUP BY print HAVING count(*) > 1")
    later = "t.print = firsts.print AND t.row > firsts.row"
    db.execute(f"INSERT INTO again SELECT t.* FROM t, firsts WHERE {later}")
    db.execute(f"DELETE FROM t USING firsts WHERE {later}")
    return sum(int(count) for (count,) in more)


def found(look: Look) -> Iterator[Problem]:
    """Yield the problem where there are any."""
    if not look.again:
        return
    by = "the same request id" if "request" in look.read.has else "the same values in every column"
    yield look.problem(
        "duplicates",
        "warning",
        f"Rows that repeat an earlier one: {by}",
        look.again,
        "counted once",
        effect=f"counted as often as they come, the saving would be {look.saving('true', 'again')}, not {look.stated}",
        examples=look.places("true", "again"),
    )
