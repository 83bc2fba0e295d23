"""Floats of the statistics as Decimals with the digits that are shown."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import floor, isfinite, log10

ZERO = Decimal(0)


def fixed(value: float, places: int = 2) -> Decimal | None:
    """Return a number with *places* decimals; None for one that is not finite.  There is no negative zero."""
    if not isfinite(value):
        return None
    made = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return made if made else abs(made)


def significant(value: float, digits: int = 4) -> Decimal | None:
    """Return a number with so many significant digits, at least 0 decimals; None for one that is not finite."""
    if not isfinite(value):
        return None
    places = digits - 1 - floor(log10(abs(value))) if value else digits
    return fixed(value, max(0, min(places, 12)))


def side(value: float, unit: str) -> Decimal | None:
    """Return the figure of an arm: milliseconds and shares with fixed decimals, money with four digits."""
    if unit in ("money", "money per 1K"):
        return significant(value)
    return fixed(value, 1 if unit == "ms" and value >= 100 else 2 if unit == "ms" else 3)


def share(part: int, whole: int, places: int = 2) -> Decimal:
    """Return how many per cent a part is of the whole."""
    return (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-places)) if whole else ZERO
