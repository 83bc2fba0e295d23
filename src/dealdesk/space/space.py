"""The space of a catalog, put together: clauses counted, prices weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.catalog.models import Catalog
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.money import EXACT, minor_unit, unit
from dealdesk.space.clauses import clauses_of
from dealdesk.space.count import Sum, TooEntangled, Weights, tally
from dealdesk.space.prices import PERIODS, Price, prices_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Products that can be bought together.

    Attributes:
        skus: The products, in the order of the catalog.
        price: One period of each charge, at list: what the first invoice comes to when each charge is billed by its
            own period.
        amounts: The same by period: once, month, quarter, year.
    """

    skus: tuple[str, ...]
    price: Decimal
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a space."""

    cheapest: Subscription
    dearest: Subscription


@dataclass(frozen=True, slots=True)
class Space:
    """The configuration space of a catalog.

    Attributes:
        size: How many subscriptions there are.
        priced: How many of them have a price.
        ends: The cheapest and the dearest of those; None when there are none.
        unpriced: Products without a price, and why.
        left_out: Charges that are in no price here, by product: usage, and shares of other lines.
        never: Products that no subscription has.
        assumed: Prices that were assumed, by product.
    """

    catalog: str
    version: str
    currency: str
    products: int
    size: int
    priced: int
    ends: Ends | None
    unpriced: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]
    never: tuple[str, ...]
    assumed: Mapping[str, Decimal]


def space_of(catalog: Catalog, *, currency: str | None = None, assumed: Mapping[str, Decimal] | None = None) -> Space:
    """Return the configuration space of *catalog*.

    Args:
        catalog: The catalog.
        currency: The currency of prices; the catalog's own if left out.
        assumed: Prices that stand in for those of products that have none, by product.

    Raises:
        InputError: The catalog has no such currency or product, or a product of *assumed* has a price of its own; or
            its products depend on each other so much that they cannot be counted.
    """
    header, assumed = catalog.catalog, assumed or {}
    currency = currency or header.currency
    known = (header.currency, *header.currencies)
    if currency not in known:
        raise InputError(Mistake(f"{header.id} has no prices in {currency}", allowed=", ".join(known)))
    prices = prices_of(catalog, currency, assumed)
    _check_assumed(catalog, prices_of(catalog, currency, {}) if assumed else {}, assumed)
    skus = tuple(catalog.products)
    clauses = clauses_of(catalog)
    weights = Weights(
        {number: prices[sku].least for number, sku in enumerate(skus, 1)},
        {number: prices[sku].most for number, sku in enumerate(skus, 1)},
    )
    everything = range(1, len(skus) + 1)
    open_ = [number for number, sku in enumerate(skus, 1) if prices[sku].open]
    try:
        whole = tally(everything, clauses, weights)
        with_price = tally(everything, (*clauses, *(frozenset({-each}) for each in open_)), weights) if open_ else whole
    except (TooEntangled, RecursionError):
        message = f"the products of {header.id} depend on each other too much to be counted"
        raise InputError(Mistake(message, code="space")) from None
    ends = None
    if with_price.some is not None and with_price.most is not None:
        ends = Ends(
            _made(with_price.some, skus, prices, low=True),
            _made(_full(with_price.most, with_price.some), skus, prices, low=False),
        )
        ends = Ends(_rounded(ends.cheapest, currency), _rounded(ends.dearest, currency))
    return Space(
        catalog=header.id,
        version=header.version,
        currency=currency,
        products=len(skus),
        size=whole.count - 1,
        priced=with_price.count - 1,
        ends=ends,
        unpriced={sku: prices[sku].open for sku in skus if prices[sku].open},
        left_out={sku: prices[sku].left_out for sku in skus if prices[sku].left_out},
        never=tuple(sku for number, sku in enumerate(skus, 1) if number not in whole.seen),
        assumed=dict(assumed),
    )


def _full(most: Sum, some: Sum) -> Sum:
    """Return the heaviest selection that is not empty: where all are free, the lightest of them is the heaviest."""
    return most if most.chosen else some


def _made(found: Sum, skus: tuple[str, ...], prices: Mapping[str, Price], *, low: bool) -> Subscription:
    chosen = tuple(skus[number - 1] for number in found.chosen)
    amounts: dict[str, Decimal] = {}
    for period in PERIODS:
        of = [(prices[sku].low if low else prices[sku].high).get(period) for sku in chosen]
        if any(each is not None for each in of):
            amounts[period] = _sum(each for each in of if each is not None)
    return Subscription(chosen, found.weight, amounts)


def _rounded(found: Subscription, currency: str) -> Subscription:
    """Return the same with all decimals of the currency, and no more."""
    places = unit(minor_unit(currency))

    def money(amount: Decimal) -> Decimal:
        return amount.quantize(places, context=EXACT)

    return Subscription(found.skus, money(found.price), {key: money(each) for key, each in found.amounts.items()})


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    total = ZERO
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total


def _check_assumed(catalog: Catalog, prices: Mapping[str, Price], assumed: Mapping[str, Decimal]) -> None:
    wrong = []
    for sku in assumed:
        if sku not in catalog.products:
            guess = did_you_mean(sku, catalog.products)
            hint = f"did you mean {guess}?" if guess else None
            wrong.append(Mistake(f"{catalog.catalog.id} has no product {sku}", hint=hint))
        elif not prices[sku].open:
            wrong.append(Mistake(f"{sku} has a price of its own, so none can be assumed"))
    if wrong:
        raise InputError(wrong)
