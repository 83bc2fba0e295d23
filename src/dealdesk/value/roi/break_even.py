"""How far benefits, costs and each assumption can go before the case is worth nothing; proven by working it out again.

The present value is a straight line in each of them, so the point is exact: a fraction.  What is printed is cut off
to 0.01 percentage points on the side on which the case still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dealdesk.value.roi.build import Built
from dealdesk.value.roi.exact import cut
from dealdesk.value.roi.model import Item, Model, work
from dealdesk.value.roi.result import BreakEven

STEP = Fraction(1, 10_000)
"""0.01 percentage points."""

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


def exact_factor(model: Model, assumption: str) -> Fraction | None:
    """Return the multiple of what is expected at which the net present value is 0; None where there is none."""

    def worth(factor: int) -> Fraction:
        gained, spent = model.exact({assumption: Fraction(factor)})
        return gained - spent

    at_zero, slope = worth(0), worth(1) - worth(0)
    return -at_zero / slope if slope else None


def _one(subject: Subject, model: Model, assumption: str) -> BreakEven:
    factor = exact_factor(model, assumption)
    if factor is None or factor < 0:
        return _none(subject, model, factor)
    change = factor - 1
    direction: Literal["fall", "rise"] = "fall" if change < 0 or (change == 0 and _helps(model, assumption)) else "rise"
    sign = -1 if direction == "fall" else 1

    def worth(moved: Fraction) -> Decimal:
        return work(model, {assumption: 1 + sign * moved}).npv

    holds = worth(Fraction(0)) >= 0
    moved = Fraction(cut(abs(change) * 100, 2, up=not holds)) / 100
    outward = STEP if holds else -STEP  # away from where the case still holds
    for _ in range(3):  # rounding of cells can be worth a cent or two
        if worth(moved) < 0 and moved - outward >= 0:
            moved -= outward
        elif moved + outward >= 0 and worth(moved + outward) >= 0:
            moved += outward
    percent = cut(moved * 100, 2)
    value = (
        cut(Fraction(subject.expected) * (1 + sign * moved), 4, up=sign < 0) if subject.expected is not None else None
    )
    return BreakEven(
        subject.id,
        subject.name,
        direction,
        str(change),
        percent,
        value.normalize() + 0 if value is not None else None,
        subject.unit,
        worth(moved),
        worth(max(moved + outward, Fraction(0))),
        _sentence(subject, direction, percent, holds=holds),
    )


def _helps(model: Model, assumption: str) -> bool:
    return work(model, {assumption: Fraction(2)}).npv > work(model).npv


def _sentence(subject: Subject, direction: str, percent: Decimal, *, holds: bool) -> str:
    if holds:
        return f"{subject.name} can {direction} by {percent:f} % before the case loses money."
    verb = "have" if subject.plural else "has"
    return f"{subject.name} {verb} to {direction} by {percent:f} % for the case to pay for itself."


def _none(subject: Subject, model: Model, factor: Fraction | None) -> BreakEven:
    positive = work(model).npv >= 0
    outcome = "gains" if positive else "loses"
    why = "moves nothing" if factor is None else "alone does not turn the case"
    if subject.plural:
        why = why.replace("moves", "move").replace("does not", "do not")
    sentence = f"{subject.name} {why}: it {outcome} money whatever {'they are' if subject.plural else 'it is'}."
    return BreakEven(subject.id, subject.name, "none", "", None, None, subject.unit, None, None, sentence)
