"""The most that the rules of a catalog take off one product, without anything that a seller asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.lint.market import Market
from dealdesk.pricing.charges import Charge
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting.plan import discountable, matches


@dataclass(frozen=True, slots=True)
class Stack:
    """A deal for one product with everything that it can earn.

    Attributes:
        deal: The content of its file.
        words: What it has: "36 months, 12 products, partner gold".
    """

    deal: dict[str, Any]
    words: str


def deepest(market: Market, sku: str, charge: Charge, *, size: int | None = None) -> Stack:
    """Return the deal in which one product earns the most: the longest term, the largest bundle, the best partner.

    *size* is the number of products of the bundle; the number with the greatest discount if left out.
    """
    catalog, rules = market.catalog, market.catalog.rules
    product = catalog.products[sku]
    more: dict[str, Any] = {}
    words: list[str] = []
    months = 12
    lines = [market.sold_line(sku)]

    def earns(params: Any) -> bool:
        return params is not None and discountable(product, charge) and matches(params.applies_to, sku, product, charge)

    if earns(rules.term):
        best = max(rules.term.tiers, key=lambda rung: rung.percent)
        if best.percent:
            months = int(best.from_.to_integral_value("ROUND_CEILING"))
            words.append(f"{months} months")
    if earns(rules.bundle) and product.kind in rules.bundle.count:
        others = [each for each in _counted(market) if each != sku and not _apart(market, sku, each)]
        sizes = [size] if size is not None else range(1, len(others) + 2)
        wanted = max(sizes, key=lambda count: (_percent(rules.bundle.tiers, count), -count))
        lines += [market.sold_line(each) for each in others[: wanted - 1]]
        if wanted > 1:
            words.append(f"{wanted} products")
    if earns(rules.partner):
        best_tier = max(rules.partner.tiers, key=lambda each: each.percent)
        more["partner"] = {"name": "Partner", "tier": best_tier.tier}
        words.append(f"partner {best_tier.tier}")
    if earns(rules.promotion):
        running = [each for each in rules.promotion.codes if _runs(each, market, months)]
        if running:
            code = max(running, key=lambda each: each.percent)
            more["promotions"] = [code.code]
            words.append(f"promotion {code.code}")
    deal = market.deal(lines, months=months, **more)
    if earns(rules.price_book) and rules.price_book.entries:
        entry = max(rules.price_book.entries, key=lambda each: each.percent)
        if entry.segments:
            deal["customer"]["segment"] = entry.segments[0]
        if entry.regions:
            deal["customer"]["region"] = entry.regions[0]
        if entry.billing:
            deal["billing"] = entry.billing[0]
        words.append(entry.name)
    return Stack(deal, ", ".join(words) or "no discount")


def _counted(market: Market) -> Iterator[str]:
    rule = market.catalog.rules.bundle
    for sku, product in market.catalog.products.items():
        if product.kind in rule.count and product.available_for is None and not product.excludes:
            yield sku


def _apart(market: Market, sku: str, other: str) -> bool:
    return other in market.catalog.products[sku].excludes


def _percent(rungs: Any, size: int) -> Decimal:
    at = climb_index(rungs, Decimal(size))
    return rungs[at].percent if at >= 0 else Decimal(-1 if rungs and size >= rungs[0].from_ else 0)


def _runs(code: Any, market: Market, months: int) -> bool:
    return (
        months >= code.min_months
        and (code.valid_from is None or market.today >= code.valid_from)
        and (code.valid_until is None or market.today <= code.valid_until)
    )
