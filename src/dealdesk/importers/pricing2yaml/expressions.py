"""Expressions of the format, parsed by a small grammar: prices are computed exactly, features are only read.

    price    #basePrice * 12 + (3.50 - #rebate) / 2
    feature  subscriptionContext['seats'] < pricingContext['usageLimits']['seats'] && pricingContext['features']['x']

Nothing is ever given to an interpreter: there are no calls, no attributes and no assignments to be had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LONGEST = 500
"""Most characters of an expression."""
DEEPEST = 50
"""Most parentheses inside each other."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<variable>#[A-Za-z_]\w*)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||===?|!==?|<=|>=|[-+*/()<>!\[\]]))"
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("==", "===", "!=", "!=="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/"),
)
_CONTEXTS = frozenset({"pricingContext", "subscriptionContext"})


class BadExpression(ValueError):
    """An expression that the grammar does not have; `at` is the character where it stops, from 0."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Node:
    """One part of an expression.

    `kind` is number, variable, text, constant, name (a context with its keys in `parts`), or the sign of an operation.
    """

    kind: str
    value: str = ""
    parts: tuple[Node, ...] = ()
    at: int = 0


def parse(text: str) -> Node:
    """Return the tree of an expression; BadExpression where it has none."""
    if len(text) > LONGEST:
        raise BadExpression(f"longer than {LONGEST:,} characters", LONGEST)
    parser = _Parser(text)
    node = parser.level(0, 0)
    if parser.token[0]:
        raise BadExpression(f"{parser.token[1]} is not expected here", parser.token[2])
    return node


def looks_like_one(text: str) -> bool:
    """Whether a price in words is meant as an expression: it names a variable, or has no letters at all."""
    return "#" in text or (bool(re.search(r"\d", text)) and not re.search(r"[^\W\d_]|%|[$€£¥]", text))


def amount(node: Node, variables: Mapping[str, Fraction]) -> Fraction:
    """Return the exact value of a price; BadExpression when it names what is not known, or is no sum of numbers."""
    if node.kind == "number":
        return Fraction(node.value)
    if node.kind == "variable":
        if node.value not in variables:
            raise BadExpression(f"there is no variable {node.value}", node.at)
        return variables[node.value]
    if node.kind == "minus":
        return -amount(node.parts[0], variables)
    if node.kind not in ("+", "-", "*", "/"):
        raise BadExpression("a price is made of numbers, #variables, + - * / and parentheses", node.at)
    left, right = (amount(each, variables) for each in node.parts)
    if node.kind == "/" and not right:
        raise BadExpression("a division by zero", node.at)
    value = {"+": left + right, "-": left - right, "*": left * right}.get(node.kind)
    return value if value is not None else left / right


def names(node: Node) -> list[tuple[tuple[str, ...], int]]:
    """Return what a feature's expression reads: a context and its keys, and the character where it stands."""
    if node.kind == "name":
        return [((node.value, *(each.value for each in node.parts)), node.at)]
    return [name for each in node.parts for name in names(each)]


def as_decimal(value: Fraction, places: int) -> Decimal:
    """Return *value* as a decimal: exact where 12 decimals hold it, else rounded half up to *places*."""
    scaled = value * 10**12
    if scaled.denominator == 1:
        return Decimal(scaled.numerator).scaleb(-12).normalize()
    units = (value * 10**places * 2 + 1) // 2
    return Decimal(int(units)).scaleb(-places)


class _Parser:
    """Reads tokens from the left; one method a level of binding."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self.token: tuple[str, str, int] = ("", "", 0)
        self._next()

    def _next(self) -> None:
        rest = self._text[self._at :]
        if not rest.strip():
            self.token = ("", "the end", len(self._text))
            return
        found = _TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            at = self._at + len(rest) - len(rest.lstrip())
            raise BadExpression(f"{self._text[at]} is not expected here", at)
        self.token = (found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        self._at = found.end()

    def level(self, number: int, depth: int) -> Node:
        if number == len(_LEVELS):
            return self._one(depth)
        node = self.level(number + 1, depth)
        while self.token[0] == "sign" and self.token[1] in _LEVELS[number]:
            _, sign, at = self.token
            self._next()
            node = Node(sign, "", (node, self.level(number + 1, depth)), at)
        return node

    def _one(self, depth: int) -> Node:
        kind, value, at = self.token
        if depth > DEEPEST:
            raise BadExpression("too many parentheses inside each other", at)
        if kind == "sign" and value in ("-", "!"):
            self._next()
            return Node("minus" if value == "-" else "not", "", (self._one(depth + 1),), at)
        if kind == "sign" and value == "(":
            self._next()
            node = self.level(0, depth + 1)
            self._closed(")")
            return node
        if kind == "word" and value in ("true", "false"):
            self._next()
            return Node("constant", value, (), at)
        if kind == "word" and value in _CONTEXTS:
            return self._name(value, at)
        if kind in ("number", "variable", "text"):
            self._next()
            return Node(kind, value.lstrip("#") if kind == "variable" else value.strip("'\""), (), at)
        raise BadExpression(f"{value} is not expected here", at)

    def _name(self, context: str, at: int) -> Node:
        self._next()
        keys: list[Node] = []
        while self.token[1] == "[":
            self._next()
            kind, value, where = self.token
            if kind != "text":
                raise BadExpression("a name in quotes is expected here", where)
            keys.append(Node("text", value[1:-1], (), where))
            self._next()
            self._closed("]")
        return Node("name", context, tuple(keys), at)

    def _closed(self, sign: str) -> None:
        if self.token[1] != sign:
            raise BadExpression(f"{sign} is missing before {self.token[1]}", self.token[2])
        self._next()
