"""The lines of many deals, priced as one table: the columnar side of the waterfall.

Each verb adds one common table expression, so an expression never repeats another's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from dealdesk.batch.arithmetic import Column, ColumnArithmetic, Condition, Text, quoted
from dealdesk.pricing.step import Applied, extend

TEXTS = ("key", "sku", "family", "segment", "region", "partner", "billing")
T = TypeVar("T")
_NAME = re.compile(r'"_x\d+"')
SCOPES = {"family": "deal_id, interval_no, family", "deal": "deal_id, interval_no", "term": "deal_id"}


class TableLine:
    """The facts of every line at once, as `pricing.step.Line` names them.

    With `a_period`, one whole period of every line: `total` is its net, and the interval one period long.
    """

    __slots__ = ("_a_period", "_asks", "_scales")

    def __init__(self, scales: Mapping[str, int], asks: int, *, a_period: bool = False) -> None:
        self._scales, self._asks, self._a_period = scales, asks, a_period

    def __getattr__(self, name: str) -> Any:
        if self._a_period and name == "total":
            name = "net"
        if self._a_period and name == "whole":
            return Column("(1::HUGEINT)", 0)
        if name in TEXTS:
            return Text(f'"{name}"')
        if name in self._scales:
            return Column(f'"{name}"', self._scales[name])
        raise AttributeError(name)

    @property
    def asks(self) -> Sequence[Column]:
        return tuple(Column(f"ask_{number}", self._scales[f"ask_{number}"]) for number in range(self._asks))

    @property
    def parts(self) -> Sequence[tuple[Column, Column, Column]]:
        if self._a_period:
            return ()
        return tuple((Column(f"part_{n}_a", 0), Column(f"part_{n}_b", 0), Column(f"part_{n}_of", 0)) for n in (0, 1))

    def has_set(self, set_id: str, /) -> Condition:
        return Condition(f"contains(sets, {quoted(f'|{set_id}|')})")

    def has_promotion(self, code: str, /) -> Condition:
        return Condition(f"contains(promotions, {quoted(f'|{code}|')})")

    def in_schedule(self, number: int, /) -> Condition:
        return Condition(f"contains(schedules, {quoted(f'|{number}|')})")


@dataclass(frozen=True)
class TableFrame:
    """A query under construction.

    Attributes:
        calc: The arithmetic.
        scales: The scale of each number column.
        asks: How many columns of percentages asked for there are.
        has_shares: Whether any row is a share of others.
        queries: The common table expressions so far; the last is the frame.
        spare: Columns that only the next query needs.
    """

    calc: ColumnArithmetic
    scales: Mapping[str, int]
    asks: int
    has_shares: bool
    queries: tuple[str, ...] = ("SELECT * FROM rows",)
    spare: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The whole query."""
        named = [f"t{number} AS (\n{query}\n)" for number, query in enumerate(self.queries)]
        return "WITH " + ",\n".join(named) + f"\nSELECT * FROM t{len(self.queries) - 1}"

    def _line(self) -> TableLine:
        return TableLine(self.scales, self.asks)

    def _next(self, columns: Mapping[str, Column]) -> TableFrame:
        """Add columns, or replace those that are there."""
        last = f"t{len(self.queries) - 1}"
        new = [f'{column.sql} AS "{name}"' for name, column in columns.items() if name not in self.scales]
        old = [f'{column.sql} AS "{name}"' for name, column in columns.items() if name in self.scales]
        select = "SELECT *" + (f" EXCLUDE ({', '.join(self.spare)})" if self.spare else "")
        select += (f" REPLACE ({', '.join(old)})" if old else "") + "".join(f", {each}" for each in new)
        scales = {**self.scales, **{name: column.scale for name, column in columns.items()}}
        return replace(self, queries=(*self.queries, f"{select} FROM {last}"), scales=scales, spare=())

    def _naming(self, build: Callable[[TableLine], T]) -> tuple[TableFrame, T]:
        """Run *build* on the lines; expressions that it nests become columns, for the next query only.

        A column stands one query behind those that it is made of.
        """
        names = self.calc.naming()
        try:
            made = build(self._line())
        finally:
            self.calc.named()
        depth: dict[str, int] = {}
        layers: dict[int, list[str]] = {}
        for sql, name in names.items():
            depth[name] = 1 + max((depth[inner] for inner in _NAME.findall(sql)), default=0)
            layers.setdefault(depth[name], []).append(f"{sql} AS {name}")
        queries = self.queries
        for _, layer in sorted(layers.items()):
            queries = (*queries, f"SELECT *, {', '.join(layer)} FROM t{len(queries) - 1}")
        return replace(self, queries=queries, spare=tuple(names.values())), made

    def curve(self, of_take: Callable[[Any], Column], /) -> TableFrame:
        take = TableLine(
            {name.removeprefix("take_"): scale for name, scale in self.scales.items() if name.startswith("take_")}, 0
        )
        amount = of_take(take)
        total = self.calc.money(Column("sum(amount)", amount.scale))
        last = f"t{len(self.queries) - 1}"
        query = (
            f"SELECT r.*, CASE WHEN r.wave = 1 THEN l.list ELSE 0 END AS list FROM {last} r LEFT JOIN ("
            f"SELECT row_id, CASE WHEN count(amount) = count(*) THEN {total.sql} END AS list FROM ("
            f"SELECT k.row_id, {amount.sql} AS amount FROM (SELECT k.*, s.* EXCLUDE (curve_id) "
            "FROM takes k LEFT JOIN segments s ON k.curve_id = s.curve_id "
            "AND (k.x > s.above OR (s.above_in AND k.x = s.above)) "
            "AND (s.up_to IS NULL OR k.x < s.up_to OR (s.up_to_in AND k.x = s.up_to))) k"
            ") GROUP BY row_id) l USING (row_id)"
        )
        return replace(self, queries=(*self.queries, query), scales={**self.scales, "list": self.calc.places})

    def start(self, *, wave: int) -> TableFrame:
        frame = self.assign("net", lambda line: line.list, wave=wave)
        return frame.assign("total", lambda line: extend(frame.calc, line, line.list), wave=wave)

    def assign(self, name: str, value: Callable[[Any], Column], /, *, wave: int | None = None) -> TableFrame:
        frame, column = self._naming(value)
        if wave is not None:
            old = Column(f'"{name}"', self.scales[name]) if name in self.scales else self.calc.num(0)
            column = self.calc.where(Condition(f"wave = {wave}"), column, old)
        return frame._next({name: column})

    def total(
        self, name: str, value: Callable[[Any], Column], /, *, by: Literal["family", "deal", "term"]
    ) -> TableFrame:
        frame, amount = self._naming(value)
        total = f"sum(CASE WHEN counts THEN {amount.sql} ELSE 0 END) OVER (PARTITION BY {SCOPES[by]})"
        if by != "term":  # what happens once is part of the deal in every interval
            lasting, once = (
                f"CASE WHEN counts AND {which} THEN {amount.sql} ELSE 0 END" for which in ("NOT once", "once")
            )
            everywhere = SCOPES[by].replace("interval_no, ", "").replace(", interval_no", "")
            total = f"sum({lasting}) OVER (PARTITION BY {SCOPES[by]}) + sum({once}) OVER (PARTITION BY {everywhere})"
        return frame._next({name: Column(f"({total})::HUGEINT", amount.scale)})

    def move(self, applied: Applied[Any], /, *, wave: int) -> TableFrame:
        calc, line = self.calc, self._line()
        here = Condition(f"wave = {wave}")
        if applied.keys is not None:
            here = calc.both(here, calc.one_of(line.key, applied.keys))
        frame, made = self._naming(lambda line: applied.step.moves(line, applied.params, calc))
        if not made:
            return self
        net = Column('"net"', self.scales["net"])
        frame = frame._next({"_p": calc.where(here, _sum([part.amount for part in made]), calc.num(0))})
        moved = Column("_p", frame.scales["_p"])
        frame, over = frame._naming(lambda line: extend(calc, line, net + moved))
        frame = frame._next({"_e": over})
        left = Column("_e", frame.scales["_e"])
        return frame._moved(applied.step.code, moved, left - Column('"total"', self.scales["total"]))

    def _moved(self, code: str, amount: Column | None, total: Column) -> TableFrame:
        columns = {"total": Column('"total"', self.scales["total"]) + total}
        if amount is not None:
            columns["net"] = Column('"net"', self.scales["net"]) + amount
        for name, column in ((f"move_{code}", amount), (f"total_{code}", total)):
            if column is not None:
                columns[name] = Column(f'"{name}"', self.scales[name]) + column if name in self.scales else column
        return self._next(columns)

    def spread(
        self, applied: Applied[Any], off: Callable[[Any], Column], /, *, by: Literal["line", "deal"]
    ) -> TableFrame:
        calc, line = self.calc, self._line()
        group = "deal_id, line_no" if by == "line" else "deal_id"
        taking = Condition("spreads = 1" if by == "line" else "(spreads = 1 AND counts)")
        weight = calc.where(taking, line.total, calc.num(0))
        frame, asked = self._naming(off)
        frame = frame._next({"_off": calc.money(asked), "_w": weight})
        frame = frame._next({"_all": Column(f"(sum(_w) OVER (PARTITION BY {group}))::HUGEINT", weight.scale)})
        product = "(abs(_off)::HUGEINT * _w)"
        frame = frame._next(
            {
                "_down": Column(f"(CASE WHEN _all = 0 THEN 0 ELSE {product} // _all END)", calc.places),
                "_rest": Column(f"(CASE WHEN _all = 0 THEN 0 ELSE {product} % _all END)", 0),
            }
        )
        frame = frame._next(
            {
                "_left": Column(f"(abs(_off) - sum(_down) OVER (PARTITION BY {group}))::HUGEINT", 0),
                "_rank": Column(
                    f"(row_number() OVER (PARTITION BY {group} ORDER BY _w > 0 DESC, _rest DESC, row_id))::HUGEINT", 0
                ),
            }
        )
        gets = "(CASE WHEN _all = 0 THEN 0 ELSE _down + CASE WHEN _w > 0 AND _rank <= _left THEN 1 ELSE 0 END END)"
        too_much = "_off > _all OR (_off <> 0 AND _all = 0)"  # one deal alone is refused: here its totals are NULL
        share = Column(f"(CASE WHEN {too_much} THEN NULL WHEN _off < 0 THEN {gets} ELSE -{gets} END)", calc.places)
        return frame._moved(applied.step.code, None, share)

    def settle(self, applied: Applied[Any], parts: Callable[[Any], Sequence[Any]], /) -> TableFrame:
        frame, over = self._naming(lambda line: _sum([part.amount for part in parts(line)]))
        frame = frame._next({"_s": over})
        one = TableLine(self.scales, self.asks, a_period=True)
        frame, once = frame._naming(lambda line: _sum([part.amount for part in parts(one)]))
        frame = frame._next({"_n": once})
        moved = Condition("_s <> 0")
        a_period = self.calc.where(moved, Column("_n", once.scale), self.calc.num(0))
        return frame._moved(applied.step.code, a_period, Column("_s", over.scale))


def _sum(columns: Sequence[Column]) -> Column:
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total
