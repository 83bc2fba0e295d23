"""P8: the waterfall on one deal at a time, against a loop that somebody wrote by hand for the same four rules.

Both start from prepared facts: the price of each line is found, its tier is known, dates are counted.  (Facts cost
the engine more than the waterfall; a loop by hand would need them too, so they are left out on both sides.)
Both leave a trace: for each line the moves list, bundle, term and negotiated, a period and over the term, with the
rule behind them.  The results are compared, all of them, before anything is timed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from benchmarks.measure import Result, calls, result
from dealdesk.catalog.models import Catalog
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.waterfall import Plan, run
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.rows import Row, RowFrame

TARGET = 3.0
DEALS = 300
CENT = Decimal("0.01")
BUNDLE = [(Decimal(3), Decimal(3)), (Decimal(5), Decimal(5)), (Decimal(8), Decimal(8))]
TERM = [(Decimal(24), Decimal(4)), (Decimal(36), Decimal("7.5")), (Decimal(60), Decimal("12.25"))]
TODAY = date(2026, 6, 1)


def measure(rounds: int = 15) -> list[Result]:
    """Return the ratio of the two."""
    catalog, deals = book()
    made = [Priced(deal, catalog, TODAY) for deal in deals]
    plans = [each.plan for each in made]
    fresh = [[unpriced(row) for row in each.rows] for each in made]
    hands = [[fact(row) for row in each.rows] for each in made]
    lines = sum(len(each) for each in hands)

    def prepare() -> list[list[Row]]:
        return [[unpriced(row) for row in rows] for rows in fresh]

    compare(engine(prepare(), plans), by_hand(hands))
    ours, theirs = calls([lambda rows: engine(rows, plans), lambda _: by_hand(hands)], prepare, rounds)
    what = "the waterfall with all moves / a Decimal loop by hand with the same moves"
    found = result("p8", what, TARGET, ours, theirs)
    more = {
        "lines": lines,
        "ours_us_a_line": _us(found.ours_ms, lines),
        "theirs_us_a_line": _us(found.yardstick_ms, lines),
    }
    return [replace(found, more=more)]


def _us(milliseconds: float, lines: int) -> float:
    return round(milliseconds * 1000 / lines, 2)


# ---- a book of deals -----------------------------------------------------------------------------------------------


def book() -> tuple[Catalog, list[Deal]]:
    """Return a catalog of 40 products, a quarter of each common charge model, and deals of 1 to 19 lines."""
    luck = random.Random(20260601)

    def price(most: int) -> Decimal:
        return Decimal(luck.randrange(100, most)).scaleb(-4)

    def charge(number: int) -> dict[str, Any]:
        same = {"id": "licence", "period": "year"}
        if number % 4 == 0:
            return same | {"model": "flat", "price": price(10**9)}
        if number % 4 == 1:
            return same | {"model": "per_unit", "price": price(10**7)}
        rates = sorted((price(10**7) for _ in range(3)), reverse=True)
        ends = [{"up_to": 10}, {"up_to": 100}, {}]
        tiers = [end | {"rate": rate} for end, rate in zip(ends, rates, strict=True)]
        return same | {"model": "volume" if number % 4 == 2 else "graduated", "tiers": tiers}

    products = {
        f"p{n}": {"name": f"Product {n}", "kind": "plugin", "family": "all", "charges": [charge(n)]} for n in range(40)
    }
    header = {"id": "bench", "name": "Bench", "version": "1", "currency": "USD"}
    rules = {
        "bundle": {"tiers": [{"from": at, "percent": percent} for at, percent in BUNDLE]},
        "term": {"tiers": [{"from": at, "percent": percent} for at, percent in TERM]},
    }
    catalog = Catalog.validate({"catalog": header, "products": products, "rules": rules})
    deals = []
    for _ in range(DEALS):
        lines = [
            {"sku": f"p{n}", "quantity": int(10 ** (luck.random() * 3.9)) + 1}
            for n in luck.sample(range(40), luck.randint(1, 19))
        ]
        asked = Decimal(luck.randrange(1, 4000)).scaleb(-2)
        deals.append(
            Deal.validate(
                {
                    "catalog": "bench",
                    "customer": {"name": "Somebody"},
                    "start": date(2027, 1, 1),
                    "months": luck.choice([12, 24, 36, 60]),
                    "lines": lines,
                    "discounts": [{"percent": asked}],
                }
            )
        )
    return catalog, deals


def unpriced(row: Row) -> Row:
    """Return a row as it is before the waterfall."""
    return replace(row, moves=[], totals={}, list=Decimal(0), net=Decimal(0), total=Decimal(0))


# ---- the engine ----------------------------------------------------------------------------------------------------


def engine(deals: Sequence[Sequence[Row]], plans: Sequence[Plan]) -> Sequence[Sequence[Row]]:
    """Price each deal's rows, as `dealdesk.price` does."""
    for rows, plan in zip(deals, plans, strict=True):
        run(RowFrame(rows, DecimalArithmetic(2, "half_up"), 2), plan)
    return deals


# ---- the loop by hand ----------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """What the loop by hand needs of a line."""

    base: Decimal
    rate: Decimal
    beyond: Decimal
    years: Decimal
    bundle_size: Decimal
    months: Decimal
    asked: Decimal


def fact(row: Row) -> Fact:
    """Return a row's facts for the loop by hand."""
    take = row.takes[0]
    return Fact(take.base, take.rate, take.x - take.offset, row.whole, row.bundle_size, row.months, row.asks[0])


def by_hand(deals: Sequence[Sequence[Fact]]) -> list[list[dict[str, Any]]]:
    """Price each deal with a loop that knows its four rules."""
    priced = []
    for deal in deals:
        lines = []
        for line in deal:
            years = line.years
            left = (line.base + line.rate * line.beyond).quantize(CENT, ROUND_HALF_UP)
            moves = [{"code": "list", "rule": "charge", "per_period": left, "total": left * years}]
            percent, rung = Decimal(0), -1
            for number, (at, rung_percent) in enumerate(BUNDLE):
                if line.bundle_size >= at:
                    percent, rung = rung_percent, number
            if percent:
                off = -(left * percent / 100).quantize(CENT, ROUND_HALF_UP)
                moves.append({"code": "bundle", "rule": ("tiers", rung), "per_period": off, "total": off * years})
                left += off
            percent, rung = Decimal(0), -1
            for number, (at, rung_percent) in enumerate(TERM):
                if line.months >= at:
                    percent, rung = rung_percent, number
            if percent:
                off = -(left * percent / 100).quantize(CENT, ROUND_HALF_UP)
                moves.append({"code": "term", "rule": ("tiers", rung), "per_period": off, "total": off * years})
                left += off
            if line.asked:
                off = -(left * line.asked / 100).quantize(CENT, ROUND_HALF_UP)
                moves.append({"code": "negotiated", "rule": ("asks", 0), "per_period": off, "total": off * years})
                left += off
            lines.append({"net": left, "total": left * years, "moves": moves})
        priced.append(lines)
    return priced


def compare(ours: Sequence[Sequence[Row]], theirs: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Raise AssertionError unless every move of every line is the same."""
    for rows, lines in zip(ours, theirs, strict=True):
        for row, line in zip(rows, lines, strict=True):
            of_list, *moves = line["moves"]
            assert (row.list, row.net, row.total) == (of_list["per_period"], line["net"], line["total"])
            made = [
                (m.code, (*m.ref, int(m.rung)) if m.rung is not None else m.ref, m.per_period, m.total)
                for m in row.moves
            ]
            assert made == [(m["code"], m["rule"], m["per_period"], m["total"]) for m in moves]
