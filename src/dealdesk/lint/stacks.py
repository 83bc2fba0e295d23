"""The most that the rules of a catalog take off one product, without anything that a seller asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.lint.market import Market, plain_number
from dealdesk.lint.reach import reaches
from dealdesk.lint.together import eligible
from dealdesk.lint.words import number
from dealdesk.pricing.charges import UNBOUNDED, Charge, Flat, Matrix, PercentOf, Range
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting.plan import matches


@dataclass(frozen=True, slots=True)
class Stack:
    """A deal for one product with everything that it can earn.

    Attributes:
        deal: The content of its file.
        words: What it has: "36 months, 12 products, partner gold".
    """

    deal: dict[str, Any]
    words: str


def stacks(market: Market, sku: str, charge: Charge, *, size: int | None = None) -> Iterator[Stack]:
    """Yield the deals in which one product may earn the most: one of it, and as many as its ladders go up to."""
    for quantity in (None, *_quantities(market, sku, charge)):
        yield _deepest(market, sku, charge, quantity, size)


def _quantities(market: Market, sku: str, charge: Charge) -> list[Decimal]:
    """Return the quantities at which the charge is cheapest for one: on its last tier, and on the best of a volume."""
    if charge.metered or isinstance(charge, Range | Matrix | Flat | PercentOf):
        return []
    grid, found = market.grid(sku, charge, market.currency), set[Decimal | None]()
    ends = [each.end for each in getattr(charge, "tiers", ()) if each.end < UNBOUNDED]
    if ends:
        found.add(reaches(market, "quantity", ends[-1] + grid.step, sku, charge))
    rule, product = market.catalog.rules.volume, market.catalog.products[sku]
    if rule is not None and eligible(rule, sku, product, charge):
        for each in rule.schedules:
            best = max(each.tiers, key=lambda rung: rung.percent)
            if best.percent and matches(each.applies_to, sku, product, charge):
                found.add(reaches(market, each.by, best.from_, sku, charge))
    return sorted(each for each in found if each is not None and each > market.least_of(sku))


def _deepest(market: Market, sku: str, charge: Charge, quantity: Decimal | None, size: int | None) -> Stack:
    """Return the deal in which one product earns the most: the longest term, the largest bundle, the best partner.

    *size* is the number of products of the bundle; the number with the greatest discount if left out.
    """
    catalog, rules = market.catalog, market.catalog.rules
    product = catalog.products[sku]
    more: dict[str, Any] = {}
    words: list[str] = []
    months = 12
    lines = [dict(market.sold_line(sku))]
    if quantity is not None:
        lines[0]["quantity"] = plain_number(quantity)
        words.append(f"a quantity of {number(quantity)}")

    def earns(params: Any) -> bool:
        return params is not None and eligible(params, sku, product, charge)

    if earns(rules.term):
        best = max(rules.term.tiers, key=lambda rung: rung.percent)
        if best.percent:
            months = int(best.from_.to_integral_value("ROUND_CEILING"))
            words.append(f"{months} months")
    if earns(rules.bundle):
        others, said = _bundled(market, sku, size)
        lines += [dict(market.sold_line(each)) for each in others]
        words += [said] if said else []
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


def _bundled(market: Market, sku: str, size: int | None) -> tuple[list[str], str]:
    """Return the products that bring one product the greatest bundle discount, and what they are."""
    rule, products = market.catalog.rules.bundle, market.catalog.products
    fitting = [
        each
        for each in rule.sets
        if each.percent
        and sku in each.skus
        and not any(_apart(market, one, other) for one in each.skus for other in each.skus)
        and all(products[other].kind in rule.count for other in each.skus)
    ]
    named = max(fitting, key=lambda each: each.percent, default=None) if size is None else None
    counts = products[sku].kind in rule.count
    others = [each for each in _counted(market) if each != sku and not _apart(market, sku, each)] if counts else []
    sizes = [size] if size is not None else range(1, len(others) + 2)
    wanted = max(sizes, key=lambda count: (_percent(rule.tiers, count), -count))
    if named is None or (rule.combine == "best" and named.percent <= max(_percent(rule.tiers, wanted), Decimal(0))):
        return others[: wanted - 1], f"{wanted} products" if wanted > 1 else ""
    inside = [each for each in named.skus if each != sku]
    if not named.only_these and rule.combine != "best":
        inside += [each for each in others if each not in inside][: max(0, wanted - 1 - len(inside))]
    return inside, f"the set {named.name}"


def _counted(market: Market) -> Iterator[str]:
    rule = market.catalog.rules.bundle
    for sku, product in market.catalog.products.items():
        if product.kind in rule.count and product.available_for is None and not product.excludes:
            yield sku


def _apart(market: Market, sku: str, other: str) -> bool:
    products = market.catalog.products
    return other in products[sku].excludes or sku in products[other].excludes


def _percent(rungs: Any, size: int) -> Decimal:
    at = climb_index(rungs, Decimal(size))
    return rungs[at].percent if at >= 0 else Decimal(-1 if rungs and size >= rungs[0].from_ else 0)


def _runs(code: Any, market: Market, months: int) -> bool:
    return (
        months >= code.min_months
        and (code.valid_from is None or market.today >= code.valid_from)
        and (code.valid_until is None or market.today <= code.valid_until)
    )
