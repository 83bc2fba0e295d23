"""A share of the money that moves, with a fixed part and bounds for each transaction."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from dealdesk.pricing.charges.charge import (
    BELOW_ZERO,
    UNBOUNDED,
    ZERO,
    Charge,
    Given,
    PriceAt,
    Segment,
    Take,
)
from dealdesk.pricing.numbers import Amount, Price
from dealdesk.pricing.price_list import Rung
from dealdesk.record import check


class Percentage(Charge):
    """`rate` × money amount, plus `fixed` per transaction; `minimum` and `maximum` bound each transaction.

    The fees of a line are summed exactly and rounded once.  `free` is the amount of money a period on which no
    rate is charged; it cannot be combined with bounds, because those hold for single transactions.
    """

    model: Literal["percentage"]
    rate: Amount | Mapping[str, Amount]
    fixed: Price = ZERO
    free: Price = ZERO

    @check
    def _free_without_bounds(self) -> None:
        if self.free and (self.minimum is not None or self.maximum is not None):
            raise ValueError("free is for the whole period, minimum and maximum for one transaction: state only one")

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        """Return the fee on one transaction of value v, without `free`."""
        least = ZERO if self.minimum is None else at(self.minimum)
        most = UNBOUNDED if self.maximum is None else at(self.maximum)
        return (Segment(BELOW_ZERO, UNBOUNDED, base=at(self.fixed), rate=self.rate_in(at), least=least, most=most),)

    def rate_in(self, at: PriceAt) -> Decimal:
        """Return the rate; a single number is the same in every currency."""
        return at(self.rate) if isinstance(self.rate, Mapping) else self.rate

    def takes(self, at: PriceAt, given: Given) -> tuple[Take, ...]:
        one = ZERO + 1
        each = (
            [(one, given.quantity)]
            if not isinstance(given.quantity, tuple)
            else [(t.count, t.value) for t in given.quantity]
        )
        if not self.free:
            return tuple(Take(count, value, self.segments(at)) for count, value in each)
        moved, count, free = sum((c * v for c, v in each), ZERO), sum((c for c, _ in each), ZERO), at(self.free)
        rated = (
            Segment(BELOW_ZERO, free, above_in=True),
            Segment(free, UNBOUNDED, rate=self.rate_in(at), offset=free),
        )
        return (
            Take(one, moved, rated),
            Take(count, ZERO, (Segment(BELOW_ZERO, UNBOUNDED, base=at(self.fixed)),)),
        )

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        free, fixed = at(self.free), at(self.fixed)
        least = at(self.minimum) if self.minimum is not None else None
        most = at(self.maximum) if self.maximum is not None else None
        first = (Rung(up_to=free, flat=fixed),) if free else ()
        return (*first, Rung(above=free, rate=self.rate_in(at), flat=fixed, least=least, most=most))
