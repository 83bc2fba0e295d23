"""Exact numbers between Decimals: what two prices differ by, in per cent, is a fraction."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = 4
"""Decimals that are kept of a quantity or an amount that no decimal number is equal to."""


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal number: exactly where it is one of at most 40 digits, else to `PLACES`."""
    denominator, places = value.denominator, 0
    while denominator % 10 == 0:
        denominator //= 10
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1:
        while value.denominator and (value * 10**places).denominator != 1 and places <= 40:
            places += 1
    else:
        places = PLACES
    return _tidy(rounded(value, places))


def percent(old: Fraction, new: Fraction) -> Decimal | None:
    """Return the change in per cent of *old*, to two decimals; None where *old* is 0."""
    return _tidy(rounded((new - old) * 100 / old, 2)) if old else None


def change(old: Decimal, new: Decimal) -> Decimal | None:
    """Return the change of a number in per cent of *old*, to two decimals; None where *old* is 0."""
    return percent(Fraction(old), Fraction(new))


def rounded(value: Fraction, places: int) -> Decimal:
    """Return a fraction with so many decimals; a tie goes away from 0."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((1 if value < 0 and whole else 0, tuple(map(int, str(whole))), -places))


def _tidy(value: Decimal) -> Decimal:
    """Return a number without zeros at its end, and never as 1E+3."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return value
    text = f"{value:f}".rstrip("0").rstrip(".")
    return Decimal(text or "0")
