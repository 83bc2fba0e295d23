"""What every slide of a business case writes with: the result and its language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.documents.claims import number
from dealdesk.documents.language import Language
from dealdesk.documents.view.deck import SHORT_NAME, Deck

if TYPE_CHECKING:
    from dealdesk.value.figure import Figure
    from dealdesk.value.roi.result import RoiResult
    from dealdesk.value.roi.result.sensitivity import Assumption, TornadoRow

__all__ = ["SHORT_NAME", "Case"]

_PLACE = re.compile(r"\s*\([^()]*\.toml:\d+\)")

LONG_UNIT = 10
"""Letters of a unit up to which it stands beside each value."""


class Case(Deck):
    """A business case with its language.

    Attributes:
        result: The case.
        years: "three years".
        translated: Whether the language has texts of its own for what the case says in English.
    """

    WORDS = "roi_deck"

    def __init__(self, result: RoiResult, language: Language) -> None:
        super().__init__(result, language)
        self.result = result
        self.years = self.say("years", n=result.years)
        self.translated = bool(language.text("roi_deck.said"))

    def figure(self, name: str) -> Figure | None:
        """Return a key figure; None where the case has none."""
        return next((each for each in self.result.figures if each.id == name), None)

    def value(self, name: str) -> Decimal | None:
        """Return the value of a key figure; None where it has none."""
        found = self.figure(name)
        return found.value if found else None

    def share(self, pv: Decimal, *paths: str) -> str:
        """Return a part of the present value of all benefits: "47% of the benefit"; its parts are at *paths*."""
        whole = self.result.totals.pv_benefits
        if whole <= 0:
            return ""
        percent = self.percent(pv / whole * 100)
        self.derived.append(number(percent, paths, "totals.pv_benefits", shift=2))
        return self.say("share", percent=percent)

    def behind(self, text: str) -> str:
        """Return how an amount comes about, without the files that only the vendor sees."""
        return self.language.tidy(_PLACE.sub("", text))

    def assumed(self, each: Assumption | TornadoRow, value: Decimal) -> str:
        """Return a value of an assumption; a unit in many words is left to `unit_of`."""
        if each.unit == "percent" or each.unit.startswith("%"):
            return self.exact_percent(value)
        if each.unit == self.currency:
            return self.money(value) if value % 1 else self.whole(value)
        text = self.language.number(value)
        return f"{text} {each.unit}" if each.unit and len(each.unit) <= LONG_UNIT else text

    def unit_of(self, each: Assumption | TornadoRow) -> str:
        """Return the unit that does not stand beside the values, since it is too long; else ""."""
        from dealdesk.documents.view.roi.said import unit

        return self.say("unit", unit=unit(self, each.unit)) if len(each.unit) > LONG_UNIT else ""

    def ranged(self, each: Assumption | TornadoRow) -> tuple[str, str, str]:
        """Return low, high and expected value of an assumption; a unit in words stands behind the high one only."""
        low, high, base = (self.assumed(each, value) for value in (each.low, each.high, each.expected))
        end = f" {each.unit}"
        return (low.removesuffix(end), high, base.removesuffix(end)) if each.unit else (low, high, base)
