"""What an example expects and an invariant bounds, read from a quote."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.money import EXACT
from dealdesk.quoting.quote import Quote

HUNDREDTH = Decimal("0.01")


def measured(quote: Quote, measure: str) -> Decimal | None:
    """Return a measure of a quote; None where it is not known.

    `list` and `net` are committed amounts over the term, `usage` is the estimated usage; percentages have two decimals.
    """
    if measure == "list":
        return quote.totals.list
    if measure == "net":
        return quote.totals.net
    if measure == "usage":
        return quote.usage_estimate.net
    value = quote.metric(measure)
    if value is not None and measure in ("discount", "margin"):
        return value.quantize(HUNDREDTH, context=EXACT)
    return value


def holds(value: Decimal, op: str, bound: Decimal) -> bool:
    """Whether a value keeps to a bound."""
    if op == "at_least":
        return value >= bound
    if op == "at_most":
        return value <= bound
    return value > bound if op == "above" else value < bound
