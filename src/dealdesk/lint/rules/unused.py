"""An entitlement that neither a product nor a tier of the bundle gives.

It is left over, or a product forgot to name it.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market


def _find(market: Market) -> Iterator[Found]:
    catalog = market.catalog
    bundle = catalog.rules.bundle
    givers = (*catalog.products.values(), *(bundle.tiers if bundle is not None else ()))
    given = {name for giver in givers for name in giver.entitlements}
    for name, entitlement in catalog.entitlements.items():
        if name not in given:
            yield Found(
                ("entitlements", name),
                f"no product and no bundle gives the entitlement {entitlement.name}",
                on="key",
                repair=f'entitlements = ["{name}"] in a product, or delete it',
            )


RULE = Rule("DD505", "unused", "An entitlement that nobody gets", "warning", __doc__ or "", _find)
