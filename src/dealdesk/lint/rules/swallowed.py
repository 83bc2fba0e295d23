"""Discounts that the rules promise, and a floor takes back.

When a customer earns every discount that the rules give without asking (the longest term, the largest bundle, the best
partner, the promotion that runs), the price may land on a floor.  The quote then shows a discount and, below it, a
correction: what the price list promises cannot be had.  The proof is the deal with everything that the product can
earn.

Lower a percentage, raise the list price, or lower the floor.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.stacks import Stack, stacks
from dealdesk.lint.words import money
from dealdesk.pricing.charges import Charge
from dealdesk.quoting.quote import Quote


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.floor
    families = rule.families if rule is not None else {}
    margin = rule is not None and rule.margin is not None
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            has_floor = charge.floor is not None or product.family in families or (margin and charge.cost is not None)
            if not has_floor or charge.sort != "recurring":
                continue
            found = next(
                (f for stack in stacks(market, sku, charge) if (f := _found(market, sku, place, charge, stack))), None
            )
            if found is not None:
                yield found


def _found(market: Market, sku: str, place: int, charge: Charge, stack: Stack) -> Found | None:
    """Return the finding if a floor lifts the deal, and not the same quantity without any of its discounts."""
    quote = market.quote(stack.deal)
    back = _back(quote, sku) if quote is not None else Decimal(0)
    if quote is None or back <= 0:
        return None
    plain = market.quote(market.deal([stack.deal["lines"][0]]))
    if plain is not None and _back(plain, sku) and not _discounted(plain, sku):
        return None  # the list price itself is below the floor, which another rule says
    total = quote.totals.net + quote.usage_estimate.net
    key = "floor" if charge.floor is not None else "cost" if charge.cost is not None else "id"
    return Found(
        ("products", sku, "charges", place, key),
        f"{sku}, {charge.id}: with {stack.words}, the floor takes back {money(back, market.currency)} of "
        "the discounts that the rules give",
        witness=(Witness(stack.words, stack.deal, total),),
        loss=back,
        currency=market.currency,
        repair="a lower percentage, a higher list price, or a lower floor",
    )


def _discounted(quote: Quote, sku: str) -> bool:
    return any(move.amount < 0 for line in quote.lines if line.sku == sku for move in line.moves if move.code != "list")


def _back(quote: Quote, sku: str) -> Decimal:
    """Return what floors add to the lines of a product."""
    moves = (move for line in quote.lines if line.sku == sku for move in line.moves)
    return sum((move.amount for move in moves if move.code == "floor"), Decimal(0))


RULE = Rule("DD302", "floor-swallows-discount", "A floor takes back earned discounts", "warning", __doc__ or "", _find)
