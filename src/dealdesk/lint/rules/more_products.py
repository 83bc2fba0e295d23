"""One more product makes the whole deal cheaper.

A bundle discount by the number of products is for all of them, so where a tier begins, the products that were there
already get cheaper by more than the cheapest new one costs: four products for 620,500 with 15 %, and with a fifth for
50,000 the five cost 585,000 with 25 %.  The customer with four pays for being honest about what they need.

The loss is greatest for the dearest products before, and the cheapest one after, so one pair of deals decides each
number of products.  To mend it, lower the percentage to what the finding says, or discount only what goes beyond the
boundary.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.words import money
from dealdesk.money import EXACT
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting.plan import discountable, matches

HUNDRED = Decimal(100)


class _Sold(NamedTuple):
    """A product that counts: what it costs a year at list, and how much of that is discounted."""

    sku: str
    full: Decimal
    discounted: Decimal


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.bundle
    if rule is None or not rule.tiers:
        return
    sold = _products(market)
    for size in range(1, len(sold)):
        now, then = (climb_index(rule.tiers, Decimal(each)) for each in (size, size + 1))
        if then < 0:
            continue
        percent = rule.tiers[now].percent if now >= 0 else Decimal(0)
        if rule.tiers[then].percent <= percent:
            continue
        found = _worst(market, sold, size, percent, then)
        if found is not None:
            yield found


def _products(market: Market) -> list[_Sold]:
    """Return the products that count and stand alone, the dearest first."""
    rule, found = market.catalog.rules.bundle, list[_Sold]()
    for sku, product in market.catalog.products.items():
        if product.kind not in rule.count or product.available_for is not None:
            continue
        full = market.total(market.deal([market.line(sku)]))
        if full is None:
            continue
        eligible = any(
            discountable(product, charge) and matches(rule.applies_to, sku, product, charge)
            for charge in product.charges
        )
        found.append(_Sold(sku, full, full if eligible else Decimal(0)))
    return sorted(found, key=lambda each: (-each.discounted, each.full))


def _worst(market: Market, sold: Sequence[_Sold], size: int, percent: Decimal, then: int) -> Found | None:
    """Return the pair of deals with the greatest loss, if there is one."""
    cheapest = min(sold, key=lambda each: each.full)
    fitting = [each for each in sold if each is not cheapest and not _excluded(market, each.sku, cheapest.sku)]
    before: list[_Sold] = []
    for each in fitting:
        if len(before) < size and not any(_excluded(market, each.sku, other.sku) for other in before):
            before.append(each)
    if len(before) < size:
        return None
    currency = market.currency
    proof = []
    for skus in ([each.sku for each in before], [*(each.sku for each in before), cheapest.sku]):
        deal = market.deal([market.line(sku) for sku in skus])
        total = market.total(deal)
        if total is None:
            return None
        proof.append(Witness(" + ".join(skus), deal, total))
    loss = proof[0].total - proof[1].total
    if loss <= 0:
        return None
    base = sum((each.discounted for each in before), Decimal(0))
    left = EXACT.multiply(base, HUNDRED - percent)
    most = (HUNDRED - EXACT.divide(left, base + cheapest.full)).quantize(Decimal("0.01"), ROUND_FLOOR)
    totals = [money(each.total, currency) for each in proof]
    return Found(
        ("rules", "bundle", "tiers", then, "percent"),
        f"{size + 1} products can cost less than {size}: {proof[0].words} cost {totals[0]} a year, "
        f"and with {cheapest.sku} {totals[1]}",
        witness=tuple(proof),
        loss=loss,
        currency=currency,
        zone=f"{size} products that cost {_least(cheapest, percent, market, then)} or more a year at list cost "
        f"more than with {cheapest.sku} added",
        repair=f"{most.normalize():f} % at most for {size + 1} products",
    )


def _least(cheapest: _Sold, percent: Decimal, market: Market, then: int) -> str:
    """Return the list price a year from which the products before cost more than with the cheapest one added."""
    larger = market.catalog.rules.bundle.tiers[then].percent
    paid = EXACT.multiply(cheapest.full, HUNDRED - larger)
    return money(EXACT.divide(paid, larger - percent).quantize(Decimal("0.01")), market.currency)


def _excluded(market: Market, sku: str, other: str) -> bool:
    products = market.catalog.products
    return other in products[sku].excludes or sku in products[other].excludes


RULE = Rule(
    "DD102", "price-falls-with-products", "One more product makes the deal cheaper", "error", __doc__ or "", _find
)
