"""The largest discount that a seller may ask for without a further approval, found by pricing the deal again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dealdesk.approving.required import needed
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.deal import Deal, Discount
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest whole hundredth of a per cent on the deal with which none of some rules fires.

    Attributes:
        percent: That percentage, in place of all discounts that the deal asks for.
        quote: The deal with it, priced.
        others: Those of the rules that fire whatever the discount is.
    """

    percent: Decimal
    quote: Quote
    others: tuple[str, ...] = ()


def largest_discount(deal: Deal, catalog: Catalog, *, today: date, without: frozenset[str]) -> Largest | None:
    """Return the largest discount on the whole deal with which none of the rules *without* fires.

    The deal's own asks are taken out first: its `[[discounts]]` and those of its lines and ramps.  Found by halving;
    a larger discount never makes a rule that looks at price stop firing, and the result is priced, not derived.
    None where every one of them fires even without any ask.
    """
    bare = deal.but(
        discounts=(),
        options=(),
        lines=tuple(
            line.but(discount=None, ramp=tuple(step.but(discount=None) for step in line.ramp)) for line in deal.lines
        ),
    )

    try:
        first = price(bare, catalog, today=today)
    except DealError:
        return None
    others = tuple(each.id for each in needed(bare, catalog, first) if each.id in without)
    moved = without.difference(others)
    if not moved:
        return None

    def at(hundredths: int) -> Quote | None:
        ask = (Discount.validate({"percent": Decimal(hundredths).scaleb(-2)}),) if hundredths else ()
        asked = bare.but(discounts=ask)
        try:
            quote = price(asked, catalog, today=today)
        except DealError:
            return None
        return None if moved & {each.id for each in needed(asked, catalog, quote)} else quote

    low, high, best = 0, 10_001, first  # 100 % itself is tried, too
    while high - low > 1:
        middle = (low + high) // 2
        found = at(middle)
        if found is None:
            high = middle
        else:
            low, best = middle, found
    return Largest(Decimal(low).scaleb(-2), best, others)
