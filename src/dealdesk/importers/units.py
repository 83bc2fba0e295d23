"""Units of prices, such as "user/month" or "500 users/month": how often, of what, how many at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Period = Literal["month", "quarter", "year", "once"]

_PERIODS: tuple[tuple[str, Period], ...] = (
    (r"one[- ]?time.*|once|single payment|lifetime", "once"),
    (r"(per )?(month|months|mo|monthly)", "month"),
    (r"(per )?(quarter|quarters|quarterly)", "quarter"),
    (r"(per )?(year|years|yr|annual|annually|yearly)", "year"),
)
_COUNTED = re.compile(r"(?P<size>[1-9][0-9]{0,8})\s+(?P<of>\D.*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a price is for.

    Attributes:
        period: How often it is due; None where the source does not say.
        of: What is counted, in the source's words; "" where it is the product itself.
        size: How many of those one price pays for.
    """

    period: Period | None
    of: str
    size: Decimal = Decimal(1)


def unit_of(text: str | None) -> Unit:
    """Return the unit that *text* says: its word of time, and what else is in it."""
    period: Period | None = None
    words = []
    for part in (text or "").split("/"):
        word = " ".join(part.split())
        found = next((name for pattern, name in _PERIODS if re.fullmatch(pattern, word, re.IGNORECASE)), None)
        if found is not None and period is None:
            period = found
        elif word:
            words.append(re.sub(r"^per ", "", word, flags=re.IGNORECASE))
    of = " and ".join(words)
    counted = _COUNTED.fullmatch(of)
    if counted is not None:
        return Unit(period, counted["of"], Decimal(counted["size"]))
    return Unit(period, of)
