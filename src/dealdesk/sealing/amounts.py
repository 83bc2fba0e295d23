"""Exact amounts, apart from the engine's: fractions, rounded to the minor unit by one function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor

ZERO = Fraction(0)
LONGEST = 64
"""Most characters of a number in data: none that is printed has so many."""


class NotANumber(ValueError):
    """A text that stands where a number should is none."""


def number(text: object) -> Fraction:
    """Return the number that a text of the data states; NotANumber when it is none, or one without end."""
    if not isinstance(text, str | int) or isinstance(text, bool) or len(str(text)) > LONGEST:
        raise NotANumber(f"{str(text)[:24]!r} is not a number")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotANumber(f"{str(text)[:24]!r} is not a number") from None
    if not value.is_finite() or abs(int(value.as_tuple().exponent)) > LONGEST:
        raise NotANumber(f"{str(text)[:24]!r} is not a number of money")
    return Fraction(value)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How amounts are rounded: to so many decimals, ties away from zero or to the even unit."""

    places: int
    half_even: bool

    def __call__(self, value: Fraction) -> Fraction:
        """Return *value* in whole minor units."""
        scaled = abs(value) * 10**self.places
        units = floor(scaled)
        rest = scaled - units
        if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (not self.half_even or units % 2)):
            units += 1
        return Fraction(units if value >= 0 else -units, 10**self.places)

    def cut(self, amount: Fraction, a: Fraction, b: Fraction) -> Fraction:
        """Return what lies between two places (0 to 1) of an amount, each rounded by itself, so that cuts add up."""
        return self(amount * b) - self(amount * a)

    def shared(self, amount: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
        """Share *amount* out by largest remainder; of equal remainders the earlier comes first."""
        whole = sum(weights, ZERO)
        if not whole:
            raise NotANumber("an amount is shared out over nothing")
        unit = Fraction(1, 10**self.places)
        sign = 1 if amount >= 0 else -1
        exact = [abs(amount) * each / whole for each in weights]
        parts = [floor(each / unit) * unit for each in exact]
        left = int((abs(amount) - sum(parts, ZERO)) / unit)
        by_rest = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
        for n in by_rest[:left]:
            parts[n] += unit
        return [sign * each for each in parts]

    def text(self, value: Fraction) -> str:
        """Return an amount as data has it; more decimals where it has more."""
        exact = value * 10**self.places
        if exact.denominator == 1:
            return f"{Decimal(exact.numerator).scaleb(-self.places):f}"
        return f"{float(value):.{self.places + 4}f}"
