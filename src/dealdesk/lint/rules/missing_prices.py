"""A product has no price in a currency that the catalog offers.

The catalog lists its currencies; a deal in one of them is refused as soon as it needs a price that is stated in others
only.  The refusal comes to the seller, in front of the customer, so it is found here first.
"""

from collections.abc import Iterator

from dealdesk.catalog.models import price_in
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.pricing.charges import Charge, Matrix, Range

MOST = 4
"""Charges that are named; the others are counted."""


def _find(market: Market) -> Iterator[Found]:
    for code in market.currencies:
        lacking = [
            f"{sku} ({charge.id})" for sku, _, charge in market.catalog.charges() if not _stated(market, charge, code)
        ]
        if lacking:
            key = "currency" if code == market.currency else "currencies"
            names = ", ".join(lacking[:MOST]) + (f" and {len(lacking) - MOST} more" if len(lacking) > MOST else "")
            yield Found(
                ("catalog", key),
                f"no price in {code}: {names}",
                repair=f"prices = {{ {', '.join(f'{each} = …' for each in market.currencies)} }}, "
                "or take the currency out of the list",
            )


def _stated(market: Market, charge: Charge, currency: str) -> bool:
    """Whether every number of a charge is stated in a currency."""
    numbers: list[object] = [getattr(charge, key) for key in ("minimum", "maximum", "floor", "cost")]
    if isinstance(charge, Range):
        numbers += [charge.from_, charge.to]
    elif isinstance(charge, Matrix):
        numbers += [cell.price for cell in charge.cells]
    elif market.curve(charge, currency) is None:
        return False
    try:
        for each in numbers:
            if each is not None:
                price_in(each, currency, market.currency)
    except KeyError:
        return False
    return True


RULE = Rule("DD501", "missing-price", "No price in a currency of the catalog", "error", __doc__ or "", _find)
