"""One more product makes the whole deal cheaper.

A bundle discount by the number of products is for all of them, so where a tier begins, the products that were there
already get cheaper by more than the cheapest new one costs: four products for 620,500 with 15 %, and with a fifth for
50,000 the five cost 585,000 with 25 %.  The customer with four pays for being honest about what they need.

The loss is greatest for the dearest products before, and the cheapest one after, so one pair of deals decides each
number of products.  To mend it, lower the percentage to what the finding says, or discount only what goes beyond the
boundary.
"""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from dealdesk.lint.bundles import Worse, sold, worse_with_more
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.proof import Fallen, fallen, purchase
from dealdesk.lint.words import money
from dealdesk.money import EXACT
from dealdesk.pricing.percent import climb_index

HUNDRED = Decimal(100)


def _find(market: Market) -> Iterator[Found]:
    for worse in worse_with_more(market):
        if worse.completed is None:
            found = _found(market, worse)
            if found is not None:
                yield found


def proof_of(market: Market, worse: Worse) -> Fallen | None:
    """Return the deals before and after, if the engine's totals fall; None otherwise."""
    lines = [market.sold_line(sku, dear=True) for sku in worse.before]
    return fallen(market, purchase(market, lines), purchase(market, [*lines, market.sold_line(worse.added)]))


def _found(market: Market, worse: Worse) -> Found | None:
    found = proof_of(market, worse)
    if found is None:
        return None
    proof, loss = found
    size, tiers, (now, then) = len(worse.before), market.catalog.rules.bundle.tiers, worse.percents
    currency, totals = market.currency, [money(each.total, market.currency) for each in proof]
    zone, verb = None, "costs" if size == 1 else "cost"
    eligible = all(each.eligible for each in sold(market))
    if then > now and eligible and not any(each.percent for each in market.catalog.rules.bundle.sets):
        paid = EXACT.multiply(_cheapest(market, worse), HUNDRED - then)
        least = money(EXACT.divide(paid, then - now).quantize(Decimal("0.01")), currency)
        zone = f"{size} products that cost {least} or more a year at list cost more than with {worse.added} added"
    return Found(
        ("rules", "bundle", "tiers", climb_index(tiers, Decimal(size + 1)), "percent"),
        f"{size + 1} products can cost less than {size}: "
        f"{proof[0].words} {verb} {totals[0]} a year, and with {worse.added} {totals[1]}",
        witness=proof,
        loss=loss,
        currency=currency,
        zone=zone,
        repair=f"{_most(market, worse).normalize():f} % at most for {size + 1} products",
    )


def _cheapest(market: Market, worse: Worse) -> Decimal:
    return next(each.least for each in sold(market) if each.sku == worse.added)


def _most(market: Market, worse: Worse) -> Decimal:
    """Return the largest percentage with which nothing is lost."""
    products = {each.sku: each for each in sold(market)}
    base = sum((products[sku].most for sku in worse.before if products[sku].eligible), Decimal(0))
    added = products[worse.added]
    share = base + (added.least if added.eligible else Decimal(0))
    if not share:
        return worse.percents[0]
    kept = EXACT.multiply(base, worse.percents[0]) + EXACT.multiply(added.least, HUNDRED)
    return max(EXACT.divide(kept, share).quantize(Decimal("0.01"), ROUND_FLOOR), worse.percents[0])


RULE = Rule(
    "DD102", "price-falls-with-products", "One more product makes the deal cheaper", "error", __doc__ or "", _find
)
