"""Products against each other: what they come with, and what they cost at any usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dealdesk.catalog.models import Product
from dealdesk.lint.market import Market
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Segment, curve_amount, find

_CALC = DecimalArithmetic()


def features(product: Product) -> frozenset[str]:
    """Return what a product comes with: its entitlements, and what it says that it includes."""
    return frozenset((*product.entitlements, *product.includes))


def list_price(market: Market, sku: str) -> tuple[Decimal, Decimal]:
    """Return what one of a product costs a year at list without usage, at least and at most."""
    amounts = [each for charge in market.catalog.products[sku].charges if (each := market.a_year(charge)) is not None]
    least, most = (sum((each[end] for each in amounts), Decimal(0)) for end in (0, 1))
    return least, most


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
