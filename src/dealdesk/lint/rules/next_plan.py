"""A plan with an add-on costs more than the next plan, which has it.

Each add-on is added to each plan that it is sold with, and held against the next plan: the one that `upgrade_to` names,
or, where none is named, the others of the family that give as much.  If that one gives all of it for less, in every
quantity, the add-on is a trap: whoever bought it finds out at the next renewal.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.plans import add_ons, features, no_dearer, priced, tiers, usage_no_dearer, within
from dealdesk.lint.words import money


def _find(market: Market) -> Iterator[Found]:
    products = market.catalog.products
    for sku, product in products.items():
        if not priced(market, sku):
            continue
        for add_on in add_ons(market, sku):
            gives = features(products[add_on])
            if not gives or gives <= features(product):
                continue
            found = next(
                (
                    each
                    for larger in _larger(market, sku)
                    if gives <= features(products[larger])
                    and no_dearer(market, (larger,), (sku, add_on))
                    and (each := _found(market, sku, add_on, larger)) is not None
                ),
                None,
            )
            if found is not None:
                yield found


def _larger(market: Market, sku: str) -> list[str]:
    """Return the plan that a product names as the next one; without a name, those of its family that give as much."""
    products = market.catalog.products
    named = products[sku].upgrade_to
    if named is not None:
        others = [named] if named in products else []
    else:
        others = [other for other, each in tiers(market) if other != sku and each.family == products[sku].family]
    return [
        other
        for other in others
        if priced(market, other) and within(market, sku, other) and usage_no_dearer(market, other, sku)
    ]


def _found(market: Market, sku: str, add_on: str, larger: str) -> Found | None:
    proof = []
    for skus in ((sku, add_on), (larger,)):
        deal = market.deal([market.sold_line(each) for each in skus])
        total = market.total(deal)
        if total is None:
            return None
        proof.append(Witness(" + ".join(skus), deal, total))
    loss = proof[0].total - proof[1].total
    if loss <= 0:
        return None
    totals = [money(each.total, market.currency) for each in proof]
    return Found(
        ("products", add_on),
        f"{proof[0].words} cost {totals[0]} a year, and {larger}, which has all of it, costs {totals[1]}",
        on="key",
        witness=tuple(proof),
        loss=loss,
        currency=market.currency,
        repair=f"a cheaper add-on, a dearer {larger}, or advice to upgrade",
    )


RULE = Rule(
    "DD402", "add-on-trap", "A plan with an add-on costs more than the next plan", "warning", __doc__ or "", _find
)
