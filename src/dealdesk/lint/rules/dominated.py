"""A plan is dominated: another one costs no more and gives at least as much.

Tiers of one family are compared by what they cost once and a year in every quantity, by the price of every usage, by
entitlements, by what they include and by their limits.  Nobody buys a dominated plan on purpose: give it something that
the other one lacks, make it cheaper, or take it off the list.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.plans import features, list_price, no_dearer, priced, tiers, usage_no_dearer, within
from dealdesk.lint.words import money


def _find(market: Market) -> Iterator[Found]:
    plans = [(sku, product) for sku, product in tiers(market) if priced(market, sku)]
    for sku, product in plans:
        if not features(product) and not product.limits:
            continue  # nothing says what it gives
        for other, rival in plans:
            if sku == other or product.family != rival.family or not (features(rival) or rival.limits):
                continue
            if not within(market, sku, other) or not _no_dearer(market, other, sku):
                continue
            if within(market, other, sku) and _no_dearer(market, sku, other) and sku < other:
                continue  # the same twice: told once
            (mine, _), (_, theirs) = list_price(market, sku), list_price(market, other)
            prices = money(mine, market.currency), money(theirs, market.currency)
            deals = [market.deal([market.sold_line(each)]) for each in (sku, other)]
            totals = [market.total(deal) for deal in deals]
            if totals[0] is None or totals[1] is None:
                continue
            yield Found(
                ("products", sku),
                f"{sku} at {prices[0]} a year gives nothing that {other} at {prices[1]} does not give",
                on="key",
                witness=(Witness(sku, deals[0], totals[0]), Witness(other, deals[1], totals[1])),
                loss=totals[0] - totals[1],
                currency=market.currency,
                repair="a lower price, or more in it",
            )
            break


def _no_dearer(market: Market, cheap: str, dear: str) -> bool:
    return no_dearer(market, (cheap,), (dear,)) and usage_no_dearer(market, cheap, dear)


RULE = Rule("DD403", "dominated-plan", "Another plan costs no more and gives as much", "warning", __doc__ or "", _find)
