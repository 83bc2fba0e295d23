"""No offer of a segment reaches its usual deal size.

A segment says what its deals are worth and which products are for it.  Where even the cheapest of them costs more than
the upper end, or all of them together less than the lower end, every quote of that segment is reported as unusual.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import money
from dealdesk.pricing.charges import Flat


def _find(market: Market) -> Iterator[Found]:
    for name, segment in market.catalog.segments.items():
        size = segment.deal_size
        offers = [sku for sku in segment.offers if sku in market.catalog.products]
        if size is None or not offers:
            continue
        prices = {sku: _span(market, sku) for sku in offers}
        path = ("segments", name, "deal_size")
        least = min(each[0] for each in prices.values())
        if size.most is not None and least > size.most:
            yield Found(
                (*path, "most"),
                f"{segment.name}: deals are worth {money(size.most, market.currency)} at most, and the cheapest offer "
                f"costs {money(least, market.currency)} a year",
                repair="a larger size, or a cheaper offer",
            )
        mosts = [each[1] for each in prices.values()]
        if all(each is not None for each in mosts):
            together = sum((each for each in mosts if each is not None), Decimal(0))
            if together < size.least:
                yield Found(
                    (*path, "least"),
                    f"{segment.name}: deals are worth {money(size.least, market.currency)} or more, and all offers "
                    f"together cost {money(together, market.currency)} a year",
                    repair="a smaller size, or more offers",
                )


def _span(market: Market, sku: str) -> tuple[Decimal, Decimal | None]:
    """Return what a product costs a year at list: least, and most; None where quantity or usage leave it open."""
    least, most = Decimal(0), Decimal(0)
    bounded = True
    for charge in market.catalog.products[sku].charges:
        amounts = market.a_year(charge)
        if amounts is None:
            bounded = bounded and charge.sort == "once"
            continue
        least, most = least + amounts[0], most + amounts[1]
        bounded = bounded and isinstance(charge, Flat)
    return least, most if bounded else None


RULE = Rule("DD308", "deal-size-unreachable", "No offer reaches a segment's deal size", "warning", __doc__ or "", _find)
