"""All units cost the rate of the tier that the whole quantity reaches, plus that tier's `flat`."""

from typing import Literal

from dealdesk.pricing.charges.charge import Given, PriceAt, Segment, TierField, pieces


class Volume(TierField):
    """All units at one rate.  Reaching a cheaper tier can make the total fall; the linter looks for that."""

    model: Literal["volume"]

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return tuple(
            Segment(**bounds, base=at(tier.flat), rate=at(tier.rate), size=tier.size)
            for _, tier, bounds in pieces(self.tiers)
        )
