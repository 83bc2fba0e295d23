"""Numbers that no price can have, and characters that nobody can see: no file may hold them.

So what comes out of a file may be compared, computed with, formatted and printed without fear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from dealdesk.catalog.patterns import escapes
from dealdesk.catalog.places import SourceFile
from dealdesk.errors import Mistake

DIGITS, DECIMALS, EXPONENT = 24, 12, 15
"""Most digits of a number, most of them behind the point, greatest power of ten in its last digit."""

_ALLOWED_NUMBER = f"a number of at most {DIGITS} digits, at most {DECIMALS} of them decimals"
_ALLOWED_CHARACTERS = "characters that can be seen, spaces, tabs and line ends"
_NUMBER = re.compile(r"([+-]?)([0-9_]+)(?:\.([0-9_]+))?(?:[eE]([+-]?[0-9_]+))?").fullmatch
_INTEGER = re.compile(r"0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*|0o[0-7]+(?:_[0-7]+)*|0b[01]+(?:_[01]+)*").fullmatch
_TOO_LONG = re.compile(r"[+-]?[0-9_]{4000}").match
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CATEGORIES = {
    "Cc": "a control character",
    "Cs": "half of a surrogate pair",
    "Co": "a character of private use",
    "Cn": "a character that Unicode does not define",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}


def decimal(written: str) -> Decimal:
    """The number, or NaN for an exponent beyond Decimal; what is not finite is refused afterwards."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal("nan")


def characters(source: SourceFile, lines: list[str]) -> Iterator[Mistake]:
    """Each character, written as it is or as an escape, that is not allowed in a file."""
    for start, line in zip(source.line_starts, lines, strict=True):
        if not line.isprintable() and not line.replace("\t", "").removesuffix("\r").isprintable():
            for offset, char in enumerate(line.removesuffix("\r"), start):
                if what := unwanted(char):
                    yield character(source, offset, offset + 1, char, what)
    for start, end in source.spans.odd:
        if source.text[start] == '"':
            for low, high, char in escapes(source.text[start:end]):
                if what := unwanted(char):
                    yield character(source, start + low, start + high, char, what)


def unwanted(char: str) -> str | None:
    """What is wrong with a character: controls act on terminals, bidi marks deceive, others do not print."""
    if char.isprintable() or char in "\t\n":
        return None
    from unicodedata import category

    if char == "\r":
        return "a carriage return that ends no line"
    return "a mark that turns the direction of text" if char in _BIDI else _CATEGORIES.get(category(char))


def character(source: SourceFile, start: int, end: int, char: str, what: str) -> Mistake:
    """Return the mistake at a character that is not allowed in a file."""
    message = f"U+{ord(char):04X} is {what}"
    hint = "delete it" if char != "\r" else "save the file with the line ends of Unix or Windows"
    return source.mistake(start, end, message, "character", allowed=_ALLOWED_CHARACTERS, hint=hint)


def numbers(source: SourceFile) -> Iterator[Mistake]:
    """Each number that no price, quantity or rate can have."""
    for start, end in source.spans.odd:
        if source.text[start] != '"' and (wrong := _wrong_number(source.text[start:end])):
            yield source.mistake(start, end, wrong, "number", allowed=_ALLOWED_NUMBER)


def _wrong_number(raw: str) -> str | None:
    """What is wrong with a bare value; dates and booleans are none of our business."""
    if raw.lstrip("+-") in ("nan", "inf"):
        return f"{raw} is not a number that can be computed with"
    if _INTEGER(raw):
        return "the number is too large" if len(raw) > 100 or int(raw, 0) >= 10**DIGITS else None
    number = _NUMBER(raw.replace("_", ""))
    if not number:  # such as a date, or what tomli never came to the end of
        return "the number has too many digits" if _TOO_LONG(raw) else None
    sign, whole, fraction, written = number[1], number[2], number[3] or "", number[4] or "0"
    digits = len((whole + fraction).lstrip("0"))
    power = int(written) if len(written) < 8 else -(10**8) if written[0] == "-" else 10**8
    exponent = power - len(fraction)
    if not digits and sign == "-":
        return "a negative zero is not a number that can be computed with; write 0"
    if power < -DECIMALS:
        return "the exponent of the number is too small"
    if exponent < -DECIMALS:
        return f"the number has {-exponent:,} decimals"
    if exponent > EXPONENT:
        return "the exponent of the number is too large"
    size = max(digits, -exponent) if exponent < 0 else digits + exponent
    return f"the number has {size:,} digits" if size > DIGITS else None
