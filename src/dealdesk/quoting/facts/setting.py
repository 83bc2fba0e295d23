"""What all rows of a deal share: deal and catalog, the timeline, the currency and its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.money import minor_unit
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.timeline import Timeline

ZERO, ONE, NONE = Decimal(0), Decimal(1), Decimal(-1)


@dataclass(frozen=True, slots=True)
class Setting:
    """A deal on its timeline, the catalog that prices it, and the mistakes found so far.

    Attributes:
        currency: Currency of the quote.
        default: Currency of the catalog's prices that name none.
        rules: The catalog's rules.
        calc: Arithmetic with the decimals of the currency and the rounding of the catalog.
        wrong: Takes the mistakes.
    """

    deal: Deal
    catalog: Catalog
    time: Timeline
    currency: str
    default: str
    rules: Any
    calc: DecimalArithmetic
    wrong: Mistakes

    @classmethod
    def of(cls, deal: Deal, catalog: Catalog, time: Timeline, currency: str, wrong: Mistakes) -> Setting:
        """Return what the rows of *deal* share."""
        calc = DecimalArithmetic(minor_unit(currency), catalog.catalog.rounding)
        return cls(deal, catalog, time, currency, catalog.catalog.currency, catalog.rules, calc, wrong)

    def price(self, price: Any) -> Decimal:
        """Return the number of *price* in the deal's currency; KeyError when it states none."""
        return price_in(price, self.currency, self.default)

    def other_currency(self, what: str = "price") -> str:
        """Return what to do where the catalog does not state *what* in the deal's currency."""
        return f"quote in {self.default}, or give the catalog a {what} in {self.currency}"
