"""The arithmetic that builds columns of integers instead of computing.

A number is an integer expression and a scale: 12.50 is 1250 at scale 2.  Only `+`, `-`, `*` and integer division of
positive numbers reach the database, which are exact on integers in every engine; DECIMAL, `/` and `round` are not.
Products are HUGEINT (38 digits), and DuckDB raises an error where they overflow.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.money import Rounding


class Condition:
    """A boolean column."""

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def __bool__(self) -> bool:
        raise TypeError("a rule may not branch with `if`; use calc.where()")


class Column:
    """A column of numbers: an integer expression whose value is the integer × 10^-scale."""

    __slots__ = ("scale", "sql")

    def __init__(self, sql: str, scale: int) -> None:
        self.sql, self.scale = sql, scale

    def at(self, scale: int) -> str:
        """Return the integer expression at a larger scale."""
        return self.sql if scale == self.scale else f"({self.sql} * {10 ** (scale - self.scale)}::HUGEINT)"

    def _pair(self, other: Column) -> tuple[str, str, int]:
        scale = max(self.scale, other.scale)
        return self.at(scale), other.at(scale), scale

    def __add__(self, other: Column) -> Column:
        a, b, scale = self._pair(other)
        return Column(f"({a} + {b})", scale)

    def __sub__(self, other: Column) -> Column:
        a, b, scale = self._pair(other)
        return Column(f"({a} - {b})", scale)

    def __neg__(self) -> Column:
        return Column(f"(-{self.sql})", self.scale)

    def __gt__(self, other: Column) -> Condition:
        a, b, _ = self._pair(other)
        return Condition(f"({a} > {b})")

    def __ge__(self, other: Column) -> Condition:
        a, b, _ = self._pair(other)
        return Condition(f"({a} >= {b})")

    def __bool__(self) -> bool:
        raise TypeError("a rule may not branch with `if`; use calc.where()")


class Text:
    """A column of text."""

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql


def quoted(text: str) -> str:
    """Return *text* as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class ColumnArithmetic:
    """Builds integer expressions for DuckDB.

    Args:
        places: Decimals of the currency's minor unit.
        rounding: What happens to an amount exactly between two minor units.
    """

    def __init__(self, places: int = 2, rounding: Rounding = "half_up") -> None:
        self.places, self._rounding = places, rounding
        self._names: dict[str, str] | None = None
        self.zero = self.num(0)

    def naming(self) -> dict[str, str]:
        """Give long expressions names from now on; the dict fills with name by expression, inner ones first.

        Arithmetic repeats its operands, so what is nested four deep would be written hundreds of times.
        """
        self._names = {}
        return self._names

    def named(self) -> None:
        """Give no more names."""
        self._names = None

    def _once(self, sql: str, longer: int = 40) -> str:
        if self._names is None or len(sql) <= longer:
            return sql
        return self._names.setdefault(sql, f'"_x{len(self._names)}"')

    def num(self, value: Decimal | int, /) -> Column:
        exact = Decimal(value)
        scale = max(0, -int(exact.normalize().as_tuple().exponent))
        return Column(f"({int(exact.scaleb(scale))}::HUGEINT)", scale)

    def product(self, a: Column, b: Column, /) -> Column:
        return Column(f"({a.sql}::HUGEINT * {b.sql}::HUGEINT)", a.scale + b.scale)

    def money(self, x: Column, /) -> Column:
        if x.scale <= self.places:
            return Column(x.at(self.places), self.places)
        return Column(self._once(self._divide(x.sql, f"{10 ** (x.scale - self.places)}::HUGEINT")), self.places)

    def times(self, amount: Column, rate: Column, /) -> Column:
        return self.money(self.product(amount, rate))

    def percent(self, amount: Column, percent: Column, /) -> Column:
        product = self.product(amount, percent)
        return self.money(Column(product.sql, product.scale + 2))

    def share(self, amount: Column, of: Column, whole: Column, /) -> Column:
        product = self.product(amount, of)
        shift = self.places + whole.scale - product.scale
        over = product.sql if shift <= 0 else f"({product.sql} * {10**shift}::HUGEINT)"
        above_zero = self._once(f"greatest({whole.sql}, 1::HUGEINT)", 20)  # never divides by 0, also where unused
        under = above_zero if shift >= 0 else f"({above_zero} * {10**-shift}::HUGEINT)"
        share = f"(CASE WHEN {whole.sql} = 0 THEN 0 ELSE {self._divide(over, under)} END)"
        return Column(self._once(share), self.places)

    def units(self, x: Column, size: Column, /) -> Column:
        a, b, scale = x._pair(size)
        a, b = self._once(a), self._once(b)
        above_zero = self._once(f"greatest({b}, 1::HUGEINT)", 20)  # never divides by 0, also where unused
        started = f"({a} + {above_zero} - 1) // {above_zero} * {10**scale}::HUGEINT"
        return Column(f"(CASE WHEN {b} = 0 THEN {a} WHEN {a} <= 0 THEN 0 ELSE {started} END)", scale)

    def climb(self, rungs: Sequence[Any], x: Column, /) -> tuple[Column, Column]:
        percent, index = self.zero, self.num(-1)
        for number, rung in enumerate(rungs):
            reached = x >= self.num(rung.from_)
            percent = self.where(reached, self.num(rung.percent), percent)
            index = self.where(reached, self.num(number), index)
            if rung.to is not None:
                past = x > self.num(rung.to)
                percent = self.where(past, self.zero, percent)
                index = self.where(past, self.num(-1), index)
        return percent, index

    def where(self, condition: Any, then: Column, otherwise: Column, /) -> Column:
        a, b, scale = then._pair(otherwise)
        return Column(self._once(f"(CASE WHEN {condition.sql} THEN {a} ELSE {b} END)", 400), scale)

    def greatest(self, a: Column, b: Column, /) -> Column:
        left, right, scale = a._pair(b)
        return Column(f"greatest({left}, {right})", scale)

    def least(self, a: Column, b: Column, /) -> Column:
        left, right, scale = a._pair(b)
        return Column(f"least({left}, {right})", scale)

    def both(self, a: Any, b: Any, /) -> Condition:
        return Condition(f"({a.sql} AND {b.sql})")

    def one_of(self, text: Any, values: Collection[str], /) -> Condition:
        if not values:
            return Condition("FALSE")
        return Condition(f"({text.sql} IN ({', '.join(quoted(each) for each in sorted(values))}))")

    def _divide(self, over: str, under: str) -> str:
        """Return over / under rounded, for a positive *under*; `//` sees positive numbers only."""
        over, under = self._once(over), self._once(under)
        if self._rounding == "half_up":
            half = f"((2 * abs({over}) + {under}) // (2 * {under}))"
            return f"(CASE WHEN {over} < 0 THEN -{half} ELSE {half} END)"
        down = self._once(f"(abs({over}) // {under})", 20)
        twice = f"(2 * (abs({over}) - {down} * {under}))"
        up = f"({twice} > {under} OR ({twice} = {under} AND {down} % 2 = 1))"
        near = f"({down} + CASE WHEN {up} THEN 1 ELSE 0 END)"
        return f"(CASE WHEN {over} < 0 THEN -{near} ELSE {near} END)"
