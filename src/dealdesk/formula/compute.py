"""Formulas computed with Decimals.  What is defined here is what a browser computes, too, to the last digit.

Every operation is rounded to 34 digits, a tie away from zero. A result nearer to 0 than 10^-30 is 0; one of 10^30 or
more is refused, and so is a division by 0. `round` rounds a tie away from zero. Of `if` only the branch that holds is
computed. Sums add up the rows in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum

PRECISION: Final = 34
"""Digits of every result."""

LARGEST: Final = 30
"""Powers of ten: a result is below 10^30, and not between 0 and 10^-30."""

CONTEXT: Final = Context(PRECISION, ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
_ROUNDING: Final = Context(100, ROUND_HALF_UP, traps=[InvalidOperation])
_MOST: Final = Decimal(10) ** LARGEST
_ZERO: Final = Decimal(0)

Rows = Mapping[str, Sequence[Mapping[str, Decimal]]]
"""The rows of each table: the number of each column."""


class Failure(ArithmeticError):
    """A formula that has no result for these numbers; `start` and `end` are where in its text that shows."""

    def __init__(self, message: str, node: Node, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.hint = message, node.start, node.end, hint


def compute(node: Node, numbers: Mapping[str, Decimal], rows: Rows | None = None) -> Decimal:
    """Return the number of a formula that was checked.

    Args:
        node: The formula.
        numbers: Inputs and formulas by name; percentages as parts of 1.
        rows: The rows of each table.

    Raises:
        Failure: It divides by 0, or a result is too large.
    """
    return _number(node, numbers, rows or {})


def holds(node: Node, numbers: Mapping[str, Decimal], rows: Rows | None = None) -> bool:
    """Whether a condition that was checked holds; Failure as for `compute`."""
    assert isinstance(node, Compare)  # `check_condition` saw to it
    return _holds(node, numbers, rows or {})


def rounded(value: Decimal, places: int) -> Decimal:
    """Return *value* with *places* decimals, a tie rounded away from zero; never -0.

    It is written with so many decimals, and for places below 0 without exponent.
    """
    made = value.quantize(Decimal((0, (1,), -places)), ROUND_HALF_UP, _ROUNDING)
    if places < 0:
        made = made.quantize(Decimal(1), context=_ROUNDING)
    return made if made else abs(made)


def _number(node: Node, numbers: Mapping[str, Decimal], rows: Rows) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return numbers[node.name]
    if isinstance(node, Negative):
        return CONTEXT.minus(_number(node.inner, numbers, rows))
    if isinstance(node, Binary):
        return _binary(node, _number(node.left, numbers, rows), _number(node.right, numbers, rows))
    if isinstance(node, Sum):
        total = _ZERO
        for row in rows[node.rows]:
            total = _kept(CONTEXT.add(total, _number(node.body, {**numbers, **row}, rows)), node)
        return total
    assert isinstance(node, Call)
    if node.function == "if":
        which = 1 if _holds(node.arguments[0], numbers, rows) else 2
        return _number(node.arguments[which], numbers, rows)
    values = [_number(each, numbers, rows) for each in node.arguments]
    if node.function == "round":
        return _kept(rounded(values[0], node.places), node)
    return min(values) if node.function == "min" else max(values)


def _holds(node: Node, numbers: Mapping[str, Decimal], rows: Rows) -> bool:
    assert isinstance(node, Compare)
    left, right = _number(node.left, numbers, rows), _number(node.right, numbers, rows)
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
        "!=": left != right,
    }[node.sign]


def _binary(node: Binary, left: Decimal, right: Decimal) -> Decimal:
    if node.sign == "+":
        return _kept(CONTEXT.add(left, right), node)
    if node.sign == "-":
        return _kept(CONTEXT.subtract(left, right), node)
    if node.sign == "*":
        return _kept(CONTEXT.multiply(left, right), node)
    if not right:
        hint = "say what it is then: if(b == 0, 0, a / b)"
        raise Failure("this divides by 0", node.right, hint)
    return _kept(CONTEXT.divide(left, right), node)


def _kept(value: Decimal, node: Node) -> Decimal:
    """Return a result within the bounds of all back ends."""
    if abs(value) >= _MOST:
        raise Failure(
            f"the result has more than {LARGEST} digits before the point", node, "look at the units of the inputs"
        )
    return _ZERO if value and value.adjusted() < -LARGEST else value
