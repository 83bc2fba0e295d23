"""Prices in two currencies contradict each other.

Where the catalog states a reference rate, each price is held against it.  Two tiers of one family whose order of price
is different in another currency are an inversion: the larger plan is the cheaper one there.  And a price that is a
quarter or more away from the rate invites customers to buy through another country.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from dealdesk.catalog.models import price_in
from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import money, number
from dealdesk.money import EXACT
from dealdesk.pricing.charges import Range

FAR = Decimal("0.25")


def _find(market: Market) -> Iterator[Found]:
    own = market.currency
    for code, rate in market.catalog.catalog.reference_rates.items():
        prices: dict[str, tuple[str, Decimal, Decimal]] = {}
        for sku, product in market.catalog.products.items():
            sums, known = [Decimal(0), Decimal(0)], False
            for place, charge in enumerate(product.charges):
                path = ("products", sku, "charges", place)
                for where, stated in _stated(charge):
                    try:
                        here, there = price_in(stated, own, own), price_in(stated, code, own)
                    except KeyError:
                        continue
                    yield from _far(sku, (*path, *where), (own, here), (code, there), Decimal(rate))
                stated = getattr(charge, "stated", None)
                if charge.sort != "recurring" or stated is None:
                    continue
                try:
                    both = [price_in(stated, each, own) for each in (own, code)]
                except KeyError:
                    known = False
                    break
                sums = [
                    had + EXACT.multiply(each, Decimal(charge.per_year)) for had, each in zip(sums, both, strict=True)
                ]
                known = True
            if known and product.kind == "tier":
                prices[sku] = product.family, sums[0], sums[1]
        for (one, (family, a, b)), (other, (rival, c, d)) in combinations(prices.items(), 2):
            if family == rival and ((a < c and b > d) or (a > c and b < d)):
                low, high = (one, other) if a < c else (other, one)
                yield Found(
                    ("products", low),
                    f"{low} costs less than {high} in {own}, and more in {code}: "
                    f"{money(prices[low][1], own)} and {money(prices[high][1], own)}, "
                    f"{money(prices[low][2], code)} and {money(prices[high][2], code)}",
                    on="key",
                    repair=f"the same order in {code}",
                    severity="error",
                )


def _stated(charge: object) -> Iterator[tuple[Path, object]]:
    """Yield the prices of a charge, and where each stands."""
    stated = getattr(charge, "stated", None)
    if stated is not None:
        yield ("prices" if getattr(charge, "prices", None) else "price",), stated
    for number_of, tier in enumerate(getattr(charge, "tiers", ())):
        yield from ((("tiers", number_of, key), getattr(tier, key)) for key in ("rate", "flat") if getattr(tier, key))
    for number_of, cell in enumerate(getattr(charge, "cells", ())):
        yield ("cells", number_of, "price"), cell.price
    if isinstance(charge, Range):
        yield from ((("from",), charge.from_), (("to",), charge.to))


def _far(sku: str, path: Path, own: tuple[str, Decimal], other: tuple[str, Decimal], rate: Decimal) -> Iterator[Found]:
    if not own[1]:
        return
    worth = EXACT.multiply(other[1], rate)
    away = EXACT.divide(worth - own[1], own[1])
    if abs(away) >= FAR:
        percent = (away * 100).quantize(Decimal("0.1"))
        yield Found(
            (*path, other[0]),
            f"{sku}: {money(other[1], other[0])} are {money(worth.quantize(Decimal('0.01')), own[0])} at the reference "
            f"rate, {number(abs(percent))} % {'above' if percent > 0 else 'below'} {money(own[1], own[0])}",
            repair="a price nearer to the rate, or another rate",
        )


RULE = Rule("DD404", "currency-inversion", "Prices in two currencies contradict", "warning", __doc__ or "", _find)
