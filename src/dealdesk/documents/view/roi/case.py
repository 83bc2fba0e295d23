"""What every slide of a business case writes with: the result, its language, and the claims and charts so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import claim, number
from dealdesk.documents.language import Language
from dealdesk.documents.view.amounts import Amounts, shortened
from dealdesk.documents.view.head import cut

if TYPE_CHECKING:
    from dealdesk.value.roi.result import Assumption, Figure, RoiResult, TornadoRow

_LEGAL = re.compile(
    r"[,\s]+(?:Inc|LLC|Ltd|Limited|Corp|Corporation|Co|PLC|plc|LLP|LP|GmbH|AG|SE|KG|KGaA|SA|S\.A|SAS|SARL|S\.r\.l|SpA|"
    r"S\.p\.A|BV|B\.V|NV|N\.V|AB|AS|Oy|ApS|K\.K|KK|Pty|Pte)\.?$"
)
SHORT_NAME = 26
"""Letters of a name that a title has room for."""


class Case(Amounts):
    """A business case with its language.

    Attributes:
        result: The case.
        charts: Data of charts by name.
        claims: What the titles say, for the check.
        derived: What is printed and worked out of several figures, for the check.
        years: "three years".
    """

    def __init__(self, result: RoiResult, language: Language) -> None:
        super().__init__(language, result.currency, result.places)
        self.result = result
        self.charts: dict[str, Any] = {}
        self.claims: list[dict[str, Any]] = []
        self.derived: list[dict[str, Any]] = []
        self.years = self.say("years", n=result.years)

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the deck."""
        return self.language.say(f"roi_deck.{key}", **values)

    def claimed(self, sentence: str, *parts: Any) -> str:
        """Return a title, after noting what it claims."""
        sentence = self.language.start(sentence)
        self.claims.append(claim(sentence, *parts))
        return sentence

    def figure(self, name: str) -> Figure | None:
        """Return a key figure; None where the case has none."""
        return next((each for each in self.result.figures if each.id == name), None)

    def value(self, name: str) -> Decimal | None:
        """Return the value of a key figure; None where it has none."""
        found = self.figure(name)
        return found.value if found else None

    def stated(self, amount: Decimal, path: str) -> dict[str, Any]:
        """Return the claim that an amount, printed short, is the one at *path*."""
        power, _, places = shortened(amount)
        return number(self.short(abs(amount)), path, shift=-power, places=places)

    def share(self, pv: Decimal, *paths: str) -> str:
        """Return a part of the present value of all benefits: "47% of the benefit"; its parts are at *paths*."""
        whole = self.result.totals.pv_benefits
        if whole <= 0:
            return ""
        percent = self.percent(pv / whole * 100)
        self.derived.append(number(percent, paths, "totals.pv_benefits", shift=2))
        return self.say("share", percent=percent)

    def sum(self, amounts: Sequence[Decimal], *paths: str) -> str:
        """Return a sum of amounts, without decimals; they are at *paths*."""
        text = self.whole(sum(amounts, Decimal(0)))
        self.derived.append(number(text, paths))
        return text

    @property
    def name(self) -> str:
        """The customer's name as it is said, without its legal form."""
        return _LEGAL.sub("", self.result.customer.name)

    def head(self, title: str) -> dict[str, str]:
        """Return names and titles of the document."""
        result = self.result
        day = self.language.long_day(result.dated)
        customer = cut(result.customer.name)
        return {
            "title": self.say("document", customer=result.customer.name),
            "subject": title,
            "author": result.vendor.name,
            "issued": result.dated.isoformat(),
            "vendor": result.vendor.name,
            "reference": result.reference or day,
            "footer": self.say("footer", vendor=cut(result.vendor.name), customer=customer),
        }

    def assumed(self, each: Assumption | TornadoRow, value: Decimal) -> str:
        """Return a value of an assumption with its unit."""
        unit = each.unit
        if unit in ("%", "percent"):
            return self.exact_percent(value)
        if unit == self.currency:
            return self.money(value) if value % 1 else self.whole(value)
        text = self.language.number(value)
        return f"{text} {self.language.units(unit, value)}" if unit else text
