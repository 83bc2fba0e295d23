"""Numbers on paper: found in a text, and read by the conventions of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

_SIGNS = "$€£¥₩₹"
_LATIN = r"0-9A-Za-z_\u00c0-\u058f"
"""Letters that make one word with the digits beside them; Japanese ones do not."""

_SPACES = " \u00a0\u202f"


Kind = Literal["money", "percent", "plain"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed.

    Attributes:
        kind: "money" with a currency beside it, "percent" with a percent sign, else "plain".
        value: What it says; below 0 with a minus sign.
        text: Everything that belongs to it.
        places: How many decimals it is printed with.
        about: Whether "≈" stands before it.
        start: Where it starts in the text.
    """

    kind: Kind
    value: Decimal
    text: str
    places: int
    about: bool
    start: int


class Reader:
    """Reads numbers the way one language and one currency write them."""

    def __init__(self, language: str, currency: str) -> None:
        from babel import Locale
        from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol

        locale = Locale.parse(language, sep="-")
        self.point, group = get_decimal_symbol(locale), get_group_symbol(locale)
        groups = _SPACES if group in _SPACES else re.escape(group)
        symbol = get_currency_symbol(currency, locale=locale).translate({0xFFE5: "¥", 0xFFE1: "£", 0xFFE6: "₩"})
        money = "|".join(re.escape(each) for each in sorted({symbol, currency, *_SIGNS}, key=len, reverse=True))
        whole = rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)|\d+"
        self._found = re.compile(
            rf"(?P<about>≈?)(?P<sign>[−+-]?)(?:(?P<before>{money})[{_SPACES}]?)?"
            rf"(?P<number>(?:{whole})(?:{re.escape(self.point)}\d+(?!\d|\.\d))?)"
            rf"(?:[{_SPACES}]?(?:(?P<percent>[%％])|(?P<after>{money})(?![{_LATIN}])))?(?P<end>(?<=[%％])|(?![{_LATIN}]))"
        )

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text; digits that are a part of a word or of a date in figures are none."""
        for found in self._found.finditer(text):
            before = text[found.start("number") - 1 : found.start("number")]
            if not found["before"] and before and (before in "_." or re.match(f"[{_LATIN}]", before)):
                continue
            whole, _, fraction = found["number"].partition(self.point)
            value = Decimal(re.sub(r"\D", "", whole) + "." + fraction)
            if found["sign"] in tuple("−-"):
                value = -value
            kind: Kind = "money" if found["before"] or found["after"] else "percent" if found["percent"] else "plain"
            yield Number(kind, value, found[0].strip(_SPACES), len(fraction), bool(found["about"]), found.start())

    def money(self, text: str) -> list[Decimal]:
        """Return the amounts of money in a text."""
        return [each.value for each in self.numbers(text) if each.kind == "money"]


@lru_cache(maxsize=64)
def reader(language: str, currency: str) -> Reader:
    """Return the reader for a language and a currency."""
    return Reader(language, currency)


def squeezed(text: str) -> str:
    """Return a text without spaces and line ends, its apostrophes and minus signs all of one kind."""
    return "".join(text.split()).replace("’", "'").replace("−", "-").replace("–", "-").replace("\u00ad", "")
