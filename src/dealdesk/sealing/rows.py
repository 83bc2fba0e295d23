"""The rows of an extract, worked out again: list price, every move in its order, net, over each stretch.

Nothing of the pricing engine is used, only its calendar (`dealdesk.periods`), so a fault in one of the two shows.
docs/verify.md has the formulas in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from dealdesk.periods import span
from dealdesk.sealing.amounts import ZERO, NotANumber, Rounding, number

PER_YEAR = {"year": 1, "quarter": 4, "month": 12, "once": 1, "usage": 1}
ONCE = ("once", "usage")
OVER_TERM = ("share_out", "at_most", "at_least")
TWELVE = 10**12


@dataclass
class Row:
    """One row while it is worked out; amounts are of one period, `total` is of the stretch."""

    data: Mapping[str, Any]
    start: date
    end: date
    whole: int
    parts: tuple[tuple[Fraction, Fraction], ...]
    list: Fraction = ZERO
    net: Fraction = ZERO
    total: Fraction = ZERO
    of_list: Fraction = ZERO
    before: Fraction = ZERO
    opened: Fraction = ZERO
    taken: Fraction = ZERO
    moved: Any = field(default_factory=lambda: [])

    def flag(self, name: str) -> bool:
        """Whether a fact of the row holds."""
        return bool(self.data.get(name))

    @property
    def per_year(self) -> int:
        """How many periods a year has; 1 for what happens once."""
        return PER_YEAR[self.data["period"]]

    @property
    def once(self) -> bool:
        """Whether it happens once, or is not by periods."""
        return self.data["period"] in ONCE


class Rows:
    """The rows of a price."""

    def __init__(self, derivation: Mapping[str, Any], start: date, proration: Any, rounding: Rounding) -> None:
        self.rounding, self.start, self.proration = rounding, start, proration
        self.rules: Sequence[Mapping[str, Any]] = derivation["rules"]
        self.pays_for = number(derivation["commitment"]["list_a_year"])
        self.rows = [self._row(each) for each in derivation["rows"]]
        first = [each for each in self.rows if "share" not in each.data]
        shares = [each for each in self.rows if "share" in each.data]
        for row in first:
            self._begin(row, rounding(sum((_taken(each) for each in row.data["takes"]), ZERO)))
        self._moves(first, late=False)
        for row in shares:
            self._begin(row, self._share(row))
        self._moves(shares, late=False)
        self._moves(self.rows, late=True)

    def extend(self, row: Row, amount: Fraction) -> Fraction:
        """Return an amount of one period over the stretch: whole periods, and each part rounded by itself."""
        return amount * row.whole + sum((self.rounding.cut(amount, a, b) for a, b in row.parts), ZERO)

    def _row(self, data: Mapping[str, Any]) -> Row:
        start, end = date.fromisoformat(data["from"]), date.fromisoformat(data["to"])
        if data["period"] in ONCE:
            return Row(data, start, end, 1, ())
        grid = span(self.start, start, end, data["period"], self.proration)
        return Row(data, start, end, grid.whole, tuple((Fraction(p.a, p.of), Fraction(p.b, p.of)) for p in grid.parts))

    def _begin(self, row: Row, of_list: Fraction) -> None:
        row.list = row.net = of_list
        row.total = row.of_list = self.extend(row, of_list)

    def _share(self, row: Row) -> Fraction:
        """Return the list price of a share: a rate of the net a year of the rows that it is a share of."""
        rate, of = row.data["share"]
        if of is None:  # of lines whose prices are not shown
            return number(row.data["list"])
        base = self._a_year(row, (each for each in self.rows if each.data["key"] in of))
        return self.rounding(self.rounding(base / row.per_year) * number(rate))

    def _a_year(self, row: Row, others: Iterable[Row]) -> Fraction:
        """Sum the net a year of others in the stretch of a row; what happens once is in every stretch."""
        stretch = row.data["stretch"]
        found = (each for each in others if each.flag("counts") and (each.once or each.data["stretch"] == stretch))
        return sum((each.net * each.per_year for each in found), ZERO)

    def _moves(self, rows: Sequence[Row], *, late: bool) -> None:
        """Apply every move of *rows*, step by step in the order of the waterfall."""
        for order in sorted({rule["order"] for rule in self.rules}):
            these = [n for n, rule in enumerate(self.rules) if rule["order"] == order]
            if any(_late(self.rules[n]) for n in these) is not late:
                continue
            pool = [each for each in self.rows if each.flag("pool")]
            pools = {id(row): self._a_year(row, pool) for row in rows} if pool else {}
            shares = self._shared_out(rows, these)
            for row in rows:
                row.opened = row.before = row.net
                row.taken = ZERO
                while (at := len(row.moved)) < len(row.data["moves"]) and row.data["moves"][at][0] in these:
                    self._move(row, row.data["moves"][at], pools, shares)
            if shares:
                raise NotANumber("an amount over the term is shared out over a line that does not show it")

    def _shared_out(self, rows: Sequence[Row], rules: Sequence[int]) -> dict[tuple[int, int], Fraction]:
        """Return by rule and row what each row gets of an amount over the term."""
        found: dict[tuple[int, int], Fraction] = {}
        for n in rules:
            rule = self.rules[n]
            if rule["how"] != "share_out":
                continue
            by_line = rule["numbers"]["over"] == "line"
            lines = {row.data["line"] for row in rows if any(move[0] == n for move in row.data["moves"])}
            group = [row for row in rows if (row.data["line"] in lines if by_line else row.flag("counts"))]
            weights = [row.total if row.flag("spreads") else ZERO for row in group]
            parts = self.rounding.shared(number(rule["numbers"]["off"]), weights)
            found |= {(n, id(row)): part for row, part in zip(group, parts, strict=True) if part}
        return found

    def _move(
        self, row: Row, move: Sequence[Any], pools: Mapping[int, Fraction], shares: dict[tuple[int, int], Fraction]
    ) -> None:
        rule = self.rules[move[0]]
        how, numbers = rule["how"], rule.get("numbers", {})
        if how == "stated":
            a_period = number(move[1]) if move[1] is not None else ZERO
            total = number(move[2])
        elif how == "share_out":
            a_period, total = ZERO, -shares.pop((move[0], id(row)), ZERO)
        elif how in OVER_TERM:
            bound = number(numbers["amount"])
            sign = 1 if how == "at_least" else -1
            a_period = sign * max(sign * (bound - row.net), ZERO)
            total = sign * max(sign * (self.extend(row, bound) - row.total), ZERO)
        else:
            a_period = self._amount(row, how, rule.get("of", ""), numbers, pools)
            total = self.extend(row, row.net + a_period) - row.total
        row.net += a_period
        row.total += total
        row.moved.append(total)

    def _amount(
        self, row: Row, how: str, of: str, numbers: Mapping[str, str], pools: Mapping[int, Fraction]
    ) -> Fraction:
        """Return what a rule moves on one period of a row."""
        rounded = self.rounding
        bases = {"list": row.list, "list_left": row.list - row.taken, "before": row.before, "left": row.net}
        base = bases.get(of, ZERO)
        if how == "percent":
            off = rounded(base * number(numbers["percent"]) / 100)
            row.taken += off
            return -off
        if how == "price":
            by_price = rounded(number(row.data["quantity"]) * number(numbers["unit_price"])) - row.net
            row.before += by_price  # percentages of the same step are of what it leaves
            return by_price
        if how == "slabs":
            return -self._slabs(base, number(numbers["size"]), numbers["tiers"])
        if how == "cap":
            most = rounded((row.list if of == "list" else row.opened) * number(numbers["percent"]) / 100)
            return max(row.opened - row.net - most, ZERO)
        if how == "rest":
            return max(-row.net, ZERO)
        if how == "uplift":
            return rounded(base * _rise(numbers, int(row.data["year"])))
        if how == "free":
            return -row.net
        if how in ("pool", "beyond"):
            pool, pays_for = pools.get(id(row), ZERO), self.pays_for
            within = rounded(row.opened * pays_for / pool) if pool > pays_for else row.opened
            if how == "beyond":
                return rounded((row.opened - within) * (number(numbers["factor"]) - 1))
            return -rounded(
                (row.opened if numbers["overage"] == "discounted" else within) * number(numbers["percent"]) / 100
            )
        raise NotANumber(f"{how!r} is not a way to make a price")

    def _slabs(self, base: Fraction, size: Fraction, tiers: str) -> Fraction:
        rungs = [each.split(": ") for each in tiers.split("; ") if each]
        off = ZERO
        for n, (begins, percent) in enumerate(rungs):
            bottom = self.rounding(base * min(size, number(begins)) / size)
            ends = min(size, number(rungs[n + 1][0])) if n + 1 < len(rungs) else size
            slab = max(self.rounding(base * ends / size) - bottom, ZERO)
            off += self.rounding(slab * number(percent) / 100)
        return off


def _late(rule: Mapping[str, Any]) -> bool:
    return rule["how"] in OVER_TERM or (rule["how"] == "stated" and bool(rule.get("late")))


def _taken(take: Sequence[Any]) -> Fraction:
    """Return what one take from a price curve costs, unrounded."""
    count, x, base, rate, offset, size, least = (number(each) for each in take[:7])
    most = number(take[7]) if take[7] is not None else None
    units = x - offset
    if size:
        units = Fraction(-(-units // size))
    amount = base + rate * units
    amount = min(most, amount) if most is not None else amount
    return count * max(least, amount)


def _rise(numbers: Mapping[str, str], year: int) -> Fraction:
    """Return the rise of a contract year as a fraction, to 12 decimals."""
    times = max(0, year - int(numbers["from_year"]) + 1)
    rate = number(numbers["percent"]) / 100
    rise = rate * times if numbers["compounding"] == "simple" else (1 + rate) ** times - 1
    rise = min(rise, number(numbers["most"]) / 100)
    return Fraction(round(rise * TWELVE), TWELVE)
