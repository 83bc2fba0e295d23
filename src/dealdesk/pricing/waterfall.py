"""The price waterfall: one fold, for one deal or for ten million lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, Protocol, Self

from dealdesk.pricing.arithmetic import Arithmetic
from dealdesk.pricing.charges.charge import curve_amount
from dealdesk.pricing.step import Applied, Measured


class Frame(Protocol):
    """The lines being priced: the rows of one deal, or a table of many deals."""

    @property
    def calc(self) -> Arithmetic[Any]:
        """The arithmetic of the rows."""

    @property
    def has_shares(self) -> bool:
        """Whether any row is a share of other rows (`percent_of`)."""

    def curve(self, of_take: Callable[[Any], Any], /) -> Self:
        """Set `list` to the rounded sum of *of_take* over each row's takes; 0 for shares."""

    def start(self, *, wave: int) -> Self:
        """Set `net` and `total`, what is left so far, to the list price, for the rows of one wave."""

    def assign(self, name: str, value: Callable[[Any], Any], /, *, wave: int | None = None) -> Self:
        """Add or replace a column, for the rows of one wave or for all."""

    def total(self, name: str, value: Callable[[Any], Any], /, *, by: Literal["family", "deal", "term"]) -> Self:
        """Add a column: *value* summed over the rows of one deal.

        Of one interval (`deal`), of one interval and family (`family`), or of all intervals (`term`).  What happens
        once is part of the deal in every interval.
        """

    def move(self, applied: Applied[Any], /, *, wave: int) -> Self:
        """Keep the parts of a step's move per period; `net` and `total` move with them."""

    def spread(self, applied: Applied[Any], off: Callable[[Any], Any], /, *, by: Literal["line", "deal"]) -> Self:
        """Share *off* out over the rows' `total` by largest remainder, and move `total`."""

    def settle(self, applied: Applied[Any], parts: Callable[[Any], Sequence[Any]], /) -> Self:
        """Keep the parts of a step's move over the interval; `total` moves with them.

        `net` moves by what the step moves on one whole period, where `total` moves at all.
        """


@dataclass(frozen=True, slots=True)
class Share:
    """A `percent_of` charge: its key, and the keys of the charges whose net it is a share of."""

    key: str
    of: Collection[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that a catalog gives numbers to, in the order of the waterfall, ready to run."""

    applied: tuple[Applied[Any], ...]
    shares: tuple[Share, ...] = ()


def run(frame: Frame, plan: Plan) -> Any:
    """Price every row of *frame*.

    The list price comes first, then each step on one period of the charge, then those on the whole interval
    (amounts and targets that the seller asked for, minima, floors).  Shares of other lines are priced after the
    lines they are a share of.
    """
    calc = frame.calc
    by_period = [each for each in plan.applied if not each.step.over_term]
    over_term = [each for each in plan.applied if each.step.over_term]

    frame = frame.curve(lambda take: calc.product(take.count, curve_amount(calc, take, take.x)))
    frame = frame.start(wave=1)
    frame = _steps(frame, by_period, wave=1)
    if frame.has_shares:
        frame = frame.assign("share_base", lambda row: calc.zero)
        for share in plan.shares:
            frame = _share_base(frame, share)
        frame = frame.assign("list", lambda row: calc.times(row.share_base, row.share_rate), wave=2)
        frame = frame.start(wave=2)
        frame = _steps(frame, by_period, wave=2)
    for each in over_term:
        if each.step.spread is not None:
            frame = frame.total("deal_total", lambda row: _committed(calc, row), by="term")
            frame = frame.spread(each, _off(each, calc), by=each.step.spread)
        else:
            frame = frame.settle(each, _parts(each, calc))
    return frame


def _committed(calc: Any, row: Any) -> Any:
    return calc.where(row.committed > calc.zero, row.total, calc.zero)


def _steps(frame: Any, applied: Sequence[Applied[Any]], wave: int) -> Any:
    calc = frame.calc
    for each in applied:
        for measure in each.step.measures(each.params):
            if wave == 1:
                frame = frame.total(measure.name, _measured(measure, calc), by=measure.by)
            else:  # shares are measured with the lines they are of, and those keep what they were measured by
                frame = frame.total(f"{measure.name}_in_all", _measured(measure, calc), by=measure.by)
                frame = frame.assign(measure.name, attrgetter(f"{measure.name}_in_all"), wave=wave)
        frame = frame.move(each, wave=wave)
    return frame


def _parts(applied: Applied[Any], calc: Any) -> Callable[[Any], Sequence[Any]]:
    """Return the step's rule as a function of the row alone."""
    moves, params = applied.step.moves, applied.params
    return lambda row: moves(row, params, calc)


def _off(applied: Applied[Any], calc: Any) -> Callable[[Any], Any]:
    moves, params = applied.step.moves, applied.params
    return lambda row: moves(row, params, calc)[0].amount


def _measured(measure: Measured, calc: Any) -> Callable[[Any], Any]:
    of = measure.of
    return lambda row: of(row, calc)


def _share_base(frame: Any, share: Share) -> Any:
    """Give the rows of one `percent_of` charge the net of the lines it is a share of, per period of the charge."""
    calc = frame.calc

    def net_a_year(row: Any) -> Any:
        counts = calc.one_of(row.key, share.of)
        return calc.where(counts, calc.product(row.net, row.per_year), calc.zero)

    frame = frame.total("share_total", net_a_year, by="deal")

    def per_period(row: Any) -> Any:
        amount = calc.share(row.share_total, calc.num(1), row.per_year)
        return calc.where(calc.one_of(row.key, (share.key,)), amount, row.share_base)

    return frame.assign("share_base", per_period)
