"""Quantities of lines with a ramp, on the days of a contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dealdesk.periods import boundary
from dealdesk.quoting.deal.line import DealLine


def steps_of(line: DealLine) -> list[tuple[int, Decimal]]:
    """Return the steps of a line's ramp that state a quantity, by their number in it."""
    return [(n, step.quantity) for n, step in enumerate(line.ramp) if step.quantity is not None]


def running_step(line: DealLine, first: date, day: date) -> int | None:
    """Return which step of a ramp states the quantity of a day; None where the line does."""
    begun = [n for n, _ in steps_of(line) if boundary(first, line.ramp[n].first_month, "month") <= day]
    return begun[-1] if begun else None


def quantity_on(line: DealLine, first: date, day: date) -> Decimal:
    """Return the quantity that a line of a contract from *first* on has on a day; 1 for a list of transactions."""
    step = running_step(line, first, day)
    quantity = line.quantity if step is None else line.ramp[step].quantity
    return quantity if isinstance(quantity, Decimal) else Decimal(1)
