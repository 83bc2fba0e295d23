"""A catalog as the rules look at it: its curves, and the engine that prices their deals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

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


class Grid(NamedTuple):
    """The quantities that can be bought: `least`, and from there on in steps, up to `most` where there is an end."""

    least: Decimal
    step: Decimal
    most: Decimal | None = None


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

    def grid(self, sku: str, charge: Charge, currency: str) -> Grid:
        """Return the quantities that a charge of a product can be bought in.

        What a product says of its `quantity` is for the quantity of a line, not for an estimate of usage.
        """
        step, sold = self.step(charge, currency), self.catalog.products[sku].quantity
        if sold is None or (charge.metered and len(self.catalog.products[sku].charges) > 1):
            return Grid(Decimal(0) if charge.metered else step, step)  # a meter may read 0; nobody buys 0 seats
        return Grid(sold.least, sold.step or step, sold.most)

    def least_of(self, sku: str) -> Decimal:
        """Return the smallest quantity of a product that a line may have: one, or what the product asks for."""
        sold = self.catalog.products[sku].quantity
        return ONE if sold is None or sold.admits(ONE) else sold.least

    # ---- deals ----

    def line(self, sku: str, quantity: Any = None, charge: str | None = None, **more: Any) -> LineData:
        """Return a line of a deal; the smallest quantity that is sold where none is given."""
        quantity = plain_number(self.least_of(sku)) if quantity is None else quantity
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
        products, added = self.catalog.products, list[LineData]()
        waiting = sorted(skus)
        while waiting:
            product = products[waiting.pop()]
            needed = [sku for sku in product.requires if sku not in skus]
            if product.available_for is not None and not skus.intersection(product.available_for):
                fitting = [sku for sku in product.available_for if sku in products and not self._excluded(sku, skus)]
                needed += fitting[:1]
            for sku in dict.fromkeys(needed):
                if sku in products:
                    skus.add(sku)
                    waiting.append(sku)
                    added.append(self.sold_line(sku))
        return added

    def companions(self, sku: str) -> frozenset[str]:
        """Return the products that a deal for one has besides it."""
        return frozenset(line["sku"] for line in self._companions({sku}))

    def _excluded(self, sku: str, bought: Collection[str]) -> bool:
        products = self.catalog.products
        return any(other in products[sku].excludes or sku in products[other].excludes for other in bought)

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
        amounts, times = self.amounts(charge, quantity), Decimal(charge.per_year)
        return None if amounts is None else (EXACT.multiply(amounts[0], times), EXACT.multiply(amounts[1], times))

    def amounts(self, charge: Charge, quantity: Decimal = ONE) -> tuple[Decimal, Decimal] | None:
        """Return the list price of a charge for one period, least and most; None where it has none."""
        calc = self.calc(self.currency)
        if isinstance(charge, Range | Matrix):
            stated = [charge.from_, charge.to] if isinstance(charge, Range) else [cell.price for cell in charge.cells]
            try:
                prices = [price_in(each, self.currency, self.currency) for each in stated]
            except KeyError:
                return None
            return calc.times(min(prices), quantity), calc.times(max(prices), quantity)
        piece = find(self.curve(charge, self.currency) or (), quantity)
        if piece is None:
            return None
        amount = calc.money(curve_amount(calc, piece, quantity))
        return amount, amount

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
