"""Amounts, dates and percentages as people read them.  No I/O, no colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dealdesk.money import EXACT

A_PERIOD = {"year": "a year", "quarter": "a quarter", "month": "a month", "once": "once", "usage": "once"}


def money(value: Decimal, places: int) -> str:
    """Return an amount with thousands separators and exactly *places* decimals: 1,234.50."""
    return f"{value:,.{places}f}"


def number(value: Decimal) -> str:
    """Return a number with thousands separators and no zeros at its end: 3,000 or 2.5."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percents(values: Sequence[Decimal | None]) -> list[str]:
    """Return percentages with the same number of decimals, so that a column of them is aligned; "" for None."""
    decimals = max((_decimals(value) for value in values if value is not None), default=0)
    return ["" if value is None else f"{value:.{decimals}f} %" for value in values]


def percent(value: Decimal) -> str:
    """Return one percentage: 15 % or 7.5 %."""
    return percents([value])[0]


def share_off(whole: Decimal, rest: Decimal) -> str:
    """Return how many per cent of *whole* are gone in *rest*; with ≈ where two decimals are not exact."""
    if not whole:
        return ""
    exact = EXACT.divide(EXACT.multiply(whole - rest, Decimal(100)), whole)
    shown = exact.quantize(Decimal("0.01"), context=EXACT)
    is_exact = EXACT.multiply(shown, whole) == EXACT.multiply(whole - rest, Decimal(100))
    return percent(shown) if is_exact else f"≈ {shown} %"


def day(value: date) -> str:
    """Return a date as 1 January 2027."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """Return a date as 1 Jan 2027."""
    return f"{value.day} {value:%b %Y}"


def days(start: date, end: date) -> str:
    """Return a stretch of days: 1 Jan 2027 to 31 Dec 2027."""
    return f"{short_day(start)} to {short_day(end)}"


def plural(count: int, noun: str) -> str:
    """Return "1 month", "2 months", "1,000 entries"."""
    several = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count} {noun}" if count == 1 else f"{count:,} {several}"


def unit(unit: str, period: str) -> str:
    """Return what is counted, and how often: "10k requests a month", "a year"."""
    if unit and period in ("once", "usage"):
        return unit
    return f"{unit} {A_PERIOD[period]}".strip()


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
