"""Stretches of quantities on which two price curves are straight and do not cross.  All numbers are fractions.

Where both count the same blocks, prices are lines over the number of blocks, which is whole; that stays exact for any
quantity.  Blocks of different sizes are looked at one by one, up to `MOST_BLOCKS` of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from dealdesk.pricing.charges import UNBOUNDED, Segment

MOST_BLOCKS = 200
"""Blocks that are looked at one by one; beyond them, blocks of different sizes are taken as lines."""

Cut = tuple[Fraction, int]
"""A point between quantities: just before x (0) or just after it (1)."""

ZERO = Fraction(0)
END: Cut = (Fraction(UNBOUNDED), 1)


@dataclass(frozen=True, slots=True)
class Line:
    """What a price is on a stretch: `at_zero` + `slope` × units, where units are quantities or blocks."""

    at_zero: Fraction
    slope: Fraction

    def __call__(self, units: Fraction) -> Fraction:
        return self.at_zero + self.slope * units


@dataclass(frozen=True, slots=True)
class Side:
    """A segment of one of the curves, and what its amounts are multiplied by."""

    segment: Segment
    times: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quantities between two cuts, and both prices there.

    Attributes:
        low: Where it begins.
        high: Where it ends.
        old: The old price.
        new: The new price.
        ends: Where the lines are read to find extremes: units, and the quantity that has so many.
        open: Whether the stretch has no end.
        approximate: Whether blocks were taken as lines.
    """

    low: Cut
    high: Cut
    old: Line
    new: Line
    ends: tuple[tuple[Fraction, Fraction], ...]
    open: bool
    approximate: bool = False


def start_of(segment: Segment) -> Cut:
    """Return where a segment begins; no quantity is below 0."""
    return max((Fraction(segment.above), 0 if segment.above_in else 1), (ZERO, 0))


def end_of(segment: Segment) -> Cut:
    """Return where a segment ends."""
    return max((Fraction(segment.up_to), 1 if segment.up_to_in else 0), (ZERO, 0))


def stretches(low: Cut, high: Cut, old: Side, new: Side) -> Iterator[Stretch]:
    """Yield the stretches between two cuts that lie inside a segment of either curve."""
    blocks = [(each.segment.size, each.segment.offset) for each in (old, new)]
    if blocks[0] == blocks[1] and old.segment.size:
        yield from _by_block(low, high, old, new)
        return
    bends, stepped = {low, high}, {id(each): Fraction(UNBOUNDED) for each in (old, new)}
    for each in (old, new):
        if each.segment.size:
            corners, until = _corners(each.segment, low, high)
            bends |= corners
            stepped[id(each)] = until
        else:
            bends |= {(x, 0) for x in _bound_points(each) if low < (x, 0) < high}
    for left, right in pairwise(sorted(bends)):
        far = {id(each): left[0] >= stepped[id(each)] for each in (old, new)}
        before, after = (_line(each, left, right, far[id(each)]) for each in (old, new))
        for a, b in _uncrossed(left, right, before, after):
            points = [a[0]] if b == END else dict.fromkeys((a[0], b[0]))
            yield Stretch(a, b, before, after, tuple((x, x) for x in points), b == END, any(far.values()))


def blocks_at(segment: Segment, low: Cut) -> int:
    """Return how many blocks are started at a cut."""
    beyond = (low[0] - Fraction(segment.offset)) / Fraction(segment.size)
    started = ceil(beyond)
    return max(0, started + 1 if low[1] and started == beyond else started)


def _by_block(low: Cut, high: Cut, old: Side, new: Side) -> Iterator[Stretch]:
    """Yield stretches where both count the same blocks."""
    size, offset = Fraction(old.segment.size), Fraction(old.segment.offset)
    first = blocks_at(old.segment, low)
    last = None if high == END else blocks_at(old.segment, (high[0], 0))
    bounds = _bound_blocks(old) | _bound_blocks(new)
    wholes = {first} | {n for n in bounds if first < n and (last is None or n <= last)}
    for begin, behind in _ranges(wholes, last):
        before, after = _block_line(old, begin), _block_line(new, begin)
        for i, j in _uncrossed_blocks(begin, behind, before, after):
            left = max(low, (offset + size * (i - 1), 1)) if i > first else low
            right = high if j is None or j == last else min(high, (offset + size * j, 1))
            ends = [Fraction(n) for n in ((i,) if j is None else dict.fromkeys((i, j)))]
            yield Stretch(
                left, right, before, after, tuple((n, min(offset + size * n, right[0])) for n in ends), j is None
            )


def _ranges(starts: Iterable[int], last: int | None) -> Iterator[tuple[int, int | None]]:
    """Yield first and last of the ranges that begin at each start."""
    found = sorted(starts)
    for number, begin in enumerate(found):
        yield begin, found[number + 1] - 1 if number + 1 < len(found) else last


def _bound_blocks(side: Side) -> set[int]:
    """Return the numbers of blocks at which a bound begins or ends to hold."""
    rate, base = Fraction(side.segment.rate), Fraction(side.segment.base)
    if not rate:
        return set()
    points = [(bound - base) / rate for bound in _bounds(side.segment)]
    return {n for x in points for n in (ceil(x), floor(x) + 1)}


def _block_line(side: Side, begin: int) -> Line:
    """Return the price over the number of blocks, from *begin* on until the next bound."""
    segment, times = side.segment, side.times
    rate, base = Fraction(segment.rate), Fraction(segment.base)
    return _bounded(Line(base, rate), Fraction(begin), segment, times)


def _uncrossed_blocks(begin: int, last: int | None, old: Line, new: Line) -> Iterator[tuple[int, int | None]]:
    """Yield ranges of blocks in which the difference does not change its sign."""
    starts = {begin}
    slope = new.slope - old.slope
    if slope:
        crossing = (old.at_zero - new.at_zero) / slope
        starts |= {n for n in (ceil(crossing), floor(crossing) + 1) if begin < n and (last is None or n <= last)}
    yield from _ranges(starts, last)


def _bounds(segment: Segment) -> list[Fraction]:
    return [Fraction(bound) for bound in (segment.least, segment.most) if bound < UNBOUNDED]


def _bound_points(side: Side) -> list[Fraction]:
    """Return the quantities at which a bound of a segment without blocks begins or ends to hold."""
    segment = side.segment
    if not segment.rate:
        return []
    return [Fraction(segment.offset) + (b - Fraction(segment.base)) / Fraction(segment.rate) for b in _bounds(segment)]


def _corners(segment: Segment, low: Cut, high: Cut) -> tuple[set[Cut], Fraction]:
    """Return the cuts at which a new block begins, and the quantity from which on blocks are taken as lines."""
    size, offset, first = Fraction(segment.size), Fraction(segment.offset), blocks_at(segment, low)
    found: set[Cut] = set()
    for number in range(first, first + MOST_BLOCKS):
        corner = (offset + size * number, 1)
        if corner >= high:
            return found, Fraction(UNBOUNDED)
        if corner > low:
            found.add(corner)
    return found, offset + size * (first + MOST_BLOCKS - 1)


def _line(side: Side, low: Cut, high: Cut, far: bool) -> Line:
    """Return the price between two cuts, between which it neither bends nor steps."""
    segment, times = side.segment, side.times
    rate, base, offset = Fraction(segment.rate), Fraction(segment.base), Fraction(segment.offset)
    if segment.size and not far:
        rate, base = ZERO, base + rate * blocks_at(segment, low)
    elif segment.size:
        rate = rate / Fraction(segment.size)
    return _bounded(Line(base - rate * offset, rate), inside(low, high), segment, times)


def _bounded(line: Line, at: Fraction, segment: Segment, times: int) -> Line:
    """Return a line, or the bound that holds at a point inside the stretch."""
    least, most = Fraction(segment.least), Fraction(segment.most)
    amount = line(at)
    if amount < least or amount > most:
        line = Line(least if amount < least else most, ZERO)
    return Line(line.at_zero * times, line.slope * times)


def inside(low: Cut, high: Cut) -> Fraction:
    """Return a quantity between two cuts."""
    return low[0] + 1 if high == END else (low[0] + high[0]) / 2


def _uncrossed(low: Cut, high: Cut, old: Line, new: Line) -> Iterator[tuple[Cut, Cut]]:
    """Yield the cuts of a stretch, and those before and after the quantity at which two lines cross."""
    slope = new.slope - old.slope
    marks: list[Cut] = []
    if slope:
        x = (old.at_zero - new.at_zero) / slope
        marks = [each for each in ((x, 0), (x, 1)) if low < each < high]
    yield from pairwise([low, *marks, high])
