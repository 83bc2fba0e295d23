"""The lines of a quote, made of the rows that the waterfall priced."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dealdesk.periods import inclusive
from dealdesk.pricing.step import extend
from dealdesk.quoting import contract, paper
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.intervals import merge, sum_moves
from dealdesk.quoting.plan import key_of
from dealdesk.quoting.price_lists import price_list
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine
from dealdesk.quoting.rows import Row

ZERO = Decimal(0)


def lines_of(priced: Priced) -> tuple[list[Made], list[contract.Billed]]:
    """Return the lines of a deal, those of a usage commitment left out, and what each costs by period of service."""
    by_charge: dict[tuple[int, str], list[Row]] = {}
    for row in priced.rows:
        by_charge.setdefault((row.line, row.key), []).append(row)
    lines = [
        _line(priced, each, by_charge.get((each.line, key_of(each.sku, each.charge)), ()))
        for each in priced.facts.bought
    ]
    return lines, [_billed(priced, each) for each in lines]


class Made:
    """A quote line with the rows that it was made of."""

    __slots__ = ("bought", "line", "rows")

    def __init__(self, line: QuoteLine, rows: Sequence[Row], bought: Bought) -> None:
        self.line, self.rows, self.bought = line, rows, bought


def _line(priced: Priced, each: Bought, rows: Sequence[Row]) -> Made:
    deal_line, charge, product = priced.deal.lines[each.line], each.charge, each.product
    intervals = merge([_interval(priced, row, charge.period) for row in rows], priced.time, charge.period)
    moves = sum_moves(move for interval in intervals for move in interval.moves)
    total_list = sum((interval.list for interval in intervals), ZERO)
    costs = [row.cost for row in rows]
    cost = None
    if all(each_cost >= 0 for each_cost in costs):
        cost = sum((extend(priced.calc, row, row.cost) for row in rows), ZERO)
    line = QuoteLine(
        line=each.line + 1,
        sku=each.sku,
        charge=charge.id,
        name=product.name,
        charge_name=charge.name,
        description=product.description,
        kind=product.kind,
        family=product.family,
        model=charge.model,  # type: ignore[attr-defined]
        period=charge.period,
        unit=charge.unit or "",
        quantity=rows[0].quantity if rows else ZERO,
        committed=not charge.metered,
        optional=deal_line.optional,
        recurring=charge.sort == "recurring",
        list=total_list,
        net=sum((interval.net for interval in intervals), ZERO),
        cost=cost,
        moves=moves,
        intervals=intervals,
        at=priced.deal.at(*each.path),
        hide_price=deal_line.hide_price or (priced.deal.hide_prices and not deal_line.optional),
        note=deal_line.note or paper.change(deal_line, priced.deal),
        price_list=price_list(priced.catalog, charge, deal_line, priced.facts.currency),
    )
    return Made(line, rows, each)


def _interval(priced: Priced, row: Row, period: str) -> Interval:
    name, at = priced.list_rule(row)
    of_list = extend(priced.calc, row, row.list)
    moves = [Move("list", "List price", of_list, name, at)]
    for each in row.moves:
        rule, where, percent = priced.rule(row, each.code, each.ref, each.rung)
        moves.append(Move(each.code, priced.title(each.code), each.total, rule, where, percent))
    return Interval(
        start=row.start,
        end=inclusive(row.end),
        quantity=row.quantity,
        list_per_period=row.list,
        net_per_period=row.net,
        periods=paper.periods(priced.time, row.start, row.end, period),
        list=of_list,
        net=row.total,
        moves=tuple(moves),
    )


def _billed(priced: Priced, made: Made) -> contract.Billed:
    period = made.bought.charge.period
    parts = [
        each
        for row in made.rows
        for each in contract.slices(row, period, priced.time, priced.calc, priced.facts.places)
    ]
    return contract.Billed(made.line.recurring, tuple(parts))
