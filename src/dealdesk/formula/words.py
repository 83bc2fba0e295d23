"""Formulas in words, as documents print them: labels instead of names, × and ÷ instead of signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum

_BINDS = {"+": 2, "-": 2, "*": 3, "/": 3}
_PLACE = re.compile(r"\{(\w+)\}")
_SIGNS = {"-": "\u2212", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """What functions are called in a language; `{names}` are filled in, and nothing else is looked at.

    Attributes:
        sum: `{body}` added up over `{rows}`.
        choice: `if`: `{then}` where `{test}`, else `{other}`.
        rounded: `{value}` without decimals; `rounded_to`: with `{places}`.
        least: `min` of the `{parts}`; `greatest`: `max`.
        percent: How the sign stands behind `{number}`.
    """

    sum: str = "sum of {body} over {rows}"
    choice: str = "{then} where {test}, else {other}"
    rounded: str = "{value}, rounded"
    rounded_to: str = "{value}, rounded to {places} decimals"
    least: str = "the least of ({parts})"
    greatest: str = "the greatest of ({parts})"
    percent: str = "{number} %"


ENGLISH = Phrases()


def words(node: Node, label: Callable[[str], str], number: Callable[[Decimal], str], phrases: Phrases = ENGLISH) -> str:
    """Return a formula as a reader without programming reads it.

    Args:
        node: The formula.
        label: What an input, a column, a formula or a table is called.
        number: How a number is written; percentages are given in hundreds, and get their sign here.
        phrases: What functions are called.
    """

    def text(node: Node, least: int = 0) -> str:
        if isinstance(node, Number):
            if node.percent:
                return _filled(phrases.percent, number=number(node.value * 100))
            return number(node.value)
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
            body = body if isinstance(node.body, Name) else f"({body})"
            return _filled(phrases.sum, body=body, rows=label(node.rows))
        assert isinstance(node, Call)
        return _call(node, [text(each) for each in node.arguments], phrases)

    made = text(node)
    whole = isinstance(node, Call) and node.function == "if"
    return made[1:-1] if whole else made


def _call(node: Call, parts: list[str], phrases: Phrases) -> str:
    if node.function == "if":
        return f"({_filled(phrases.choice, test=parts[0], then=parts[1], other=parts[2])})"
    if node.function == "round":
        phrase = phrases.rounded if node.places <= 0 else phrases.rounded_to
        return _filled(phrase, value=parts[0], places=str(node.places))
    return _filled(phrases.least if node.function == "min" else phrases.greatest, parts="; ".join(parts))


def _filled(phrase: str, **values: str) -> str:
    return _PLACE.sub(lambda found: values[found[1]], phrase)
