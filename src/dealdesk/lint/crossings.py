"""Deals in which one more of a product brings several others to a step of a volume discount that counts them together.

What is there before should be as dear as possible, and what is added as cheap.  A few products are combined in every
quantity; where that would be too many deals, the dearest are filled up first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product as every
from typing import Any, NamedTuple

from dealdesk.lint.market import Market
from dealdesk.lint.reach import Sold, listed, reaches
from dealdesk.money import EXACT
from dealdesk.pricing.charges import Charge
from dealdesk.pricing.percent import climb_index

HUNDRED = Decimal(100)
FEW = 6
"""Charges that are combined: the dearest of one, and as many of the cheapest."""
DEALS = 5_000
"""Deals that are looked at, for each step, before only some are."""


class Part(NamedTuple):
    """So much of one charge."""

    sku: str
    charge: Charge
    quantity: Decimal


Parts = tuple[Part, ...]


def crossings(market: Market, schedule: Any, rung: int, charges: Sequence[Sold]) -> Iterator[tuple[Parts, Parts]]:
    """Yield, for each product that can be added, the deals before and after that lose most, before anything is rounded.

    Args:
        market: The catalog.
        schedule: A volume schedule that counts a family or the whole deal.
        rung: The step that is reached.
        charges: What the schedule is for, what is cheapest for one first.
    """
    products = market.catalog.products
    families = {products[sku].family for sku, _ in charges} if schedule.scope == "family" else {None}
    for family in sorted(families, key=str):
        group = [each for each in charges if family is None or products[each[0]].family == family]
        chosen = group if len(group) <= 2 * FEW else [*group[:FEW], *group[-FEW:]]
        for number in range(min(FEW, len(chosen))):
            best: tuple[Decimal, Parts, Parts] | None = None
            for before in _purchases(market, schedule, rung, chosen, number):
                after = _with_one_more(market, before, chosen[number])
                if after is None:
                    continue
                loss = _loss(market, schedule, rung, before, after)
                if loss > 0 and (best is None or loss > best[0]):
                    best = loss, before, after
            if best is not None:
                yield best[1], best[2]


def _purchases(market: Market, schedule: Any, rung: int, chosen: Sequence[Sold], number: int) -> Iterator[Parts]:
    """Yield what may be there before: every purchase of a few, else the dearest filled up to just below the step."""
    grids = [market.grid(sku, charge, market.currency) for sku, charge in chosen]
    deals = 1
    for grid in grids:
        deals = deals * (2 + int(EXACT.divide_int(grid.most - grid.least, grid.step))) if grid.most else DEALS + 1
        if deals > DEALS:
            break
    if deals <= DEALS:
        ranges = [
            [Decimal(0), *(_at(grid.least, grid.step, n) for n in range(_count(grid.least, grid.step, grid.most)))]
            for grid in grids
        ]
        for quantities in every(*ranges):
            parts = tuple(Part(*each, q) for each, q in zip(chosen, quantities, strict=True) if q)
            if parts and _go_together(market, parts):
                yield parts
        return
    size = schedule.tiers[rung].from_
    added = _counts(market, schedule, Part(*chosen[number], market.least_of(chosen[number][0])))
    others = [each for place, each in reversed(list(enumerate(chosen))) if place != number]
    for start in range(len(others)):
        yield from _filled(market, schedule, size, added, (others[start], *others[:start], *others[start + 1 :]))


def _filled(market: Market, schedule: Any, size: Decimal, added: Decimal, order: Sequence[Sold]) -> Iterator[Parts]:
    """Yield the purchases of the first, the first two, … that what is added brings to the step."""
    parts: Parts = ()
    held = Decimal(0)
    for sku, charge in order:
        if held + added >= size:
            break
        grid = market.grid(sku, charge, market.currency)
        wanted = reaches(market, schedule.by, size - added - held, sku, charge) or grid.most
        part = Part(sku, charge, wanted) if wanted is not None else None
        if part is None or not _go_together(market, (*parts, part)):
            continue
        counted = _counts(market, schedule, part)
        if held + counted < size:
            parts, held = (*parts, part), held + counted
    if parts:
        yield parts


def _with_one_more(market: Market, before: Parts, added: Sold) -> Parts | None:
    """Return a purchase with the next larger quantity of one product; None where it is not sold like that."""
    sku, charge = added
    held = next((each for each in before if each.sku == sku), None)
    if held is None:
        after = (*before, Part(sku, charge, market.least_of(sku)))
        return after if _go_together(market, after) else None
    grid = market.grid(sku, charge, market.currency)
    quantity = held.quantity + grid.step
    if held.charge is not charge or (grid.most is not None and quantity > grid.most):
        return None
    return tuple(each._replace(quantity=quantity) if each is held else each for each in before)


def _loss(market: Market, schedule: Any, rung: int, before: Parts, after: Parts) -> Decimal:
    """Return by how much a purchase falls when it reaches the step; 0 where it is there before or stays below."""
    held, reached = (sum((_counts(market, schedule, each) for each in parts), Decimal(0)) for parts in (before, after))
    now, then = climb_index(schedule.tiers, held), climb_index(schedule.tiers, reached)
    if now >= rung or then != rung:
        return Decimal(0)
    costs = [
        sum((listed(market, each.charge, each.quantity) for each in parts), Decimal(0)) for parts in (before, after)
    ]
    percents = [schedule.tiers[at].percent if at >= 0 else Decimal(0) for at in (now, then)]
    paid = [EXACT.multiply(cost, HUNDRED - percent) for cost, percent in zip(costs, percents, strict=True)]
    return EXACT.divide(paid[0] - paid[1], HUNDRED)


def _counts(market: Market, schedule: Any, part: Part) -> Decimal:
    return part.quantity if schedule.by == "quantity" else listed(market, part.charge, part.quantity)


def _count(least: Decimal, step: Decimal, most: Decimal | None) -> int:
    return 1 + int(EXACT.divide_int((most or least) - least, step))


def _at(least: Decimal, step: Decimal, number: int) -> Decimal:
    return least + EXACT.multiply(step, Decimal(number))


def _go_together(market: Market, parts: Parts) -> bool:
    products = market.catalog.products
    skus = [each.sku for each in parts]
    return len(set(skus)) == len(skus) and not any(other in products[sku].excludes for sku in skus for other in skus)
