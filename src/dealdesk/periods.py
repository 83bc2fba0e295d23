"""Contract periods: a grid of months from one day, and how much of it an interval covers.

Intervals are half-open: `end` is the day after the last. Period k of a grid starts k units after its anchor,
clamped to the month from the anchor's own day, so a grid from 31 January goes on 28 February and 31 March,
and periods never overlap or leave a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import Final, Literal

Unit = Literal["month", "quarter", "year"]
"""What a charge is priced per."""

Convention = Literal["actual", "actual_365", "30_360", "months_up", "months_days"]
"""How far into a period a day is; `position` defines each."""

MONTHS: Final[dict[Unit, int]] = {"month": 1, "quarter": 3, "year": 12}
"""Months of each unit."""

_DAY: Final = timedelta(days=1)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month *months* later, or the last day of a month that is too short.

    Raises:
        ValueError: The result is outside the years 1 to 9999.
    """
    return _on(day.year * 12 + day.month - 1 + months, day.day)


def boundary(start: date, k: int, unit: Unit) -> date:
    """Return the first day of period *k* of the grid from *start*; period 0 starts on it, -1 comes before."""
    return add_months(start, k * MONTHS[unit])


def period_index(anchor: date, day: date, unit: Unit) -> int:
    """Return the number k of the period of the grid from *anchor* in which *day* lies."""
    k = ((day.year - anchor.year) * 12 + day.month - anchor.month) // MONTHS[unit]
    return k if boundary(anchor, k, unit) <= day else k - 1


def inclusive(end: date) -> date:
    """Return the last day before *end*, as it is printed: dates on paper are inclusive."""
    return end - _DAY


def months_between(start: date, end: date) -> tuple[int, int]:
    """Return the whole months from *start* to *end*, and the days that remain.

    Raises:
        ValueError: *end* is before *start*.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    months = period_index(start, end, "month")
    return months, (end - add_months(start, months)).days


def months_on(anchor: date, start: date, end: date) -> tuple[int, int]:
    """Return the whole months from *start* to *end*, and the days that remain, by the months of *anchor*.

    Where *start* begins such a month, the months end where those do: of a contract from 31 January, 29 February to
    31 January are 11 months, and no days.  Else they are counted from *start*.
    """
    k = period_index(anchor, start, "month")
    if boundary(anchor, k, "month") != start:
        return months_between(start, end)
    months = period_index(anchor, end, "month") - k
    return months, (end - boundary(anchor, k + months, "month")).days


def months_exactly(anchor: date, start: date, end: date) -> Fraction:
    """Return the months from *start* to *end*, by the months of *anchor*; the days that remain as a part of theirs."""
    months, days = months_on(anchor, start, end)
    first = period_index(anchor, start, "month")
    base, k = (anchor, first + months) if boundary(anchor, first, "month") == start else (start, months)
    last = boundary(base, k + 1, "month") - boundary(base, k, "month")
    return months + Fraction(days, last.days)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one period, [start, end), that counts from a/of to b/of of the period's price."""

    start: date
    end: date
    a: int
    b: int
    of: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A period, or a stretch of one, [start, end), that counts from a/of to b/of of the period's price.

    Attributes:
        start: First day.
        end: The day after the last.
        a: Where in the period it begins.
        b: Where in the period it ends.
        of: What a and b are out of; 1 for a whole period.
        whole: Whether it is a whole period: a, b, of are then 0, 1, 1, as some parts in months_up have too.
    """

    start: date
    end: date
    a: int
    b: int
    of: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Span:
    """An interval on a grid: how many whole periods it has, and its part periods (at most two) by time."""

    whole: int
    parts: tuple[Part, ...]


def position(
    day: date, period_start: date, period_end: date, unit: Unit, convention: Convention, anchor_day: int = 0
) -> tuple[int, int]:
    """Return how far into a period *day* is, as a fraction (numerator, denominator) that is not reduced.

    It is 0 on the first day and before, 1 (equal numbers) from `period_end` on, and never falls in between.

    - `actual`: days / days of this period.
    - `actual_365`: days / 365 for a year, × 4 for a quarter, × 12 for a month; at most 1.
    - `30_360`: days by the US 30/360 count (NASD) from the period's start / 30 per month; at most 1.
    - `months_up`: months begun / months of the unit.
    - `months_days`: whole months, and the days that remain / days of that month, / months of the unit.

    Args:
        day: The day.
        period_start: First day of the period.
        period_end: The day after its last.
        unit: Its length.
        convention: How to measure.
        anchor_day: Day of the month of the grid's anchor, from which the period's months are clamped; 0 takes
            what the two ends show.
    """
    if convention == "actual":
        over, under = (day - period_start).days, (period_end - period_start).days
    elif convention == "actual_365":
        over, under = (day - period_start).days * (12 // MONTHS[unit]), 365
    elif convention == "30_360":
        over, under = _days_30_360(period_start, day), 30 * MONTHS[unit]
    else:
        clamped_from = anchor_day or _anchor_day(period_start, period_end)
        months, days, length = _months_into(day, period_start, clamped_from)
        if convention == "months_up":
            over, under = months + (1 if days else 0), MONTHS[unit]
        else:
            over, under = months * length + days, MONTHS[unit] * length
    if day <= period_start:
        return 0, under
    return (under, under) if day >= period_end or over > under else (over, under)


def span(anchor: date, start: date, end: date, unit: Unit, convention: Convention) -> Span:
    """Return how [start, end) lies on the grid of periods from *anchor*, which may be any day, also later.

    An amount per period is extended over it as `whole` times the amount, and `dealdesk.money.part` of it for
    each part. Extended so, the pieces of an interval add up to the interval, at whatever days it is cut.

    Raises:
        ValueError: *end* is before *start*.
    """
    return _span(anchor, start, end, unit, convention)


def chunks(anchor: date, start: date, end: date, unit: Unit, convention: Convention) -> tuple[Chunk, ...]:
    """Return the same as `span`, in order of time and with each whole period by itself.

    Raises:
        ValueError: *end* is before *start*.
    """
    on_grid = _span(anchor, start, end, unit, convention)
    made = [Chunk(part.start, part.end, part.a, part.b, part.of, False) for part in on_grid.parts]
    if on_grid.whole:
        first = period_index(anchor, start - _DAY, unit) + 1
        edges = [boundary(anchor, k, unit) for k in range(first, first + on_grid.whole + 1)]
        at = 1 if made and made[0].start == start else 0
        made[at:at] = [Chunk(a, b, 0, 1, 1, True) for a, b in pairwise(edges)]
    return tuple(made)


# All lines of a deal ask for the same few intervals.
@lru_cache(maxsize=4096)
def _span(anchor: date, start: date, end: date, unit: Unit, convention: Convention) -> Span:
    if end < start:
        raise ValueError(f"the interval ends on {end}, before it starts on {start}")
    first, last = period_index(anchor, start, unit), period_index(anchor, end, unit)
    first_day, last_day = boundary(anchor, first, unit), boundary(anchor, last, unit)
    if first == last:
        return Span(0, (_part(anchor, start, end, first, unit, convention),) if start < end else ())
    parts = []
    if start > first_day:
        first += 1
        parts.append(_part(anchor, start, boundary(anchor, first, unit), first - 1, unit, convention))
    if end > last_day:
        parts.append(_part(anchor, last_day, end, last, unit, convention))
    return Span(last - first, tuple(parts))


def _part(anchor: date, start: date, end: date, k: int, unit: Unit, convention: Convention) -> Part:
    """Return the part [start, end) of period *k*, its two positions over one denominator."""
    period = boundary(anchor, k, unit), boundary(anchor, k + 1, unit)
    a, a_of = position(start, *period, unit, convention, anchor.day)
    b, b_of = position(end, *period, unit, convention, anchor.day)
    # 0 and 1 are the same out of anything, so a part that begins or ends with its period keeps plain numbers.
    if a == 0:
        return Part(start, end, 0, b, b_of)
    if b == b_of:
        return Part(start, end, a, a_of, a_of)
    of = lcm(a_of, b_of)
    return Part(start, end, a * (of // a_of), b * (of // b_of), of)


def _on(month: int, day: int) -> date:
    """Return *day*, or the last day, of the month that is number *month* from the year 0."""
    year, index = divmod(month, 12)
    if day > 28:
        leap = index == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = min(day, 29 if leap else _LENGTHS[index])
    return date(year, index + 1, day)


def _ends_month(day: date) -> bool:
    return day.day >= 28 and (day + _DAY).day == 1


def _anchor_day(period_start: date, period_end: date) -> int:
    """Return the day from which a period's ends are clamped; a start within its month is not clamped."""
    return max(period_start.day, period_end.day) if _ends_month(period_start) else period_start.day


def _months_into(day: date, period_start: date, anchor_day: int) -> tuple[int, int, int]:
    """Return the whole months from *period_start* to *day*, the days that remain, and that month's days."""
    month = day.year * 12 + day.month - 1
    begun = _on(month, anchor_day)
    if begun > day:
        month -= 1
        begun = _on(month, anchor_day)
    months = month - (period_start.year * 12 + period_start.month - 1)
    return months, (day - begun).days, (_on(month + 1, anchor_day) - begun).days


def _days_30_360(start: date, end: date) -> int:
    """Return the days from *start* to *end* in months of 30 days (US rules, with those for February)."""
    first, last = start.day, end.day
    if start.month == 2 and _ends_month(start):
        if end.month == 2 and _ends_month(end):
            last = 30
        first = 30
    if last == 31 and first >= 30:
        last = 30
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - min(first, 30)
