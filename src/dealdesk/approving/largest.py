"""The largest discounts that a seller may ask for without a further approval, found by pricing the deal again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dealdesk.approving.required import asking
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.pricing.step import AppliesTo
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.terms import Discount
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote

USAGE = AppliesTo.trusted(charges=("usage",))
ALL = 10_000
"""100 %, in hundredths of a per cent."""


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest whole hundredths of a per cent with which no rule fires that a discount makes fire.

    Attributes:
        percent: On the whole deal, in place of all discounts that it asks for; 100 where no rule limits it.
        usage: Besides, on its usage charges; None where it has none.
        quote: The deal with both, priced.
        others: The rules that fire whatever the discount is.
    """

    percent: Decimal
    usage: Decimal | None
    quote: Quote
    others: tuple[str, ...] = ()


def largest_discount(deal: Deal, catalog: Catalog, *, today: date) -> Largest | None:
    """Return the largest discount on the whole deal, and with it on usage, with which no further rule fires.

    The deal's own asks are taken out first: its `[[discounts]]`, those of its lines and ramps, and its options.  Found
    by halving; a larger discount never makes a rule that looks at price stop firing, and the result is priced, not
    derived.  None where every rule of the policy fires even without any ask, or the deal has no price without them.
    """
    bare = deal.but(
        discounts=(),
        options=(),
        lines=tuple(
            line.but(discount=None, ramp=tuple(step.but(discount=None) for step in line.ramp)) for line in deal.lines
        ),
    )

    def asked(hundredths: int, of_usage: int) -> Deal:
        asks = [Discount.trusted(percent=Decimal(hundredths).scaleb(-2))] if hundredths else []
        if of_usage:
            asks.append(Discount.trusted(percent=Decimal(of_usage).scaleb(-2), applies_to=USAGE))
        return bare.but(discounts=tuple(asks))

    try:
        first = price(bare, catalog, today=today)
    except DealError:
        return None
    others = asking(bare, catalog, first)
    if len(others) == len(catalog.policy.approvals) + len(catalog.policy.guardrails):
        return None

    def at(hundredths: int, of_usage: int) -> Quote | None:
        """Return the deal with these discounts, priced; None where another rule fires, or it cannot be priced."""
        made = asked(hundredths, of_usage)
        try:
            quote = price(made, catalog, today=today)
        except DealError:
            return None
        return quote if set(asking(made, catalog, quote)) <= set(others) else None

    committed, quote = _most(lambda hundredths: at(hundredths, 0), first)
    usage = None
    if any(not line.committed and line.line <= len(deal.lines) for line in quote.lines):
        usage, quote = _most(lambda hundredths: at(committed, hundredths), quote)
    on_usage = Decimal(usage).scaleb(-2) if usage is not None else None
    return Largest(Decimal(committed).scaleb(-2), on_usage, quote, others)


def _most(at: Callable[[int], Quote | None], best: Quote) -> tuple[int, Quote]:
    """Return the largest hundredth of a per cent that works, and the quote with it; *best* is the one with none."""
    low, high = 0, ALL + 1  # 100 % itself is tried, too
    while high - low > 1:
        middle = (low + high) // 2
        found = at(middle)
        if found is None:
            high = middle
        else:
            low, best = middle, found
    return low, best
