"""When money is invoiced and when it is earned, month by month.

Recurring lines are earned evenly over the days of their service, the straight-line method of ASC 606 and IFRS 15 for
services that are delivered all the time: free months and prices that rise within the contract move no revenue, while
each quantity is earned on its own days.  What happens once is earned on its first day.  Usage is earned when it is used
and stands in no schedule.  Amounts are cut so that they add up to the total contract value, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.money import part
from dealdesk.periods import add_months

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.quote.line import QuoteLine

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month.

    Attributes:
        first: Its first day.
        invoiced: Amount of the invoices dated in it.
        earned: Revenue that is recognised in it.
        deferred: Invoiced and not yet earned at its end; below 0: earned and not yet invoiced.
    """

    first: date
    invoiced: Decimal
    earned: Decimal
    deferred: Decimal


def schedule(quotes: Iterable[Quote]) -> tuple[Month, ...]:
    """Return the months of some contracts of one currency, from the first with an amount to the last.

    Raises:
        ValueError: The quotes are in several currencies; their amounts cannot be added.
    """
    found = tuple(quotes)
    if len({each.currency for each in found}) > 1:
        raise ValueError("the quotes are in several currencies")
    invoiced: dict[date, Decimal] = {}
    earned: dict[date, Decimal] = {}
    for quote in found:
        for invoice in quote.invoices:
            _add(invoiced, invoice.date.replace(day=1), invoice.amount)
        for line in quote.lines:
            if not line.committed or line.optional:
                continue
            if line.recurring:
                for start, end, net in _services(line):
                    _spread(earned, net, start, end, quote.places)
            else:
                for interval in line.intervals:
                    _add(earned, interval.start.replace(day=1), interval.net)
    return _months(invoiced, earned, Decimal(0).scaleb(-found[0].places) if found else ZERO)


def _services(line: QuoteLine) -> Iterator[tuple[date, date, Decimal]]:
    """Yield the stretches of days in which a line's quantity stays the same, with what they come to."""
    start = end = None
    quantity = net = ZERO
    for each in line.intervals:
        if start is not None and end is not None:
            if each.quantity == quantity and each.start == end + timedelta(1):
                end, net = each.end, net + each.net
                continue
            yield start, end, net
        start, end, quantity, net = each.start, each.end, each.quantity, each.net
    if start is not None and end is not None:
        yield start, end, net


def _add(months: dict[date, Decimal], first: date, amount: Decimal) -> None:
    months[first] = months.get(first, ZERO) + amount


def _spread(months: dict[date, Decimal], amount: Decimal, start: date, end: date, places: int) -> None:
    """Add *amount* to the months from *start* to *end*, by their days."""
    days, day = (end - start).days + 1, start
    while day <= end:
        following = add_months(day.replace(day=1), 1)
        until = min(following, end + timedelta(1))
        _add(months, day.replace(day=1), part(amount, (day - start).days, (until - start).days, days, places))
        day = following


def _months(invoiced: dict[date, Decimal], earned: dict[date, Decimal], zero: Decimal) -> tuple[Month, ...]:
    days = [first for months in (invoiced, earned) for first, amount in months.items() if amount]
    found, deferred, first = [], zero, min(days, default=None)
    while first is not None and first <= max(days):
        now, gained = invoiced.get(first, zero), earned.get(first, zero)
        deferred += now - gained
        found.append(Month(first, now, gained, deferred))
        first = add_months(first, 1)
    return tuple(found)


def total(months: Sequence[Month]) -> tuple[Decimal, Decimal]:
    """Return what is invoiced and what is earned in all."""
    return sum((each.invoiced for each in months), ZERO), sum((each.earned for each in months), ZERO)
