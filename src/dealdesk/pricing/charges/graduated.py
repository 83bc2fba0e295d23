"""Each unit costs the rate of the tier it falls in; a tier's `flat` is added when the tier is entered."""

from typing import Literal

from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges.charge import ZERO, Given, PriceAt, Segment, TierField, curve_amount, pieces

_CALC = DecimalArithmetic()


class Graduated(TierField):
    """First … at one rate, next … at another, over … at a third: no unit changes its price when more are bought."""

    model: Literal["graduated"]

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        segments: list[Segment] = []
        reached = start = ZERO
        for _, tier, bounds in pieces(self.tiers):
            base = EXACT.add(reached, at(tier.flat))
            piece = Segment(**bounds, base=base, rate=at(tier.rate), offset=start, size=tier.size)
            segments.append(piece)
            reached, start = curve_amount(_CALC, piece, tier.end), tier.end
        return tuple(segments)
