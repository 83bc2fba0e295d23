"""The arithmetic that a pricing rule may use.

A rule combines the facts of a line with `+`, `-`, comparisons and the functions of an `Arithmetic`.
There are two: `DecimalArithmetic` computes one deal exactly, and `dealdesk.batch.arithmetic` builds the
same expression over columns of integers.  What Decimal and SQL do differently is left out: no `*` (use
`product`, `times` or `percent`), no `/` (use `share`), no `if` (use `where`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any, Protocol, Self, TypeVar

from dealdesk.money import EXACT, Rounding

Condition = Any
"""A bool, or a boolean column."""

Text = Any
"""A str, or a text column."""


class Num(Protocol):
    """A Decimal, or a column of numbers."""

    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __neg__(self) -> Self: ...
    def __gt__(self, other: Self, /) -> Condition: ...
    def __ge__(self, other: Self, /) -> Condition: ...


N = TypeVar("N", bound=Num)
N_co = TypeVar("N_co", bound=Num, covariant=True)


class Arithmetic(Protocol[N]):
    """Everything beyond `+`, `-` and comparison that a rule may do with numbers."""

    @property
    def zero(self) -> N:
        """The constant 0."""

    def num(self, value: Decimal | int, /) -> N:
        """The constant *value*."""

    def product(self, a: N, b: N, /) -> N:
        """*a* × *b*, exactly, with all its decimals."""

    def money(self, x: N, /) -> N:
        """*x* rounded to the minor unit of the currency."""

    def times(self, amount: N, rate: N, /) -> N:
        """*amount* × *rate* as money, rounded when it is made."""

    def percent(self, amount: N, percent: N, /) -> N:
        """*percent* per cent of *amount* as money, rounded when it is made."""

    def share(self, amount: N, of: N, whole: N, /) -> N:
        """*amount* × *of* / *whole* as money, rounded once; 0 where *whole* is 0."""

    def units(self, x: N, size: N, /) -> N:
        """How many blocks of *size* have been started by *x*: *x* / *size* rounded up; *x* where *size* is 0."""

    def climb(self, rungs: Sequence[Any], x: N, /) -> tuple[N, Any]:
        """The `percent` of the rung that *x* stands on, and the rung's index; 0 and -1 where it stands on none.

        Rungs rise.  One begins at its `from_`, and ends at its `to` or where the next begins.
        """

    def where(self, condition: Condition, then: N, otherwise: N, /) -> N:
        """*then* where the condition holds, else *otherwise*."""

    def greatest(self, a: N, b: N, /) -> N:
        """The greater of two numbers."""

    def least(self, a: N, b: N, /) -> N:
        """The smaller of two numbers."""

    def both(self, a: Condition, b: Condition, /) -> Condition:
        """Whether both conditions hold."""

    def one_of(self, text: Text, values: Collection[str], /) -> Condition:
        """Whether *text* is one of *values*."""


HUNDREDTH = Decimal("0.01")
_multiply = EXACT.multiply


class DecimalArithmetic:
    """Computes with plain Decimals.

    Args:
        places: Decimals of the currency's minor unit (USD 2, JPY 0, KWD 3).
        rounding: What happens to an amount that lies exactly between two minor units.
    """

    __slots__ = ("_quantize", "_unit")
    zero = Decimal(0)
    product = staticmethod(EXACT.multiply)

    def __init__(self, places: int = 2, rounding: Rounding = "half_up") -> None:
        context = EXACT.copy()
        context.rounding = ROUND_HALF_UP if rounding == "half_up" else ROUND_HALF_EVEN
        self._unit, self._quantize = Decimal(1).scaleb(-places), context.quantize

    def num(self, value: Decimal | int, /) -> Decimal:
        return value if isinstance(value, Decimal) else Decimal(value)

    def money(self, x: Decimal, /) -> Decimal:
        return self._quantize(x, self._unit)

    def times(self, amount: Decimal, rate: Decimal, /) -> Decimal:
        return self._quantize(_multiply(amount, rate), self._unit)

    def percent(self, amount: Decimal, percent: Decimal, /) -> Decimal:
        return self._quantize(_multiply(_multiply(amount, percent), HUNDREDTH), self._unit)

    def share(self, amount: Decimal, of: Decimal, whole: Decimal, /) -> Decimal:
        # 100 digits: no quotient of admitted numbers comes near enough to a tie to round the other way.
        if not whole:
            return Decimal(0)
        return self._quantize(EXACT.divide(_multiply(amount, of), whole), self._unit)

    def units(self, x: Decimal, size: Decimal, /) -> Decimal:
        if not size:
            return x
        whole, rest = EXACT.divmod(x, size)
        return whole + 1 if rest > 0 else whole

    def climb(self, rungs: Sequence[Any], x: Decimal, /) -> tuple[Decimal, int]:
        for number in range(len(rungs) - 1, -1, -1):
            rung = rungs[number]
            if x >= rung.from_:
                return (rung.percent, number) if rung.to is None or x <= rung.to else (self.zero, -1)
        return self.zero, -1

    def where(self, condition: bool, then: Decimal, otherwise: Decimal, /) -> Decimal:
        return then if condition else otherwise

    def greatest(self, a: Decimal, b: Decimal, /) -> Decimal:
        return a if a >= b else b

    def least(self, a: Decimal, b: Decimal, /) -> Decimal:
        return a if b >= a else b

    def both(self, a: bool, b: bool, /) -> bool:
        return a and b

    def one_of(self, text: str, values: Collection[str], /) -> bool:
        return text in values
