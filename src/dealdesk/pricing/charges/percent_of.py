"""A share of the net of other lines, such as support at 15 % of software."""

from typing import Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, Charge, Given, PriceAt, Segment
from dealdesk.pricing.numbers import Amount
from dealdesk.record import Field


class PercentOf(Charge):
    """`rate` × the recurring net of the products or families named in `of`, a period.

    The net is what remains after the percentage steps, so the share follows every discount.  `minimum` then
    applies like that of any charge.
    """

    model: Literal["percent_of"]
    rate: Amount
    of: tuple[str, ...] = Field(min_length=1)

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        """Return the amount over the net of the other lines."""
        return (Segment(BELOW_ZERO, UNBOUNDED, rate=self.rate),)
