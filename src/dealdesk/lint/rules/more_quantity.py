"""A larger quantity costs less than a smaller one.

With `model = "volume"` all units get the rate of the tier that the whole quantity reaches, so the total drops where a
tier begins: 50 seats at 100 cost 5,000.00, and 51 at 85 cost 4,335.00.  Whoever needs 44 to 50 seats is better off
with 51, finds out, and asks what else is wrong with the price list.  The same happens with `stairstep` tiers whose
amounts do not rise.

The curve of the charge falls only where two tiers meet, so every boundary is looked at, in every currency, and the
quantities on both sides are priced.  To mend it, let each unit have the rate of the tier it falls in
(`model = "graduated"`), or raise the rate of the larger tier until its first quantity costs what
the one before it does.
"""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Any

from dealdesk.lint.falls import Fall, falls
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market, plain_number
from dealdesk.lint.proof import fallen
from dealdesk.lint.words import counted, money, spread
from dealdesk.money import EXACT
from dealdesk.pricing.charges import BracketedFee, Charge


def _find(market: Market) -> Iterator[Found]:
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            if not isinstance(charge, BracketedFee):
                yield from _charge(market, sku, place, charge, several=len(product.charges) > 1)


def _charge(market: Market, sku: str, place: int, charge: Charge, *, several: bool) -> Iterator[Found]:
    told: set[int] = set()
    for currency in market.currencies:
        curve = market.curve(charge, currency)
        if curve is None or len(curve) < 2:
            continue
        for fall in falls(curve, market.grid(sku, charge, currency), market.calc(currency).money):
            found = _found(market, sku, place, charge, currency, fall, several=several)
            if found is not None and fall.tier not in told:
                told.add(fall.tier)
                yield found


def _found(
    market: Market, sku: str, place: int, charge: Charge, currency: str, fall: Fall, *, several: bool
) -> Found | None:
    """Return the finding if the engine's totals fall as the curve does."""
    unit = charge.unit or "units"
    deals = []
    for quantity in (fall.before, fall.after):
        line = market.line(sku, plain_number(quantity), charge.id if several else None)
        deals.append((counted(quantity, unit), market.deal([line], currency=currency)))
    found = fallen(market, *deals)
    if found is None:
        return None
    proof, loss = found
    per = {"month": " a month", "quarter": " a quarter", "year": " a year"}.get(charge.period, "")
    amounts = [money(each, currency) for each in (fall.amount_before, fall.amount_after)]
    verb = "costs" if fall.first == fall.before else "cost"
    return Found(
        ("products", sku, "charges", place, "tiers", fall.tier),
        f"{sku}, {charge.id}: {proof[0].words} cost {amounts[0]}{per}, and {proof[1].words} cost {amounts[1]}",
        witness=proof,
        loss=loss,
        currency=currency,
        zone=f"{spread(fall.first, fall.before, unit)} {verb} more than {counted(fall.after, unit)}",
        repair=_repair(charge, currency, fall, market),
    )


def _repair(charge: Any, currency: str, fall: Fall, market: Market) -> str:
    """Return what makes the tier of `after` begin at the amount of `before`."""
    tier = charge.tiers[fall.tier]
    if tier.rate:
        missing = EXACT.divide(fall.amount_before - fall.amount_after, fall.after)
        segment = next(each for each in market.curve(charge, currency) or () if each.tier == fall.tier)
        rate = (segment.rate + missing).quantize(Decimal("0.000001"), ROUND_CEILING).normalize()
        return f'model = "graduated", or a rate of at least {rate:f} in this tier'
    return f"a flat amount of at least {money(fall.amount_before, currency)} in this tier"


RULE = Rule("DD101", "price-falls-with-quantity", "A larger quantity costs less", "error", __doc__ or "", _find)
