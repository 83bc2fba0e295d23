"""Margins that were written down after the first request."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result.measured import Problem


def found(look: Look) -> Iterator[Problem]:
    """Yield a problem where the day of agreement does not come before the first request."""
    ((first,),) = look.rows(f"SELECT min(time) FROM t WHERE {COUNTED}")
    if first is None or look.pilot.agreed < first.date():
        return
    same = look.pilot.agreed == first.date()
    yield look.problem(
        "agreed-late",
        "error",
        "The criteria were agreed " + ("on the day of" if same else "after") + " the first request",
        look.count(f"{COUNTED} AND time < DATE '{look.pilot.agreed}' + INTERVAL 1 DAY"),
        "counted; the decision is at most to extend",
        effect=f"agreed {look.pilot.agreed}, first request {first:%Y-%m-%d %H:%M}: margins chosen with data in sight "
        "prove nothing",
        examples=(look.pilot.at("agreed"),) if look.pilot.at("agreed") else (),
    )
