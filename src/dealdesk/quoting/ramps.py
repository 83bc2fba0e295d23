"""What a line's ramp says on a day: each step replaces what it states of the steps before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.periods import boundary
from dealdesk.quoting.deal.line import DealLine


@dataclass(slots=True)
class Ramped:
    """What a line's ramp says at one time; what a step leaves out stays as the steps before it said."""

    quantity: Any = None
    usage: dict[str, Any] = field(default_factory=dict)
    price: Decimal | None = None
    discount: Decimal | None = None
    quantity_step: int = 0
    usage_steps: dict[str, int] = field(default_factory=dict)
    price_step: int = 0
    discount_step: int = 0


def ramp_at(line: DealLine, first: date, day: date) -> Ramped | None:
    """Return what the ramp of a line says on a day of a contract from *first* on; None where it has none."""
    if not line.ramp:
        return None
    now = Ramped()
    for number, step in enumerate(line.ramp):
        if boundary(first, step.first_month, "month") > day:
            break
        if step.quantity is not None:
            now.quantity, now.quantity_step = step.quantity, number
        now.usage |= step.usage
        now.usage_steps |= dict.fromkeys(step.usage, number)
        if step.price is not None:
            now.price, now.price_step = step.price, number
        if step.discount is not None:
            now.discount, now.discount_step = step.discount, number
    return now


def some_of(line: DealLine, first: date, day: date) -> bool:
    """Whether a line of a contract from *first* on has any quantity on a day."""
    ramp = ramp_at(line, first, day)
    quantity = ramp.quantity if ramp is not None and ramp.quantity is not None else line.quantity
    return bool(sum(each.count for each in quantity) if isinstance(quantity, tuple) else quantity)


def steps_of(line: DealLine) -> list[tuple[int, Decimal]]:
    """Return the steps of a line's ramp that state a quantity, by their number in it."""
    return [(n, step.quantity) for n, step in enumerate(line.ramp) if step.quantity is not None]


def running_step(line: DealLine, first: date, day: date) -> int | None:
    """Return which step of a ramp states the quantity of a day; None where the line does."""
    ramp = ramp_at(line, first, day)
    return ramp.quantity_step if ramp is not None and ramp.quantity is not None else None


def quantity_on(line: DealLine, first: date, day: date) -> Decimal:
    """Return the quantity that a line of a contract from *first* on has on a day; 1 for a list of transactions."""
    step = running_step(line, first, day)
    quantity = line.quantity if step is None else line.ramp[step].quantity
    return quantity if isinstance(quantity, Decimal) else Decimal(1)
