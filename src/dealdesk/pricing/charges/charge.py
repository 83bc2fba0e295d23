"""What a charge is: numbers from the catalog, turned into segments of a price curve.

A segment says: for quantities above `above` up to `up_to`, the amount is `base + rate × (quantity - offset)`,
in started blocks of `size` where a size is given, and never outside `least` … `most`.  Everything that needs
to know a price reads segments: both engines, the linter that looks for cliffs, and the picture of the curve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Amount, Price, Quantity
from dealdesk.pricing.price_list import Rung
from dealdesk.record import Field, Record, check

UNBOUNDED = Decimal(10) ** 24
"""Larger than any quantity or amount a file may state."""

ZERO = Decimal(0)
BELOW_ZERO = Decimal(-1)

PriceAt = Callable[[Any], Decimal]
"""Picks the number of a `Price` for the currency of the quote; raises KeyError when it states none."""

PERIODS_PER_YEAR = {"year": 1, "quarter": 4, "month": 12, "once": 1, "usage": 1}


@dataclass(frozen=True, slots=True)
class Segment:
    """One straight piece of a price curve.

    Attributes:
        above: Where the piece begins; belongs to it when `above_in`.
        up_to: Where it ends; belongs to it when `up_to_in`.
        base: Amount at `offset`, in currency.
        rate: Amount per unit, or per block when `size` is not 0.
        offset: The quantity from which `rate` counts.
        size: Units in a block; 0 where the price is not by blocks.
        least: The amount never falls below this.
        most: The amount never rises above this.
        tier: Index of the catalog's tier that the piece comes from.
    """

    above: Decimal
    up_to: Decimal
    base: Decimal = ZERO
    rate: Decimal = ZERO
    offset: Decimal = ZERO
    size: Decimal = ZERO
    least: Decimal = ZERO
    most: Decimal = UNBOUNDED
    above_in: bool = False
    up_to_in: bool = True
    tier: int = 0

    def covers(self, x: Decimal) -> bool:
        """Whether quantity *x* lies on this piece."""
        return (x > self.above or (self.above_in and x == self.above)) and (
            x < self.up_to or (self.up_to_in and x == self.up_to)
        )


@dataclass(frozen=True, slots=True)
class Take:
    """*count* times the amount that a curve gives for *x*."""

    count: Decimal
    x: Decimal
    curve: tuple[Segment, ...]


def curve_amount(calc: Arithmetic[N], piece: Any, x: N) -> N:
    """Return the exact, unrounded amount that the segment *piece* gives for *x*."""
    units = calc.units(x - piece.offset, piece.size)
    return calc.greatest(piece.least, calc.least(piece.most, piece.base + calc.product(piece.rate, units)))


def find(curve: Sequence[Segment], x: Decimal) -> Segment | None:
    """Return the piece of *curve* that covers *x*, or None when the curve has no price for it."""
    return next((piece for piece in curve if piece.covers(x)), None)


class Transaction(Record):
    """A number of transactions of one value, for charges on single transactions."""

    count: Quantity
    value: Amount


class Given(Record):
    """What a deal says of a charge: how much of it, and what the seller chose."""

    quantity: Quantity | tuple[Transaction, ...] = Decimal(1)
    price: Amount | None = None
    cell: Mapping[str, str] = Field(default_factory=dict)

    @property
    def count(self) -> Decimal:
        """The number of units, or of transactions."""
        if isinstance(self.quantity, tuple):
            return sum((each.count for each in self.quantity), ZERO)
        return self.quantity


class Tier(Record):
    """One step of a price ladder.  It states only where it ends, so gaps cannot be written."""

    up_to: Quantity | None = None
    below: Quantity | None = None
    rate: Price = ZERO
    flat: Price = ZERO
    size: Quantity = ZERO
    illustrative: bool = False
    note: str | None = None

    @property
    def end(self) -> Decimal:
        """Where the tier ends; `UNBOUNDED` for the last."""
        end = self.up_to if self.up_to is not None else self.below
        return UNBOUNDED if end is None else end

    @property
    def end_in(self) -> bool:
        """Whether the end itself belongs to the tier (`up_to`) or to the next (`below`)."""
        return self.below is None


def check_ladder(tiers: Sequence[Tier]) -> None:
    """Raise ValueError unless each tier ends above the one before it."""
    end = BELOW_ZERO
    for number, tier in enumerate(tiers):
        if tier.up_to is not None and tier.below is not None:
            raise ValueError(f"tier {number + 1} states both up_to and below; a tier has one end")
        if tier.end <= end:
            raise ValueError(f"tier {number + 1} ends at {tier.end:f}, not above the tier before it ({end:f})")
        end = tier.end


def pieces(tiers: Sequence[Tier]) -> Iterator[tuple[int, Tier, dict[str, Any]]]:
    """Yield each tier with the bounds of its segment."""
    above, above_in = BELOW_ZERO, True
    for number, tier in enumerate(tiers):
        yield (
            number,
            tier,
            {
                "above": above,
                "above_in": above_in,
                "up_to": tier.end,
                "up_to_in": tier.end_in,
                "tier": number,
            },
        )
        above, above_in = tier.end, not tier.end_in


class Charge(Record):
    """What all charges have in common.

    `quantity` of a line buys the charge once per `period`; a charge with `usage = true` takes its quantity from
    an estimate or a meter and is never part of the committed value.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)
    name: str | None = None
    period: Literal["year", "quarter", "month", "usage", "once"]
    unit: str | None = None
    usage: bool = False
    minimum: Price | None = None
    maximum: Price | None = None
    floor: Price | None = None
    cost: Price | None = None
    alternative: str | None = None
    illustrative: bool = False
    note: str | None = None

    @property
    def metered(self) -> bool:
        """Whether the quantity is an estimate or a meter's, not a commitment."""
        return self.usage or self.period == "usage"

    @property
    def sort(self) -> Literal["recurring", "once", "usage"]:
        """The sort of charge, as rules choose it with `applies_to.charges`."""
        if self.metered:
            return "usage"
        return "once" if self.period == "once" else "recurring"

    @property
    def per_year(self) -> int:
        """How many periods a year has; 1 for what happens once."""
        return PERIODS_PER_YEAR[self.period]

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        """Return the price curve in the currency that *at* picks.

        *given* is needed only by models whose curve depends on a choice of the seller (`range`, `matrix`).
        """
        raise NotImplementedError

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        """Return the price list as it is printed beside the quantities; nothing where one price tells all."""
        return ()

    def takes(self, at: PriceAt, given: Given) -> tuple[Take, ...]:
        """Return what the deal takes from the curve; the list price is the rounded sum of the takes."""
        if isinstance(given.quantity, tuple):
            raise ValueError("a list of transactions is for percentage and bracketed_fee charges only")
        return (Take(Decimal(1), given.quantity, self.segments(at, given)),)


class PriceField(Charge):
    """A charge with one price, stated as `price`, or as `prices` by currency."""

    price: Price | None = None
    prices: Mapping[str, Amount] | None = None

    @check
    def _one_price(self) -> None:
        if (self.price is None) == (self.prices is None):
            raise ValueError("state either price, or prices by currency")

    @property
    def stated(self) -> Any:
        """The price as the catalog states it."""
        return self.price if self.price is not None else self.prices


class TierField(Charge):
    """A charge with a ladder of tiers."""

    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=200)

    @check
    def _rising(self) -> None:
        check_ladder(self.tiers)

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        starts = (ZERO, *(tier.end for tier in self.tiers))
        return tuple(
            Rung(
                above=start,
                up_to=tier.end if tier.end < UNBOUNDED else None,
                end_in=tier.end_in,
                rate=at(tier.rate),
                flat=at(tier.flat),
                size=tier.size,
            )
            for start, tier in zip(starts, self.tiers, strict=False)
        )
