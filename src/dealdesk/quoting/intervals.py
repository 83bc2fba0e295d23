"""Moves and intervals of a line, joined where nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting import paper
from dealdesk.quoting.quote.line import Interval, Move
from dealdesk.quoting.timeline import Timeline


def merge(intervals: Sequence[Interval], time: Timeline, period: str) -> tuple[Interval, ...]:
    """Join neighbouring intervals in which a line costs the same, by the same rules."""
    merged: list[Interval] = []
    for each in intervals:
        last = merged[-1] if merged else None
        if last is not None and _alike(last, each):
            end = each.end + timedelta(days=1)
            merged[-1] = replace(
                last,
                end=each.end,
                periods=paper.periods(time, last.start, end, period),
                list=last.list + each.list,
                net=last.net + each.net,
                moves=sum_moves((*last.moves, *each.moves)),
            )
        else:
            merged.append(each)
    return tuple(merged)


def _alike(a: Interval, b: Interval) -> bool:
    same = (a.quantity, a.list_per_period, a.net_per_period) == (b.quantity, b.list_per_period, b.net_per_period)
    return same and [(m.code, m.rule) for m in a.moves] == [(m.code, m.rule) for m in b.moves]


def sum_moves(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Add up moves of the same rule, in the order of the waterfall."""
    found: dict[tuple[str, str], Move] = {}
    for move in moves:
        key = (move.code, move.rule)
        found[key] = replace(found[key], amount=found[key].amount + move.amount) if key in found else move
    order = {"list": -3, "contract": -2, "renewal": -1} | {step.code: number for number, step in enumerate(WATERFALL)}
    return tuple(sorted(found.values(), key=lambda move: order.get(move.code, len(order))))
