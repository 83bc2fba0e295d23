"""Products against each other: what they come with, and what they cost at any usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dealdesk.catalog.product import Product
from dealdesk.lint.market import Market
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, PercentOf, Segment, curve_amount, find

_CALC = DecimalArithmetic()


def features(product: Product) -> frozenset[str]:
    """Return what a product comes with: its entitlements, and what it says that it includes."""
    return frozenset((*product.entitlements, *product.includes))


def list_price(market: Market, sku: str, quantity: Decimal | None = None) -> tuple[Decimal, Decimal]:
    """Return what a product costs a year at list without usage, at least and at most; the fewest that are sold."""
    size = market.least_of(sku) if quantity is None else quantity
    charges = market.catalog.products[sku].charges
    amounts = [each for charge in charges if (each := market.a_year(charge, size)) is not None]
    least, most = (sum((each[end] for each in amounts), Decimal(0)) for end in (0, 1))
    return least, most


def no_dearer(market: Market, cheap: Sequence[str], dear: Sequence[str]) -> bool:
    """Whether some products never cost more than others: in any quantity, with what they cost once.

    What costs a share of other lines is not compared, so a product with such a charge is no cheap one.
    """
    products = market.catalog.products
    if any(isinstance(charge, PercentOf) for sku in cheap for charge in products[sku].charges):
        return False
    if _once(market, cheap, 1) > _once(market, dear, 0):
        return False
    return all(
        sum(list_price(market, sku, size)[1] for sku in cheap) <= sum(list_price(market, sku, size)[0] for sku in dear)
        for size in _sizes(market, (*cheap, *dear))
    )


def _sizes(market: Market, skus: Sequence[str]) -> list[Decimal]:
    """Return the quantities at which a price of the products can begin to rise faster or more slowly."""
    products, most = market.catalog.products, list[Decimal]()
    ends = {max((market.least_of(sku) for sku in skus), default=Decimal(1))}
    for sku in skus:
        sold = products[sku].quantity
        most += [sold.most] if sold is not None and sold.most is not None else []
        for charge in products[sku].charges:
            if charge.metered or isinstance(charge, PercentOf):
                continue
            for segment in market.curve(charge, market.currency) or ():
                if segment.up_to < UNBOUNDED:
                    ends |= {segment.up_to, segment.up_to + 1}
                if segment.rate:  # where a minimum ends, or a maximum begins
                    bounds = [each for each in (segment.least, segment.most) if 0 < each < UNBOUNDED]
                    at = [EXACT.divide_int(each - segment.base, segment.rate) + segment.offset for each in bounds]
                    ends |= {each + more for each in at for more in (0, 1)}
    ends.add(max(ends) * 1000)
    least = max(market.least_of(sku) for sku in skus)
    return sorted(each for each in {*ends, *most} if each >= least and all(each <= end for end in most))


def _once(market: Market, skus: Sequence[str], end: int) -> Decimal:
    """Return what products cost once, at least (0) or at most (1)."""
    total = Decimal(0)
    for sku in skus:
        for charge in market.catalog.products[sku].charges:
            if charge.sort == "once":
                amounts = market.amounts(charge, market.least_of(sku))
                total += amounts[end] if amounts is not None else Decimal(0)
    return total


def priced(market: Market, sku: str) -> bool:
    """Whether a product's price is known without knowing the deal: nothing in it depends on other lines."""
    return any(market.a_year(charge) is not None for charge in market.catalog.products[sku].charges)


def within(market: Market, small: str, large: str) -> bool:
    """Whether product *large* gives all that *small* gives: its features, and limits that are no tighter."""
    one, other = market.catalog.products[small], market.catalog.products[large]
    if not features(one) <= features(other):
        return False
    for name, limit in one.limits.items():
        against = other.limits.get(name)
        if against is None or against.by_contract or limit.by_contract:
            return False
        if against.most is not None and (limit.most is None or limit.most > against.most):
            return False
    return True


def usage_no_dearer(market: Market, cheap: str, dear: str) -> bool:
    """Whether no usage costs more with product *cheap* than with product *dear*."""
    by_id = {charge.id: charge for charge in market.catalog.products[dear].charges if charge.metered}
    for charge in market.catalog.products[cheap].charges:
        if not charge.metered:
            continue
        against = by_id.get(charge.id)
        if against is None or (against.period, against.unit) != (charge.period, charge.unit):
            return False
        curves = market.curve(charge, market.currency), market.curve(against, market.currency)
        if curves[0] is None or curves[1] is None or not _below(curves[0], curves[1]):
            return False
    return True


def _below(low: Sequence[Segment], high: Sequence[Segment]) -> bool:
    """Whether one curve never lies above the other: at every breakpoint, on both sides of it, and at the open end."""
    points = sorted({segment.up_to for segment in (*low, *high) if segment.up_to < UNBOUNDED} | {Decimal(0)})
    beyond = points[-1] + 1
    near = Decimal("1e-9")
    for x in (*(each for point in points for each in (point, point + near)), beyond, EXACT.multiply(beyond, 1_000_000)):
        one, other = find(low, x), find(high, x)
        if one is None or other is None or curve_amount(_CALC, one, x) > curve_amount(_CALC, other, x):
            return False
    return True


def tiers(market: Market) -> Iterator[tuple[str, Product]]:
    """Yield the products that are alternatives to each other: those of kind `tier`."""
    for sku, product in market.catalog.products.items():
        if product.kind == "tier":
            yield sku, product


def add_ons(market: Market, sku: str) -> list[str]:
    """Return the products that can be added to one, with a price of their own."""
    return [
        other
        for other, product in market.catalog.products.items()
        if product.available_for is not None
        and sku in product.available_for
        and sku not in product.excludes
        and other not in market.catalog.products[sku].excludes
        and priced(market, other)
    ]
