"""A product costs more than its parts.

A tier that comes with certain entitlements is compared with every smaller tier of its family plus the add-ons that
bring what that one lacks.  Where the parts together give at least as much and cost less, nobody should buy the whole.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.plans import add_ons, features, list_price, no_dearer, priced, tiers, usage_no_dearer
from dealdesk.lint.proof import fallen, purchase
from dealdesk.lint.words import money

MOST_PARTS = 4
"""Add-ons that are put together at most."""


def _find(market: Market) -> Iterator[Found]:
    products = market.catalog.products
    for whole, product in tiers(market):
        wanted = frozenset(product.entitlements)
        if not wanted or not priced(market, whole):
            continue
        best: tuple[Decimal, tuple[str, ...]] | None = None
        for small, other in tiers(market):
            if small == whole or other.family != product.family or not _limits_as_good(market, small, whole):
                continue
            lacking = wanted - features(other)
            extra = [each for each in add_ons(market, small) if lacking & features(products[each])]
            for count in range(1, min(MOST_PARTS, len(extra)) + 1):
                for chosen in combinations(extra, count):
                    given = frozenset[str]().union(*(features(products[each]) for each in chosen))
                    if lacking <= given and no_dearer(market, (small, *chosen), (whole,)):
                        price = sum((list_price(market, each)[1] for each in (small, *chosen)), Decimal(0))
                        if best is None or price < best[0]:
                            best = price, (small, *chosen)
        if best is None or best[0] >= list_price(market, whole)[0]:
            continue
        found = _found(market, whole, best[1])
        if found is not None:
            yield found


def _limits_as_good(market: Market, small: str, whole: str) -> bool:
    """Whether the smaller product's limits and prices of usage are no worse than those of the whole."""
    limits = market.catalog.products[small].limits
    for name, limit in market.catalog.products[whole].limits.items():
        against = limits.get(name)
        if against is None or against.by_contract or limit.by_contract:
            return False
        if against.most is not None and (limit.most is None or against.most < limit.most):
            return False
    return usage_no_dearer(market, small, whole)


def _found(market: Market, whole: str, parts: tuple[str, ...]) -> Found | None:
    found = fallen(market, *(purchase(market, map(market.sold_line, skus)) for skus in ((whole,), parts)))
    if found is None:
        return None
    proof, loss = found
    totals = [money(each.total, market.currency) for each in proof]
    return Found(
        ("products", whole),
        f"{whole} costs {totals[0]} a year, and {proof[1].words}, which give as much, cost {totals[1]}",
        on="key",
        witness=proof,
        loss=loss,
        currency=market.currency,
        repair="a lower price for the whole, or more in it",
    )


RULE = Rule("DD401", "dearer-than-parts", "A product costs more than its parts", "warning", __doc__ or "", _find)
