"""A fee on each single transaction, by the bracket that its value falls in."""

from typing import Literal

from dealdesk.pricing.charges.charge import Given, PriceAt, Segment, Take, TierField, pieces
from dealdesk.record import check


class BracketedFee(TierField):
    """`flat` + `rate` × value of the bracket; a quantity is a list of (count, value), or one value."""

    model: Literal["bracketed_fee"]

    @check
    def _no_blocks(self) -> None:
        if any(tier.size for tier in self.tiers):
            raise ValueError("a bracket has no blocks: a fee is on one transaction")

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        return tuple(
            Segment(**bounds, base=at(tier.flat), rate=at(tier.rate)) for _, tier, bounds in pieces(self.tiers)
        )

    def takes(self, at: PriceAt, given: Given) -> tuple[Take, ...]:
        curve = self.segments(at)
        if not isinstance(given.quantity, tuple):
            return (Take(given.quantity * 0 + 1, given.quantity, curve),)
        return tuple(Take(each.count, each.value, curve) for each in given.quantity)
