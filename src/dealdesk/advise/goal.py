"""Seek a goal: which discount the seller has to give for a total, a discount or a margin, and whether it can be had."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.advise.advice import Desk
from dealdesk.money import EXACT, to_money
from dealdesk.quoting.deal import Discount
from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted: the net over the term, the discount off list in per cent, or the margin in per cent."""

    kind: Literal["total", "discount", "margin"]
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of a goal.

    Attributes:
        wanted: The total that the goal comes to; None where it has none.
        met: Whether the deal comes to it exactly.
        quote: The quote with the discount; None where there is none.
        off: What the seller takes off, on top of the rules; below 0 where the goal is above the price now.
        why: What stands in the way, or how near it is.
    """

    goal: Goal
    wanted: Decimal | None
    met: bool
    quote: Quote | None
    off: Decimal
    why: str


def seek(desk: Desk, goal: Goal) -> Reached:
    """Return the deal that comes to a goal, or the nearest to it.

    The seller's own amounts off are left out first, so that the answer is what has to be given in all.
    """
    plain = tuple(each for each in desk.deal.discounts if each.percent is not None)
    start = desk.with_(discounts=plain)
    if start is None:
        return Reached(goal, None, False, None, Decimal(0), "the deal cannot be priced without its discounts")
    wanted, why = _wanted(start, goal)
    if wanted is None:
        return Reached(goal, None, False, None, Decimal(0), why)
    if wanted > start.totals.net:
        above = desk.money(wanted - start.totals.net)
        why = f"the rules alone come to {desk.money(start.totals.net)}, {above} below it: nothing is to be taken off"
        return Reached(goal, wanted, False, start, start.totals.net - wanted, why)
    ask = Discount.validate({"target_total": wanted})
    quote = desk.with_(discounts=(*plain, ask))
    if quote is None:
        return Reached(goal, wanted, False, None, Decimal(0), "no discount of the deal can come to it")
    off = start.totals.net - quote.totals.net
    if quote.totals.net == wanted:
        return Reached(goal, wanted, True, quote, off, "")
    said = next((each.message for each in quote.findings if each.code == "target-missed"), "")
    return Reached(goal, wanted, False, quote, off, said)


def _wanted(start: Quote, goal: Goal) -> tuple[Decimal | None, str]:
    """Return the total that a goal comes to, or why it has none."""
    if goal.kind == "total":
        return to_money(goal.value, start.places), ""
    if goal.kind == "discount":
        left = EXACT.multiply(start.totals.list, 100 - goal.value)
        return to_money(EXACT.divide(left, Decimal(100)), start.places), ""
    cost = [line.cost for line in start.lines if line.committed and not line.optional]
    if not cost or any(each is None for each in cost):
        lacking = sorted({line.sku for line in start.lines if line.committed and line.cost is None})
        return None, f"the margin is not known: the catalog states no cost for {', '.join(lacking)}"
    total = sum((each for each in cost if each is not None), Decimal(0))
    if goal.value >= 100:
        return None, "a margin of 100 % or more has no price"
    return to_money(EXACT.divide(EXACT.multiply(total, Decimal(100)), 100 - goal.value), start.places), ""
