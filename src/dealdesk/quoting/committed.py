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
from dealdesk.periods import chunks
from dealdesk.pricing.percent import climb_index
from dealdesk.pricing.steps.commitment import covered_list
from dealdesk.quoting import contract, paper
from dealdesk.quoting.contract import Billed, Slice
from dealdesk.quoting.paper import dotted
from dealdesk.quoting.quote import Interval, Move, QuoteLine

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
    drawn, short, lists = [], [], zero
    for year in years:
        due = part(row.commitment, year.a, year.b, year.of, places, rounding)
        used = _used(pool, year.start, year.end, calendar, places, rounding)
        takes = min(due, used) if pool else due
        # Usage that falls short of the commitment shows no discount: what it would have earned is in the true-up.
        lists += part(list_a_year, year.a, year.b, year.of, places, rounding) if takes == due else takes
        monthly = Fraction(row.commitment) / 12
        of_drawn = Fraction(takes) / Fraction(due) if due else Fraction(0)
        drawn.append(Slice(year.start, year.end, takes, monthly * of_drawn))
        short.append(Slice(year.start, year.end, due - takes, monthly * (1 - of_drawn)))
    total_drawn, total_short = (sum((each.amount for each in s), zero) for s in (drawn, short))
    found = []
    if total_drawn:
        found.append(_made(priced, "usage", "Usage commitment", lists, total_drawn, drawn))
    if total_short:
        found.append(
            _made(priced, "true-up", "Commitment beyond estimated usage (true-up)", total_short, total_short, short)
        )
    if pool and total_drawn:
        taken = [replace(each, amount=-each.amount) for each in drawn]
        line, slices = _made(priced, "drawn", "Usage paid for by the commitment", -lists, -total_drawn, taken)
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


def _made(
    priced: Any, charge: str, name: str, of_list: Decimal, net: Decimal, parts: Sequence[Slice]
) -> tuple[QuoteLine, Billed]:
    time, deal = priced.time, priced.deal
    at = deal.at("commitment")
    moves = [Move("list", "List price", of_list, "commitment", at)]
    if of_list != net:
        rule: tuple[str | int, ...] = ("rules", "commitment", "tiers")
        tiers = priced.catalog.rules.commitment.tiers
        rung = climb_index(tiers, priced.facts.commitment_list or priced.facts.commitment)
        percent = tiers[rung].percent if rung >= 0 else None
        rule = (*rule, rung) if rung >= 0 else rule
        title = "Commitment discount"
        moves.append(Move("commitment", title, net - of_list, dotted(rule), priced.catalog.at(*rule), percent))
    interval = Interval(
        time.start,
        time.last_day,
        Decimal(1),
        of_list,
        net,
        paper.periods(time, time.start, time.end, "year"),
        of_list,
        net,
        tuple(moves),
    )
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
        moves=tuple(moves),
        intervals=(interval,),
        at=at,
    )
    return line, Billed(True, tuple(parts))
