"""Exact amounts: fractions, rounded once where they are printed, and parts that add up to a whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from dealdesk.money import share

ZERO = Fraction(0)


def rounded(value: Fraction, places: int) -> Decimal:
    """Return *value* rounded half up to *places* decimals."""
    return share(Decimal(value.numerator), 1, value.denominator, places)


def cut(value: Fraction, places: int, *, up: bool = False) -> Decimal:
    """Return *value* cut off to *places* decimals: towards minus infinity, or with *up* towards plus infinity."""
    scaled = value * 10**places
    whole = -floor(-scaled) if up else floor(scaled)
    return share(Decimal(whole), 1, 10**places, places)


def percent_of(part: Decimal | Fraction, whole: Decimal | Fraction, places: int) -> Decimal | None:
    """Return *part* in per cent of *whole*; None where the whole is 0."""
    if not whole:
        return None
    return rounded(Fraction(part) / Fraction(whole) * 100, places)


def apart(total: Decimal, weights: Sequence[Fraction], places: int) -> tuple[Decimal, ...]:
    """Return *weights*, each rounded up or down to *places* decimals, so that they add up to *total*.

    Those with the largest remainders are rounded up; *total* is to be within a unit for each of their exact sum.
    """
    unit = 10**places
    scaled = [each * unit for each in weights]
    units = [floor(each) for each in scaled]
    left = int(Fraction(total) * unit) - sum(units)
    order = sorted(range(len(units)), key=lambda n: units[n] - scaled[n])
    for turn in range(abs(left)):
        n = order[turn % len(order)] if left > 0 else order[-1 - turn % len(order)]
        units[n] += 1 if left > 0 else -1
    return tuple(share(Decimal(each), 1, unit, places) for each in units)


def in_steps(parts: Sequence[Fraction], places: int) -> tuple[Decimal, ...]:
    """Return *parts* rounded so that their sums up to each of them are rounded sums: a third thrice is a whole."""
    done, found = Decimal(0), list[Decimal]()
    running = ZERO
    for each in parts:
        running += each
        upto = rounded(running, places)
        found.append(upto - done)
        done = upto
    return tuple(found)
