"""A floor price is above the list price.

Nobody can buy below a floor, so a floor above list makes every customer pay more than the price list says.  The floor
of a charge is held against its list price for one unit, and the margin floor against the stated cost.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.catalog.models import price_in
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import money, number
from dealdesk.money import EXACT


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.floor
    margin = rule.margin if rule is not None else None
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            listed = market.a_year(charge)
            if listed is None:
                continue
            most = EXACT.divide(listed[1], Decimal(charge.per_year))
            for key in ("floor", "minimum"):
                stated = getattr(charge, key)
                bound = _in(market, stated)
                if bound is not None and bound > most and not (key == "minimum" and len(_tiers(charge)) > 1):
                    yield Found(
                        ("products", sku, "charges", place, key),
                        f"{sku}, {charge.id}: the {key} of {money(bound, market.currency)} is above the list price "
                        f"of one unit, {money(most, market.currency)}",
                        repair=f"{money(most, market.currency)} at most",
                        severity="info" if key == "minimum" else None,
                    )
            cost = _in(market, charge.cost)
            if cost is not None and margin is not None:
                least = EXACT.divide(EXACT.multiply(cost, Decimal(100)), Decimal(100) - margin)
                needed = money(least.quantize(Decimal("0.01")), market.currency)
                if least > most:
                    yield Found(
                        ("products", sku, "charges", place, "cost"),
                        f"{sku}, {charge.id}: a margin of {number(margin)} % on a cost of "
                        f"{money(cost, market.currency)} needs {needed}; "
                        f"list is {money(most, market.currency)}",
                        repair="a higher price, or a lower margin in [rules.floor]",
                    )


def _in(market: Market, stated: object) -> Decimal | None:
    if stated is None:
        return None
    try:
        return price_in(stated, market.currency, market.currency)
    except KeyError:
        return None


def _tiers(charge: object) -> tuple[object, ...]:
    return getattr(charge, "tiers", ())


RULE = Rule("DD301", "floor-above-list", "A floor is above the list price", "error", __doc__ or "", _find)
