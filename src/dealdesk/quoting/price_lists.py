"""The price lists that a quote prints: for its lines, and for usage that it may come to without an estimate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.pricing.charges import Charge
from dealdesk.pricing.charges.charge import Given
from dealdesk.pricing.price_list import PriceList
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.quote.line import UsageRate
from dealdesk.quoting.quote.printed import UseLimit


def price_list(catalog: Catalog, charge: Charge, line: DealLine, currency: str) -> PriceList | None:
    """Return what a charge costs by quantity, at list price; None where one price tells all."""
    default = catalog.catalog.currency

    def at(price: Any) -> Decimal:
        return price_in(price, currency, default)

    rungs = charge.rungs(at, Given.trusted(price=line.price, cell=line.cell))
    if not rungs:
        return None
    bounds = [
        at(each) if each is not None and charge.model != "percentage" else None  # type: ignore[attr-defined]
        for each in (charge.minimum, charge.maximum)
    ]  # those of a percentage bound one transaction, and stand in its rungs
    return PriceList(rungs, *bounds)


def usage_rates(
    catalog: Catalog, deal: Deal, without: tuple[tuple[int, str], ...], currency: str
) -> tuple[UsageRate, ...]:
    """Return the rates of usage charges that lines have and for which the deal states no usage.

    Left out are optional lines, lines whose prices are hidden, and charges without a price in the currency.
    """
    found: dict[tuple[str, str], UsageRate] = {}
    for number, charge_id in without:
        line = deal.lines[number]
        product = catalog.products[line.sku]
        charge = product.charge(charge_id)
        if line.optional or line.hide_price or deal.hide_prices:
            continue
        try:
            rates = price_list(catalog, charge, line, currency)
        except (KeyError, ValueError):
            continue
        if rates is not None:
            found[line.sku, charge_id] = UsageRate(
                line.sku, charge_id, product.name, charge.name, charge.model, charge.period, charge.unit or "", rates
            )
    return tuple(found.values())


def use_limits(catalog: Catalog, deal: Deal) -> tuple[UseLimit, ...]:
    """Return the limits of the products of the order that are numbers."""
    skus = dict.fromkeys(line.sku for line in deal.lines if not line.optional)
    return tuple(
        UseLimit(catalog.products[sku].name, each.name, each.most, each.unit or "", each.period)
        for sku in skus
        for each in catalog.products[sku].limits.values()
        if each.most is not None
    )
