"""A tier that nobody can reach.

A rung for 15 products where the catalog has 12, or a term discount from 480 months on where a deal has at most 360, is
a promise that no deal can have, and often a slip in a number.  So is a price for 500 seats of a product that is sold up
to 100 at a time, and a volume discount for more than any line may have.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.ladders import ladders
from dealdesk.lint.market import Market
from dealdesk.lint.words import number
from dealdesk.pricing.charges import BracketedFee
from dealdesk.quoting.plan import matches


def _find(market: Market) -> Iterator[Found]:
    for ladder in ladders(market):
        for place, rung in enumerate(ladder.rungs):
            if ladder.most is not None and rung.from_ > ladder.most:
                yield Found(
                    (*ladder.path, place, "from"),
                    f"no deal has {number(rung.from_)} {ladder.noun}: there are {number(ladder.most)} at most",
                    repair="delete the rung, or correct the number",
                )
    yield from _prices(market)
    yield from _schedules(market)


def _prices(market: Market) -> Iterator[Found]:
    """Yield the first price tier that no quantity of its product reaches, and each between two that are sold."""
    for sku, product in market.catalog.products.items():
        if product.quantity is None:
            continue
        for place, charge in enumerate(product.charges):
            tiers = getattr(charge, "tiers", ())
            if not tiers or isinstance(charge, BracketedFee):
                continue
            grid, start = market.grid(sku, charge, market.currency), Decimal(0)
            for number_of, tier in enumerate(tiers):
                if grid.most is not None and number_of and start >= grid.most:
                    yield Found(
                        ("products", sku, "charges", place, "tiers", number_of),
                        f"{sku}, {charge.id}: a line has {number(grid.most)} at most, and this tier is for more than "
                        f"{number(start)}",
                        repair="delete the tier, or let a line have more",
                    )
                    break
                start = tier.end


def _schedules(market: Market) -> Iterator[Found]:
    """Yield the rungs of volume discounts by quantity of a line that no product sells so many of."""
    rule, products = market.catalog.rules.volume, market.catalog.products
    for place, schedule in enumerate(rule.schedules if rule is not None else ()):
        if schedule.by != "quantity" or schedule.scope != "line":
            continue
        mosts = [
            market.grid(sku, charge, market.currency).most
            for sku, product, charge in market.catalog.charges()
            if all(matches(each.applies_to, sku, products[sku], charge) for each in (rule, schedule))
        ]
        bounded = [most for most in mosts if most is not None]
        if not bounded or len(bounded) < len(mosts):
            continue
        for number_of, rung in enumerate(schedule.tiers):
            if rung.from_ > max(bounded):
                yield Found(
                    ("rules", "volume", "schedules", place, "tiers", number_of, "from"),
                    f"{schedule.name}: no line has {number(rung.from_)} units: {number(max(bounded))} are the most",
                    repair="delete the rung, or correct the number",
                )


RULE = Rule("DD204", "unreachable", "A tier that nobody can reach", "warning", __doc__ or "", _find)
