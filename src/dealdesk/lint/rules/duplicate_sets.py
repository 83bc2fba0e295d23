"""Two named sets are of the same products.

Under two names the same products look like two offers.  Where they have percentages, only one of them can be meant.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.bundle
    seen: dict[frozenset[str], str] = {}
    for place, each in enumerate(rule.sets if rule is not None else ()):
        skus = frozenset(each.skus)
        if skus in seen:
            yield Found(
                ("rules", "bundle", "sets", place, "skus"),
                f"{each.name} has the same products as {seen[skus]}: {', '.join(sorted(skus))}",
                repair="one of the two, or another product in one of them",
            )
        seen.setdefault(skus, each.name)


RULE = Rule("DD207", "duplicate-sets", "Two named sets are of the same products", "warning", __doc__ or "", _find)
