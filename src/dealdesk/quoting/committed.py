"""The lines of a usage commitment: what is committed, what estimated usage draws from it, and the true-up.

The commitment is compared with usage after all discounts, year by year, and is never discounted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.money import part
from dealdesk.periods import chunks, inclusive
from dealdesk.pricing.percent import climb_index
from dealdesk.pricing.steps.commitment import covered_list
from dealdesk.quoting import contract, paper
from dealdesk.quoting.contract import Billed, Slice
from dealdesk.quoting.intervals import merge, sum_moves
from dealdesk.quoting.paper import dotted
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine

ZERO = Decimal(0)


def usage_commitment(priced: Any, made: Sequence[Any], billed: Sequence[Billed]) -> list[tuple[QuoteLine, Billed]]:
    """Return the lines that a commitment adds to a quote; none without one.

    The first is the commitment as far as the estimated usage draws it (all of it when nothing is estimated), the
    second the true-up, where estimates fall short; both are committed.  The third, an estimate, takes what the
    commitment pays for out of the estimated usage.
    """
    row = priced.facts
    if not row.commitment:
        return []
    time, places, rounding = priced.time, priced.facts.places, priced.catalog.catalog.rounding
    pool = [
        each
        for line, slices in zip(made, billed, strict=True)
        if any(row.in_pool for row in line.rows)
        for each in slices.slices
    ]
    params = priced.catalog.rules.commitment
    list_a_year = covered_list(row, params, priced.calc)
    years = chunks(time.start, time.start, time.end, "year", time.convention)
    calendar = contract.Calendar(time)
    zero = Decimal(0).scaleb(-places)
    drawn, short, lists, of_years = [], [], [], []
    for year in years:
        due = part(row.commitment, year.a, year.b, year.of, places, rounding)
        used = _used(pool, year.start, year.end, calendar, places, rounding)
        takes = min(due, used) if pool else due
        # Usage that falls short of the commitment shows no discount: what it would have earned is in the true-up.
        lists.append(part(list_a_year, year.a, year.b, year.of, places, rounding) if takes == due else takes)
        of_years.append(Fraction(year.b - year.a, year.of))
        monthly = Fraction(row.commitment) / 12
        of_drawn = Fraction(takes) / Fraction(due) if due else Fraction(0)
        drawn.append(Slice(year.start, year.end, takes, monthly * of_drawn))
        short.append(Slice(year.start, year.end, due - takes, monthly * (1 - of_drawn)))
    total_drawn, total_short = (sum((each.amount for each in s), zero) for s in (drawn, short))
    found = []
    if total_drawn:
        found.append(_made(priced, "usage", "Usage commitment", lists, drawn, of_years))
    if total_short:
        of_short = [each.amount for each in short]
        found.append(_made(priced, "true-up", "Commitment beyond estimated usage (true-up)", of_short, short, of_years))
    if pool and total_drawn:
        taken, negative = [replace(each, amount=-each.amount) for each in drawn], [-each for each in lists]
        line, slices = _made(priced, "drawn", "Usage paid for by the commitment", negative, taken, of_years)
        found.append((replace(line, committed=False), slices))
    return found


def _used(pool: Sequence[Slice], start: Any, end: Any, calendar: Any, places: int, rounding: Any) -> Decimal:
    """Return what the usage of one year costs after discounts; slices are months, quarters or years."""
    used = ZERO
    for each in pool:
        first, last = max(start, each.start), min(end, each.end)
        if first < last:
            cuts = [day for day in (first, last) if each.start < day < each.end]
            pieces = contract.between(each, cuts, calendar, places, rounding)
            used += pieces[1 if first > each.start else 0]
    return used


def _tier(priced: Any) -> tuple[str, str, Decimal | None]:
    """Return the name and place of the tier that the commitment stands on, and its percentage."""
    path: tuple[str | int, ...] = ("rules", "commitment", "tiers")
    tiers = priced.catalog.rules.commitment.tiers
    rung = climb_index(tiers, priced.facts.commitment_list or priced.facts.commitment)
    if rung < 0:
        return dotted(path), priced.catalog.at(*path), None
    return dotted((*path, rung)), priced.catalog.at(*path, rung), tiers[rung].percent


def _a_year(calc: Any, amount: Decimal, of_year: Fraction) -> Decimal:
    """Return what a whole year would be, of which *amount* is a part."""
    whole: Decimal = calc.share(amount, Decimal(of_year.denominator), Decimal(of_year.numerator))
    return whole


def _made(
    priced: Any,
    charge: str,
    name: str,
    lists: Sequence[Decimal],
    parts: Sequence[Slice],
    of_years: Sequence[Fraction],
) -> tuple[QuoteLine, Billed]:
    """Return a line that costs the amount of *parts* by year, with its list value, and how much of a year each is."""
    time, deal = priced.time, priced.deal
    at = deal.at("commitment")
    rule, where, percent = _tier(priced)
    intervals = []
    for of_list, each, of_year in zip(lists, parts, of_years, strict=True):
        moves = [Move("list", "List price", of_list, "commitment", at)]
        if of_list != each.amount:
            moves.append(Move("commitment", "Commitment discount", each.amount - of_list, rule, where, percent))
        intervals.append(
            Interval(
                each.start,
                inclusive(each.end),
                Decimal(1),
                _a_year(priced.calc, of_list, of_year),
                _a_year(priced.calc, each.amount, of_year),
                paper.periods(time, each.start, each.end, "year"),
                of_list,
                each.amount,
                tuple(moves),
            )
        )
    merged = merge(intervals, time, "year")
    of_list, net = sum(lists, ZERO), sum((each.amount for each in parts), ZERO)
    line = QuoteLine(
        line=len(deal.lines) + 1,
        sku="commitment",
        charge=charge,
        name=name,
        charge_name=None,
        description=None,
        kind="usage",
        family="usage",
        model="flat",
        period="year",
        unit="",
        quantity=Decimal(1),
        committed=True,
        optional=False,
        recurring=True,
        list=of_list,
        net=net,
        cost=None,
        moves=sum_moves(move for each in merged for move in each.moves),
        intervals=merged,
        at=at,
    )
    return line, Billed(True, tuple(parts))
