"""How the figures of a pilot are written in a language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.language import NBSP, Language
from dealdesk.money import minor_unit
from dealdesk.pilot.result import PilotResult
from dealdesk.pilot.result.criteria import CriterionResult

MINUS = "\u2212"
NONE = "–"


class Writer:
    """The figures of one pilot as text."""

    def __init__(self, found: PilotResult, language: Language) -> None:
        self.found, self.language = found, language
        self._money: dict[int, Any] = {}

    def say(self, key: str, **values: Any) -> str:
        """Return a fixed text of pilot reports."""
        return self.language.say(f"pilot_report.{key}", **values)

    def count(self, value: int) -> str:
        """Return a whole number."""
        return self.language.number(Decimal(value))

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Return a number as it is, with a true minus."""
        return self.language.number(value, places).replace("-", MINUS)

    def percent(self, value: Decimal | None, places: int = 1) -> str:
        """Return a percentage."""
        return NONE if value is None else self.language.percent(value, places).replace("-", MINUS)

    def each(self, value: Decimal | None) -> str:
        """Return the cost of one request, with all of its digits."""
        return NONE if value is None else self._amount(value, _decimals(value))

    def amount(self, value: Decimal) -> str:
        """Return an amount in whole units where it is large, else in minor units."""
        return self._amount(value, 0 if abs(value) >= 1000 else minor_unit(self.found.currency))

    def ms(self, value: Decimal | None, *, unit: bool = True) -> str:
        """Return milliseconds, whole from 100 on."""
        if value is None:
            return NONE
        return self.language.number(value, 0 if value >= 100 else 1) + (f"{NBSP}ms" if unit else "")

    def estimate(self, value: Decimal | None, unit: str) -> str:
        """Return an estimate with its unit."""
        if value is None:
            return NONE
        if unit == "%":
            return self.percent(value, 2)
        if unit == "points":
            return f"{self.number(value, 2)}{NBSP}{self.say('points')}"
        return self.number(value, 0)

    def span(self, low: Decimal | None, high: Decimal | None) -> str:
        """Return "10.37 to 12.78", held together."""
        if low is None or high is None:
            return ""
        return self.say("span", low=self.number(low, 2), high=self.number(high, 2)).replace(" ", NBSP)

    def side(self, value: Decimal | None, unit: str) -> str:
        """Return the figure of one arm."""
        if value is None:
            return ""
        if unit == "ms":
            return self.ms(value)
        if unit in ("money", "money per 1K"):
            return self.each(value)
        return self.percent(value, 2) if unit == "%" else self.number(value, 3)

    def target(self, each: CriterionResult) -> str:
        """Return what was agreed: "below 7%"."""
        value = self.language.percent(each.target) if each.unit == "%" else self.number(each.target)
        value = value.replace("-", MINUS)
        if each.unit == "points":
            value = f"{value}{NBSP}{self.say('points')}"
        return self.say(f"signs.{each.op}", value=value).replace(" ", NBSP)

    def _amount(self, value: Decimal, places: int) -> str:
        if places not in self._money:
            self._money[places] = self.language.amounts(self.found.currency, places)
        return str(self._money[places](value))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2
