"""A piece of advice, and the desk at which it is worked out: a deal, its catalog and its price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that a seller can do.

    Attributes:
        code: The kind of advice, stable: "add-and-save".
        message: A sentence without a full stop, with its figures.
        change: What to write in the deal.
        total: What the deal comes to then: committed net over the term, and estimated usage.
        saves: By how much that is less than now; below 0 where it is more; None where nothing changes.
        at: `file:line` of the rule of the catalog that it follows from.
        note: What else to know: an answer that is not proven, for instance.
    """

    code: str
    message: str
    change: str | None = None
    total: Decimal | None = None
    saves: Decimal | None = None
    at: str = ""
    note: str | None = None


class Desk:
    """A deal that is looked at.

    Args:
        deal: The deal, without its options.
        catalog: Its catalog.
        today: The date of the quote, unless the deal states one.

    Raises:
        DealError: The deal cannot be priced as it is.
    """

    def __init__(self, deal: Deal, catalog: Catalog, today: date) -> None:
        self.deal, self.catalog, self.today = deal.but(options=()), catalog, today
        self.quote = price(self.deal, catalog, today=today)

    @cached_property
    def total(self) -> Decimal:
        """What the deal comes to: the committed net over the term, and the estimated usage."""
        return total_of(self.quote)

    def with_(self, **change: Any) -> Quote | None:
        """Return the quote for the deal with other values; None when it would be refused."""
        try:
            return price(self.deal.but(**change), self.catalog, today=self.today)
        except DealError:
            return None

    def adding(self, skus: Sequence[str]) -> Quote | None:
        """Return the quote for the deal with one of each of these products added; None when it would be refused."""
        more = tuple(DealLine.validate({"sku": sku}) for sku in skus)
        return self.with_(lines=(*self.deal.lines, *more))

    @cached_property
    def skus(self) -> frozenset[str]:
        """The products that the deal buys; what is only offered is left out."""
        return frozenset(line.sku for line in self.deal.lines if not line.optional)

    def money(self, amount: Decimal) -> str:
        """Return an amount as sentences have it: USD 1,234.50."""
        return f"{self.quote.currency} {amount:,.{self.quote.places}f}"


def total_of(quote: Quote) -> Decimal:
    """Return the committed net over the term, and the estimated usage."""
    return quote.totals.net + quote.usage_estimate.net


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def lines_for(skus: Sequence[str]) -> str:
    """Return what to write in a deal to add products."""
    return "\n".join(f'[[lines]]\nsku = "{sku}"' for sku in skus)
