"""When a deal runs: its term, and the intervals in which nothing about it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dealdesk.periods import Convention, add_months, boundary, inclusive, months_between
from dealdesk.quoting.deal import Deal

DAY = timedelta(days=1)

MOST_MONTHS = 360
"""The longest term, as `months` admits it."""

YEARS = range(1900, 2901)
"""The years of quotes and starts of contracts, so that no date leaves the calendar."""

_YEARS = f"a day from {YEARS[0]} to {YEARS[-1]}"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the contract, half-open, in which quantities, prices and uplift stay the same."""

    number: int
    start: date
    end: date
    year: int
    free: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The term of a contract.

    Attributes:
        start: First day.
        end: The day after the last.
        months: Whole months, with free months inside the term but without those that extend it.
        days: Days beyond the whole months.
        intervals: The term, cut wherever something changes.
        convention: How a part of a period is measured.
    """

    start: date
    end: date
    months: int
    days: int
    intervals: tuple[Interval, ...]
    convention: Convention

    @property
    def last_day(self) -> date:
        """The last day, as printed."""
        return inclusive(self.end)

    @property
    def free(self) -> tuple[date, date] | None:
        """The free stretch, half-open, or None."""
        free = [each for each in self.intervals if each.free]
        return (free[0].start, free[-1].end) if free else None


class BadTerm(ValueError):
    """The dates of a deal do not make a term; `path` is the key that is wrong."""

    def __init__(self, message: str, *path: str | int, allowed: str | None = None) -> None:
        super().__init__(message)
        self.path, self.allowed = path, allowed


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after *day*."""
    return add_months(day.replace(day=1), 1)


def timeline(deal: Deal, issued: date, convention: Convention, *, by_year: bool) -> Timeline:
    """Return when *deal* runs.

    Args:
        deal: The deal.
        issued: Date of the quote, from which a start that the deal leaves out follows.
        convention: How a part of a period is measured.
        by_year: Whether the price changes with the year of the contract (uplift).

    Raises:
        BadTerm: Dates are missing or disagree.
    """
    if issued.year not in YEARS:
        raise BadTerm(f"a quote cannot be of {issued}", "issued", allowed=_YEARS)
    start = deal.start or first_of_next_month(issued)
    if start.year not in YEARS:
        raise BadTerm(f"a contract cannot start on {start}", "start", allowed=_YEARS)
    end = _end(deal, start)
    if end <= start:
        raise BadTerm(
            f"the term ends on {inclusive(end)}, before it starts on {start}", "end" if deal.end else "co_term"
        )
    months, days = months_between(start, end)
    if (months, days) > (MOST_MONTHS, 0):
        raise BadTerm(f"the term is longer than {MOST_MONTHS} months", "end" if deal.end else "co_term")
    free: tuple[date, date] | None = None
    if deal.free is not None:
        first = boundary(start, deal.free.first - 1, "month")
        if deal.free.extends_term:
            end = add_months(start, months + deal.free.months) if not days else add_months(end, deal.free.months)
        free = (first, boundary(start, deal.free.first - 1 + deal.free.months, "month"))
        if free[1] > end:
            raise BadTerm("the free months go beyond the end of the term", "free", "months")
    cuts = {start, end, *(free or ())}
    for number, line in enumerate(deal.lines):
        if line.start is not None:
            if not start <= line.start < end:
                raise BadTerm(
                    f"a line cannot start on {line.start}, outside the term",
                    "lines",
                    number,
                    "start",
                    allowed=f"a day from {start} to {inclusive(end)}",
                )
            cuts.add(line.start)
        before = -1
        for step, ramp in enumerate(line.ramp):
            if ramp.first_month <= before:
                raise BadTerm("a ramp step does not start after the one before it", "lines", number, "ramp", step)
            if step == 0 and ramp.first_month != 0:
                raise BadTerm("the first ramp step must start with the contract: year 1", "lines", number, "ramp", 0)
            before = ramp.first_month
            day = boundary(start, ramp.first_month, "month")
            if day >= end:
                raise BadTerm("a ramp step starts after the end of the term", "lines", number, "ramp", step)
            cuts.add(day)
    if by_year:
        year = 1
        while (day := boundary(start, year, "year")) < end:
            cuts.add(day)
            year += 1
    days_cut = sorted(cuts)
    intervals = tuple(
        Interval(number, first, last, year_of(start, first), free is not None and free[0] <= first < free[1])
        for number, (first, last) in enumerate(pairwise(days_cut))
    )
    return Timeline(start, end, months, days, intervals, convention)


def year_of(start: date, day: date) -> int:
    """Return the year of a contract, from 1, in which *day* lies."""
    return months_between(start, day)[0] // 12 + 1 if day > start else 1


def _end(deal: Deal, start: date) -> date:
    """Return the day after the last day of the committed term."""
    stated = {
        "months": add_months(start, deal.months) if deal.months is not None else None,
        "end": deal.end + DAY if deal.end is not None else None,
        "co_term": deal.co_term.end + DAY if deal.co_term is not None else None,
    }
    given = {key: day for key, day in stated.items() if day is not None}
    if not given:
        raise BadTerm("the deal does not say how long it runs", "start", allowed="months = 36, or end = 2029-12-31")
    if len(set(given.values())) > 1:
        said = ", ".join(f"{key} ends it on {inclusive(day)}" for key, day in given.items())
        raise BadTerm(f"the term is stated twice, and differently: {said}", list(given)[-1], allowed="one of them")
    return next(iter(given.values()))
