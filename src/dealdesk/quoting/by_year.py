"""What a contract is worth in each of its years, so that two versions of it can be held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from dealdesk.catalog.models import Catalog
from dealdesk.money import EXACT
from dealdesk.periods import boundary, inclusive
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.quoting.contract import Calendar, Slice, exact_between, metrics, of_month
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import slices_of
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.standing import Signed

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a contract, its first and last day, and what it is worth.

    Attributes:
        value: All committed charges of the year; the years add up to the contract value.
        recurring: What recurs of it.
        arr: What recurs in the last full month of the year, × 12; 0 where there is none.
    """

    start: date
    end: date
    value: Decimal
    recurring: Decimal
    arr: Decimal


@dataclass(frozen=True, slots=True)
class YearDelta:
    """A contract year before and after a change; `before` is None where the earlier version did not run."""

    start: date
    end: date
    before: Year | None
    after: Year


def years_of(deal: Deal, catalog: Catalog, quote: Quote, first: date, end: date) -> tuple[Year, ...]:
    """Return the years from *first* to *end* (half-open) and what a deal is worth in each.

    *quote* is the deal priced.  The first years take what is cut, rounded, and the last one the rest, so that they
    add up to the contract value exactly.
    """
    with localcontext(EXACT):
        billed, time = slices_of(deal, catalog, quote.issued)
        calendar = Calendar(time)
        edges = [first]
        while (day := boundary(first, len(edges), "year")) < end:
            edges.append(day)
        edges.append(end)
        every = [each for line in billed for each in line.slices]
        recurring = [each for line in billed if line.recurring for each in line.slices]
        found: list[Year] = []
        for start, stop in pairwise(edges):
            value = _rounded(exact_between(every, start, stop, calendar), quote.places)
            of_it = _rounded(exact_between(recurring, start, stop, calendar), quote.places)
            found.append(Year(start, inclusive(stop), value, of_it, _arr(recurring, start, stop, first, quote.places)))
        rest = quote.totals.net - sum((each.value for each in found), ZERO)
        last = found[-1]
        found[-1] = Year(last.start, last.end, last.value + rest, last.recurring, last.arr)
        return tuple(found)


def years_of_all(versions: Sequence[Signed]) -> tuple[Year, ...]:
    """Return the years of a contract with its amendments: what each of them is worth is added up."""
    contract = versions[0].quote
    first, end = contract.start, contract.end + timedelta(days=1)
    years: tuple[Year, ...] = ()
    for each in versions:
        own = years_of(each.deal.but(options=()), each.catalog, each.quote, first, end)
        years = tuple(delta.after for delta in deltas(years, own))
    return years


def figures_of(versions: Sequence[Signed]) -> dict[str, Decimal]:
    """Return the metrics of a contract with its amendments that are amounts: TCV, ACV, ARR and MRR."""
    contract = versions[0]
    if len(versions) == 1:
        found = contract.quote.metrics
    else:
        with localcontext(EXACT):
            billed, time = slices_of(contract.deal.but(options=()), contract.catalog, contract.quote.issued)
            for each in versions[1:]:
                billed = billed + slices_of(each.deal.but(options=()), each.catalog, each.quote.issued)[0]
            calc = DecimalArithmetic(contract.quote.places, contract.catalog.catalog.rounding)
            net = sum((each.quote.totals.net for each in versions), ZERO)
            found = metrics(billed, time, total_list=net, total_net=net, usage=ZERO, cost=None, calc=calc)
    return {each.id: each.value for each in found if each.kind == "money" and each.value is not None}


def _arr(recurring: Sequence[Slice], start: date, stop: date, first: date, places: int) -> Decimal:
    """Return the annual value of the last month, from the contract's first day on, that ends within a year."""
    months = (stop.year - first.year) * 12 + stop.month - first.month
    for k in range(months, 0, -1):
        a, b = boundary(first, k - 1, "month"), boundary(first, k, "month")
        if start <= a and b <= stop:
            return _rounded(of_month(recurring, a, b) * 12, places)
    return ZERO


def _rounded(value: Fraction, places: int) -> Decimal:
    """Return a fraction in whole minor units, a tie away from zero."""
    scaled = abs(value) * 10**places
    units = int(scaled + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def beside(before: Sequence[Year], after: Sequence[Year]) -> tuple[YearDelta, ...]:
    """Return the years of another version of a contract, each beside that of the version before."""
    old = {each.start: each for each in before}
    return tuple(YearDelta(each.start, each.end, old.get(each.start), each) for each in after)


def following(before: Sequence[Year], after: Sequence[Year]) -> tuple[YearDelta, ...]:
    """Return the years of a renewal, each beside the year before it; the first beside the last of what is renewed."""
    return tuple(YearDelta(now.start, now.end, was, now) for was, now in pairwise((before[-1], *after)))


def deltas(before: Sequence[Year], change: Sequence[Year]) -> tuple[YearDelta, ...]:
    """Return the years of a contract with a change: the change is added to what was there before."""
    old = {each.start: each for each in before}
    found = []
    for each in change:
        was = old.get(each.start)
        base = (was.value, was.recurring, was.arr) if was is not None else (ZERO, ZERO, ZERO)
        after = Year(each.start, each.end, base[0] + each.value, base[1] + each.recurring, base[2] + each.arr)
        found.append(YearDelta(each.start, each.end, was, after))
    return tuple(found)
