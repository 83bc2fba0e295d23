"""What the seller asks for: percentages on a charge, and an amount off the deal or a total to reach."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.quoting.bought import Bought
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.facts.commitment import due_over_the_term
from dealdesk.quoting.facts.setting import NONE, ZERO, Setting
from dealdesk.quoting.objections import Path
from dealdesk.quoting.plan import matches
from dealdesk.quoting.ramps import Ramped


def asks_of(deal: Deal, each: Bought, ramp: Ramped | None, may: bool) -> tuple[tuple[Decimal, ...], tuple[Path, ...]]:
    """Return the percentages asked for on a charge, and where the deal states them.

    Args:
        deal: The deal that asks.
        each: The charge.
        ramp: What the line's ramp says at the time.
        may: Whether the charge takes discounts on the whole deal.
    """
    line, asks, paths = deal.lines[each.line], [], list[Path]()
    asked = line.discount.percent if line.discount is not None else None
    if ramp is not None and ramp.discount is not None:
        if not each.charge.metered:
            asks.append(ramp.discount)
            paths.append((*each.path, "ramp", ramp.discount_step, "discount"))
    elif asked is not None and not each.charge.metered:
        asks.append(asked)
        paths.append((*each.path, "discount"))
    for number, discount in enumerate(deal.discounts):
        if may and discount.percent is not None and matches(discount.applies_to, each.sku, each.product, each.charge):
            asks.append(discount.percent)
            paths.append(("discounts", number, "percent"))
    return tuple(asks), tuple(paths)


def deal_sum(setting: Setting, commitment: Decimal) -> tuple[Decimal, Decimal]:
    """Return the amount off the deal, and its target total; below 0 when there is no target."""
    off, target, deal = ZERO, NONE, setting.deal
    for discount in deal.discounts:
        off += discount.amount or ZERO
        target = discount.target_total if discount.target_total is not None else target
    if target >= 0 and commitment:  # the total has the commitment in it, which is never discounted again
        due = due_over_the_term(setting, commitment)
        target -= due
        if target < 0:
            number = next(n for n, each in enumerate(deal.discounts) if each.target_total is not None)
            setting.wrong.add(
                ("discounts", number, "target_total"),
                "the usage commitment alone is more than the total asked for",
                allowed=f"from {due:,f}",
            )
    return off, target
