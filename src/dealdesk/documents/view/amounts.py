"""How a document about figures writes them: exact in tables, whole in lists, short in titles and charts."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dealdesk.documents.language import NBSP, Language
from dealdesk.documents.view.writer import NONE
from dealdesk.money import EXACT, unit

_POWERS = (3, 6, 9, 12)
_LAST_DIGIT = re.compile(r"(\d)(?=\D*$)")


class Amounts:
    """Figures of one currency in one language.

    Attributes:
        money: Writes an amount with all places of the currency.
        whole: Writes an amount without decimals.
    """

    def __init__(self, language: Language, currency: str, places: int) -> None:
        self.language, self.currency, self.places = language, currency, places
        self.money = language.amounts(currency, places)
        self.whole = language.amounts(currency, 0)

    @property
    def sign(self) -> dict[str, Any]:
        """The currency's sign, and whether it stands before an amount."""
        text = self.whole(Decimal(1))
        sign = text.replace("1", "").strip(f" {NBSP}")
        return {"text": sign, "before": text.startswith(sign)}

    def short(self, amount: Decimal) -> str:
        """Return an amount in three figures: "$573K", "$1.09M", "$12.4bn"; below 1,000 in full."""
        power, places = shortened(amount)
        if not power:
            return self.whole(amount)
        letter = self.language.text("form.short")[_POWERS.index(power)]
        text = str(self.language.amounts(self.currency, places)(amount.scaleb(-power, EXACT)))
        return _LAST_DIGIT.sub(rf"\g<1>{letter}", text)

    def percent(self, value: Decimal | None, places: int = 0) -> str:
        """Return "87%"; a dash where there is no value."""
        return NONE if value is None else self.language.percent(value, places)

    def exact_percent(self, value: Decimal | None) -> str:
        """Return a percentage with the decimals that it has: "10%", "2.5%"."""
        return NONE if value is None else self.language.percent(value.normalize(EXACT))

    def months(self, value: Decimal | None) -> str:
        """Return "7.5 months", held together; a dash where there is no value."""
        if value is None:
            return NONE
        said = self.language.number(value, 1)
        return f"{said}{NBSP}{self.language.say('count.month', n=2).split(' ', 1)[1]}"

    def optional(self, amount: Decimal | None) -> str:
        """Return an amount with all places; a dash where there is none."""
        return NONE if amount is None else self.money(amount)

    @staticmethod
    def decimal(count: int) -> Decimal:
        """Return a count as numbers are written."""
        return Decimal(count)


def shortened(amount: Decimal) -> tuple[int, int]:
    """Return the power of ten and the decimals that write an amount in three figures."""
    found = (0, 0)
    for power in _POWERS:
        size = abs(amount).scaleb(-power, EXACT)
        if size.quantize(unit(2 if power > 3 else 0), ROUND_HALF_UP, EXACT) < 1:
            break
        # 999.6 thousand is a million: what rounds to four figures takes the next letter
        places = (
            0 if power == 3 and size >= 10 else 2 if size < Decimal("9.995") else 1 if size < Decimal("99.95") else 0
        )
        found = (power, 1 if power == 3 and places == 2 else places)
        if size.quantize(unit(0), ROUND_HALF_UP, EXACT) < 1000:
            break
    return found
