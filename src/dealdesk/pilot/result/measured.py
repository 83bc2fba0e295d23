"""What a pilot measured: latency, cost per request, and what is wrong with the data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile of one arm's latency in ms, at the baseline's mix, with its interval."""

    name: str
    arm: Literal["baseline", "treatment"]
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class WorkloadCost:
    """Cost per request of one workload in both arms."""

    workload: str
    share_baseline: Decimal
    share_treatment: Decimal
    requests_baseline: int
    requests_treatment: int
    baseline: Decimal | None
    treatment: Decimal | None
    saving: Decimal | None


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost per request: as it came, with the mix held fixed, and how much of the difference is the mix.

    Attributes:
        baseline: Plain average; `treatment` likewise.
        standardized_baseline: At the baseline's mix within each stage; `standardized` is the treatment's.
        crude: Saving in per cent between plain averages.
        saving: Saving in per cent at the baseline's mix, with its interval.
        mix_effect: `crude` less `saving`, in points: what a change of mix pretends to save.
        per_1k: Saving in per cent per 1K tokens at the baseline's mix; None without tokens.
    """

    baseline: Decimal | None
    treatment: Decimal | None
    crude: Decimal | None
    standardized_baseline: Decimal | None
    standardized: Decimal | None
    saving: Decimal | None
    low: Decimal | None
    high: Decimal | None
    mix_effect: Decimal | None
    per_1k: Decimal | None
    total_baseline: Decimal
    total_treatment: Decimal
    workloads: tuple[WorkloadCost, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the data that a reader should know.

    Attributes:
        code: Stable name.
        count: Requests, or places, that it is about.
        per_cent: Of all rows.
        examples: The first places.
        done: What the report did with them.
        effect: What that changes.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    title: str
    count: int
    per_cent: Decimal
    examples: tuple[str, ...]
    done: str
    effect: str

    @property
    def places(self) -> str:
        """The first places in one line, a file's name said once."""
        said: list[str] = []
        file = None
        for each in self.examples:
            name, mark, row = each.rpartition(" row ")
            said.append(f"row {row}" if mark and name == file else each)
            file = name if mark else None
        return ", ".join(said)
