"""How far benefits, costs and each assumption can go before the case is worth nothing; proven by working it out again.

The present value is a straight line in each of them, so the point is exact: a fraction.  What is printed is the last
multiple of 0.01 % at which the case, worked out again and rounded as it is printed, still holds; for a case that loses
money it is the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from dealdesk.value.roi.build import Built
from dealdesk.value.roi.exact import cut
from dealdesk.value.roi.model import Item, Model, work
from dealdesk.value.roi.result.sensitivity import BreakEven

STEP = Fraction(1, 10_000)
"""0.01 percentage points."""

MOST_FALL = 10_000
"""Steps after which nothing is left to fall."""

ALL = "break-even"
"""The assumption that stands for all benefits, or for all costs, while they are moved."""


@dataclass(frozen=True)
class Subject:
    """What is moved: benefits, costs or an assumption; `plural` as in "benefits can fall"."""

    id: str
    name: str
    unit: str
    expected: Decimal | None
    plural: bool


def break_evens(built: Built) -> Iterator[BreakEven]:
    """Yield the break-even of benefits and of costs as a whole, then of each assumption that has a range."""
    for id_, name, flag in (("benefits", "Benefits", True), ("costs", "Costs", False)):
        subject = Subject(id_, name, "", None, True)
        model = _moved(built.model, lambda item, flag=flag: item.is_benefit == flag)  # type: ignore[misc]
        yield _one(subject, model, ALL)
    for id_, (each, _) in built.assumptions.items():
        if each.low < each.high:
            yield _one(Subject(id_, each.name, each.unit, each.expected, False), built.model, id_)


def _moved(model: Model, which: Callable[[Item], bool]) -> Model:
    """Return the model with one more assumption that drives what *which* names."""
    items = tuple(replace(item, drivers=(*item.drivers, ALL)) if which(item) else item for item in model.items)
    return replace(model, items=items)


def line(model: Model, assumption: str) -> tuple[Fraction, Fraction]:
    """Return the net present value without what the assumption drives, and what its expected value adds; exact."""

    def worth(factor: int) -> Fraction:
        gained, spent = model.exact({assumption: Fraction(factor)})
        return gained - spent

    return worth(0), worth(1) - worth(0)


def _one(subject: Subject, model: Model, assumption: str) -> BreakEven:
    at_zero, slope = line(model, assumption)
    holds = work(model).npv >= 0
    factor = -at_zero / slope if slope else None
    if factor is None or factor < 0:
        return _none(subject, factor, holds=holds)
    direction: Literal["fall", "rise"] = "fall" if holds == (slope > 0) else "rise"
    sign = -1 if direction == "fall" else 1

    def worth(steps: int) -> Decimal:
        return work(model, {assumption: 1 + sign * steps * STEP}).npv

    near = max(floor(sign * (factor - 1) / STEP), 0)
    inner, outer = _turn(worth, near, MOST_FALL if direction == "fall" else None, holds=holds)
    at, beyond = (inner, outer) if holds else (outer, inner)
    percent = cut(at * STEP * 100, 2)
    value = None
    if subject.expected is not None:
        value = cut(Fraction(subject.expected) * (1 + sign * at * STEP), 4, up=holds == (sign < 0)).normalize() + 0
    return BreakEven(
        subject.id,
        subject.name,
        direction,
        str(factor - 1),
        percent,
        value,
        subject.unit,
        worth(at),
        worth(beyond),
        _sentence(subject, direction, percent, holds=holds),
    )


def _turn(worth: Callable[[int], Decimal], near: int, most: int | None, *, holds: bool) -> tuple[int, int]:
    """Return two neighbouring numbers of steps between which the printed value turns: before it, and after it.

    The exact point is between *near* and the step after it.  Amounts are rounded to cents, so where a step is less
    than these, the printed value turns some steps away; from *near* on steps are doubled until the turn is between
    two of them, and what is between is halved.  With *most* steps nothing is left to fall, whatever the value is.
    """

    def before(steps: int) -> bool:
        return (worth(steps) >= 0) == holds

    inner, reach = near, 1
    while inner and not before(inner):
        inner, reach = max(inner - reach, 0), reach * 2
    outer, reach = inner + 1, 1
    while (most is None or outer <= most) and before(outer):
        inner, outer, reach = outer, outer + reach, reach * 2
    if most is not None:
        inner, outer = min(inner, most), min(outer, most + 1)
    while outer - inner > 1:
        middle = (inner + outer) // 2
        inner, outer = (middle, outer) if before(middle) else (inner, middle)
    return inner, outer


def _sentence(subject: Subject, direction: str, percent: Decimal, *, holds: bool) -> str:
    if holds:
        return f"{subject.name} can {direction} by {percent:,f} % before the case loses money."
    verb = "have" if subject.plural else "has"
    return f"{subject.name} {verb} to {direction} by {percent:,f} % for the case to pay for itself."


def _none(subject: Subject, factor: Fraction | None, *, holds: bool) -> BreakEven:
    outcome = "gains" if holds else "loses"
    why = "moves nothing" if factor is None else "alone does not turn the case"
    if subject.plural:
        why = why.replace("moves", "move").replace("does not", "do not")
    sentence = f"{subject.name} {why}: it {outcome} money whatever {'they are' if subject.plural else 'it is'}."
    return BreakEven(subject.id, subject.name, "none", "", None, None, subject.unit, None, None, sentence)
