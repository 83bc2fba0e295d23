"""The waterfall, top to bottom.  To add a step: one file here, one line in the tuple; its place is its order.

The list price is the sum of a line's takes from its price curve; every step then moves what is left of it.

- The price book comes first: it is the list price of some customers.
- The commitment discount is for usage at that price, before anything else reduces it.
- Bundle, volume and term are what anyone can earn, partner and promotion what only some can.
- What the seller asks for comes last, on what is left, so that no rule gives a discount on a discount.
- Uplift raises the negotiated price, and free months take all that is left of it.
- Amounts over the term are shared out when every percentage is known.
- Minima, maxima and floors see the finished price, so nothing can go below them afterwards.
"""

from typing import Any

from dealdesk.pricing.step import Params
from dealdesk.pricing.steps import (
    bundle,
    commitment,
    deal_amount,
    floor,
    free_months,
    line_amount,
    maximum,
    minimum,
    negotiated,
    partner,
    price_book,
    promotion,
    term,
    uplift,
    volume,
)
from dealdesk.record import Record

WATERFALL = (
    price_book.STEP,
    commitment.STEP,
    bundle.STEP,
    volume.STEP,
    term.STEP,
    partner.STEP,
    promotion.STEP,
    negotiated.STEP,
    uplift.STEP,
    free_months.STEP,
    line_amount.STEP,
    deal_amount.STEP,
    maximum.STEP,
    minimum.STEP,
    floor.STEP,
)

_NUMBERS = {step.code: step.params for step in WATERFALL if step.params is not Params}
Rules: Any = type(
    "Rules",
    (Record,),
    {
        "__module__": __name__,
        "__annotations__": {code: params | None for code, params in _NUMBERS.items()},
        **dict.fromkeys(_NUMBERS),
    },
)
"""The `[rules]` of a catalog: at most one table for each step that has numbers."""
