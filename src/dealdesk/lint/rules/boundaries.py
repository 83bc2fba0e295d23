"""One ladder ends its tiers in two ways.

`up_to = 100` includes 100, `below = 100` does not.  A ladder that uses both is read wrongly sooner or later: is 1 in
the first tier or in the second?  Where the source of the prices is like that, allow it and say so.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import number


def _find(market: Market) -> Iterator[Found]:
    for sku, product in market.catalog.products.items():
        for place, charge in enumerate(product.charges):
            tiers = getattr(charge, "tiers", ())
            odd = next((n for n, tier in enumerate(tiers) if tier.below is not None), None)
            usual = next((n for n, tier in enumerate(tiers) if tier.up_to is not None), None)
            if odd is not None and usual is not None:
                below, up_to = tiers[odd].below, tiers[usual].up_to
                yield Found(
                    ("products", sku, "charges", place, "tiers", odd, "below"),
                    f"{sku}, {charge.id}: {number(below)} belongs to the tier above, "
                    f"and {number(up_to)} to the tier below",
                    repair="end all tiers of the ladder in one way",
                )


RULE = Rule("DD203", "boundary-ambiguous", "A ladder ends its tiers in two ways", "info", __doc__ or "", _find)
