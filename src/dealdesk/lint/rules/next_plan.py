"""A plan with an add-on costs more than the next plan, which has it.

Each add-on is added to each plan that it is sold with, and held against the next plan: the one that `upgrade_to` names,
or, where none is named, the others of the family that give as much.  If that one gives all of it for less, in every
quantity, the add-on is a trap: whoever bought it finds out at the next renewal.
"""

from collections.abc import Iterator, Mapping, Sequence

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.plans import features, no_dearer, priced, tiers, usage_no_dearer, within
from dealdesk.lint.proof import fallen, purchase
from dealdesk.lint.words import money


def _find(market: Market) -> Iterator[Found]:
    products = market.catalog.products
    plans: dict[str, list[str]] = {}
    for sku, product in tiers(market):
        plans.setdefault(product.family, []).append(sku)
    for add_on, product in products.items():
        gives = features(product) if product.available_for else frozenset[str]()
        if not gives or not priced(market, add_on):
            continue
        for sku in product.available_for or ():
            found = _trap(market, sku, add_on, gives, plans) if sku in products else None
            if found is not None:
                yield found


def _trap(
    market: Market, sku: str, add_on: str, gives: frozenset[str], plans: Mapping[str, Sequence[str]]
) -> Found | None:
    """Return the finding if the next plan gives what a plan with an add-on gives, for less in every quantity."""
    products = market.catalog.products
    plan = products[sku]
    apart = sku in products[add_on].excludes or add_on in plan.excludes
    if apart or not priced(market, sku) or gives <= features(plan):
        return None
    named = plan.upgrade_to
    for larger in plans.get(plan.family, ()) if named is None else (named,):
        if (
            larger != sku
            and larger in products
            and gives <= features(products[larger])
            and priced(market, larger)
            and within(market, sku, larger)
            and usage_no_dearer(market, larger, sku)
            and no_dearer(market, (larger,), (sku, add_on))
        ):
            found = _found(market, sku, add_on, larger)
            if found is not None:
                return found
    return None


def _found(market: Market, sku: str, add_on: str, larger: str) -> Found | None:
    found = fallen(market, *(purchase(market, map(market.sold_line, skus)) for skus in ((sku, add_on), (larger,))))
    if found is None:
        return None
    proof, loss = found
    totals = [money(each.total, market.currency) for each in proof]
    return Found(
        ("products", add_on),
        f"{proof[0].words} cost {totals[0]} a year, and {larger}, which has all of it, costs {totals[1]}",
        on="key",
        witness=proof,
        loss=loss,
        currency=market.currency,
        repair=f"a cheaper add-on, a dearer {larger}, or advice to upgrade",
    )


RULE = Rule(
    "DD402", "add-on-trap", "A plan with an add-on costs more than the next plan", "warning", __doc__ or "", _find
)
