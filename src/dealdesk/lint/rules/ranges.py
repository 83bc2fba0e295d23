"""A price that the seller states can be out of bounds.

A `range` from 0 lets a seller give the product away without a discount that anybody sees.  A range whose upper end is
below the floor or the cost has no price that can be used.  A range with equal ends is no range.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.catalog.models import price_in
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import money
from dealdesk.pricing.charges import Range


def _find(market: Market) -> Iterator[Found]:
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            if not isinstance(charge, Range):
                continue
            path = ("products", sku, "charges", place)
            for currency in market.currencies:
                try:
                    low, high = (price_in(each, currency, market.currency) for each in (charge.from_, charge.to))
                except KeyError:
                    continue
                if low == 0:
                    yield Found((*path, "from"), f"{sku}: a seller may state a price of 0", repair="a price above 0")
                if low == high:
                    message = f"{sku}: the range has one price only, {money(low, currency)}"
                    yield Found((*path, "to"), message, repair='model = "per_unit"', severity="info")
                for key in ("floor", "cost"):
                    bound = _in(getattr(charge, key), currency, market.currency)
                    if bound is not None and bound > high:
                        yield Found(
                            (*path, key),
                            f"{sku}: the {key} of {money(bound, currency)} is above the whole range, "
                            f"which ends at {money(high, currency)}",
                            repair="a higher range",
                            severity="error",
                        )


def _in(stated: object, currency: str, own: str) -> Decimal | None:
    try:
        return price_in(stated, currency, own) if stated is not None else None
    except KeyError:
        return None


RULE = Rule("DD307", "range-out-of-bounds", "A stated price can be out of bounds", "warning", __doc__ or "", _find)
