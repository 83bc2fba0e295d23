"""Figures that follow from a quote: sums of its lines, prices of one unit, levels of its steps, runs of its invoices.

Worked out from the quote alone, by nothing that documents are made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dealdesk.money import EXACT
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.sealing.disclosed import STEPS

ZERO = Decimal(0)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_PLACES = 6
"""Most decimals of a unit price."""

NEGOTIATED = frozenset({"negotiated", "line_amount", "deal_amount"})
"""Steps that customers know by one name."""

Pair = tuple[Decimal, Decimal]


def _sections(quote: Quote) -> Iterator[list[QuoteLine]]:
    """Yield the lines whose sums may be printed: by what they are, and all that is committed."""
    committed = [each for each in quote.lines if each.committed and not each.optional]
    yield committed
    yield [each for each in committed if each.recurring]
    yield [each for each in committed if not each.recurring]
    yield [each for each in quote.lines if not each.committed and not each.optional]
    yield [each for each in quote.lines if each.optional]


def _periods(quote: Quote, lines: list[QuoteLine]) -> Iterator[tuple[Pair, int]]:
    """Yield the sum of list and net prices of one period, and how many of it the term has."""
    for period, months in MONTHS.items():
        firsts = [each.intervals[0] for each in lines if each.period == period]
        if firsts and len(firsts) == len(lines):
            pair = (
                sum((each.list_per_period for each in firsts), ZERO),
                sum((each.net_per_period for each in firsts), ZERO),
            )
            yield pair, quote.months // months


def derived(quote: Quote) -> Iterator[Decimal]:
    """Yield amounts that follow from those of the quote."""
    for lines in _sections(quote):
        yield sum((each.list for each in lines), ZERO)
        yield sum((each.net for each in lines), ZERO)
        for pair, whole in _periods(quote, lines):
            for amount in pair:
                yield from (amount, amount * whole)
    for line in quote.lines:
        if not line.hide_price:
            for each in line.intervals:
                yield from _unit_price(each.list_per_period, each.quantity)
                yield from _unit_price(each.net_per_period, each.quantity)
    optional = [each.net for each in quote.lines if each.optional and not each.hide_price]
    for net in (*optional, sum(optional, ZERO)):
        yield quote.totals.net + net
    yield from _levels(quote)
    for first in range(len(quote.invoices)):
        total = ZERO
        for invoice in quote.invoices[first:]:
            total += invoice.amount
            yield total


def _unit_price(amount: Decimal, quantity: Decimal) -> Iterator[Decimal]:
    if quantity:
        price = Fraction(amount) / Fraction(quantity) * 10**MOST_PLACES
        if price.denominator == 1:
            yield Decimal(price.numerator).scaleb(-MOST_PLACES, EXACT)


def _levels(quote: Quote) -> Iterator[Decimal]:
    """Yield the prices that are reached after each step, the sums of like steps, and of all from one on."""
    moves = [each for each in quote.moves if each.code != "list"]
    for first in range(len(moves) + 1):
        yield quote.totals.list + sum((each.amount for each in moves[:first]), ZERO)
        yield sum((each.amount for each in moves[first:]), ZERO)
    for percent in (False, True):
        joined: dict[object, Decimal] = {}
        for each in moves:
            key = "negotiated" if each.code in NEGOTIATED else each.code if each.code in STEPS else each.title
            one = (key, each.percent if percent else None)
            joined[one] = joined.get(one, ZERO) + each.amount
        sums = list(joined.values())
        for first in range(len(sums) + 1):
            yield quote.totals.list + sum(sums[:first], ZERO)
            yield sum(sums[first:], ZERO)
        yield from sums
        yield sum((each for each in sums if each > 0), ZERO)


def pairs(quote: Quote) -> Iterator[Pair]:
    """Yield pairs of a list price and a net price whose ratio may be printed."""
    for lines in _sections(quote):
        yield sum((each.list for each in lines), ZERO), sum((each.net for each in lines), ZERO)
        for pair, whole in _periods(quote, lines):
            yield pair
            yield pair[0] * whole, pair[1] * whole
    for line in quote.lines:
        if not line.hide_price:
            yield line.list, line.net
            for each in line.intervals:
                yield each.list, each.net
                yield each.list_per_period, each.net_per_period
    for option in quote.options:
        yield option.quote.totals.list, option.quote.totals.net
