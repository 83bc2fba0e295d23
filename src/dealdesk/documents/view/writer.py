"""What every part of a quote's view writes with: the quote, its language and its currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.documents.language import NBSP, Language
from dealdesk.money import to_money
from dealdesk.quoting.quote import Quote, QuoteLine

ABOUT = "≈"
NONE = "–"
MONTHS = {"month": 1, "quarter": 3, "year": 12}

_PERIODS = re.compile(r"(?P<whole>\d+) (?P<unit>year|quarter|month|day)s?|(?P<part>\d+/\d+) (?P<of>year|quarter|month)")


class Writer:
    """A quote with its language.

    Attributes:
        quote: The quote.
        language: The language.
        say: Return a fixed text (`Language.say`).
        money: Write an amount of the quote's currency.
    """

    def __init__(self, quote: Quote, language: Language) -> None:
        self.quote, self.language = quote, language
        self.say = language.say
        self.money = language.amounts(quote.currency, quote.places)

    @property
    def term(self) -> str:
        """The term in words: "36 months"."""
        return self.periods(self.quote.term)

    def periods(self, words: str) -> str:
        """Return the engine's "14 months and 3 days" or "1 year + 181/365 year" in the document's language."""
        if words in ("once", "usage"):
            return self.say("period.once")
        pieces = re.split(r" and | \+ ", words)
        found = [_PERIODS.fullmatch(each) for each in pieces]
        if not all(found):
            return self.language.tidy(words)
        said = [
            self.language.count(int(each["whole"]), each["unit"])
            if each["whole"]
            else f"{each['part']}{NBSP}{_unit(self.language, each['of'])}"
            for each in found
            if each is not None
        ]
        return f" +{NBSP}".join(said) if " + " in words else self.language.listed(said)

    def billing(self) -> str:
        """Return how the quote is billed: "yearly"."""
        return self.say(f"billing.{self.quote.billing}")

    def percent_off(self, whole: Decimal, rest: Decimal) -> str:
        """Return the discount between two amounts; "≈" marks one that two decimals do not state exactly."""
        return self.percents([(whole, rest)])[0]

    def percents(self, pairs: Sequence[tuple[Decimal, Decimal]], *, signed: bool = False) -> list[str]:
        """Return discounts from `whole` to `rest`, all with the same decimals.

        A percentage is exact when, multiplied back and rounded, it gives the amount to the minor unit.
        """
        places = next(
            (n for n in (0, 1, 2) if all(self._exact(whole, rest, _percent(whole, rest, n)) for whole, rest in pairs)),
            2,
        )
        found = []
        for whole, rest in pairs:
            if whole == rest or not whole:
                found.append(NONE)
                continue
            percent = _percent(whole, rest, places)
            text = self.language.percent(-percent if signed else percent, places, signed=signed)
            found.append(text if self._exact(whole, rest, percent) else ABOUT + text)
        return found

    def _exact(self, whole: Decimal, rest: Decimal, percent: Decimal) -> bool:
        return not whole or to_money(whole * percent / 100, self.quote.places) == to_money(
            whole - rest, self.quote.places
        )


def _percent(whole: Decimal, rest: Decimal, places: int) -> Decimal:
    """Return 100 × (1 - rest / whole), rounded half away from zero."""
    if not whole:
        return Decimal(0)
    value = Fraction(whole - rest) * 100 * 10**places / Fraction(whole)
    units = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def _unit(language: Language, unit: str) -> str:
    """Return the bare word for a period: "year"."""
    return str(language.text(f"count.{unit}")["one"]).replace("{n}", "").strip()


def products(lines: Iterable[QuoteLine]) -> list[QuoteLine]:
    """Return the first line of each product that is part of the order."""
    found: dict[str, QuoteLine] = {}
    for line in lines:
        if not line.optional and line.sku != "commitment":
            found.setdefault(line.sku, line)
    return list(found.values())


def counted_products(writer: Writer, count: int) -> str:
    """Return "five plugins", or "five products" where the order has others too."""
    bought = products(writer.quote.lines)
    plugins = bought and all(each.kind == "plugin" for each in bought)
    return writer.say("count.plugin" if plugins else "count.product", n=count)


def ems(text: str) -> float:
    """Return about how wide a text is in type of size 1, digits all of one width; never too little for amounts."""
    return sum(
        0.3 if char in ".,:;'|()il jtfr" + NBSP else 0.92 if char in "MWmw@%≈" else 0.57 if char.islower() else 0.66
        for char in text
    )


def step(value: float, *limits: float) -> int:
    """Return how many of *limits* a value exceeds: the number of a smaller type size."""
    return sum(value > limit for limit in limits)


def cell(text: str = "", minor: str = "", below: str = "") -> dict[str, Any]:
    """Return a cell of a table: its text, what follows it muted, and what stands below it."""
    return {"text": text, "minor": minor, "below": below}
