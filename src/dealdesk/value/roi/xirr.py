"""The internal rate of return of flows on dates, and the modified one.

A flow is discounted by (1 + rate) to the power of its days since the first flow over 365, as spreadsheets do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

from dealdesk.value.roi.irr import sign_changes

WORK = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Digits that rates are closed in with; exponentials and logarithms of it are rounded correctly, on every machine."""

LOOK = Context(prec=16, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Digits that are enough to see a sign."""

DAYS = Decimal(365)
SEARCHED = 240
"""How many rates are looked at where there may be more than one solution, on either side of 0."""

WIDEST = Decimal(40)
"""Where the search ends: a factor of e ** 40 a year, up or down."""

Dated = tuple[date, Decimal]


def xnpv(flows: Iterable[Dated], rate: Decimal) -> Decimal:
    """Return the net present value at *rate* (0.1 for 10 %) on the day of the first flow that was given."""
    given = list(flows)
    start = given[0][0]
    growth = WORK.ln(1 + rate)
    return _worth([((day - start).days, amount) for day, amount in given], growth, WORK)


def xirr(flows: Iterable[Dated]) -> tuple[Decimal, ...]:
    """Return the rates at which *flows* are worth nothing, rising.

    Flows with one change of sign have exactly one.  With more, rates from -100 % to far above 10 ** 17 are searched
    in 480 steps, closer together around 0; two solutions within one step are not seen.
    """
    days = _by_day(flows)
    changes = sign_changes([amount for _, amount in days])
    if not changes:
        return ()
    edges = [Decimal(-1), Decimal(1)] if changes == 1 else _steps()
    signs = [_sign(days, each) for each in edges]
    while changes == 1 and signs[0] == signs[-1]:
        edges = [each * 2 for each in edges]
        signs = [_sign(days, each) for each in edges]
    found = list[Decimal]()
    for low, high, before, after in zip(edges, edges[1:], signs, signs[1:], strict=False):
        if not before:
            found.append(low)
        elif after and before != after:
            found.append(_closed_in(days, low, high, before))
    if not signs[-1]:
        found.append(edges[-1])
    return tuple(WORK.subtract(WORK.exp(each), Decimal(1)) for each in found)


def mirr(flows: Sequence[Decimal], finance: Decimal, reinvest: Decimal) -> Decimal | None:
    """Return the modified internal rate of return, as a fraction.

    What is paid is discounted at *finance* to the beginning, what comes in grows at *reinvest* to the end; the rate
    is the one at which the former grows to the latter.  None without a flow of either sign.
    """
    n = len(flows) - 1
    paid = sum((-Fraction(a) / (1 + Fraction(finance)) ** k for k, a in enumerate(flows) if a < 0), Fraction(0))
    gained = sum((Fraction(a) * (1 + Fraction(reinvest)) ** (n - k) for k, a in enumerate(flows) if a > 0), Fraction(0))
    if not (paid and gained and n):
        return None
    ratio = gained / paid
    times = WORK.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return WORK.subtract(WORK.exp(WORK.divide(WORK.ln(times), Decimal(n))), Decimal(1))


def _by_day(flows: Iterable[Dated]) -> list[tuple[int, Decimal]]:
    """Return flows by days since the first, those of a day added up, in order."""
    sums: dict[date, Decimal] = {}
    for day, amount in flows:
        sums[day] = WORK.add(sums.get(day, Decimal(0)), amount)
    start = min(sums, default=date.min)
    return [((day - start).days, sums[day]) for day in sorted(sums) if sums[day]]


def _worth(days: Sequence[tuple[int, Decimal]], growth: Decimal, context: Context) -> Decimal:
    """Return the value today at a growth of e ** *growth* a year."""
    a_day = context.divide(-growth, DAYS)
    total = Decimal(0)
    for day, amount in days:
        total = context.fma(amount, context.exp(context.multiply(a_day, Decimal(day))), total)
    return total


def _sign(days: Sequence[tuple[int, Decimal]], growth: Decimal, context: Context = LOOK) -> int:
    value = _worth(days, growth, context)
    return (value > 0) - (value < 0)


def _steps() -> list[Decimal]:
    """Return growth rates from -WIDEST to WIDEST, in steps that grow with the distance from 0."""
    half = [WORK.multiply(WIDEST, WORK.power(Decimal(k) / SEARCHED, 3)) for k in range(1, SEARCHED + 1)]
    return [*(-each for each in reversed(half)), Decimal(0), *half]


def _closed_in(days: Sequence[tuple[int, Decimal]], low: Decimal, high: Decimal, before: int) -> Decimal:
    for _ in range(90):
        middle = WORK.divide(WORK.add(low, high), Decimal(2))
        sign = _sign(days, middle, WORK)
        if not sign:
            return middle
        low, high = (middle, high) if sign == before else (low, middle)
    return WORK.divide(WORK.add(low, high), Decimal(2))
