"""Seek a goal: which discount the seller has to give for a total, a discount or a margin, and whether it can be had."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.advise.advice import Desk
from dealdesk.money import EXACT, to_money
from dealdesk.quoting.deal.terms import Discount
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
        ask: The discount that comes to it, as a deal has it; None where it is not met.
    """

    goal: Goal
    wanted: Decimal | None
    met: bool
    quote: Quote | None
    off: Decimal
    why: str
    ask: Discount | None = None


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
    if quote is None or quote.totals.net != wanted:
        quote, ask = _by_amount(desk, plain, start, wanted)
    off = start.totals.net - quote.totals.net
    if quote.totals.net == wanted:
        return Reached(goal, wanted, True, quote, off, "", ask)
    away = desk.money(abs(quote.totals.net - wanted))
    if quote.totals.net > wanted:
        least = desk.money(quote.totals.net)
        why = f"floors, minima and lines without discounts hold it at {least} or more, {away} above it"
    else:
        why = f"no amount off comes to it exactly; the nearest total is {away} below it"
    return Reached(goal, wanted, False, quote, off, why)


def _by_amount(desk: Desk, plain: tuple[Discount, ...], start: Quote, wanted: Decimal) -> tuple[Quote, Discount]:
    """Return the deal nearest to a total, and the amount off that comes to it.

    Where a floor takes back its part of what a seller gives, more has to be given so that the other lines carry it.
    The total never rises with the amount, so the smallest amount that comes down to what is wanted is found by
    halving; an amount that a deal cannot have is too much.
    """
    unit = Decimal(1).scaleb(-start.places)

    def asked(steps: int) -> Discount:
        return Discount.validate({"amount": steps * unit})

    def tried(steps: int) -> Quote | None:
        return desk.with_(discounts=(*plain, asked(steps))) if steps else start

    low, high = 0, int(start.totals.net / unit) + 1  # low is above what is wanted, high is not, or cannot be had
    while low + 1 < high:
        middle = (low + high) // 2
        quote = tried(middle)
        low, high = (middle, high) if quote is not None and quote.totals.net > wanted else (low, middle)
    ends = [(quote, asked(steps)) for steps in (high, low) if steps and (quote := tried(steps)) is not None]
    return min(ends or [(start, asked(0))], key=lambda each: abs(each[0].totals.net - wanted))


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
