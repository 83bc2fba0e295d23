"""Costs in another currency than the pilot's."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem for those that were converted, and one for those that were left out."""
    rates = ", ".join(f"1 {code} = {rate:f} {look.pilot.currency}" for code, rate in look.pilot.telemetry.rates.items())
    kinds = (
        ("converted", "info", "Costs in another currency", "cost IS NOT NULL", f"converted: {rates}"),
        (
            "currency",
            "warning",
            "Costs in another currency, without a rate",
            "cost IS NULL AND bad & 2 = 0",
            "left out of costs only; give a rate in [telemetry.rates] to count them",
        ),
    )
    for code, severity, title, which, done in kinds:
        where = f"{COUNTED} AND foreign_currency AND {which}"
        if count := look.count(where):
            effect = look.without("foreign_currency") if code == "converted" else ""
            yield look.problem(
                code,
                "warning" if severity == "warning" else "info",
                title,
                count,
                done,
                effect=effect,
                examples=look.places(where),
            )
