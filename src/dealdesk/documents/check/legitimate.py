"""Which figures a document about a quote may print: those of its public data, and what follows from them.

Nothing here knows how documents are made.  A sum of lines, a price of one unit, a percentage of two amounts is worked
out from the quote again; what a page shows beyond that is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.documents.check.derived import ZERO, derived, pairs
from dealdesk.documents.check.numbers import Number, reader, squeezed
from dealdesk.documents.strings import strings
from dealdesk.money import EXACT, to_money
from dealdesk.quoting.quote import Quote
from dealdesk.sealing.extract import public

PERCENT_PLACES = (0, 1, 2)
_VERBATIM = 6
"""Length from which a word that stands in the quote just so is taken as it is."""


@dataclass(frozen=True)
class Legitimate:
    """Figures that may be printed, without their signs.

    Attributes:
        money: Amounts.
        percent: Percentages that are exact.
        about: Percentages by the number of their decimals, which need "≈" before them.
        plain: All other numbers: quantities, days, years, numbers in names.
        texts: The texts of the quote, squeezed.
        written: The same in one.
    """

    money: set[Decimal] = field(default_factory=set)
    percent: set[Decimal] = field(default_factory=set)
    about: set[tuple[int, Decimal]] = field(default_factory=set)
    plain: set[Decimal] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    written: str = ""

    def allows(self, number: Number, text: str) -> bool:
        """Whether a number may be printed; *text* is where it stands."""
        value = abs(number.value)
        if number.kind == "money":
            known = value in self.money
        elif number.kind == "percent":
            known = value in self.percent or (number.about and (number.places, value) in self.about)
        else:
            known = value in self.plain or value in self.money
        return known or self._verbatim(number, text)

    def _verbatim(self, number: Number, text: str) -> bool:
        """Whether the word that a number is in stands in a text of the quote just so."""
        joined = text.replace("\n", "")
        at = number.start - text.count("\n", 0, number.start)
        first = joined.rfind(" ", 0, at + 1) + 1
        last = joined.find(" ", at + len(number.text.replace("\n", "")))
        word = squeezed(joined[first : last if last >= 0 else len(joined)])
        return len(word) >= _VERBATIM and word in self.written


def legitimate(quote: Quote, words: Iterable[str], pages: int, language: str) -> Legitimate:
    """Return what may be printed about a quote.

    Args:
        quote: The quote.
        words: The fixed texts of the language, which may hold numbers.
        pages: How many pages the document has.
        language: The language that its numbers are written in.
    """
    data = _without_derivation(public(quote))
    found = Legitimate(
        texts={squeezed(each) for each in strings(data)}, written="\n".join(map(squeezed, strings(data)))
    )
    for each in (*strings(data), *words):
        _add_text(found, each, language, quote.currency)
    _add_amounts(found, data)
    found.money.update(abs(each) for each in derived(quote))
    for of_list, net in pairs(quote):
        _add_percent(found, of_list, net, quote.places)
    _add_stated(found, quote)
    _add_price_lists(found, data)
    found.plain.update(Decimal(each) for each in range(max(len(quote.lines), len(quote.invoices), pages, 12) + 1))
    found.plain.add(Decimal((quote.valid_until - quote.issued).days))
    found.plain.update(Decimal((each.due - each.date).days) for each in quote.invoices)
    return found


def _without_derivation(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out how the price came about, which is for programs and not printed."""
    options = [each | {"priced": _without_derivation(each["priced"])} for each in data.get("options", [])]
    left_out = ("derivation", "logo")
    return {name: each for name, each in data.items() if name not in left_out} | {"options": options}


def _add_text(found: Legitimate, text: str, language: str, currency: str) -> None:
    """Add the numbers of a text, as its language writes them and as English does."""
    for code in dict.fromkeys((language, "en")):
        for number in reader(code, currency).numbers(text):
            value = abs(number.value)
            {"money": found.money, "percent": found.percent, "plain": found.plain}[number.kind].add(value)
            found.plain.add(value)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return
    found.plain.update(map(Decimal, (day.year, day.month, day.day)))


_AMOUNTS = frozenset(
    {"list", "net", "discount", "a_year", "amount", "list_per_period", "net_per_period", "annual", "usage_a_year"}
)


def _add_amounts(found: Legitimate, data: Any, name: str = "") -> None:
    """Add the figures of public data: what is called an amount is money, the rest are plain numbers."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            _add_amounts(found, value, "amount" if name == "metrics" else key)
    elif isinstance(data, list):
        for value in data:
            _add_amounts(found, value, name)
    elif data is not None and not isinstance(data, bool):
        try:
            value = abs(Decimal(data))
        except ArithmeticError:
            return
        if value.is_finite():
            (found.money if name in _AMOUNTS else found.percent if name == "percent" else found.plain).add(value)


def _add_percent(found: Legitimate, of_list: Decimal, net: Decimal, places: int) -> None:
    """Add the discount between two amounts, exact where it gives the amount back to the minor unit."""
    if not of_list:
        return
    for decimals in PERCENT_PLACES:
        value = Fraction(of_list - net) * 100 * 10**decimals / Fraction(of_list)
        units = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
        percent = Decimal(units).scaleb(-decimals)
        found.about.add((decimals, percent))
        if to_money(EXACT.multiply(abs(of_list), percent) / 100, places) == abs(of_list - net):
            found.percent.add(percent)


def _add_stated(found: Legitimate, quote: Quote) -> None:
    """Add what steps state together: the sum of their percentages, and all of them in sequence."""
    stated = [each.percent for each in quote.moves if each.percent is not None and each.code != "list"]
    distinct = list(
        {(each.title, each.percent): each.percent for each in quote.moves if each.percent is not None}.values()
    )
    for percents in (stated, distinct):
        rest = Decimal(1)
        for percent in percents:
            found.percent.add(abs(percent))
            rest = EXACT.multiply(rest, 1 - percent / 100)
        found.percent.add(abs(sum(percents, ZERO)))
        found.percent.add(abs((1 - rest) * 100))


def _add_price_lists(found: Legitimate, data: Mapping[str, Any]) -> None:
    """Add the rates, flat amounts and bounds of public price lists, and how many units a step holds."""
    for each in (*data["lines"], *data["usage_rates"]):
        prices = each.get("price_list") or {"rungs": ()}
        names = ("rate", "flat", "least", "most", "above", "up_to")
        stated = [rung[name] for rung in prices["rungs"] for name in names]
        found.money.update(Decimal(value) for value in (*stated, prices.get("minimum"), prices.get("maximum")) if value)
        for rung in prices["rungs"]:
            found.percent.add(Decimal(rung["rate"]).scaleb(2, EXACT))
            found.plain.update(Decimal(rung[name]) for name in ("above", "size"))
            if rung["up_to"]:
                found.plain.add(Decimal(rung["up_to"]) - Decimal(rung["above"]))
