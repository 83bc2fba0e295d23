"""A formula's text as words with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.formula.mistake import FormulaError

DIGITS, DECIMALS = 24, 12
"""Most digits of a number, and most of them behind the point: as in a catalog."""

_WORD = re.compile(
    r"(?P<number>\d[\d_]*(?:\.[\d_]*\d)?|\.\d[\d_]*)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><=|>=|==|!=|<>|&&|\|\||\*\*|//|[-+*/<>=(),:%^!&|×÷−])"
    r"|(?P<blank>\s+)"
)
_INSTEAD = {
    "=": ("`=` is no comparison", "write =="),
    "<>": ("`<>` is no comparison", "write !="),
    "^": ("there are no powers", "multiply instead: a * a"),
    "**": ("there are no powers", "multiply instead: a * a"),
    "//": ("`//` is no operator", "divide with / and use round(…)"),
    "!": ("`!` is no operator", "turn the comparison round: a != b"),
    "&&": ("conditions cannot be joined", "put one if(…) into the other"),
    "||": ("conditions cannot be joined", "put one if(…) into the other"),
    "&": ("`&` is no operator", "put one if(…) into the other"),
    "|": ("`|` is no operator", "put one if(…) into the other"),
    "×": ("`×` is no operator", "write *"),
    "÷": ("`÷` is no operator", "write /"),
    "−": ("this minus is a typographic one", "write -"),
}
SIGNS = "numbers, names, + - * / < <= > >= == !=, min, max, round, if, sum, brackets"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a formula: its sort, its text, and where it stands; `value` is that of a number."""

    sort: Literal["number", "name", "sign", "end"]
    text: str
    start: int
    end: int
    value: Decimal = Decimal(0)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of *text*, and one that stands for its end.

    Raises:
        FormulaError: There is a sign that no formula has, or a number with too many digits.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None:
            shown = text[position]
            message = "there are no texts in formulas" if shown in "\"'" else f"`{shown}` has no meaning here"
            raise FormulaError(message, position, position + 1, SIGNS)
        start, position = match.span()
        sort = match.lastgroup
        if sort == "number":
            found.append(_number(match[0], start))
        elif sort == "name":
            found.append(Token("name", match[0], start, position))
        elif sort == "sign":
            if match[0] in _INSTEAD:
                message, hint = _INSTEAD[match[0]]
                raise FormulaError(message, start, position, SIGNS, hint)
            found.append(Token("sign", match[0], start, position))
    found.append(Token("end", "", len(text), len(text)))
    return tuple(found)


def _number(raw: str, start: int) -> Token:
    whole, _, decimals = raw.replace("_", "").partition(".")
    end = start + len(raw)
    if len(whole.lstrip("0")) + len(decimals) > DIGITS or len(decimals) > DECIMALS:
        allowed = f"a number of at most {DIGITS} digits, at most {DECIMALS} of them decimals"
        raise FormulaError("the number has too many digits", start, end, allowed)
    return Token("number", raw, start, end, Decimal(raw.replace("_", "")))
