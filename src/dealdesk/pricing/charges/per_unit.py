"""The same price for every unit."""

from typing import Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, Given, PriceAt, PriceField, Segment
from dealdesk.pricing.price_list import Rung


class PerUnit(PriceField):
    """`price` × quantity."""

    model: Literal["per_unit"]

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return (Segment(BELOW_ZERO, UNBOUNDED, rate=at(self.stated)),)

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        return (Rung(rate=at(self.stated)),) if self.metered else ()
