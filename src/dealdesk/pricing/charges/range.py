"""The seller states the price, inside a range that the catalog states."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, Charge, Given, PriceAt, Segment
from dealdesk.pricing.numbers import Price
from dealdesk.pricing.price_list import Rung
from dealdesk.record import Field, check


class PriceOutsideRange(ValueError):
    """The stated price is missing or lies outside the catalog's range."""


class Range(Charge):
    """The line's `price` × quantity, where `from` ≤ price ≤ `to`; anything else is an error.

    With `on_request` the vendor publishes no price: the range only says what the seller may state.
    """

    model: Literal["range"]
    from_: Price = Field(alias="from")
    to: Price
    on_request: bool = False

    @check
    def _rising(self) -> None:
        low, high = self.from_, self.to
        if isinstance(low, Mapping) and isinstance(high, Mapping):
            if set(low) != set(high):
                raise ValueError("from and to must state the same currencies")
            pairs = [(low[code], high[code]) for code in low]
        elif isinstance(low, Decimal) and isinstance(high, Decimal):
            pairs = [(low, high)]
        else:
            raise ValueError("from and to must both be numbers, or both be tables by currency")
        if any(least > most for least, most in pairs):
            raise ValueError("from is above to")

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        return (Rung(rate=self.segments(at, given)[0].rate),) if self.metered else ()

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        low, high = at(self.from_), at(self.to)
        price = given.price if given is not None else None
        if price is None:
            raise PriceOutsideRange(f"the seller states this price: give `price`, from {low:,f} to {high:,f}")
        if not low <= price <= high:
            raise PriceOutsideRange(f"price {price:,f} is outside the range {low:,f} to {high:,f}")
        return (Segment(BELOW_ZERO, UNBOUNDED, rate=price),)
