"""A rule that another one always beats.

With `combine = "best"` only the greatest of a step's discounts counts.  A set at 10 % whose three products earn 15 % by
their number anyway gives nothing; nor does an entry of the price book that a more general one covers at a higher
percentage.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import number
from dealdesk.pricing.percent import climb_index


def _find(market: Market) -> Iterator[Found]:
    yield from _sets(market)
    yield from _entries(market)


def _sets(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.bundle
    if rule is None or rule.combine != "best":
        return
    for place, each in enumerate(rule.sets):
        if not each.percent:
            continue
        counted = sum(product.kind in rule.count for product in market.catalog.products.values())
        most = len(each.skus) if each.only_these else counted
        sizes = [Decimal(size) for size in range(len(each.skus), most + 1)]
        earned = [
            rule.tiers[at].percent if (at := climb_index(rule.tiers, size)) >= 0 else Decimal(0) for size in sizes
        ]
        if earned and min(earned) >= each.percent:
            yield Found(
                ("rules", "bundle", "sets", place, "percent"),
                f"the set {each.name} at {number(each.percent)} % gives nothing: {len(each.skus)} products earn "
                f"{number(min(earned))} % by their number",
                repair=f"more than {number(min(earned))} %, or a set without a percentage",
            )


def _entries(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.price_book
    if rule is None or rule.combine != "best":
        return
    for place, each in enumerate(rule.entries):
        for before, other in enumerate(rule.entries):
            better = other.percent > each.percent or (other.percent == each.percent and before < place)
            if (
                place != before
                and better
                and _within(each.segments, other.segments)
                and _within(each.regions, other.regions)
                and _within(each.billing, other.billing)
            ):
                yield Found(
                    ("rules", "price_book", "entries", place, "percent"),
                    f"the entry {each.name} at {number(each.percent)} % gives nothing: {other.name} gives the same "
                    f"customers {number(other.percent)} %",
                    repair="a higher percentage, or delete it",
                )
                break


def _within(these: tuple[str, ...] | None, those: tuple[str, ...] | None) -> bool:
    """Whether all customers of *these* are among *those*; None means all customers."""
    return those is None or (these is not None and set(these) <= set(those))


RULE = Rule("DD206", "always-loses", "A rule that another one always beats", "warning", __doc__ or "", _find)
