"""Payback: when what came in has made up for what went out, and stays so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate


def payback(flows: Sequence[Decimal | Fraction]) -> Fraction | None:
    """Return after how many periods the sum of *flows* is 0 or more and stays so; None where it never does.

    The first flow is at the beginning, each other one is spread evenly over its period: in the period in which the
    sum turns, the time is the part of the flow that is still needed.  With flows of -150, 100, 100 it is 1.5.
    """
    sums = list(accumulate(Fraction(each) for each in flows))
    below = [n for n, each in enumerate(sums) if each < 0]
    if not below:
        return Fraction(0)
    last = below[-1]
    if last == len(sums) - 1:
        return None
    return last - sums[last] / (sums[last + 1] - sums[last])


def discounted(flows: Sequence[Decimal | Fraction], rate: Fraction) -> tuple[Fraction, ...]:
    """Return what each flow is worth today, at *rate* a period (1/10 for 10 %)."""
    return tuple(Fraction(each) / (1 + rate) ** k for k, each in enumerate(flows))


def npv(flows: Sequence[Decimal | Fraction], rate: Fraction) -> Fraction:
    """Return the net present value; the first flow is not discounted, each other one at the end of its period."""
    return sum(discounted(flows, rate), Fraction(0))
