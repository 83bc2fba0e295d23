"""Formulas in words, as documents print them: labels instead of names, × and ÷ instead of signs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum

_BINDS = {"+": 2, "-": 2, "*": 3, "/": 3}
_SIGNS = {"-": "\u2212", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}


def words(node: Node, label: Callable[[str], str], number: Callable[[Decimal], str]) -> str:
    """Return a formula as a reader without programming reads it.

    Args:
        node: The formula.
        label: What an input, a column, a formula or a table is called.
        number: How a number is written; percentages are given in hundreds, and get their sign here.
    """

    def text(node: Node, least: int = 0) -> str:
        if isinstance(node, Number):
            return f"{number(node.value * 100)} %" if node.percent else number(node.value)
        if isinstance(node, Name):
            return label(node.name)
        if isinstance(node, Negative):
            return f"\u2212{text(node.inner, 4)}"
        if isinstance(node, Binary):
            binds = _BINDS[node.sign]
            made = f"{text(node.left, binds)} {_SIGNS.get(node.sign, node.sign)} {text(node.right, binds + 1)}"
            return f"({made})" if binds < least else made
        if isinstance(node, Compare):
            return f"{text(node.left)} {_SIGNS.get(node.sign, node.sign)} {text(node.right)}"
        if isinstance(node, Sum):
            body = text(node.body)
            return f"sum of {body if isinstance(node.body, Name) else f'({body})'} over {label(node.rows)}"
        assert isinstance(node, Call)
        return _call(node, [text(each) for each in node.arguments])

    made = text(node)
    whole = isinstance(node, Call) and node.function == "if"
    return made[1:-1] if whole else made


def _call(node: Call, parts: list[str]) -> str:
    if node.function == "if":
        return f"({parts[1]} where {parts[0]}, else {parts[2]})"
    if node.function == "round":
        return f"{parts[0]}, rounded" if node.places <= 0 else f"{parts[0]}, rounded to {node.places} decimals"
    return f"the {'least' if node.function == 'min' else 'greatest'} of ({'; '.join(parts)})"
