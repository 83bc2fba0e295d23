"""What a line's ramp says at a time: each step replaces what it states of the steps before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dealdesk.periods import boundary
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.facts.setting import ZERO
from dealdesk.quoting.timeline import Interval, Timeline


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


def ramp_at(line: DealLine, interval: Interval, time: Timeline) -> Ramped | None:
    """Return what the ramp of *line* says in an interval; None where it has none."""
    if not line.ramp:
        return None
    now = Ramped()
    for number, step in enumerate(line.ramp):
        if boundary(time.start, step.first_month, "month") > interval.start:
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


def some_of(line: DealLine, interval: Interval, time: Timeline) -> bool:
    """Whether a line has any quantity in an interval."""
    ramp = ramp_at(line, interval, time)
    quantity = ramp.quantity if ramp is not None and ramp.quantity is not None else line.quantity
    return bool(sum((t.count for t in quantity), ZERO) if isinstance(quantity, tuple) else quantity)
