"""When a deal runs: its term, and the intervals in which nothing about it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dealdesk.periods import Convention, add_months, boundary, inclusive, months_between
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.deal.terms import FreePeriod

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
        anchor: The day that months are counted from, where that is not the first day: what is left of a contract.
    """

    start: date
    end: date
    months: int
    days: int
    intervals: tuple[Interval, ...]
    convention: Convention
    anchor: date | None = None

    @property
    def last_day(self) -> date:
        """The last day, as printed."""
        return inclusive(self.end)

    @property
    def free(self) -> tuple[date, date] | None:
        """The free stretch, half-open, or None."""
        free = [each for each in self.intervals if each.free]
        return (free[0].start, free[-1].end) if free else None


_PATHS: dict[str, tuple[str, ...]] = {"months": ("months",), "end": ("end",), "co_term": ("co_term", "end")}


MOST_ROWS = 20_000
"""Most lines times stretches between changes: a deal of so many takes some seconds to price."""


class BadTerm(ValueError):
    """The dates of a deal do not make a term; `path` is the key that is wrong, `others` is what is wrong besides."""

    def __init__(self, message: str, *path: str | int, allowed: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.path, self.allowed, self.hint = path, allowed, hint
        self.others: tuple[BadTerm, ...] = ()


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
        message = f"the term ends on {inclusive(end)}, before it starts on {start}"
        raise BadTerm(message, *_PATHS["end" if deal.end else "co_term"], allowed=f"a day after {start}")
    months, days = months_between(start, end)
    if (months, days) > (MOST_MONTHS, 0):
        last = inclusive(add_months(start, MOST_MONTHS))
        path = _PATHS["end" if deal.end else "co_term"]
        raise BadTerm(f"the term is longer than {MOST_MONTHS} months", *path, allowed=f"up to {last}")
    bad: list[BadTerm] = []
    free: tuple[date, date] | None = None
    if deal.free is not None:
        first = boundary(start, deal.free.first - 1, "month")
        if deal.free.extends_term:
            end = add_months(start, months + deal.free.months) if not days else add_months(end, deal.free.months)
        free = (first, boundary(start, deal.free.first - 1 + deal.free.months, "month"))
        if free[1] > end:
            bad.append(_beyond(deal.free, start, end))
    cuts = {start, end, *(free or ()), *(day for day in deal._cuts if start < day < end)}
    for number, line in enumerate(deal.lines):
        days_of, wrong = _changes(line, number, start, end)
        cuts |= days_of
        bad += wrong
    if bad:
        bad[0].others = tuple(bad[1:])
        raise bad[0]
    if by_year:
        year = 1
        while (day := boundary(start, year, "year")) < end:
            cuts.add(day)
            year += 1
    if (changes := len(cuts) - 1) * len(deal.lines) > MOST_ROWS:
        message = f"{len(deal.lines)} lines, each priced for the {changes} stretches between all changes, are too many"
        hint = "let lines start, and ramps change, on the same days, or make several deals"
        raise BadTerm(message, "lines", allowed=f"{MOST_ROWS:,} in all", hint=hint)
    days_cut = sorted(cuts)
    intervals = tuple(
        Interval(number, first, last, year_of(start, first), free is not None and free[0] <= first < free[1])
        for number, (first, last) in enumerate(pairwise(days_cut))
    )
    return Timeline(start, end, months, days, intervals, convention)


def _beyond(free: FreePeriod, start: date, end: date) -> BadTerm:
    """Return what is wrong with free months that end after the term."""
    months = months_between(start, end)[0]
    if free.first > months:
        key, allowed = "first", f"from 1 to {max(1, months - free.months + 1)}"
    else:
        key, allowed = "months", f"up to {months - free.first + 1}"
    return BadTerm("the free months go beyond the end of the term", "free", key, allowed=allowed)


def _changes(line: DealLine, number: int, start: date, end: date) -> tuple[set[date], list[BadTerm]]:
    """Return the days on which a line starts or changes, and what is wrong with them."""
    cuts: set[date] = set()
    bad: list[BadTerm] = []
    if line.start is not None:
        cuts.add(line.start)
        if not start <= line.start < end:
            message = f"a line cannot start on {line.start}, outside the term"
            allowed = f"a day from {start} to {inclusive(end)}"
            bad.append(BadTerm(message, "lines", number, "start", allowed=allowed))
    before = -1
    for step, ramp in enumerate(line.ramp):
        path = ("lines", number, "ramp", step, "year" if ramp.year is not None else "month")
        day = boundary(start, ramp.first_month, "month")
        cuts.add(day)
        if step == 0 and ramp.first_month != 0:
            message = "the first ramp step must start with the contract: year 1"
            bad.append(BadTerm(message, *path, hint="add a step for year 1 before it"))
        elif ramp.first_month <= before:
            message = "a ramp step does not start after the one before it"
            allowed = f"year {before // 12 + 2} or later" if path[-1] == "year" else f"month {before + 2} or later"
            bad.append(BadTerm(message, *path, allowed=allowed))
        elif day >= end:
            message = "a ramp step starts after the end of the term"
            years, months = year_of(start, inclusive(end)), (end.year - start.year) * 12 + end.month - start.month
            allowed = f"year 1 to {years}" if path[-1] == "year" else f"month 1 to {max(1, months)}"
            bad.append(BadTerm(message, *path, allowed=allowed))
        before = max(before, ramp.first_month)
    return cuts, bad


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
        hint = "add months = 36, or end = 2029-12-31, above the first [table]"
        raise BadTerm("the deal does not say how long it runs", "months", hint=hint)
    if len(set(given.values())) > 1:
        said = ", ".join(f"{key} ends it on {inclusive(day)}" for key, day in given.items())
        message, path = f"the term is stated twice, and differently: {said}", _PATHS[list(given)[-1]]
        raise BadTerm(message, *path, hint=f"keep one of {', '.join(given)}")
    return next(iter(given.values()))
