"""What every part of a quote's view writes with: the quote, its language and its currency."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.documents.language import NARROW, NBSP, Language
from dealdesk.money import to_money
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.quote.printed import Said, UseLimit

ABOUT = "≈"
NONE = "–"
COMMITMENT = "commitment"
"""The product of the lines that the engine adds for a usage commitment."""

MONTHS = {"month": 1, "quarter": 3, "year": 12}

_THIN = frozenset(".,:;'’|()il jtfr" + NBSP + NARROW)
_PERIODS = re.compile(r"(?P<whole>\d+) (?P<unit>year|quarter|month|day)s?|(?P<part>\d+/\d+) (?P<of>year|quarter|month)")


OF_CHANGES = {
    "figures.tcv": "tcv",
    "figures.annual": "annual",
    "figures.average": "average",
    "figures.annualised": "annualised",
    "sums.tcv": "tcv",
    "price.pay": "pay",
    "price.pay_note": "pay_note",
    "price.net_rise": "net_rise",
    "price.net_credit": "net_credit",
    "price.unchanged": "unchanged",
    "schedule.total": "tcv",
}
"""Texts that name the value of a contract, and those for the change of one."""


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
        self._is_change = any(each.id == "amends" for each in quote.terms)
        self.money = language.amounts(quote.currency, quote.places)

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the document's language; an amendment speaks of the change, not of the whole contract."""
        change = OF_CHANGES.get(key) if self._is_change else None
        return self.language.say(f"change.{change}" if change else key, **values)

    @property
    def term(self) -> str:
        """The term in words: "36 months"."""
        return self.periods(self.quote.term)

    def periods(self, words: str) -> str:
        """Return the engine's "14 months and 3 days" or "1 year + 181/365 year" in the document's language."""
        return periods(self.language, words)

    def billing(self) -> str:
        """Return how the quote is billed: "yearly"."""
        return self.say(f"billing.{self.quote.billing}")

    def sentence(self, said: str | Said) -> str:
        """Return a sentence in the document's language where the engine made it, else as it is written."""
        if isinstance(said, str):
            return self.language.tidy(said)
        if not self.language.has(f"said.{said.id}"):
            return self.language.tidy(said.text)
        values = {name: self._value(name, value) for name, value in said.values.items()}
        return self.language.tidy(self.language.start(self.say(f"said.{said.id}", **values)))

    def _value(self, name: str, value: str) -> Any:
        """Return what is filled into a sentence of the engine; its name says what it is."""
        language = self.language
        if name in ("first", "last", "date"):
            return language.long_day(date.fromisoformat(value))
        if name in ("percent", "most"):
            return language.percent(Decimal(value))
        if name == "amount":
            return self.money(Decimal(value))
        if name == "units":
            return language.number(Decimal(value))
        if name == "months":
            return language.count(int(value), "month")
        if name == "billing":
            return self.say(f"billing.{value}")
        return self.periods(value) if name == "term" else int(value) if name == "n" else value

    def name(self, line: QuoteLine) -> str:
        """Return the name of a line's product; lines that the engine adds are named in the document's language."""
        key = f"commitment.{line.charge}"
        return self.say(key) if line.sku == COMMITMENT and self.language.has(key) else line.name

    def limit(self, limit: UseLimit) -> str:
        """Return a limit of use in words: "Team: routed requests, up to 5,000,000 requests per month"."""
        name = self.language.inside(limit.name)
        most = f"{self.language.number(limit.most)} {limit.unit or name}"
        if limit.period in MONTHS:
            most = self.say(f"order.limit_{limit.period}", most=most)
        if limit.unit.lower() in ("", limit.name.lower()):
            return self.say("order.limit_of", product=limit.product, most=most)
        return self.say("order.limit", product=limit.product, name=name, most=most)

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


def periods(language: Language, words: str) -> str:
    """Return the engine's "14 months and 3 days" or "1 year + 181/365 year" in a language."""
    say = language.say
    if words in ("once", "usage"):
        return say("period.once")
    found = [_PERIODS.fullmatch(each) for each in re.split(r" and | \+ ", words)]
    if not all(found):
        return language.tidy(words)
    said = [
        language.count(int(each["whole"]), each["unit"])
        if each["whole"]
        else say("lines.fraction", part=each["part"], unit=say(f"part.{each['of']}")).replace(" ", NBSP)
        for each in found
        if each is not None
    ]
    return f" +{NBSP}".join(said) if " + " in words else language.listed(said)


def _percent(whole: Decimal, rest: Decimal, places: int) -> Decimal:
    """Return 100 × (1 - rest / whole), rounded half away from zero."""
    if not whole:
        return Decimal(0)
    value = Fraction(whole - rest) * 100 * 10**places / Fraction(whole)
    units = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def prices_shown(line: QuoteLine) -> bool:
    """Whether the customer reads the prices of a line: amounts, unit prices and price list."""
    return not line.hide_price


def products(lines: Iterable[QuoteLine]) -> list[QuoteLine]:
    """Return the first line of each product that is part of the order."""
    found: dict[str, QuoteLine] = {}
    for line in lines:
        if not line.optional and line.sku != COMMITMENT:
            found.setdefault(line.sku, line)
    return list(found.values())


def counted_products(writer: Writer, count: int) -> str:
    """Return "five plugins", or "five products" where the order has others too."""
    bought = products(writer.quote.lines)
    plugins = bought and all(each.kind == "plugin" for each in bought)
    return writer.say("count.plugin" if plugins else "count.product", n=count)


def ems(text: str) -> float:
    """Return about how wide a text is in type of size 1, digits all of one width; never too little for amounts."""
    return sum(_em(char) for char in text)


def _em(char: str) -> float:
    if char in _THIN:
        return 0.3
    if char in "MWmw@%≈":
        return 0.92
    if not char.isascii() and unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.57 if char.islower() else 0.66


def step(value: float, *limits: float) -> int:
    """Return how many of *limits* a value exceeds: the number of a smaller type size."""
    return sum(value > limit for limit in limits)


def cell(text: str = "", minor: str = "", below: str = "") -> dict[str, Any]:
    """Return a cell of a table: its text, what follows it muted, and what stands below it."""
    return {"text": text, "minor": minor, "below": below}
