"""A catalog as the rules look at it: its curves, and the engine that prices their deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.errors import DealError
from dealdesk.money import EXACT, minor_unit, unit
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import (
    BracketedFee,
    Charge,
    Matrix,
    Percentage,
    PercentOf,
    Range,
    Segment,
    curve_amount,
    find,
)
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote

ONE = Decimal(1)
MONTHS = 12
"""The term of the deals that show something which the term does not change."""

LineData = Mapping[str, Any]


class Market:
    """What a catalog sells, and what deals cost.

    Args:
        catalog: The catalog.
        today: The date on which deals are made.
    """

    def __init__(self, catalog: Catalog, today: date) -> None:
        self.catalog, self.today = catalog, today
        header = catalog.catalog
        self.currency = header.currency
        self.currencies: tuple[str, ...] = tuple(dict.fromkeys((header.currency, *header.currencies)))
        self._curves: dict[tuple[int, str], tuple[Segment, ...] | None] = {}
        self._quotes: dict[str, Quote | None] = {}

    def calc(self, currency: str) -> DecimalArithmetic:
        """Return the catalog's arithmetic in a currency."""
        return DecimalArithmetic(minor_unit(currency), self.catalog.catalog.rounding)

    def curve(self, charge: Charge, currency: str) -> tuple[Segment, ...] | None:
        """Return a charge's price curve; None where it has none in the currency, or the seller makes it."""
        key = (id(charge), currency)
        if key not in self._curves:
            self._curves[key] = self._curve(charge, currency)
        return self._curves[key]

    def _curve(self, charge: Charge, currency: str) -> tuple[Segment, ...] | None:
        if isinstance(charge, Range | Matrix):
            return None
        try:
            return charge.segments(lambda price: price_in(price, currency, self.currency))
        except KeyError:
            return None

    def step(self, charge: Charge, currency: str) -> Decimal:
        """Return the smallest difference of two quantities: a minor unit for amounts of money, else one unit.

        A charge whose tiers end at fractions is counted as finely as they are.
        """
        finest = unit(minor_unit(currency)) if isinstance(charge, BracketedFee | Percentage) else ONE
        for tier in getattr(charge, "tiers", ()):
            for end in (tier.up_to, tier.below):
                if end is not None and (exponent := end.normalize().as_tuple().exponent) < 0:
                    finest = min(finest, ONE.scaleb(int(exponent)))
        return finest

    # ---- deals ----

    def line(self, sku: str, quantity: Any = 1, charge: str | None = None, **more: Any) -> LineData:
        """Return a line of a deal."""
        data: dict[str, Any] = {"sku": sku}
        if charge is not None:
            data["charge"] = charge
        if quantity != 1:
            data["quantity"] = quantity
        return data | more

    def deal(self, lines: Iterable[LineData], *, months: int = MONTHS, **more: Any) -> dict[str, Any]:
        """Return the content of a deal file, with what its products need besides."""
        wanted = list(lines)
        wanted += self._companions({line["sku"] for line in wanted})
        currency = more.pop("currency", None)
        customer: dict[str, Any] = {"name": "Example"}
        if currency not in (None, self.currency):
            customer["currency"] = currency
        return {
            "catalog": self.catalog.catalog.id,
            "start": date(self.today.year + 1, 1, 1),
            "months": months,
            "customer": customer,
            **more,
            "lines": wanted,
        }

    def _companions(self, skus: set[str]) -> list[LineData]:
        """Return lines for the products without which those of *skus* are not sold."""
        added: list[LineData] = []
        waiting = sorted(skus)
        while waiting:
            product = self.catalog.products[waiting.pop()]
            if product.available_for is None or skus.intersection(product.available_for):
                continue
            first = product.available_for[0] if product.available_for else None
            if first is None or first not in self.catalog.products:
                continue
            skus.add(first)
            waiting.append(first)
            added.append(self.line(first))
        return added

    def total(self, deal: Mapping[str, Any]) -> Decimal | None:
        """Return what a deal costs: the committed net over the term, and the estimated usage; None when refused."""
        quote = self.quote(deal)
        return quote.totals.net + quote.usage_estimate.net if quote is not None else None

    def quote(self, deal: Mapping[str, Any]) -> Quote | None:
        """Return the quote for the content of a deal file; None when the deal is refused."""
        key = repr(deal)
        if key not in self._quotes:
            self._quotes[key] = self._priced(deal)
        return self._quotes[key]

    def _priced(self, deal: Mapping[str, Any]) -> Quote | None:
        """Price a deal from the products that it names: of ten thousand others nothing depends."""
        products = {line["sku"]: self.catalog.products[line["sku"]] for line in deal["lines"]}
        try:
            return price(Deal.validate(dict(deal)), self.catalog.but(products=products), today=self.today)
        except DealError:
            return None

    # ---- what is sold ----

    def a_year(self, charge: Charge, quantity: Decimal = ONE) -> tuple[Decimal, Decimal] | None:
        """Return the list price of a charge for a year, least and most; they differ where the seller states it.

        None for what is metered, happens once, depends on other lines, or has no price in the catalog's currency.
        """
        if charge.sort != "recurring" or isinstance(charge, PercentOf):
            return None
        calc, times = self.calc(self.currency), Decimal(charge.per_year)
        if isinstance(charge, Range | Matrix):
            stated = [charge.from_, charge.to] if isinstance(charge, Range) else [cell.price for cell in charge.cells]
            try:
                prices = [price_in(each, self.currency, self.currency) for each in stated]
            except KeyError:
                return None
            amounts = [calc.times(each, quantity) for each in (min(prices), max(prices))]
        else:
            piece = find(self.curve(charge, self.currency) or (), quantity)
            if piece is None:
                return None
            amounts = [calc.money(curve_amount(calc, piece, quantity))] * 2
        least, most = (EXACT.multiply(each, times) for each in amounts)
        return least, most

    def sold_line(self, sku: str, *, dear: bool = False) -> LineData:
        """Return a line for one of a product; where the seller states the price, the least or the most of it."""
        charges = self.catalog.products[sku].charges
        more: dict[str, Any] = {}
        for charge in charges:
            if isinstance(charge, Range):
                price = price_in(charge.to if dear else charge.from_, self.currency, self.currency)
                more["price"] = plain_number(price)
            elif isinstance(charge, Matrix):
                pick = max if dear else min
                cell = pick(charge.cells, key=lambda each: price_in(each.price, self.currency, self.currency))
                more["cell"] = dict(cell.at)
        return self.line(sku, **more)

    def alone(self) -> Sequence[str]:
        """Return the products that can be bought by themselves."""
        return [sku for sku, product in self.catalog.products.items() if product.available_for is None]


def plain_number(value: Decimal) -> Decimal | int:
    """Return a number as a deal file states it: a whole one without decimals."""
    return int(value) if value == value.to_integral_value() else value.normalize()
