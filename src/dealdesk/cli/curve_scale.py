"""Scales for pictures of price curves: round numbers on the axes.  Positions are floats; no amount is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.catalog.curve import Piece, Stretch
from dealdesk.cli import words
from dealdesk.cli.price_words import rate, rates


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture of a price curve shows.

    Attributes:
        title: The product and the charge.
        amounts: What the amounts are, such as "USD a month".
        units: What is counted.
        pieces: The straight pieces of the curve.
        stretches: The segments, for the table beside it.
        to: The largest quantity shown.
        places: Decimals of the currency.
        accent: Colour of the curve.
        share: Whether rates are shares of an amount, and read as percentages.
        note: What the curve does not show, or "".
    """

    title: str
    amounts: str
    units: str
    pieces: tuple[Piece, ...]
    stretches: tuple[Stretch, ...]
    to: Decimal
    places: int
    accent: str
    share: bool = False
    note: str = ""

    def rates(self) -> list[str]:
        """Return what one more unit costs on each segment, as text."""
        values = [each.rate for each in self.stretches]
        return words.percents([value * 100 for value in values]) if self.share else rates(values, self.places)

    def rate(self, value: Decimal) -> str:
        """Return one rate as text."""
        return words.percent(value * 100) if self.share else f"{rate(value, self.places)} each"

    @property
    def top(self) -> Decimal:
        """The largest amount shown, or 1 where everything is free."""
        return max((max(each.first, each.last) for each in self.pieces), default=Decimal(0)) or Decimal(1)

    @property
    def breakpoints(self) -> tuple[Decimal, ...]:
        """Where one segment ends and the next begins, inside the picture."""
        return tuple(each.start for each in self.stretches if 0 < each.start <= self.to)


def ticks(top: Decimal, count: int) -> list[Decimal]:
    """Return about *count* round numbers from 0 to at least *top*: steps of 1, 2 or 5 times a power of ten."""
    rough = top / max(count, 1)
    power = Decimal(10) ** rough.adjusted()
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    found = [Decimal(0)]
    while found[-1] < top:
        found.append(found[-1] + step)
    return found


def tick_labels(values: Sequence[Decimal]) -> list[str]:
    """Return the numbers of an axis, all with the same decimals."""
    decimals = max((len(words.number(value).partition(".")[2]) for value in values), default=0)
    return [words.money(value, decimals) for value in values]
