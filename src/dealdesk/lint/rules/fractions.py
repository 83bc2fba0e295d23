"""A fraction falls between two bounds.

Where a ladder is measured in money or in quantities that can have fractions, a rung `to = 49_999` with the next
`from = 50_000` leaves out 49,999.50.  And a price tier that ends `up_to = 99.99` sends 99.995 to the next tier, which
was meant to begin at 100.

Leave out `to`: a rung ends where the next begins.  End a tier with `below = 100` when 100 itself belongs to the next.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.ladders import ladders
from dealdesk.lint.market import Market
from dealdesk.lint.words import number

NEARLY = (Decimal("0.9"), Decimal("0.99"), Decimal("0.999"), Decimal("0.9999"))
"""Fractions that stand for "just below the next whole number"."""


def _find(market: Market) -> Iterator[Found]:
    for ladder in ladders(market):
        if ladder.of == "count":
            continue
        for place, (rung, after) in enumerate(pairwise(ladder.rungs)):
            if rung.to is not None and rung.to < after.from_ <= rung.to + 1:
                between = f"{number(rung.to)} and {number(after.from_)}"
                yield Found(
                    (*ladder.path, place, "to"),
                    f"sizes between {between} {ladder.noun} are on no rung",
                    repair="leave out `to`: the rung then ends where the next begins",
                )
    for sku, product in market.catalog.products.items():
        for number_of, charge in enumerate(product.charges):
            for place, tier in enumerate(getattr(charge, "tiers", ())):
                if tier.up_to is not None and tier.up_to % 1 in NEARLY:
                    whole = tier.up_to.to_integral_value("ROUND_CEILING")
                    yield Found(
                        ("products", sku, "charges", number_of, "tiers", place, "up_to"),
                        f"{sku}, {charge.id}: a quantity between {number(tier.up_to)} and {number(whole)} "
                        "falls into the next tier",
                        repair=f"below = {number(whole)}, if {number(whole)} itself belongs to the next tier",
                    )


RULE = Rule("DD202", "fractional-gap", "A fraction falls between two bounds", "warning", __doc__ or "", _find)
