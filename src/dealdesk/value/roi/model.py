"""A case as numbers: items by month, exact, and what becomes of them when assumptions change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from dealdesk.value.roi.exact import ZERO, in_steps, rounded

Factors = Mapping[str, Fraction]
"""By assumption: its value as a multiple of what is expected."""


@dataclass(frozen=True)
class Item:
    """A cost or a benefit, after ramp and risk, by month; month 0 is the initial column."""

    id: str
    name: str
    is_benefit: bool
    months: tuple[Fraction, ...]
    drivers: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Fraction, ...]:
        """The same by column: the initial one, then years."""
        return (self.months[0], *(sum(self.months[k : k + 12], ZERO) for k in range(1, len(self.months), 12)))

    def factor(self, factors: Factors) -> Fraction:
        """Return what the item is multiplied by."""
        made = Fraction(1)
        for each in self.drivers:
            made *= factors.get(each, 1)
        return made


@dataclass(frozen=True)
class Range:
    """An assumption: its low and high value as multiples of what is expected."""

    id: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Model:
    """All items of a case, and the discount rate as a fraction (1/10 for 10 %)."""

    items: tuple[Item, ...]
    rate: Fraction
    years: int
    places: int
    ranges: tuple[Range, ...] = ()

    @cached_property
    def discounts(self) -> tuple[Fraction, ...]:
        """What an amount in each column is worth today: at the end of its year; the initial column as it is."""
        return tuple(1 / (1 + self.rate) ** k for k in range(self.years + 1))

    @cached_property
    def present(self) -> tuple[Fraction, ...]:
        """The present value of each item, exact."""
        return tuple(
            sum((a * b for a, b in zip(item.columns, self.discounts, strict=True)), ZERO) for item in self.items
        )

    @cached_property
    def printed(self) -> tuple[tuple[Decimal, ...], ...]:
        """What is printed for each item as expected, by column."""
        return tuple(cells(item, {}, self.places) for item in self.items)

    @cached_property
    def sums(self) -> dict[bool, tuple[Decimal, ...]]:
        """What is printed for all benefits (True) and all costs (False) as expected, by column."""
        found = {}
        for flag in (True, False):
            row = [rounded(ZERO, self.places)] * (self.years + 1)
            for item, amounts in zip(self.items, self.printed, strict=True):
                row = [a + b for a, b in zip(row, amounts, strict=True)] if item.is_benefit == flag else row
            found[flag] = tuple(row)
        return found

    @cached_property
    def monthly(self) -> dict[bool, tuple[Decimal, ...]]:
        """What is printed for all benefits (True) and all costs (False) as expected, by month."""
        return {flag: _by_month(self, flag, {}) for flag in (True, False)}

    def exact(self, factors: Factors) -> tuple[Fraction, Fraction]:
        """Return the present values of benefits and of costs, exact."""
        sums = {True: ZERO, False: ZERO}
        for item, value in zip(self.items, self.present, strict=True):
            sums[item.is_benefit] += value * item.factor(factors)
        return sums[True], sums[False]


@dataclass(frozen=True)
class Worked:
    """A case worked out: amounts by column, each rounded once, totals as sums of the rounded ones."""

    costs: tuple[Decimal, ...]
    benefits: tuple[Decimal, ...]
    pv_costs: tuple[Decimal, ...]
    pv_benefits: tuple[Decimal, ...]

    @property
    def npv(self) -> Decimal:
        """Net present value."""
        return sum(self.pv_benefits, Decimal(0)) - sum(self.pv_costs, Decimal(0))

    @property
    def roi(self) -> Fraction | None:
        """Return on investment as a fraction; None where nothing is spent."""
        spent = sum(self.pv_costs, Decimal(0))
        return Fraction(self.npv) / Fraction(spent) if spent else None


def cells(item: Item, factors: Factors, places: int) -> tuple[Decimal, ...]:
    """Return what is printed for an item, by column."""
    factor = item.factor(factors)
    return tuple(rounded(each * factor, places) for each in item.columns)


def work(model: Model, factors: Factors | None = None) -> Worked:
    """Work a case out with some assumptions changed."""
    changed = factors or {}
    sums = dict(model.sums)
    for item, before in zip(model.items, model.printed, strict=True):
        if any(each in changed for each in item.drivers):
            rows = zip(sums[item.is_benefit], before, cells(item, changed, model.places), strict=True)
            sums[item.is_benefit] = tuple(total - old + new for total, old, new in rows)
    present = {
        flag: tuple(
            rounded(Fraction(amount) * worth, model.places) for amount, worth in zip(row, model.discounts, strict=True)
        )
        for flag, row in sums.items()
    }
    return Worked(sums[False], sums[True], present[False], present[True])


def by_month(model: Model, *, benefits: bool, factors: Factors | None = None) -> tuple[Decimal, ...]:
    """Return costs or benefits by month; the twelve months of a year add up to what is printed for it."""
    return _by_month(model, benefits, factors) if factors else model.monthly[benefits]


def _by_month(model: Model, benefits: bool, changed: Factors) -> tuple[Decimal, ...]:
    sums = [rounded(ZERO, model.places)] * (12 * model.years + 1)
    for item in model.items:
        if item.is_benefit != benefits:
            continue
        factor, printed = item.factor(changed), cells(item, changed, model.places)
        row = [printed[0]]
        for year in range(model.years):
            months = [each * factor for each in item.months[1 + 12 * year : 13 + 12 * year]]
            row += _adding_up(months, printed[year + 1], model.places)
        sums = [a + b for a, b in zip(sums, row, strict=True)]
    return tuple(sums)


def _adding_up(months: Sequence[Fraction], total: Decimal, places: int) -> tuple[Decimal, ...]:
    """Return months in steps; what they add up to is the rounded sum of the year, which is *total*."""
    found = in_steps(months, places)
    assert sum(found, Decimal(0)) == total
    return found
