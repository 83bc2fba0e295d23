"""A rule leaves open what it should state.

An uplift whose `base` is not stated is of what is left after discounts, which surprises whoever meant the list price.
Free months that need no term (`min_months` left out) can be asked for in a deal of one month.  A term discount that is
for charges that happen once is rarely meant.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market


def _find(market: Market) -> Iterator[Found]:
    rules = market.catalog.rules
    if rules.uplift is not None and "base" not in rules.uplift.given_keys:
        yield Found(
            ("rules", "uplift"),
            "the uplift does not say what it is a percentage of",
            repair='base = "running" for what is left after discounts, or base = "list"',
        )
    if rules.free_months is not None and not rules.free_months.min_months:
        yield Found(
            ("rules", "free_months"),
            "free months need no term: a deal of one month may have them",
            repair="min_months = 24, for instance",
        )
    term = rules.term
    if term is not None and "charges" not in term.applies_to.given_keys:
        once = [
            f"{sku} ({charge.id})"
            for sku, product, charge in market.catalog.charges()
            if charge.sort == "once"
            and (term.applies_to.skus is None or sku in term.applies_to.skus)
            and (term.applies_to.families is None or product.family in term.applies_to.families)
            and (term.applies_to.kinds is None or product.kind in term.applies_to.kinds)
            and product.discountable is not False
        ]
        if once:
            yield Found(
                ("rules", "term"),
                f"the term discount is for charges that happen once, too: {', '.join(once[:3])}"
                + (f" and {len(once) - 3} more" if len(once) > 3 else ""),
                repair='applies_to = { charges = ["recurring"] }, or name both',
                severity="info",
            )


RULE = Rule("DD306", "left-open", "A rule leaves open what it should state", "warning", __doc__ or "", _find)
