"""Two ladders of percentages, compared: which sizes get another percentage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from dealdesk.changes.change import RungSpan
from dealdesk.pricing.charges import UNBOUNDED
from dealdesk.pricing.percent import Rung

Cut = tuple[Decimal, int]
"""A point between sizes: just before x (0) or just after it (1)."""

_FIRST, _END = (Decimal(0), 0), (UNBOUNDED, 1)


def compared(old: Sequence[Rung], new: Sequence[Rung]) -> tuple[RungSpan, ...]:
    """Return the sizes at which two ladders give different percentages, from low to high."""
    cuts: set[Cut] = {_FIRST, _END}
    for rung in (*old, *new):
        cuts |= {(rung.from_, 0)} | ({(rung.to, 1)} if rung.to is not None else set())
    found: list[tuple[Cut, Cut, Decimal | None, Decimal | None]] = []
    for low, high in pairwise(sorted(cuts)):
        before, after = _on(old, low), _on(new, low)
        if found and found[-1][1:] == (low, before, after):
            found[-1] = (found[-1][0], high, before, after)
        else:
            found.append((low, high, before, after))
    return tuple(_spans(found))


def _spans(found: Sequence[tuple[Cut, Cut, Decimal | None, Decimal | None]]) -> Iterator[RungSpan]:
    for low, high, before, after in found:
        if (before or 0) != (after or 0):
            ends = (None, False) if high == _END else (high[0], high[1] == 1)
            yield RungSpan(low[0], ends[0], low[1] == 0, ends[1], before, after)


def _on(rungs: Sequence[Rung], low: Cut) -> Decimal | None:
    """Return the percentage right behind a cut; None where no rung holds."""
    reached = None
    for rung in rungs:
        if (rung.from_, 0) <= low:
            reached = rung
    if reached is None or (reached.to is not None and low >= (reached.to, 1)):
        return None
    return reached.percent
