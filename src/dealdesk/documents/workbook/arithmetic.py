"""How a line came to its price, as a spreadsheet can say it: each step with the level that its percentage is taken of.

A step is a formula only where the formula gives the engine's amount to the minor unit, by exact arithmetic here; every
other amount is written as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from dealdesk.money import EXACT, to_money
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine
from dealdesk.sealing.extract import OWN_PERCENT

ZERO = Decimal(0)
MOST_PLACES = 6
"""Most decimals of a unit price."""

_WHOLE = re.compile(r"(\d+) (?:year|quarter|month)s?")
_PART = re.compile(r"(\d+)/(\d+) (?:year|quarter|month)")


@dataclass(frozen=True, slots=True)
class Length:
    """How many periods an interval has: whole ones, and parts of one, each from `a` to `b` of `of`."""

    whole: int
    parts: tuple[tuple[int, int, int], ...] = ()

    def over(self, amount: Decimal, places: int) -> Decimal:
        """Return what an amount of one period comes to."""
        found = amount * self.whole
        for a, b, of in self.parts:
            found += to_money(EXACT.multiply(amount, b) / of, places) - to_money(EXACT.multiply(amount, a) / of, places)
        return found

    def formula(self, cell: str, places: int) -> str:
        """Return the same as a formula of a cell."""
        terms = [f"{cell}*{self.whole}"] if self.whole else []
        for a, b, of in self.parts:
            terms.append(f"ROUND({cell}*{b}/{of},{places})" + (f"-ROUND({cell}*{a}/{of},{places})" if a else ""))
        return "+".join(terms) or "0"


@dataclass(frozen=True, slots=True)
class Worked:
    """One step of an interval.

    Attributes:
        move: The step.
        percent: Its percentage, where the formula uses it.
        per_period: What it comes to a period; None where only the amount over the interval is known.
        level: How many steps before it, the list price being the first, make what the percentage is taken of.
    """

    move: Move
    percent: Decimal | None = None
    per_period: Decimal | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """An interval as formulas.

    Attributes:
        unit_price: The list price of one unit, where quantity × unit price is the list price of a period.
        length: How many periods; None where amounts of one period do not lead to those of the interval.
        steps: From after the list price on.
    """

    unit_price: Decimal | None
    length: Length | None
    steps: tuple[Worked, ...]


def waterfall(line: QuoteLine, interval: Interval, places: int, *, half_up: bool) -> Waterfall:
    """Return an interval of a line as formulas; *half_up* is how the engine rounds, which is how spreadsheets do."""
    moves = [each for each in interval.moves if each.code != "list"]
    length = _length(line, interval, places) if half_up else None
    if length is None:
        return Waterfall(None, None, tuple(Worked(each) for each in moves))
    levels = [interval.list_per_period]
    steps = []
    for each in moves:
        step = _worked(each, levels, length, places)
        steps.append(step)
        levels.append(step.per_period or ZERO)
    return Waterfall(_unit_price(line, interval, places), length, tuple(steps))


def _worked(move: Move, levels: Sequence[Decimal], length: Length, places: int) -> Worked:
    """Return a step by its percentage, taken of the latest level that gives its amount; else by its amount."""
    if move.percent is None or move.code not in OWN_PERCENT:
        return Worked(move)
    for level in range(len(levels), 0, -1):
        base = sum(levels[:level], ZERO)
        amount = -to_money(EXACT.multiply(base, move.percent) / 100, places)
        if length.over(amount, places) == move.amount:
            return Worked(move, move.percent, amount, level)
    return Worked(move)


def _length(line: QuoteLine, interval: Interval, places: int) -> Length | None:
    """Return how many periods an interval has, where that leads from the list price of one to its list price."""
    candidates: list[Length] = []
    if interval.periods == "once":
        candidates = [Length(1)]
    else:
        whole, parts = 0, list[tuple[int, int]]()
        for piece in interval.periods.split(" + "):
            if found := _WHOLE.fullmatch(piece):
                whole += int(found[1])
            elif found := _PART.fullmatch(piece):
                parts.append((int(found[1]), int(found[2])))
            else:
                return None
        ends: list[list[tuple[int, int, int]]] = [[(0, n, of), (of - n, of, of)] for n, of in parts]
        candidates = [Length(whole, chosen) for chosen in product(*ends)]
    over: Callable[[Length], bool] = lambda each: each.over(interval.list_per_period, places) == interval.list  # noqa: E731
    return next((each for each in candidates if over(each)), None)


def _unit_price(line: QuoteLine, interval: Interval, places: int) -> Decimal | None:
    """Return the price of one unit, where it has few decimals and one price is for all."""
    if not interval.quantity or line.model in ("percentage", "percent_of", "bracketed_fee"):
        return None
    price = EXACT.divide(interval.list_per_period, interval.quantity)
    if price != round(price, MOST_PLACES):
        return None
    exact = to_money(EXACT.multiply(price, interval.quantity), places) == interval.list_per_period
    return price if exact else None
