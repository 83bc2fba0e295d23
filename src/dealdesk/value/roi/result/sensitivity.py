"""How a business case depends on its assumptions: scenarios, tornado, simulation and break-evens."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.value.roi.result.rows import Confidence


@dataclass(frozen=True, slots=True)
class Scenario:
    """The whole case with every assumption at its worse end (`cautious`), as expected, or at its better end (`strong`).

    Attributes:
        values: The value of each assumption in it, by id, in the order of `RoiResult.assumptions`.
        payback: In months; None where it is not paid back within the case.
    """

    id: Literal["cautious", "expected", "strong"]
    name: str
    values: tuple[tuple[str, Decimal], ...]
    pv_costs: Decimal
    pv_benefits: Decimal
    npv: Decimal
    roi: Decimal | None
    payback: Decimal | None


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """What one assumption does to the net present value, all others as expected; the widest first.

    Attributes:
        npv_low: Net present value with the assumption at `low`.
        npv_high: The same at `high`.
        worst: The lower of the two.
        swing: How far apart they are.
    """

    id: str
    name: str
    unit: str
    low: Decimal
    expected: Decimal
    high: Decimal
    npv_low: Decimal
    npv_high: Decimal
    worst: Decimal
    best: Decimal
    swing: Decimal
    at: str


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of the distribution: draws with a net present value from `low` up to `high`."""

    low: Decimal
    high: Decimal
    draws: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Many draws of all assumptions at once.

    Attributes:
        shape: Distribution of each assumption between its low, expected and high value.
        p10: One draw in ten has a net present value at or below it.
        positive: Per cent of draws with a net present value above 0, two decimals rounded down.
        roi_p10: The same for the return on investment; None where a draw has no cost.
        bins: The distribution of the net present value; the draws of all bins add up to `draws`.
    """

    draws: int
    seed: int
    shape: Literal["triangular", "pert"]
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    least: Decimal
    most: Decimal
    positive: Decimal
    roi_p10: Decimal | None
    roi_p50: Decimal | None
    roi_p90: Decimal | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How far something can go before the net present value is 0, all else as expected.

    Attributes:
        id: `benefits`, `costs`, or the id of an assumption.
        direction: What it does: `fall` or `rise`; `none` where no change of it brings the value to 0.
        exact: The change as a fraction of what is expected, exact: "41/79"; "" where there is none.
        percent: The same in per cent, two decimals: the last one at which the case, rounded as printed, still holds,
            or the first one at which a case that loses money would.
        value: What an assumption is then, cut off to its own side; None for benefits and costs as a whole.
        npv_at: Net present value when the case is worked out again with `percent`; 0 or more.
        npv_beyond: The same 0.01 percentage points further, where the case no longer holds; below 0, or 0 where less
            than half a cent would have to fall by more than 100 %.
        sentence: "Benefits can fall by 52.03 % before the case loses money."
    """

    id: str
    name: str
    direction: Literal["fall", "rise", "none"]
    exact: str
    percent: Decimal | None
    value: Decimal | None
    unit: str
    npv_at: Decimal | None
    npv_beyond: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """An input of the case with its range.

    Attributes:
        drives: Names of the benefits and costs that are in proportion to it.
        source: Where the value comes from; None where the case does not say.
    """

    id: str
    name: str
    unit: str
    low: Decimal
    expected: Decimal
    high: Decimal
    drives: tuple[str, ...]
    source: str | None
    confidence: Confidence | None
    at: str
