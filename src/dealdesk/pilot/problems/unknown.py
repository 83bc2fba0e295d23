"""Rows whose time, arm, stage or status cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem

LEFT_OUT = "left out"


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem for each sort."""
    kinds = (
        ("no-time", "No time, or one that cannot be read", "time IS NULL"),
        ("no-arm", "An arm that the pilot does not name", "time IS NOT NULL AND arm IS NULL"),
        ("no-stage", "Outside of all stages", "time IS NOT NULL AND arm IS NOT NULL AND stage IS NULL"),
    )
    for code, title, where in kinds:
        if count := look.count(where):
            yield look.problem(
                code,
                "warning",
                title,
                count,
                LEFT_OUT,
                effect="they belong to neither arm" if code == "no-arm" else "",
                examples=look.places(where),
            )
    where = f"{COUNTED} AND failed IS NULL"
    if count := look.count(where):
        ((rest, failed),) = look.rows(f"SELECT count(failed), count(*) FILTER (failed) FROM t WHERE {COUNTED}")
        now, most = 100 * failed / max(rest, 1), 100 * (failed + count) / max(rest + count, 1)
        yield look.problem(
            "no-status",
            "warning",
            "A status that the pilot does not name",
            count,
            "left out of error rates only",
            effect=f"were all of them errors, both arms together would have {most:.3f} % errors, not {now:.3f} %",
            examples=look.places(where),
        )
