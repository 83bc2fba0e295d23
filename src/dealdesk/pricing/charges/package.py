"""Units are sold in packages: a started package costs the whole package."""

from decimal import Decimal
from typing import Annotated, Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, ZERO, Given, PriceAt, PriceField, Segment
from dealdesk.pricing.numbers import Quantity
from dealdesk.pricing.price_list import Rung
from dealdesk.record import Field


class Package(PriceField):
    """ceil((quantity - `free`) / `size`) × `price`, never below 0."""

    model: Literal["package"]
    size: Annotated[Quantity, Field(gt=0)]
    free: Quantity = Decimal(0)

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return (
            Segment(BELOW_ZERO, self.free, above_in=True, tier=0),
            Segment(self.free, UNBOUNDED, base=ZERO, rate=at(self.stated), offset=self.free, size=self.size, tier=0),
        )

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        free = (Rung(up_to=self.free),) if self.free else ()
        return (*free, Rung(above=self.free, rate=at(self.stated), size=self.size))
