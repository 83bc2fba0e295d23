"""One price for the period, whatever the quantity."""

from typing import Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, Given, PriceAt, PriceField, Segment


class Flat(PriceField):
    """`price` a period, whatever the quantity."""

    model: Literal["flat"]

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return (Segment(BELOW_ZERO, UNBOUNDED, base=at(self.stated)),)
