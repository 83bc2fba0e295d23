"""What a line of a quote costs a period, and from which day on: what a contract pays for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dealdesk.periods import boundary, span
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import Interval, QuoteLine

ZERO = Decimal(0)
AMOUNTS = ("line_amount", "deal_amount")
"""Steps that take amounts off the whole term, which no price of a period shows."""

Course = tuple[tuple[date, Decimal, Decimal], ...]
"""From which day on a quote costs how much a period, and for how many units; free months are left out."""


def free_months(deal: Deal, start: date) -> tuple[date, date] | None:
    """Return the free months of a contract, half-open; *start* is its first day where the deal says none.

    They are free also where nothing is taken off, since what is free costs nothing by itself.
    """
    free, first = deal.free, deal.start or start
    if free is None:
        return None
    return boundary(first, free.first - 1, "month"), boundary(first, free.first - 1 + free.months, "month")


def course_of(line: QuoteLine, quote: Quote, free: tuple[date, date] | None) -> Course:
    """Return what a line costs, and from which day on; 0 where it stops before the contract ends."""
    found: list[tuple[date, Decimal, Decimal]] = []
    for n, each in enumerate(line.intervals):
        after = each.end + timedelta(days=1)
        following = line.intervals[n + 1].start if n + 1 < len(line.intervals) else quote.end + timedelta(days=1)
        if free is None or not (free[0] <= each.start and after <= free[1]):
            found.append((each.start, _effective(each, line.period, quote), each.quantity))
        if after < following:
            found.append((after, ZERO, ZERO))
    return tuple(found)


def _effective(interval: Interval, period: str, quote: Quote) -> Decimal:
    """Return what an interval costs a period, with its share of amounts off the whole term."""
    a_period = interval.net_per_period
    if not any(move.code in AMOUNTS for move in interval.moves):
        return a_period
    calc = DecimalArithmetic(quote.places, quote.catalog.rounding)  # type: ignore[arg-type]
    end = interval.end + timedelta(days=1)
    over = span(quote.start, interval.start, end, period, quote.catalog.proration)  # type: ignore[arg-type]
    without = a_period * over.whole
    for each in over.parts:
        a, b, of = Decimal(each.a), Decimal(each.b), Decimal(each.of)
        without += calc.share(a_period, b, of) - calc.share(a_period, a, of)
    return calc.share(a_period, interval.net, without) if without else a_period
