"""Prices in two currencies contradict each other.

Where the catalog states a reference rate, each price is held against it.  Two tiers of one family whose order of price
is different in another currency are an inversion: the larger plan is the cheaper one there.  And a price that is a
quarter or more away from the rate invites customers to buy through another country.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from dealdesk.catalog.models import price_in
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import money, number
from dealdesk.money import EXACT

FAR = Decimal("0.25")


def _find(market: Market) -> Iterator[Found]:
    own = market.currency
    for code, rate in market.catalog.catalog.reference_rates.items():
        prices: dict[str, tuple[str, Decimal, Decimal]] = {}
        for sku, product in market.catalog.products.items():
            for place, charge in enumerate(product.charges):
                stated = getattr(charge, "stated", None)
                if stated is None:
                    continue
                try:
                    here, there = price_in(stated, own, own), price_in(stated, code, own)
                except KeyError:
                    continue
                if charge.sort == "recurring" and product.kind == "tier" and len(product.charges) >= 1:
                    times = Decimal(charge.per_year)
                    prices[sku] = product.family, EXACT.multiply(here, times), EXACT.multiply(there, times)
                yield from _far(sku, place, charge, (own, here), (code, there), Decimal(rate))
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


def _far(
    sku: str, place: int, charge: object, own: tuple[str, Decimal], other: tuple[str, Decimal], rate: Decimal
) -> Iterator[Found]:
    if not own[1]:
        return
    worth = EXACT.multiply(other[1], rate)
    away = EXACT.divide(worth - own[1], own[1])
    if abs(away) >= FAR:
        percent = (away * 100).quantize(Decimal("0.1"))
        yield Found(
            ("products", sku, "charges", place, "prices", other[0]),
            f"{sku}: {money(other[1], other[0])} are {money(worth.quantize(Decimal('0.01')), own[0])} at the reference "
            f"rate, {number(abs(percent))} % {'above' if percent > 0 else 'below'} {money(own[1], own[0])}",
            repair="a price nearer to the rate, or another rate",
        )


RULE = Rule("DD404", "currency-inversion", "Prices in two currencies contradict", "warning", __doc__ or "", _find)
