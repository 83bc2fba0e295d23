"""The contract over time: what each stretch of service costs, the invoices for it, and the metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from dealdesk.money import Rounding, allocate, part
from dealdesk.periods import boundary, chunks, inclusive, months_between, months_exactly
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.quoting.quote.figures import Invoice, Metric
from dealdesk.quoting.rows import Row
from dealdesk.quoting.timeline import Timeline

ZERO = Decimal(0)
MONTHS_BILLED = {"annual": 12, "quarterly": 3, "monthly": 1}


@dataclass(frozen=True, slots=True)
class Slice:
    """What the service from `start` to `end` (half-open) costs, and what that is a month, unrounded."""

    start: date
    end: date
    amount: Decimal
    monthly: Fraction = Fraction(0)


class Calendar:
    """Positions of days in a contract: whole months from its start where a day is on the grid, else days."""

    def __init__(self, time: Timeline) -> None:
        months, days = months_between(time.start, time.end)
        self.starts = [boundary(time.start, k, "month") for k in range(months + (2 if days else 1))]
        self._month = {day: k for k, day in enumerate(self.starts)}

    def positions(self, start: date, end: date, days: Sequence[date]) -> tuple[list[int], int]:
        """Return how far each of *days* lies into [start, end), and how long that is: in months, else in days."""
        first, last = self._month.get(start), self._month.get(end)
        if first is not None and last is not None and all(day in self._month for day in days):
            return [self._month[day] - first for day in days], last - first
        return [(day - start).days for day in days], (end - start).days


def slices(row: Row, period: str, time: Timeline, calc: DecimalArithmetic, places: int) -> tuple[Slice, ...]:
    """Return what a row costs by period of its charge; the slices add up to the row's total.

    What comes once is a slice of one day.  Amounts over the term are shared out over the slices by largest
    remainder.
    """
    if period in ("once", "usage"):
        return (Slice(row.start, row.start + timedelta(days=1), row.total),)
    a_period = sum((move.per_period for move in row.moves if move.per_period is not None), row.list)
    length = Fraction(12, {"year": 1, "quarter": 4, "month": 12}[period])
    rate = Fraction(a_period) / length
    found: list[Slice] = []
    months: list[Fraction] = []
    for chunk in chunks(time.start, row.start, row.end, period, time.convention):  # type: ignore[arg-type]
        if chunk.whole:
            amount = a_period
        else:
            a, b, of = Decimal(chunk.a), Decimal(chunk.b), Decimal(chunk.of)
            amount = calc.share(a_period, b, of) - calc.share(a_period, a, of)
        found.append(Slice(chunk.start, chunk.end, amount, rate))
        months.append(length * (chunk.b - chunk.a) / chunk.of)
    rest = row.total - sum((each.amount for each in found), ZERO)
    if rest:
        weights = [each.amount for each in found] if any(each.amount for each in found) else [Decimal(1)] * len(found)
        shares = allocate(rest, weights, places)
        lefts = [each.amount + share for each, share in zip(found, shares, strict=True)]
        found = [
            replace(each, amount=left, monthly=Fraction(left) / long if long else each.monthly)
            for each, left, long in zip(found, lefts, months, strict=True)
        ]
    return tuple(found)


def between(each: Slice, days: Sequence[date], calendar: Calendar, places: int, rounding: Rounding) -> list[Decimal]:
    """Cut a slice at *days* (rising, all inside it) and return its amount by piece; the pieces add up to it."""
    at, length = calendar.positions(each.start, each.end, days)
    edges = [0, *at, length]
    return [part(each.amount, a, b, length, places, rounding) for a, b in pairwise(edges)]


def invoices(
    parts: Iterable[Slice],
    time: Timeline,
    billing: str,
    *,
    in_arrears: bool,
    payment_days: int,
    places: int,
    rounding: Rounding,
    first: date | None = None,
) -> tuple[Invoice, ...]:
    """Return the invoices of the committed value; they add up to it exactly.

    A slice is billed in the periods that it lies in, month by month where its days allow, else day by day.  *first* is
    the first day that is billed, where that is later than the first of the contract: an invoice of the period that it
    lies in is for the rest of it.
    """
    edges = [time.start]
    if billing in MONTHS_BILLED:
        count = 1
        while (day := boundary(time.start, count * MONTHS_BILLED[billing], "month")) < time.end:
            edges.append(day)
            count += 1
    edges.append(time.end)
    calendar = Calendar(time)
    amounts = [ZERO] * (len(edges) - 1)
    for each in parts:
        at = max(index for index in range(len(amounts)) if edges[index] <= each.start)
        cuts = [day for day in edges[at + 1 :] if each.start < day < each.end]
        for offset, amount in enumerate(between(each, cuts, calendar, places, rounding)):
            amounts[at + offset] += amount
    made: list[Invoice] = []
    for begun, end, amount in zip(edges, edges[1:], amounts, strict=False):
        if amount:
            start = begun if first is None or begun > first else first
            day = end if in_arrears else start
            due = day + timedelta(days=payment_days)
            made.append(Invoice(len(made) + 1, day, start, inclusive(end), due, amount))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Billed:
    """The slices of one committed charge."""

    recurring: bool
    slices: tuple[Slice, ...]


def exact_between(parts: Iterable[Slice], start: date, end: date, calendar: Calendar) -> Fraction:
    """Return what [start, end) costs, unrounded."""
    value = Fraction(0)
    for each in parts:
        first, last = max(start, each.start), min(end, each.end)
        if first < last:
            (a, b), length = calendar.positions(each.start, each.end, (first, last))
            value += Fraction(each.amount) * (b - a) / length
    return value


def of_month(parts: Iterable[Slice], start: date, end: date) -> Fraction:
    """Return what the month [start, end) costs at the rate of its periods, unrounded."""
    value = Fraction(0)
    for each in parts:
        days = (min(end, each.end) - max(start, each.start)).days
        if days > 0:
            value += each.monthly * Fraction(days, (end - start).days)
    return value


def metrics(
    billed: Sequence[Billed],
    time: Timeline,
    *,
    total_list: Decimal,
    total_net: Decimal,
    usage: Decimal,
    cost: Decimal | None,
    calc: DecimalArithmetic,
) -> tuple[Metric, ...]:
    """Return the metrics of a quote, each with its definition."""
    calendar = Calendar(time)
    recurring = [each for line in billed if line.recurring for each in line.slices]
    recurring_value = sum((each.amount for each in recurring), ZERO)

    def money(value: Fraction) -> Decimal:
        return calc.share(Decimal(value.numerator), Decimal(1), Decimal(value.denominator)) + ZERO  # never -0

    whole, _ = months_between(time.start, time.end)
    months = months_exactly(time.anchor or time.start, time.start, time.end)
    full = list(zip(calendar.starts[:whole], calendar.starts[1 : whole + 1], strict=True))
    free = time.free
    paid = [(a, b) for a, b in full if free is None or b <= free[0] or a >= free[1]] or full
    first = of_month(recurring, *paid[0]) * 12 if paid else Fraction(0)
    last = of_month(recurring, *paid[-1]) * 12 if paid else Fraction(0)
    found = [
        Metric(
            "tcv",
            "Total contract value",
            total_net,
            "money",
            "All committed charges over the term, what comes once included, free months at 0, usage excluded",
        ),
        Metric(
            "acv",
            "Annual contract value",
            money(Fraction(recurring_value) * 12 / months),
            "money",
            "Recurring contract value × 12 / months of the term",
        ),
    ]
    years = [boundary(time.start, k, "year") for k in range(whole // 12 + 2)]
    years = [day for day in years if day < time.end] + [time.end]
    if len(years) > 2:
        for number, (start, end) in enumerate(pairwise(years), 1):
            value = money(exact_between(recurring, start, end, calendar))
            found.append(
                Metric(
                    f"acv_year_{number}",
                    f"Contract value, year {number}",
                    value,
                    "money",
                    f"Recurring contract value of contract year {number}",
                )
            )
    found += [
        Metric(
            "arr_first",
            "ARR, first month",
            money(first),
            "money",
            "Recurring net of the first full month that is not free × 12",
        ),
        Metric(
            "arr_exit",
            "ARR, last month",
            money(last),
            "money",
            "Recurring net of the last full month that is not free × 12",
        ),
        Metric("mrr", "MRR", money(first / 12), "money", "arr_first / 12"),
        Metric(
            "discount",
            "Discount",
            percent_off(total_list, total_net),
            "percent",
            "1 - net / list of all committed charges over the whole term",
        ),
        Metric(
            "usage_estimate",
            "Estimated usage",
            usage,
            "money",
            "Usage charges at the stated volumes over the term; not committed, in no other figure",
        ),
        Metric(
            "margin",
            "Margin",
            None if cost is None or not total_net else percent_off(total_net, cost),
            "percent",
            "(net - cost) / net where every committed charge states a cost; otherwise not known",
        ),
    ]
    return tuple(found)


def percent_off(whole: Decimal, rest: Decimal) -> Decimal | None:
    """Return 100 × (1 - rest / whole), to 4 decimals; None of nothing."""
    if not whole:
        return None
    return Decimal(round(Fraction(whole - rest) * 1_000_000 / Fraction(whole))).scaleb(-4)
