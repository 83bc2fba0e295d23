"""Add products and pay less: the cheapest purchase that has everything the deal has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dealdesk.advise.advice import Advice, Desk, lines_for, listed, total_of
from dealdesk.advise.cheapest import SCALE, Bundle, Level, Problem, TooLarge, cheapest
from dealdesk.pricing.charges import Matrix, Range


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the cheapest purchase that contains the deal, if it costs less; found exactly, and priced again."""
    rule = desk.catalog.rules.bundle
    if rule is None or not (rule.tiers or any(each.percent for each in rule.sets)):
        return
    skus, problem = _problem(desk, rule)
    if not problem.needed:
        return
    note = None
    try:
        answer = cheapest(problem)
    except TooLarge:
        from dealdesk.advise.solver import solved

        answer, note = solved(problem)
    except ValueError:
        return
    more = sorted(skus[item] for item in answer.items - problem.needed)
    if not more:
        if note is not None:
            yield Advice("add-and-save", "no cheaper purchase with more products was found", note=note)
        return
    quote = desk.adding(more)
    if quote is None or total_of(quote) >= desk.total:
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
        and (product.available_for is None or bool(desk.skus.intersection(product.available_for)))
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
