"""Measures of size: list value, contract value, recurring revenue and quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown
from dealdesk.approving.measures.sums import ZERO, names
from dealdesk.catalog.condition import Condition


def _metric(metric: str) -> Callable[[Case, Condition], Found]:
    def measure(case: Case, condition: Condition) -> Found:
        if condition.skus or condition.families:
            net = sum((line.net for line in case.lines(condition)), ZERO)
            return (
                Known(Fraction(net), names(condition))
                if metric == "tcv"
                else NotKnown(f"{metric} is a figure of the whole quote; leave out skus and families")
            )
        value = case.metric(metric)
        return NotKnown(f"the quote has no {metric}") if value is None else Known(Fraction(value))

    return measure


def _list(case: Case, condition: Condition) -> Found:
    return Known(Fraction(sum((line.list for line in case.lines(condition)), ZERO)), names(condition))


def _quantity(case: Case, condition: Condition) -> Found:
    most: Mapping[int, Decimal] = {
        line.line: max((each.quantity for each in line.intervals), default=line.quantity)
        for line in case.lines(condition)
    }
    return Known(Fraction(sum(most.values(), ZERO)), names(condition))


AMOUNTS = (
    Measure("list", "list value", "money", "list price of committed charges over the term", _list),
    Measure("tcv", "contract value", "money", "all committed charges over the term", _metric("tcv")),
    Measure("acv", "yearly contract value", "money", "recurring contract value × 12 / months", _metric("acv")),
    Measure(
        "arr", "ARR of the first month", "money", "recurring net of the first paid month × 12", _metric("arr_first")
    ),
    Measure("quantity", "quantity", "count", "units over the lines, each at its greatest", _quantity),
)
