"""What every slide of a deck writes with: amounts, the words of its kind, and the claims and charts so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dealdesk.documents.claims import claim, number
from dealdesk.documents.language import Language
from dealdesk.documents.palette import dark, palette
from dealdesk.documents.view.amounts import Amounts, shortened
from dealdesk.documents.view.head import cut

_LEGAL = re.compile(
    r"[,\s]+(?:Inc|LLC|Ltd|Limited|Corp|Corporation|Co|PLC|plc|LLP|LP|GmbH|AG|SE|KG|KGaA|SA|S\.A|SAS|SARL|S\.r\.l|SpA|"
    r"S\.p\.A|BV|B\.V|NV|N\.V|AB|AS|Oy|ApS|K\.K|KK|Pty|Pte)\.?$"
)
SHORT_NAME = 26
"""Letters of a name that a title has room for."""


class Deck(Amounts):
    """A deck that is being made: about a result with customer, vendor, date, currency and places.

    Attributes:
        result: The result.
        charts: Data of charts by name.
        claims: What the titles say, for the check.
        derived: What is printed and worked out of several figures, for the check.
    """

    WORDS = ""
    """The table of the language's texts that has the deck's words."""

    def __init__(self, result: Any, language: Language) -> None:
        super().__init__(language, result.currency, result.places)
        self.about = result
        self.charts: dict[str, Any] = {}
        self.claims: list[dict[str, Any]] = []
        self.derived: list[dict[str, Any]] = []

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the deck."""
        return self.language.say(f"{self.WORDS}.{key}", **values)

    def claimed(self, sentence: str, *parts: Any) -> str:
        """Return a title, after noting what it claims."""
        sentence = self.language.start(sentence)
        self.claims.append(claim(sentence, *parts))
        return sentence

    def stated(self, amount: Decimal, path: str) -> dict[str, Any]:
        """Return the claim that an amount, printed short, is the one at *path*."""
        power, places = shortened(amount)
        return number(self.short(abs(amount)), path, shift=-power, places=places)

    def sum(self, amounts: Sequence[Decimal], *paths: str) -> str:
        """Return a sum of amounts, without decimals; they are at *paths*."""
        text = self.whole(sum(amounts, Decimal(0)))
        self.derived.append(number(text, paths))
        return text

    @property
    def name(self) -> str:
        """The customer's name as it is said, without its legal form."""
        return _LEGAL.sub("", str(self.about.customer.name))

    def head(self, subject: str) -> dict[str, str]:
        """Return names and titles of the document."""
        about = self.about
        customer = cut(about.customer.name)
        return {
            "title": self.say("document", customer=about.customer.name),
            "subject": subject,
            "author": about.vendor.name,
            "issued": about.dated.isoformat(),
            "vendor": about.vendor.name,
            "reference": about.reference or self.language.long_day(about.dated),
            "footer": self.say("footer", vendor=cut(about.vendor.name), customer=customer).removeprefix(" · "),
        }

    def view(self, cover: dict[str, Any], slides: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return what the deck shows."""
        colours = palette(self.about.accent)
        return {
            "lang": self.language.code,
            "t": dict(self.language.texts),
            "colours": {"accent": colours.accent, "tint": colours.tint},
            "ground": {"bright": dark(colours).bright},
            "head": self.head(cover["title"]),
            "cover": cover,
            "slides": list(slides),
            "charts": self.charts,
            "sign": self.sign,
            "claims": self.claims,
            "derived": self.derived,
        }
