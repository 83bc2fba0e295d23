"""Two price curves, compared exactly: where the new one is dearer, where it is cheaper, and by how much at most.

Both are cut wherever one of them bends, jumps or ends, and wherever they cross; between two cuts both are straight, so
their ratio has its extremes at the cuts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from dealdesk.changes.change import Span
from dealdesk.changes.fractions import decimal, percent
from dealdesk.changes.stretches import END, ZERO, Cut, Line, Side, Stretch, end_of, start_of, stretches
from dealdesk.pricing.charges import Segment


@dataclass(frozen=True, slots=True)
class Curve:
    """A price curve; `times` is what its amounts are multiplied by."""

    segments: Sequence[Segment]
    times: int = 1

    def on(self, low: Cut) -> Side | None:
        """Return the segment on which the quantities right behind a cut lie."""
        for each in self.segments:
            if start_of(each) <= low < end_of(each):
                return Side(each, self.times)
        return None


def compared(old: Curve, new: Curve) -> tuple[Span, ...]:
    """Return the ranges of quantities in which the new curve differs from the old one, from low to high."""
    spans: list[Span] = []
    touching: Cut | None = None
    for low, high, span in _spans(old, new):
        if spans and touching == low and _alike(spans[-1], span):
            spans[-1] = _joined(spans[-1], span)
        else:
            spans.append(span)
        touching = high
    return tuple(spans)


def _spans(old: Curve, new: Curve) -> Iterator[tuple[Cut, Cut, Span]]:
    cuts = {(ZERO, 0), END}
    for segment in (*old.segments, *new.segments):
        cuts |= {start_of(segment), end_of(segment)}
    for low, high in pairwise(sorted(cuts)):
        before, after = old.on(low), new.on(low)
        if before is not None and after is not None:
            for each in stretches(low, high, before, after):
                span = _span(each)
                if span is not None:
                    yield each.low, each.high, span
        elif before is not None or after is not None:
            yield low, high, replace(_bare(low, high), direction="unpriced" if after is None else "priced")


def _bare(low: Cut, high: Cut) -> Span:
    open_end = high == END
    up_to = None if open_end else decimal(high[0])
    return Span(decimal(low[0]), up_to, low[1] == 0, not open_end and high[1] == 1, "dearer")


def _span(stretch: Stretch) -> Span | None:
    """Return what differs on a stretch, None where nothing does."""
    old, new = stretch.old, stretch.new
    first, last = stretch.ends[0][0], stretch.ends[-1][0]
    # A line that meets the other at an end differs from it elsewhere; a single point has no elsewhere.
    middle = first + 1 if stretch.open else (first + last) / 2
    difference = new(middle) - old(middle)
    if not difference:
        return None
    ratios = [(_ratio(old, new, units), at) for units, at in stretch.ends]
    shares: list[tuple[Fraction | None, Fraction | None]] = [*ratios]
    if stretch.open and (old.slope or new.slope):
        shares.append((new.slope / old.slope if old.slope else None, None))
    share: Decimal | None = None
    at: Fraction | None = None
    if all(ratio is not None for ratio, _ in shares):
        ratio, at = max(shares, key=lambda each: abs((each[0] or ZERO) - 1))
        share = percent(Fraction(1), ratio or ZERO)
    rising = stretch.open and old.slope != new.slope
    return replace(
        _bare(stretch.low, stretch.high),
        direction="dearer" if difference > 0 else "cheaper",
        percent=share,
        at=None if at is None else decimal(at),
        uniform=len({ratio for ratio, _ in shares}) == 1 and share is not None,
        amount=None if rising else decimal(max(abs(new(units) - old(units)) for units, _ in stretch.ends)),
        approximate=stretch.approximate,
    )


def _ratio(old: Line, new: Line, units: Fraction) -> Fraction | None:
    """Return new ÷ old at a quantity, or near it; None where it has no bound."""
    if old(units):
        return new(units) / old(units)
    return None if new(units) or not old.slope else new.slope / old.slope


def _alike(a: Span, b: Span) -> bool:
    return a.direction == b.direction and (a.percent is None) == (b.percent is None)


def _joined(a: Span, b: Span) -> Span:
    """Return two spans that touch as one."""
    larger = b if abs(b.percent or Decimal(0)) > abs(a.percent or Decimal(0)) else a
    amounts = [each.amount for each in (a, b) if each.amount is not None]
    return replace(
        a,
        up_to=b.up_to,
        up_to_in=b.up_to_in,
        percent=larger.percent,
        at=larger.at,
        uniform=a.uniform and b.uniform and a.percent == b.percent,
        amount=max(amounts) if len(amounts) == 2 else None,
        approximate=a.approximate or b.approximate,
    )
