"""One amount for each tier: the whole quantity costs what its tier costs."""

from typing import Literal

from dealdesk.pricing.charges.charge import Given, PriceAt, Segment, TierField, pieces
from dealdesk.record import check


class Stairstep(TierField):
    """The tier's `flat`, and nothing per unit."""

    model: Literal["stairstep"]

    @check
    def _no_rates(self) -> None:
        if any(tier.rate for tier in self.tiers):
            raise ValueError("a stairstep tier has a flat amount and no rate; use volume for both")
        if any(tier.size for tier in self.tiers):
            raise ValueError("a stairstep tier has no blocks: size is for a rate")

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return tuple(Segment(**bounds, base=at(tier.flat)) for _, tier, bounds in pieces(self.tiers))
