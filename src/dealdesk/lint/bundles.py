"""Bundles: where one more product makes a deal cheaper, by searching all deals that can differ.

A product outside every named set counts for its number and its price only.  So of those just the dearest can be in the
worst deal, as many as bring the number to where a tier begins; only the members of sets are combined in every way.
Sets that share no product are combined among their own members, which keeps the search small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

from dealdesk.lint.market import Market
from dealdesk.pricing.percent import climb_index, hole
from dealdesk.quoting.plan import discountable, matches

ZERO, HUNDRED = Decimal(0), Decimal(100)
MEMBERS = 10
"""Members of sets that are combined in every way; the dearest ones, where a group of sets has more."""


@dataclass(frozen=True, slots=True)
class Sold:
    """A product that counts: what it costs a year at list, at least and at most, and whether the bundle is for it."""

    sku: str
    least: Decimal
    most: Decimal
    eligible: bool


@dataclass(frozen=True, slots=True)
class Worse:
    """With product `added`, the products `before` cost less.

    Attributes:
        loss: By how much a year, before anything is rounded.
        completed: The set that the product completes; None where it is their number alone.
        percents: What the number of products earns before and after, up to the cap.
    """

    before: tuple[str, ...]
    added: str
    loss: Decimal
    completed: int | None
    percents: tuple[Decimal, Decimal]


def sold(market: Market) -> list[Sold]:
    """Return the products that count towards a bundle, and bring no other that counts, the dearest first."""
    rule, found = market.catalog.rules.bundle, list[Sold]()
    products = market.catalog.products
    for sku, product in products.items():
        if product.kind not in rule.count or _brings_counted(market, sku):
            continue
        amounts = [
            each for charge in product.charges if (each := market.a_year(charge, market.least_of(sku))) is not None
        ]
        least, most = (sum((each[end] for each in amounts), ZERO) for end in (0, 1))
        eligible = any(
            discountable(product, charge) and matches(rule.applies_to, sku, product, charge)
            for charge in product.charges
        )
        found.append(Sold(sku, least, most, eligible))
    return sorted(found, key=lambda each: (not each.eligible, -each.most, each.sku))


def _brings_counted(market: Market, sku: str) -> bool:
    """Whether a product is sold only together with another one that counts."""
    products, count = market.catalog.products, market.catalog.rules.bundle.count
    if products[sku].available_for is None and not products[sku].requires:
        return False
    return any(products[other].kind in count for other in market.companions(sku))


def worse_with_more(market: Market) -> list[Worse]:
    """Return the worst case for each number of products, and for each set that is completed."""
    rule = market.catalog.rules.bundle
    if rule is None:
        return []
    products = {each.sku: each for each in sold(market)}
    worst: dict[tuple[int, int | None], Worse] = {}
    for members in _groups(rule, products):
        rest = [each for each in products.values() if each.sku not in members]
        for inside in chain.from_iterable(combinations(members, count) for count in range(len(members) + 1)):
            for size in _sizes(rule, len(inside), len(rest)):
                for before, added in _pairs(market, rule, members, inside, rest, size):
                    each = _compared(rule, products, before, added)
                    key = (len(before), each.completed) if each is not None else (0, None)
                    if each is not None and (key not in worst or each.loss > worst[key].loss):
                        worst[key] = each
    return [worst[key] for key in sorted(worst, key=lambda key: (key[0], -1 if key[1] is None else key[1]))]


def _groups(rule: Any, products: dict[str, Sold]) -> Iterator[tuple[str, ...]]:
    """Yield the members of sets that share products; nothing, where no set has a percentage."""
    groups: list[set[str]] = []
    for each in rule.sets:
        if each.percent:
            skus = set(each.skus) & products.keys()
            touching = [group for group in groups if group & skus]
            groups = [group for group in groups if not group & skus] + [skus.union(*touching)]
    if not groups:
        yield ()
    for group in groups:
        dearest = sorted(group, key=lambda sku: (-products[sku].most, sku))
        yield tuple(dearest[:MEMBERS])


def _sizes(rule: Any, inside: int, rest: int) -> list[int]:
    """Return the numbers of products before that can make a difference."""
    found = {inside}
    for rung in rule.tiers:
        start = int(rung.from_.to_integral_value("ROUND_CEILING"))
        found |= {start - 1, start}
    return sorted(size for size in found if max(1, inside) <= size <= inside + rest)


def _pairs(
    market: Market, rule: Any, members: Sequence[str], inside: Sequence[str], rest: Sequence[Sold], size: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what may be bought before, and what is added: each other member, and the cheapest of the rest."""
    then = _number(rule, size + 1)
    before = _with_dearest(market, inside, rest, size)
    if before is not None:
        yield from ((before, sku) for sku in members if sku not in inside)
    left = sorted(rest, key=lambda each: (each.least * (HUNDRED - (then if each.eligible else ZERO)), each.sku))
    candidates = [*left[:1], *[each for each in left if before is not None and each.sku not in before][:1]]
    for added in dict.fromkeys(candidates):
        others = _with_dearest(market, (added.sku, *inside), [each for each in rest if each != added], size + 1)
        if others is not None:
            yield others[1:], added.sku


def _with_dearest(market: Market, inside: Sequence[str], rest: Sequence[Sold], size: int) -> tuple[str, ...] | None:
    """Return *inside* and the dearest of the rest that go with it, so many in all; None where there are too few."""
    found = list(inside)
    for each in rest:
        if len(found) == size:
            break
        if not any(_apart(market, each.sku, sku) for sku in found):
            found.append(each.sku)
    return tuple(found) if len(found) == size else None


def _compared(rule: Any, products: dict[str, Sold], before: tuple[str, ...], added: str) -> Worse | None:
    """Return the case if the deal with the product added costs less."""
    after = (*before, added)
    if any(hole(rule.tiers, Decimal(len(skus))) for skus in (before, after)):
        return None
    small, large = frozenset(before), frozenset(after)
    now, then = _number(rule, len(before)), _number(rule, len(after))
    loss = sum((_paid(rule, products[sku], products[sku].most, small, now) for sku in before), ZERO)
    loss -= sum((_paid(rule, products[sku], products[sku].most, large, then) for sku in before), ZERO)
    loss -= _paid(rule, products[added], products[added].least, large, then)
    if loss <= 0:
        return None
    completed = [
        number
        for number, each in enumerate(rule.sets)
        if each.percent and added in each.skus and _complete(each, large) and not _complete(each, small)
    ]
    best = max(completed, key=lambda number: (rule.sets[number].percent, -number), default=None)
    cap = HUNDRED if rule.cap is None else Decimal(rule.cap)
    return Worse(before, added, loss, best, (min(now, cap), min(then, cap)))


def _number(rule: Any, size: int) -> Decimal:
    at = climb_index(rule.tiers, Decimal(size))
    return Decimal(rule.tiers[at].percent) if at >= 0 else ZERO


def _complete(named: Any, bought: frozenset[str]) -> bool:
    return bought == set(named.skus) if named.only_these else bought.issuperset(named.skus)


def _paid(rule: Any, product: Sold, price: Decimal, bought: frozenset[str], by_number: Decimal) -> Decimal:
    """Return what is left of a list price after the bundle step, before it is rounded."""
    if not product.eligible:
        return price
    percents = [
        each.percent for each in rule.sets if each.percent and product.sku in each.skus and _complete(each, bought)
    ]
    percents.append(by_number)
    if rule.combine == "best":
        off: Decimal = max(percents)
    elif rule.combine == "sum":
        off = sum(percents, ZERO)
    else:
        left = HUNDRED
        for percent in percents:
            left = left * (HUNDRED - percent) / HUNDRED
        off = HUNDRED - left
    if rule.cap is not None:
        off = min(off, Decimal(rule.cap))
    return price * (HUNDRED - min(off, HUNDRED)) / HUNDRED


def _apart(market: Market, sku: str, other: str) -> bool:
    products = market.catalog.products
    return other in products[sku].excludes or sku in products[other].excludes
