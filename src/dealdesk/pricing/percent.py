"""Ladders of percentages, and how several rules of one step combine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from dealdesk.pricing.arithmetic import Arithmetic, DecimalArithmetic, N
from dealdesk.pricing.numbers import Percent, Quantity
from dealdesk.pricing.step import Params, Part, Ref, Told
from dealdesk.record import Field, Record

_CALC = DecimalArithmetic()
_part: Callable[[tuple[Any, ...]], Part] = partial(tuple.__new__, Part)
"""The same as `Part` in half the time: there is one for each rule of each line."""


class Rung(Record):
    """From this size on, so many per cent, until the next rung; or up to `to`, where it is stated."""

    from_: Quantity = Field(alias="from")
    to: Quantity | None = None
    percent: Percent
    name: str | None = None
    assumption: str | None = None
    illustrative: bool = False
    note: str | None = None


def check_rungs(rungs: Sequence[Rung]) -> None:
    """Raise ValueError unless the rungs rise and do not overlap."""
    for lower, upper in pairwise(rungs):
        if upper.from_ <= lower.from_ or (lower.to is not None and upper.from_ <= lower.to):
            raise ValueError(f"the step from {upper.from_:f} does not start above the one before it")
    for rung in rungs:
        if rung.to is not None and rung.to < rung.from_:
            raise ValueError(f"the step from {rung.from_:f} ends below its start, at {rung.to:f}")


class Offer(NamedTuple):
    """What one rule would take off: `percent` of the base, or an `amount`.  Both are 0 where it does not match."""

    ref: Ref
    rung: Any
    percent: Any
    amount: Any = None


def hole(rungs: Sequence[Rung], x: Decimal) -> bool:
    """Whether *x* lies above the first rung and on none: the ladder does not say what it gets."""
    return bool(rungs) and x >= rungs[0].from_ and climb_index(rungs, x) < 0


def climb_index(rungs: Sequence[Rung], x: Decimal) -> int:
    """Return the index of the rung that *x* stands on, or -1."""
    return _CALC.climb(rungs, x)[1]


def slabs(calc: Arithmetic[N], rungs: Sequence[Any], base: N, x: N) -> N:
    """Return what a graduated ladder takes off: each slab of *x* at its own percentage of its share of *base*."""
    off = taken = calc.zero
    all_of_it = calc.share(base, x, x)  # 0 of nothing
    for number, rung in enumerate(rungs):
        bottom = calc.share(base, calc.least(x, calc.num(rung.from_)), x)
        top = all_of_it
        if number + 1 < len(rungs):
            top = calc.share(base, calc.least(x, calc.num(rungs[number + 1].from_)), x)
        taken = calc.greatest(top - bottom, calc.zero)
        off = off + calc.percent(taken, calc.num(rung.percent))
    return off


def settle(
    calc: Arithmetic[N], line: Any, params: Params, offers: Sequence[Offer], first: Part | None = None
) -> list[Part]:
    """Combine the offers of a step as its numbers say, and return what each takes off the price.

    `best` takes the greatest amount (the first of equals), `sum` all of them on one base, `compound` one after
    the other.  Each amount is rounded when it is made.  A `cap` gives back what goes beyond it, as its own part;
    so does what would go beyond the price itself, which no step takes below 0.

    *first* is a move that the step makes before its percentages: they are of what it leaves, and the cap counts it.
    """
    before = line.list if params.base == "list" else line.net
    base = before + first.amount if first is not None and params.base == "running" else before
    parts = [] if first is None else [first]
    if params.combine == "compound" or (len(offers) == 1 and offers[0].amount is None):
        left = base
        for ref, rung, percent, _ in offers:
            amount = calc.percent(left, percent)
            parts.append(_part((ref, rung, -amount)))
            left = left - amount
    else:
        amounts = [calc.percent(base, o.percent) if o.amount is None else o.amount for o in offers]
        if params.combine == "best" and len(offers) > 1:
            amounts = [_if_best(calc, amounts, number) for number in range(len(amounts))]
        parts += [Part(o.ref, o.rung, -amount) for o, amount in zip(offers, amounts, strict=True)]
    if params.cap is not None:
        beyond = calc.greatest(_given(calc, parts) - calc.percent(before, calc.num(params.cap)), calc.zero)
        parts.append(Part(("cap",), calc.zero, beyond))
    if params.base == "list" or params.combine == "sum":
        parts.append(Part((), None, calc.greatest(_given(calc, parts) - line.net, calc.zero)))
    return parts


def _given(calc: Arithmetic[N], parts: Sequence[Part]) -> N:
    """Return what parts take off together."""
    given = calc.zero
    for part in parts:
        given = given - part.amount
    return given


def _if_best(calc: Arithmetic[N], amounts: Sequence[N], number: int) -> N:
    amount = amounts[number]
    for other, rival in enumerate(amounts):
        if other < number:
            amount = calc.where(amounts[number] > rival, amount, calc.zero)
        elif other > number:
            amount = calc.where(amounts[number] >= rival, amount, calc.zero)
    return amount


def tell_ladder(ref: Ref, rungs: Sequence[Rung], x: Decimal, noun: str) -> list[Told]:
    """Say of each rung whether *x* stands on it, for `--explain`."""
    on, told = climb_index(rungs, x), []
    for number, rung in enumerate(rungs):
        span = f"from {rung.from_:f}" if rung.to is None else f"{rung.from_:f} to {rung.to:f}"
        span = f"{rung.from_:f}" if rung.to == rung.from_ else span
        name = f"{rung.name}: " if rung.name else ""
        words = f"{name}{span} {noun} {rung.percent.normalize():f} %; this deal has {x.normalize():f}"
        told.append(Told((*ref, number), number == on, words))
    return told
