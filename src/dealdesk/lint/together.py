"""The most that the rules of one step can give a charge in one deal: only rules that can match together count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product as combined
from typing import Any

from dealdesk.catalog.product import Product
from dealdesk.lint.market import Market
from dealdesk.pricing.charges import Charge
from dealdesk.quoting.plan import discountable, matches

ZERO, HUNDRED = Decimal(0), Decimal(100)
COMBINATIONS = 20_000
"""Sorts of customer that are looked at; a price book with more of them is taken as if all its entries went together."""

Together = Iterable[Sequence[Decimal]]
"""The percentages of rules that can match at the same time: one sequence for each case."""


def most_of_step(market: Market, code: str, sku: str, charge: Charge) -> Decimal:
    """Return the greatest percentage that a step can give a charge, as the step combines and caps its rules."""
    params = getattr(market.catalog.rules, code, None)
    product = market.catalog.products[sku]
    if params is None or code not in CASES or not eligible(params, sku, product, charge):
        return ZERO
    most = max((_combine(params.combine, each) for each in CASES[code](market, params, sku, charge)), default=ZERO)
    return most if params.cap is None else min(most, Decimal(params.cap))


def eligible(params: Any, sku: str, product: Product, charge: Charge) -> bool:
    """Whether a step is for a charge."""
    return discountable(product, charge) and matches(params.applies_to, sku, product, charge)


def _combine(how: str, percents: Sequence[Decimal]) -> Decimal:
    if how == "best":
        return max(percents, default=ZERO)
    if how == "sum":
        return sum(percents, ZERO)
    left = HUNDRED
    for percent in percents:
        left = left * (HUNDRED - percent) / HUNDRED
    return HUNDRED - left


def _tiers(market: Market, params: Any, sku: str, charge: Charge) -> Together:
    yield [max((each.percent for each in params.tiers), default=ZERO)]


def _entries(market: Market, params: Any, sku: str, charge: Charge) -> Together:
    """Yield the entries of each sort of customer: a segment, a region and a way of billing, or none of those named."""
    entries = params.entries
    named = [{x for each in entries for x in getattr(each, key) or ()} for key in ("segments", "regions", "billing")]
    sorts = [[None, *sorted(each)] for each in named]
    if len(sorts[0]) * len(sorts[1]) * len(sorts[2]) * len(entries) > COMBINATIONS:
        yield [each.percent for each in entries]
        return
    for segment, region, billing in combined(*sorts):
        yield [
            each.percent
            for each in entries
            if (each.segments is None or segment in each.segments)
            and (each.regions is None or region in each.regions)
            and (each.billing is None or billing in each.billing)
        ]


def _codes(market: Market, params: Any, sku: str, charge: Charge) -> Together:
    """Yield the promotions that run on each day on which one begins."""
    for day in {each.valid_from or date.min for each in params.codes}:
        yield [
            each.percent
            for each in params.codes
            if (each.valid_from or date.min) <= day <= (each.valid_until or date.max)
        ]


def _schedules(market: Market, params: Any, sku: str, charge: Charge) -> Together:
    product = market.catalog.products[sku]
    yield [
        max(rung.percent for rung in each.tiers)
        for each in params.schedules
        if matches(each.applies_to, sku, product, charge)
    ]


def _bundle(market: Market, params: Any, sku: str, charge: Charge) -> Together:
    """Yield the percentages of the sets that can be complete together, with the best by number."""
    counted = market.catalog.products[sku].kind in params.count
    by_number = max((each.percent for each in params.tiers), default=ZERO) if counted else ZERO
    fitting = [each for each in params.sets if each.percent and sku in each.skus and _possible(market, each.skus)]
    yield [by_number, *(each.percent for each in fitting if not each.only_these)]
    for alone in fitting:
        if alone.only_these:
            inside = [each.percent for each in fitting if set(each.skus) <= set(alone.skus) and not each.only_these]
            yield [by_number, alone.percent, *inside]


def _possible(market: Market, skus: Sequence[str]) -> bool:
    products = market.catalog.products
    return not any(other in products[sku].excludes for sku in skus for other in skus)


CASES: dict[str, Callable[[Market, Any, str, Charge], Together]] = {
    "price_book": _entries,
    "bundle": _bundle,
    "volume": _schedules,
    "term": _tiers,
    "partner": _tiers,
    "promotion": _codes,
}
"""The steps that give a percentage without being asked, in the order of the waterfall."""


def charges_by_rules(market: Market) -> Iterator[tuple[str, Charge]]:
    """Yield one charge for each way in which rules can tell charges apart.

    That is by product where a rule names it, else by kind, family and sort.
    """
    rules = market.catalog.rules
    named: set[str] = set()
    for code in CASES:
        params = getattr(rules, code, None)
        if params is None:
            continue
        named.update(params.applies_to.skus or ())
        for each in (*getattr(params, "schedules", ()), *getattr(params, "sets", ())):
            named.update(getattr(each, "skus", None) or getattr(getattr(each, "applies_to", None), "skus", None) or ())
    seen: set[object] = set()
    for sku, product, charge in market.catalog.charges():
        key = (sku if sku in named else "", product.family, product.kind, charge.sort, discountable(product, charge))
        if key not in seen:
            seen.add(key)
            yield sku, charge
