"""Add products and pay less: the cheapest purchase that has everything the deal has.

Where few products can be added, every way to do so is priced.  Where there are many, and nothing but the bundle asks
what else is in the deal, an exact search decides; otherwise the advice says how far it has looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from math import comb
from typing import Any

from dealdesk.advise.advice import Advice, Desk, lines_for, listed, total_of
from dealdesk.advise.cheapest import SCALE, Bundle, Level, Problem, TooLarge, cheapest
from dealdesk.pricing.charges import Matrix, PercentOf, Range
from dealdesk.quoting.plan import discountable, matches

PRICED = 256
"""Purchases that are simply priced, each of them; where there are more, a search decides which."""


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the cheapest purchase that contains the deal, if it costs less; found exactly, and priced again."""
    rule = desk.catalog.rules.bundle
    if rule is None or not (rule.tiers or any(each.percent for each in rule.sets)):
        return
    new = [sku for sku in desk.catalog.products if sku not in desk.skus and _counts(desk, rule, sku)]
    if not new:
        return
    if 2 ** len(new) <= PRICED:
        more, note = _by_pricing(desk, new, len(new)), None
    elif _plain(desk, rule):
        more, note = _by_search(desk, rule)
    else:
        most = _most_added(len(new))
        more = _by_pricing(desk, new, most)
        note = f"only additions of up to {most} products were tried: a cheaper purchase with more of them may exist"
    quote = desk.adding(more) if more else None
    if quote is None or total_of(quote) >= desk.total:
        if note is not None:
            yield Advice("add-and-save", "no cheaper purchase with more products was found", note=note)
        return
    total, saves = total_of(quote), desk.total - total_of(quote)
    yield Advice(
        "add-and-save",
        f"add {listed(more)} and pay {desk.money(saves)} less: {desk.money(total)} instead of {desk.money(desk.total)}",
        change=lines_for(more),
        total=total,
        saves=saves,
        at=desk.catalog.at("rules", "bundle"),
        note=note,
    )


def _by_pricing(desk: Desk, new: Sequence[str], most: int) -> list[str]:
    """Return the additions, of up to so many products, with which the deal costs least: each is priced."""
    best, cheapest_total = list[str](), desk.total
    for count in range(1, most + 1):
        for more in combinations(new, count):
            quote = desk.adding(more)
            if quote is not None and total_of(quote) < cheapest_total:
                best, cheapest_total = sorted(more), total_of(quote)
    return best


def _most_added(count: int) -> int:
    """Return how many of *count* products can be added in every way without pricing more than `PRICED` deals."""
    most, deals = 1, count
    while most < count and deals + comb(count, most + 1) <= PRICED:
        most += 1
        deals += comb(count, most)
    return most


def _plain(desk: Desk, rule: Any) -> bool:
    """Whether the search knows all that decides.

    That is percentages of which the best counts, and no rule but the bundle's that asks what else is in the deal.
    """
    products, rules = desk.catalog.products, desk.catalog.rules
    candidates = [sku for sku in products if _counts(desk, rule, sku)]
    return (
        rule.combine == "best"
        and rule.cap is None
        and not any(each.percent and each.only_these for each in rule.sets)
        and (rules.volume is None or all(each.scope == "line" for each in rules.volume.schedules))
        and not any(_depends(desk, sku) for sku in candidates)
        and not any(isinstance(charge, PercentOf) for sku in desk.skus for charge in products[sku].charges)
        and all(
            discountable(products[sku], charge) and matches(rule.applies_to, sku, products[sku], charge)
            for sku in candidates
            for charge in products[sku].charges
            if not charge.metered
        )
        and all(each.percent is not None for each in desk.deal.discounts)
    )


def _depends(desk: Desk, sku: str) -> bool:
    """Whether a product asks for others, or refuses them."""
    product = desk.catalog.products[sku]
    alone = product.available_for is None or desk.skus.intersection(product.available_for)
    return bool(product.excludes or product.requires or not alone)


def _by_search(desk: Desk, rule: Any) -> tuple[list[str], str | None]:
    """Return the additions with which the deal costs least, and what is to be said where that is not proven."""
    skus, problem = _problem(desk, rule)
    note = None
    try:
        answer = cheapest(problem)
    except TooLarge:
        from dealdesk.advise.solver import solved

        answer, note = solved(problem)
    except ValueError:
        return [], None
    return sorted(skus[item] for item in answer.items - problem.needed), note


def _problem(desk: Desk, rule: Any) -> tuple[list[str], Problem]:
    """Return the products that count, and the search for the cheapest purchase among them.

    What an item costs is what is left of it in the deal, without the bundle discount: list price less everything that
    the other rules and the seller take off.
    """
    candidates = [sku for sku in desk.catalog.products if _counts(desk, rule, sku)]
    new = [sku for sku in candidates if sku not in desk.skus]
    everything = desk.adding(new) if new else desk.quote
    worth: dict[str, Decimal] = {}
    for line in (everything or desk.quote).lines:
        if line.optional or not line.committed:
            continue
        bundle = sum((move.amount for move in line.moves if move.code == "bundle"), Decimal(0))
        before = line.list + bundle
        left = line.net * line.list / before if before else line.net  # the steps after it take shares of what is left
        worth[line.sku] = worth.get(line.sku, Decimal(0)) + left
    skus = [sku for sku in candidates if sku in worth]
    number = {sku: place for place, sku in enumerate(skus)}
    unit = 10**desk.quote.places
    return skus, Problem(
        costs=[int(worth[sku] * unit) for sku in skus],
        needed=frozenset(number[sku] for sku in desk.skus if sku in number),
        bundles=[
            Bundle(frozenset(number[sku] for sku in each.skus), _scaled(each.percent))
            for each in rule.sets
            if each.percent and not each.only_these and all(sku in number for sku in each.skus)
        ],
        levels=_levels(rule, len(desk.catalog.products)),
    )


def _counts(desk: Desk, rule: Any, sku: str) -> bool:
    """Whether a product counts towards the bundle, and can be added to the deal as it is."""
    product = desk.catalog.products[sku]
    if product.kind not in rule.count:
        return False
    if sku in desk.skus:
        return True
    return (
        not product.hidden
        and not desk.skus.intersection(product.excludes)
        and not any(sku in desk.catalog.products[other].excludes for other in desk.skus)
        and not any(isinstance(charge, Range | Matrix) or charge.metered for charge in product.charges)
    )


def _scaled(percent: Decimal) -> int:
    return int(percent * SCALE / 100)


def _levels(rule: Any, most: int) -> list[Level]:
    """Return what each number of products earns; numbers below the first rung earn nothing."""
    levels: list[Level] = []
    if not rule.tiers:
        return levels
    first = int(rule.tiers[0].from_)
    if first > 1:
        levels.append(Level(1, first - 1, 0))
    for place, rung in enumerate(rule.tiers):
        after = rule.tiers[place + 1].from_ - 1 if place + 1 < len(rule.tiers) else None
        end = rung.to if rung.to is not None else after
        levels.append(Level(int(rung.from_), int(end) if end is not None else most, _scaled(rung.percent)))
    return levels
