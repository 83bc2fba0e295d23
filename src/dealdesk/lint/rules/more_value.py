"""The fee on a larger transaction is lower than the fee on a smaller one.

With `model = "bracketed_fee"` the whole value of a transaction pays the rate of its bracket.  Where the rate of the
next bracket is lower, the fee drops at the boundary: at 0.1 % up to 10,000 and 0.05 % above, a payment of 10,000.00
costs 10.00 and one of 10,000.01 costs 5.00.  Customers split or merge payments to fit.

The fee falls only where two brackets meet.  To mend it, give the larger bracket a `flat` part that makes up the
difference, or a higher rate.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.falls import Fall, falls
from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Grid, Market, plain_number
from dealdesk.lint.words import money
from dealdesk.pricing.charges import BracketedFee

COUNTS = (1, 1_000_000)
"""How many transactions a proof has: one, or so many that a difference below a minor unit shows."""


def _find(market: Market) -> Iterator[Found]:
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            if not isinstance(charge, BracketedFee):
                continue
            told: set[int] = set()
            for currency in market.currencies:
                grid = Grid(Decimal(0), market.step(charge, currency))
                for fall in falls(market.curve(charge, currency) or (), grid, _exact):
                    name = charge.id if len(product.charges) > 1 else None
                    found = _found(market, sku, place, name, currency, fall)
                    if found is not None and fall.tier not in told:
                        told.add(fall.tier)
                        yield found


def _exact(amount: Decimal) -> Decimal:
    return amount


def _found(market: Market, sku: str, place: int, name: str | None, currency: str, fall: Fall) -> Found | None:
    for count in COUNTS:
        proof = []
        for value in (fall.before, fall.after):
            line = market.line(sku, [{"count": count, "value": plain_number(value)}], name)
            deal = market.deal([line], currency=currency)
            words = f"{count:,} transaction{'s' if count > 1 else ''} of {money(value, currency)}"
            proof.append(Witness(words, deal, market.total(deal) or Decimal(0)))
        loss = proof[0].total - proof[1].total
        if loss > 0:
            values = [money(each, currency) for each in (fall.before, fall.after, fall.first)]
            fees = [money(each, currency) for each in (fall.amount_before, fall.amount_after)]
            return Found(
                ("products", sku, "charges", place, "tiers", fall.tier),
                f"{sku}: a transaction of {values[0]} costs {fees[0]}, and one of {values[1]} costs {fees[1]}",
                witness=tuple(proof),
                loss=loss,
                currency=currency,
                zone=f"transactions of {values[2]} to {values[0]} cost more than one of {values[1]}",
                repair=f"flat = {plain_number(_missing(fall))} more in this bracket, or a higher rate",
            )
    return None


def _missing(fall: Fall) -> Decimal:
    return fall.amount_before - fall.amount_after


RULE = Rule("DD105", "fee-falls-with-value", "A larger transaction costs less", "error", __doc__ or "", _find)
