"""A plan with an add-on costs more than the next plan, which has it.

Where a product names the next larger one (`upgrade_to`), each of its add-ons is added to it.  If the next one gives all
of that for less, the add-on is a trap: whoever bought it finds out at the next renewal.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.plans import add_ons, features, priced, usage_no_dearer, within
from dealdesk.lint.words import money


def _find(market: Market) -> Iterator[Found]:
    products = market.catalog.products
    for sku, product in products.items():
        larger = product.upgrade_to
        if larger is None or larger not in products or not (priced(market, sku) and priced(market, larger)):
            continue
        if not within(market, sku, larger) or not usage_no_dearer(market, larger, sku):
            continue
        for add_on in add_ons(market, sku):
            gives = features(products[add_on])
            if not gives or not gives <= features(products[larger]):
                continue
            found = _found(market, sku, add_on, larger)
            if found is not None:
                yield found


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
