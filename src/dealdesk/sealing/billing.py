"""What rows cost by period, the invoices for it, and the figures of the contract: worked out again, with fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from dealdesk.periods import add_months, boundary, chunks, months_between, months_exactly
from dealdesk.sealing.amounts import ZERO, Rounding
from dealdesk.sealing.rows import ONCE, Row

DAY = timedelta(days=1)
MONTHS_BILLED = {"annual": 12, "quarterly": 3, "monthly": 1}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What the service of [start, end) costs, and whether it comes back."""

    start: date
    end: date
    amount: Fraction
    recurring: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A year of a usage commitment: what is due, and what estimated usage draws of it, with its list value."""

    start: date
    end: date
    due: Fraction
    of_list: Fraction
    drawn: Fraction


class Contract:
    """The term of a contract, and the months of it."""

    def __init__(
        self, start: date, last_day: date, proration: Any, rounding: Rounding, anchor: date | None = None
    ) -> None:
        self.anchor = anchor or start
        self.start, self.end, self.proration, self.rounding = start, last_day + DAY, proration, rounding
        self.months, self.days = months_between(start, self.end)
        count = self.months + (1 if self.days else 0)
        self._grid = {boundary(start, k, "month"): k for k in range(count + 1)}

    def years(self) -> list[Any]:
        """Return the contract years, the last one perhaps in part."""
        return list(chunks(self.start, self.start, self.end, "year", self.proration))

    def places(self, start: date, end: date, days: Sequence[date]) -> list[Fraction]:
        """Return how far into [start, end) each day lies: in months where all are on the grid, else in days."""
        if all(day in self._grid for day in (start, end, *days)):
            whole = self._grid[end] - self._grid[start]
            return [Fraction(self._grid[day] - self._grid[start], whole) for day in days]
        return [Fraction((day - start).days, (end - start).days) for day in days]

    def of_row(self, row: Row, *, recurring: bool) -> list[Stretch]:
        """Return what a row costs by period of its charge; what is over the term is shared out."""
        if row.data["period"] in ONCE:
            return [Stretch(row.start, row.start + DAY, row.total, recurring)]
        parts = chunks(self.start, row.start, row.end, row.data["period"], self.proration)
        amounts = [
            row.net if each.whole else self.rounding.cut(row.net, Fraction(each.a, each.of), Fraction(each.b, each.of))
            for each in parts
        ]
        if rest := row.total - sum(amounts, ZERO):
            weights = amounts if any(amounts) else [Fraction(1)] * len(amounts)
            amounts = [a + b for a, b in zip(amounts, self.rounding.shared(rest, weights), strict=True)]
        return [Stretch(each.start, each.end, amount, recurring) for each, amount in zip(parts, amounts, strict=True)]

    def cut(self, each: Stretch, days: Sequence[date]) -> list[Fraction]:
        """Cut a stretch at days inside it, and return its amount by piece."""
        edges = [ZERO, *self.places(each.start, each.end, days), Fraction(1)]
        return [self.rounding.cut(each.amount, a, b) for a, b in pairwise(edges)]

    def within(self, each: Stretch, start: date, end: date) -> Fraction:
        """Return what of a stretch falls into [start, end), rounded."""
        first, last = max(start, each.start), min(end, each.end)
        if first >= last:
            return ZERO
        days = [day for day in (first, last) if each.start < day < each.end]
        return self.cut(each, days)[1 if first > each.start else 0]

    def billed(self, parts: Iterable[Stretch], billing: str) -> list[tuple[date, date, Fraction]]:
        """Return the amount of each billing period."""
        edges = [self.start]
        if billing in MONTHS_BILLED:
            step = count = MONTHS_BILLED[billing]
            while (day := add_months(self.start, count)) < self.end:
                edges.append(day)
                count += step
        edges.append(self.end)
        amounts = [ZERO] * (len(edges) - 1)
        for each in parts:
            first = max(n for n in range(len(amounts)) if edges[n] <= each.start)
            inside = [day for day in edges[first + 1 :] if each.start < day < each.end]
            for n, amount in enumerate(self.cut(each, inside), first):
                amounts[n] += amount
        return [(a, b, amount) for (a, b), amount in zip(pairwise(edges), amounts, strict=True)]

    def drawn(self, a_year: Fraction, pays_for: Fraction, pool: Sequence[Stretch]) -> list[Drawn]:
        """Return what a usage commitment of so much a year comes to by year, and what estimated usage draws of it."""
        found = []
        for year in self.years():
            a, b = Fraction(year.a, year.of), Fraction(year.b, year.of)
            due = self.rounding.cut(a_year, a, b)
            used = sum((self.within(each, year.start, year.end) for each in pool), ZERO)
            drawn = min(due, used) if pool else due
            of_list = self.rounding.cut(pays_for, a, b) if drawn == due else drawn
            found.append(Drawn(year.start, year.end, due, of_list, drawn))
        return found

    def figures(self, parts: Sequence[Stretch], total: Fraction) -> dict[str, Fraction]:
        """Return the figures of the contract by their ids."""
        recurring = [each for each in parts if each.recurring]
        months = months_exactly(self.anchor, self.start, self.end)
        value = sum((each.amount for each in recurring), ZERO)
        found = {"tcv": total, "acv": self.rounding(value * 12 / months)}
        years = [boundary(self.start, k, "year") for k in range(self.months // 12 + 2)]
        years = [day for day in years if day < self.end] + [self.end]
        if len(years) > 2:
            for n, (start, end) in enumerate(pairwise(years), 1):
                exact = sum((self._exact(each, start, end) for each in recurring), ZERO)
                found[f"acv_year_{n}"] = self.rounding(exact)
        return found

    def _exact(self, each: Stretch, start: date, end: date) -> Fraction:
        first, last = max(start, each.start), min(end, each.end)
        if first >= last:
            return ZERO
        a, b = self.places(each.start, each.end, (first, last))
        return each.amount * (b - a)
