"""The rows of one deal, priced with Decimals: the scalar side of the waterfall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal, NamedTuple

from dealdesk.money import allocate
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import Take
from dealdesk.pricing.step import Applied, Ref, extend
from dealdesk.quoting.purchases import GivenBack

ZERO, ONE = Decimal(0), Decimal(1)


class Found(NamedTuple):
    """A take with the numbers of the segment that covers it."""

    count: Decimal  # type: ignore[assignment]
    x: Decimal
    base: Decimal
    rate: Decimal
    offset: Decimal
    size: Decimal
    least: Decimal
    most: Decimal
    tier: int


class RowMove(NamedTuple):
    """What one rule moved on a row: per period (None for amounts over the term), and over the interval."""

    code: str
    ref: Ref
    rung: int | None
    per_period: Decimal | None
    total: Decimal


Moves = list[RowMove]
_row_move: Callable[[tuple[Any, ...]], RowMove] = partial(tuple.__new__, RowMove)
"""The same in half the time: there is one for each rule of each row."""


@dataclass(slots=True)
class Row:
    """One charge of one line in one interval: the facts of `pricing.step.Line`, and the moves as they are made."""

    line: int
    interval: int
    wave: int
    start: date
    end: date
    key: str
    sku: str
    family: str
    segment: str
    region: str
    partner: str
    billing: str
    quantity: Decimal
    months: Decimal
    year: Decimal
    per_year: Decimal
    counted: Decimal
    bundle_size: Decimal
    asks: tuple[Decimal, ...]
    asked_unit: Decimal
    asked_line: Decimal
    asked_deal: Decimal
    asked_target: Decimal
    commitment: Decimal
    commitment_list: Decimal
    in_pool: Decimal
    committed: Decimal
    spreads: Decimal
    counts: bool
    once: bool
    free: Decimal
    floor: Decimal
    cost: Decimal
    minimum: Decimal
    maximum: Decimal
    whole: Decimal
    parts: tuple[tuple[Decimal, Decimal, Decimal], ...]
    takes: tuple[Found, ...]
    curves: tuple[Take, ...]
    sets: frozenset[str]
    promotions: frozenset[str]
    schedules: frozenset[int]
    share_rate: Decimal
    moves: Moves = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)
    list: Decimal = ZERO
    net: Decimal = ZERO
    total: Decimal = ZERO
    held: bool = False
    """Whether it holds on to what a contract pays, or is a part of another row: its moves are stated, not computed."""
    stated: bool = False
    """Whether it is a share of other lines whose list price is stated: it is of more than there is in the deal."""
    given_back: tuple[GivenBack, ...] = ()
    """What a credit is of each purchase, where units of several prices are given back."""

    def has_set(self, set_id: str, /) -> bool:
        return set_id in self.sets

    def has_promotion(self, code: str, /) -> bool:
        return code in self.promotions

    def in_schedule(self, number: int, /) -> bool:
        return number in self.schedules

    def __getattr__(self, name: str) -> Decimal:
        if name != "totals" and name in self.totals:
            return self.totals[name]
        raise AttributeError(name)


class NothingToSpread(ValueError):
    """An amount over the term is larger than what it may be taken off."""

    def __init__(self, off: Decimal, available: Decimal) -> None:
        super().__init__(f"{off:,f} cannot be taken off {available:,f}")
        self.off, self.available = off, available


class RowFrame:
    """The rows of one deal.  The verbs change them in place and return the frame; nobody else holds them."""

    __slots__ = ("_places", "calc", "has_shares", "rows")

    def __init__(self, rows: Sequence[Row], calc: DecimalArithmetic, places: int) -> None:
        self.rows, self.calc, self._places = rows, calc, places
        self.has_shares = any(row.wave == 2 for row in rows)

    def curve(self, of_take: Callable[[Any], Decimal], /) -> RowFrame:
        for row in self.rows:
            if row.wave == 1:
                row.list = self.calc.money(sum(map(of_take, row.takes), ZERO))
        return self

    def start(self, *, wave: int) -> RowFrame:
        for row in self.rows:
            if row.wave == wave:
                row.net = row.list
                row.total = extend(self.calc, row, row.list)
        return self

    def assign(self, name: str, value: Callable[[Any], Decimal], /, *, wave: int | None = None) -> RowFrame:
        own = name in Row.__slots__
        for row in self.rows:
            if wave is not None and row.wave != wave:
                continue
            if own:
                setattr(row, name, value(row))
            else:
                row.totals[name] = value(row)
        return self

    def total(
        self, name: str, value: Callable[[Any], Decimal], /, *, by: Literal["family", "deal", "term"]
    ) -> RowFrame:
        sums: dict[Any, Decimal] = {}
        for row in self.rows:
            if row.counts:
                group = _group(row, by, once=row.once)
                sums[group] = sums.get(group, ZERO) + value(row)
        for row in self.rows:
            total = sums.get(_group(row, by), ZERO)
            row.totals[name] = total if by == "term" else total + sums.get(_group(row, by, once=True), ZERO)
        return self

    def move(self, applied: Applied[Decimal], /, *, wave: int) -> RowFrame:
        code, moves, params, keys, calc = applied.step.code, applied.step.moves, applied.params, applied.keys, self.calc
        for row in self.rows:
            if row.wave != wave or (keys is not None and row.key not in keys):
                continue
            for ref, rung, amount in moves(row, params, calc):
                if amount:
                    row.net = net = row.net + amount
                    left = extend(calc, row, net)  # a difference of totals, so that nothing is left of 0
                    row.moves.append(_row_move((code, ref, rung, amount, left - row.total)))
                    row.total = left
        return self

    def spread(
        self, applied: Applied[Decimal], off: Callable[[Any], Decimal], /, *, by: Literal["line", "deal"]
    ) -> RowFrame:
        groups: dict[int, list[Row]] = {}
        for row in self.rows:
            if by == "line" or row.counts:
                groups.setdefault(row.line if by == "line" else 0, []).append(row)
        if self.rows and not groups and (amount := off(self.rows[0])):
            raise NothingToSpread(amount, ZERO)
        for rows in groups.values():
            amount = off(rows[0])
            if not amount:
                continue
            weights = [row.total if row.spreads else ZERO for row in rows]
            available = sum(weights, ZERO)
            if amount > available or not available:
                raise NothingToSpread(amount, available)
            for row, share in zip(rows, allocate(amount, weights, self._places), strict=True):
                if share:
                    row.total -= share
                    row.moves.append(RowMove(applied.step.code, (applied.step.code,), None, None, -share))
        return self

    def settle(self, applied: Applied[Decimal], parts: Callable[[Any], Sequence[Any]], /) -> RowFrame:
        for row in self.rows:
            over_interval = parts(row)
            for part, a_period in zip(over_interval, self._a_period(row, parts), strict=True):
                if part.amount:
                    row.total += part.amount
                    row.net += a_period.amount
                    row.moves.append(
                        RowMove(applied.step.code, part.ref, part.rung, a_period.amount or None, part.amount)
                    )
        return self

    def _a_period(self, row: Row, parts: Callable[[Any], Sequence[Any]]) -> Sequence[Any]:
        """Return what the step would move on one whole period of the row."""
        kept = row.total, row.whole, row.parts
        row.total, row.whole, row.parts = row.net, ONE, ()
        made = parts(row)
        row.total, row.whole, row.parts = kept
        return made


def _group(row: Row, by: str, *, once: bool = False) -> Any:
    """Return what a row is summed with; what happens once is part of the deal in every interval."""
    if by == "term":
        return 0
    interval = None if once else row.interval
    return interval if by == "deal" else (interval, row.family)
