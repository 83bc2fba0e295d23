"""Where a price curve falls: exact, from its segments.

Inside a segment no price falls, because rates are never negative; so a larger quantity can cost less than a smaller
one only across a boundary of two segments.  Quantities stand on a grid: seats are whole or sold in tens, amounts of
money have their minor unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from dealdesk.lint.market import Grid
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Segment, curve_amount

_CALC = DecimalArithmetic()
Rounded = Callable[[Decimal], Decimal]


class Fall(NamedTuple):
    """The amount falls from quantity `before` to the next, `after`.

    Attributes:
        first: The smallest of the quantities up to `before`, without a gap, that cost more than `after`.
        tier: The catalog's tier that `after` lies in.
    """

    before: Decimal
    after: Decimal
    amount_before: Decimal
    amount_after: Decimal
    first: Decimal
    tier: int


class _Run(NamedTuple):
    """The quantities of a segment that can be bought: `low` to `high` steps of the grid above its least."""

    segment: Segment
    low: int
    high: int


def falls(curve: Sequence[Segment], grid: Grid, rounded: Rounded) -> Iterator[Fall]:
    """Yield every place at which a curve falls.

    Args:
        curve: The segments, rising and without gaps.
        grid: The quantities that can be bought.
        rounded: What a quote makes of an exact amount.
    """
    runs = [run for segment in curve if (run := _run(segment, grid)) is not None]
    for number in range(1, len(runs)):
        left, right = runs[number - 1], runs[number]
        before, after = _at(left, left.high, grid, rounded), _at(right, right.low, grid, rounded)
        if before > after:
            first = _first_above(runs[:number], after, grid, rounded)
            quantities = [_quantity(grid, each) for each in (left.high, right.low, first)]
            yield Fall(quantities[0], quantities[1], before, after, quantities[2], right.segment.tier)


def _run(segment: Segment, grid: Grid) -> _Run | None:
    """Return the quantities that lie on a segment; None where there are none."""
    low = 0
    if segment.above >= grid.least:
        whole, rest = EXACT.divmod(segment.above - grid.least, grid.step)
        low = int(whole) + (0 if segment.above_in and not rest else 1)
    if segment.up_to < grid.least or (segment.up_to == grid.least and not segment.up_to_in):
        return None
    whole, rest = EXACT.divmod(min(segment.up_to, UNBOUNDED) - grid.least, grid.step)
    high = int(whole) - (0 if segment.up_to_in or rest else 1)
    if grid.most is not None:
        high = min(high, int(EXACT.divide_int(grid.most - grid.least, grid.step)))
    return _Run(segment, low, high) if low <= high else None


def _quantity(grid: Grid, number: int) -> Decimal:
    return grid.least + EXACT.multiply(grid.step, Decimal(number))


def _at(run: _Run, number: int, grid: Grid, rounded: Rounded) -> Decimal:
    return rounded(curve_amount(_CALC, run.segment, _quantity(grid, number)))


def _first_above(runs: Sequence[_Run], amount: Decimal, grid: Grid, rounded: Rounded) -> int:
    """Return the smallest number of steps, without a gap to the end of the last run, that costs more than *amount*."""
    first = runs[-1].high
    for run in reversed(runs):
        if _at(run, run.high, grid, rounded) <= amount:
            break
        low, high = run.low, run.high
        while low < high:  # amounts rise inside a segment
            middle = (low + high) // 2
            if _at(run, middle, grid, rounded) > amount:
                high = middle
            else:
                low = middle + 1
        first = low
        if low > run.low:
            break
    return first
