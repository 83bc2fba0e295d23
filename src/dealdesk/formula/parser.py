"""Formulas from their text: a Pratt parser, which knows how tightly each sign binds."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

from dealdesk.errors import did_you_mean
from dealdesk.formula.lexer import SIGNS, Token, tokens
from dealdesk.formula.mistake import FormulaError
from dealdesk.formula.tree import FUNCTIONS, Binary, Call, Compare, Comparison, Name, Negative, Node, Number, Sum

LONGEST = 1000
"""Most characters of a formula."""

DEEPEST = 24
"""Most brackets and calls inside each other."""

PARTS = 250
"""Most numbers, names and operations of a formula."""

PLACES = range(-6, 13)
"""Decimals that `round` may be asked for; -3 rounds to thousands."""

MOST_ARGUMENTS = 16
"""Most arguments of `min` and `max`."""

_BINDS = {**dict.fromkeys(get_args(Comparison), 1), "+": 2, "-": 2, "*": 3, "/": 3}
_MINUS = 4
_SHAPES = {
    "if": "if(condition, then, otherwise)",
    "min": "min(a, b, …)",
    "max": "max(a, b, …)",
    "round": "round(number) or round(number, decimals)",
    "sum": "sum(rows: number), such as sum(routes: tokens * cost)",
}


def parse(text: str) -> Node:
    """Return the tree of a formula.

    Raises:
        FormulaError: It cannot be read, or is too long or too deep.
    """
    if len(text) > LONGEST:
        allowed = f"at most {LONGEST:,}"
        hint = "give a part of it a name: a formula of its own"
        raise FormulaError(f"the formula has {len(text):,} characters", LONGEST, LONGEST + 1, allowed, hint)
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: tuple[Token, ...]) -> None:
        self.found, self.position, self.depth, self.parts = found, 0, 0, 0

    @property
    def here(self) -> Token:
        return self.found[self.position]

    def take(self) -> Token:
        token = self.here
        self.position = min(self.position + 1, len(self.found) - 1)
        return token

    def whole(self) -> Node:
        if len(self.found) == 1:
            raise FormulaError("the formula is empty", 0, 1, SIGNS)
        node = self.expression(0)
        if self.here.sort != "end":
            raise self.unexpected("an operator or the end of the formula")
        return node

    def expression(self, least: int) -> Node:
        """Read what binds at least as tightly as *least*."""
        left = self.first()
        while (binds := self.binds()) > least:
            sign = self.take()
            right = self.expression(binds)
            self.count(sign)
            if binds > 1:
                left = Binary(sign.text, left, right, left.start, right.end)  # type: ignore[arg-type]
                continue
            left = Compare(sign.text, left, right, left.start, right.end)  # type: ignore[arg-type]
            if self.binds() == 1:
                hint = "put one if(…) into the other"
                raise FormulaError("comparisons cannot be chained", self.here.start, self.here.end, None, hint)
        return left

    def binds(self) -> int:
        """Return how tightly the operator that stands here binds; 0 for what is none."""
        return _BINDS.get(self.here.text, 0)

    def first(self) -> Node:
        """Read a number, a name, a call, brackets, or a minus before one of them."""
        token = self.take()
        self.count(token)
        if token.sort == "number":
            return self.number(token)
        if token.sort == "name":
            return self.call(token) if self.at("(") else self.name(token)
        if token.sort == "sign" and token.text in "-(":
            self.depth += 1
            if self.depth > DEEPEST:
                raise FormulaError("the formula is nested too deep", token.start, token.end, f"{DEEPEST} levels")
            if token.text == "-":
                inner = self.expression(_MINUS - 1)
                node: Node = Negative(inner, token.start, inner.end)
            else:
                node = self.expression(0)
                self.close(token)
            self.depth -= 1
            return node
        self.position -= token.sort != "end"
        raise self.unexpected("a number, a name, a call or a bracket")

    def number(self, token: Token) -> Number:
        if self.at("%"):
            sign = self.take()
            return Number(token.value.scaleb(-2) if token.value else Decimal(0), token.start, sign.end, True)
        return Number(token.value, token.start, token.end)

    def name(self, token: Token) -> Name:
        if token.text in FUNCTIONS:
            raise FormulaError(f"{token.text} needs brackets", token.start, token.end, _SHAPES[token.text])
        if self.at("%"):
            hint = "a percentage is a hundredth already: an input of 60 % counts as 0.6"
            raise FormulaError("% stands behind numbers only", self.here.start, self.here.end, None, hint)
        return Name(token.text, token.start, token.end)

    def call(self, token: Token) -> Node:
        function = token.text
        if function not in FUNCTIONS:
            guess = did_you_mean(function, FUNCTIONS)
            hint = f"did you mean {guess}?" if guess else "formulas and inputs are named without brackets"
            raise FormulaError(
                f"there is no function {function}", token.start, token.end, ", ".join(sorted(FUNCTIONS)), hint
            )
        bracket = self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("the formula is nested too deep", token.start, token.end, f"{DEEPEST} levels")
        node = self.sum(token, bracket) if function == "sum" else self.other(token, bracket)
        self.depth -= 1
        return node

    def sum(self, token: Token, bracket: Token) -> Sum:
        rows = self.take()
        if rows.sort != "name" or not self.at(":"):
            raise FormulaError("sum needs rows and what is added up", token.start, rows.end, _SHAPES["sum"])
        self.take()
        body = self.expression(0)
        end = self.close(bracket)
        return Sum(rows.text, body, token.start, end, rows.end)

    def other(self, token: Token, bracket: Token) -> Call:
        arguments: list[Node] = []
        places = 0
        while True:
            if token.text == "round" and len(arguments) == 1:
                places = self.places()
                break
            if len(arguments) >= MOST_ARGUMENTS:
                raise FormulaError(f"{token.text} has too many arguments", self.here.start, self.here.end)
            if self.at(")"):
                break
            arguments.append(self.expression(0))
            if not self.at(","):
                break
            self.take()
        end = self.close(bracket)
        wanted = {"if": (3, 3), "round": (1, 1)}.get(token.text, (2, MOST_ARGUMENTS))
        if not wanted[0] <= len(arguments) <= wanted[1]:
            count = f"{len(arguments)} argument{'' if len(arguments) == 1 else 's'}"
            raise FormulaError(f"{token.text} has {count}", token.start, end, _SHAPES[token.text])
        return Call(token.text, tuple(arguments), token.start, end, places)  # type: ignore[arg-type]

    def places(self) -> int:
        """Read the decimals of `round`: a whole number as written, so that every back end knows it beforehand."""
        minus = self.take() if self.at("-") else None
        token = self.take()
        whole = token.sort == "number" and token.value == token.value.to_integral_value()
        places = int(token.value) * (-1 if minus else 1) if whole else 99
        if places not in PLACES:
            allowed = f"a whole number from {PLACES[0]} to {PLACES[-1]}, as written"
            start = minus.start if minus else token.start
            raise FormulaError("round needs to know its decimals", start, max(token.end, start + 1), allowed)
        return places

    def at(self, sign: str) -> bool:
        return self.here.sort == "sign" and self.here.text == sign

    def close(self, opening: Token) -> int:
        if self.at(")"):
            return self.take().end
        if self.here.sort == "end":
            raise FormulaError("this bracket is not closed", opening.start, opening.end, None, "add )")
        raise self.unexpected("an operator, a comma or )")

    def count(self, token: Token) -> None:
        self.parts += 1
        if self.parts > PARTS:
            hint = "give a part of it a name: a formula of its own"
            raise FormulaError("the formula has too many parts", token.start, token.end, f"at most {PARTS}", hint)

    def unexpected(self, allowed: str) -> FormulaError:
        token = self.here
        if token.sort == "end":
            return FormulaError("the formula ends too early", max(token.start - 1, 0), token.start, allowed)
        hint = "a decimal point is written ." if token.text == "," else None
        return FormulaError(f"`{token.text}` is not expected here", token.start, token.end, allowed, hint)
