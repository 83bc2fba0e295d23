"""What is wrong with telemetry: each sort a file with a function.  To add one: a file, and its line in `PROBLEMS`.

Nothing is dropped silently: a problem says how many rows it is about, where the first are, what the report did with
them, and what that changes.
"""

from __future__ import annotations

from dealdesk.pilot.problems import (
    agreement,
    balance,
    clock,
    currencies,
    duplicates,
    gaps,
    outliers,
    overlap,
    unknown,
    values,
    workloads,
)

PROBLEMS = (
    agreement.found,
    duplicates.found,
    unknown.found,
    values.found,
    currencies.found,
    clock.found,
    gaps.found,
    outliers.found,
    balance.found,
    overlap.found,
    workloads.found,
)
"""Each from a `Look` to the problems that it sees, in the order in which they are told."""
