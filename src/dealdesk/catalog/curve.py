"""The price curve of a charge: its pieces, and the exact points that a picture of it goes through.

A charge yields segments; here they are cut where a bound (`least`, `most`) bends them, and started blocks become
steps. So every piece is a straight line, and what a picture shows is what a quote charges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Charge, Given, PriceAt, Segment, curve_amount

ZERO = Decimal(0)
MOST_STEPS = 400
"""Started blocks that are drawn as steps; more of them in one segment are drawn as one line through their corners."""

_CALC = DecimalArithmetic()


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight piece of a price curve, from quantity `start` to `end`.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        start_in: Whether `start` belongs to it.
        end_in: Whether `end` belongs to it.
        first: The amount at `start`, or right after it where `start` does not belong to the piece.
        last: The amount at `end`, or right before it.
        rate: What one more unit costs on it.
        tier: Index of the catalog's tier that it comes from.
    """

    start: Decimal
    end: Decimal
    start_in: bool
    end_in: bool
    first: Decimal
    last: Decimal
    rate: Decimal
    tier: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """One segment as a row of a table: from, to, rate, and the amount at both ends; `end` is None at the open end.

    `size` is the number of units that one block of `rate` holds, 0 where the price is not by blocks.
    """

    start: Decimal
    end: Decimal | None
    start_in: bool
    end_in: bool
    rate: Decimal
    size: Decimal
    first: Decimal
    last: Decimal | None


def stretches(charge: Charge, at: PriceAt, given: Given | None = None) -> tuple[Stretch, ...]:
    """Return the segments of a charge with the amounts at their ends.

    Args:
        charge: The charge.
        at: Picks the number for a currency.
        given: What the seller chose, for charges whose curve depends on it (`range`, `matrix`).

    Raises:
        ValueError: The charge needs a choice that *given* does not make.
        KeyError: The charge has no price in the currency.
    """
    found = []
    for segment in charge.segments(at, given):
        start, start_in = _start(segment)
        if segment.up_to < start or (segment.up_to == start and not (start_in and segment.up_to_in)):
            continue
        open_end = segment.up_to >= UNBOUNDED
        found.append(
            Stretch(
                start,
                None if open_end else segment.up_to,
                start_in,
                segment.up_to_in,
                segment.rate,
                segment.size,
                _after(segment, start, start_in),
                None if open_end else curve_amount(_CALC, segment, segment.up_to),
            )
        )
    return tuple(found)


def pieces(charge: Charge, at: PriceAt, to: Decimal, given: Given | None = None) -> tuple[Piece, ...]:
    """Return the straight pieces of a charge's price curve for quantities from 0 to *to*.

    Raises:
        ValueError: As `stretches`.
        KeyError: As `stretches`.
    """
    return tuple(piece for segment in charge.segments(at, given) for piece in _pieces(segment, to))


def natural_end(found: Sequence[Stretch]) -> Decimal:
    """Return a quantity that shows all of a curve: half as much again as its last breakpoint."""
    last = max((each.start for each in found), default=ZERO)
    size = max((each.size for each in found), default=ZERO)
    if last:
        return EXACT.add(EXACT.multiply(last, Decimal("1.5")), EXACT.multiply(size, Decimal(5)))
    return size * 10 if size else Decimal(100)


def _start(segment: Segment) -> tuple[Decimal, bool]:
    """Return where a segment begins for a picture: no quantity is below 0."""
    return (ZERO, True) if segment.above < 0 else (segment.above, segment.above_in)


def _after(segment: Segment, start: Decimal, start_in: bool) -> Decimal:
    """Return the amount at the start of a segment, or right after it."""
    if not segment.size:
        return curve_amount(_CALC, segment, start)
    blocks = _blocks(segment, start, after=not start_in)
    return _bounded(segment, EXACT.add(segment.base, EXACT.multiply(segment.rate, blocks)))


def _blocks(segment: Segment, x: Decimal, *, after: bool) -> Decimal:
    """Return how many blocks are started at *x*, or right after it."""
    beyond = EXACT.subtract(x, segment.offset)
    whole = _CALC.units(beyond, segment.size)
    return whole + 1 if after and EXACT.multiply(whole, segment.size) == beyond else whole


def _bounded(segment: Segment, amount: Decimal) -> Decimal:
    return max(segment.least, min(segment.most, amount))


def _pieces(segment: Segment, to: Decimal) -> Iterator[Piece]:
    start, start_in = _start(segment)
    end, end_in = (segment.up_to, segment.up_to_in) if segment.up_to <= to else (to, True)
    if end < start or (end == start and not (start_in and end_in)):
        return
    if segment.size and EXACT.divide(end - start, segment.size) <= MOST_STEPS:
        yield from _steps(segment, start, start_in, end, end_in)
        return
    slope = EXACT.divide(segment.rate, segment.size) if segment.size else segment.rate
    edges = [start, *(x for x in _bends(segment, slope) if start < x < end), *([end] if end > start else [])]
    for low, high in pairwise(edges):
        first, last = curve_amount(_CALC, segment, low), curve_amount(_CALC, segment, high)
        yield Piece(
            low,
            high,
            start_in if low == start else True,
            end_in if high == end else False,
            first,
            last,
            ZERO if first == last else slope,
            segment.tier,
        )
    if start == end:
        amount = curve_amount(_CALC, segment, start)
        yield Piece(start, end, True, True, amount, amount, ZERO, segment.tier)


def _bends(segment: Segment, slope: Decimal) -> list[Decimal]:
    """Return the quantities at which a bound of a segment begins or ends to hold."""
    if not slope:
        return []
    bounds = [bound for bound in (segment.least, segment.most) if bound < UNBOUNDED]
    return sorted(EXACT.add(segment.offset, EXACT.divide(bound - segment.base, slope)) for bound in bounds)


def _steps(segment: Segment, start: Decimal, start_in: bool, end: Decimal, end_in: bool) -> Iterator[Piece]:
    """Yield a flat piece for each block: the amount does not move until the next one is started."""
    low, low_in = start, start_in
    while low < end or (low == end and low_in and end_in):
        blocks = _blocks(segment, low, after=not low_in)
        corner = EXACT.add(segment.offset, EXACT.multiply(segment.size, blocks))
        high, high_in = (corner, True) if corner < end or (corner == end and end_in) else (end, end_in)
        amount = _bounded(segment, EXACT.add(segment.base, EXACT.multiply(segment.rate, blocks)))
        yield Piece(low, high, low_in, high_in, amount, amount, ZERO, segment.tier)
        low, low_in = high, False
