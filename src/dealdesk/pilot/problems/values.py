"""Numbers that are missing, negative, or not numbers."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem
from dealdesk.pilot.telemetry.sql import NUMBERS

NAMES = {
    "latency": "latency",
    "cost": "cost",
    "quality": "quality score",
    "tokens_in": "input tokens",
    "tokens_out": "output tokens",
}
LEFT_OUT = {
    "latency": "left out of latencies only",
    "cost": "left out of costs only",
    "quality": "left out of quality only",
    "tokens_in": "left out of costs per 1K tokens only",
    "tokens_out": "left out of costs per 1K tokens only",
}


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem for each column with such values."""
    for bit, name in enumerate(NUMBERS):
        if name not in look.read.has:
            continue
        bad = f"{COUNTED} AND bad & {1 << bit} > 0"
        if count := look.count(bad):
            yield look.problem(
                f"bad-{name.replace('_', '-')}",
                "warning",
                f"A {NAMES[name]} that is negative or no number",
                count,
                LEFT_OUT[name],
                effect=_by_arm(look, bad),
                examples=look.places(bad),
            )
        if name in ("latency", "cost"):
            none = f"{COUNTED} AND {name} IS NULL AND bad & {1 << bit} = 0 AND NOT foreign_currency"
            if count := look.count(none):
                yield look.problem(
                    f"no-{name}",
                    "warning",
                    f"No {NAMES[name]}",
                    count,
                    LEFT_OUT[name],
                    effect=_by_arm(look, none),
                    examples=look.places(none),
                )


def _by_arm(look: Look, where: str) -> str:
    """Say how many per cent of each arm it is: where the arms differ, what is missing may not be missing by chance."""
    by = {
        arm: (there, every)
        for arm, there, every in look.rows(
            f"SELECT arm, count(*) FILTER ({where}), count(*) FROM t WHERE {COUNTED} GROUP BY arm ORDER BY arm"
        )
    }
    shares = [100 * by[arm][0] / by[arm][1] if arm in by else 0.0 for arm in (0, 1)]
    return f"{shares[0]:.2f} % of the baseline, {shares[1]:.2f} % of the treatment"
