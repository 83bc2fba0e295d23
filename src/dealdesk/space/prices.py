"""What one of a product costs: one period of each of its charges, in the smallest quantity that is sold, at list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.catalog.product import Product
from dealdesk.money import EXACT, minor_unit
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import Charge, Given, Matrix, PercentOf, Range, curve_amount, find

PERIODS = ("once", "month", "quarter", "year")
ONE, ZERO = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Price:
    """What one of a product costs, by period of its charges; low and high differ where the seller states the price.

    Attributes:
        low: Amounts by period.
        high: The same, at the upper end.
        open: Why it has no price; "" where it has one.
        left_out: Charges that no subscription alone decides: usage, and shares of other lines.
    """

    low: Mapping[str, Decimal]
    high: Mapping[str, Decimal]
    open: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def least(self) -> Decimal:
        """The sum over all periods, at the lower end."""
        return _sum(self.low)

    @property
    def most(self) -> Decimal:
        """The sum over all periods, at the upper end."""
        return _sum(self.high)


def prices_of(catalog: Catalog, currency: str, assumed: Mapping[str, Decimal]) -> dict[str, Price]:
    """Return what one of each product costs in *currency*; *assumed* prices stand in where the catalog has none."""
    calc = DecimalArithmetic(minor_unit(currency), catalog.catalog.rounding)
    return {
        sku: _price(catalog, product, currency, calc, assumed.get(sku)) for sku, product in catalog.products.items()
    }


def _price(
    catalog: Catalog, product: Product, currency: str, calc: DecimalArithmetic, assumed: Decimal | None
) -> Price:
    low: dict[str, Decimal] = {}
    high: dict[str, Decimal] = {}
    left_out: list[str] = []
    open_ = ""
    quantity = product.quantity.least if product.quantity is not None else ONE
    for charge in product.charges:
        if charge.metered or isinstance(charge, PercentOf):
            left_out.append(charge.id)
            continue
        if isinstance(charge, Range) and charge.on_request:
            open_ = "the seller states its price"
            continue
        try:
            ends = _ends(charge, quantity, currency, catalog.catalog.currency, calc)
        except KeyError:
            open_ = f"it has no price in {currency}"
            continue
        for amounts, amount in ((low, ends[0]), (high, ends[1])):
            amounts[charge.period] = EXACT.add(amounts.get(charge.period, ZERO), amount)
    if len(left_out) == len(product.charges):
        open_ = "its price depends on use, or on other lines"
    if open_ and assumed is not None:
        first = product.charges[0].period
        low = high = {first if first in PERIODS else "once": assumed}
        open_ = ""
    return Price(low, high, open_, tuple(left_out))


def _ends(
    charge: Charge, quantity: Decimal, currency: str, default: str, calc: DecimalArithmetic
) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest list price of a period; KeyError when the currency has none."""

    def at(price: Any) -> Decimal:
        return price_in(price, currency, default)

    if isinstance(charge, Range | Matrix):
        stated = (charge.from_, charge.to) if isinstance(charge, Range) else [cell.price for cell in charge.cells]
        amounts = [calc.times(at(each), quantity) for each in stated]
    else:
        takes = charge.takes(at, Given.trusted(quantity=quantity, price=None, cell={}))
        amount = ZERO
        for take in takes:
            piece = find(take.curve, take.x)
            if piece is None:
                raise KeyError(currency)
            amount = EXACT.add(amount, EXACT.multiply(take.count, curve_amount(calc, piece, take.x)))
        amounts = [calc.money(amount)]
    return min(amounts), max(amounts)


def _sum(amounts: Mapping[str, Decimal]) -> Decimal:
    total = ZERO
    for amount in amounts.values():
        total = EXACT.add(total, amount)
    return total
