"""A rule that can never apply.

Its `applies_to` fits no charge of the catalog, its promotion can no longer be given, or the products of its set exclude
each other.  It is dead, or a name in it is not the one that was meant.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.plan import discountable, matches


def _find(market: Market) -> Iterator[Found]:
    rules = market.catalog.rules
    for step in WATERFALL:
        params = getattr(rules, step.code, None)
        if params is None or step.always:
            continue
        path: Path = ("rules", step.code)
        usage = step.code == "commitment"
        if not _fits(market, [params.applies_to], usage=usage):
            yield _found((*path, "applies_to"), f"the {step.title.lower()} applies to no charge of the catalog")
            continue
        for number, each in enumerate(getattr(params, "schedules", ())):
            if not _fits(market, [params.applies_to, each.applies_to], usage=False):
                where = (*path, "schedules", number, "applies_to")
                yield _found(where, f"the schedule {each.name} applies to no charge that its step applies to")
    yield from _sets(market)


def _found(path: Path, message: str) -> Found:
    return Found(path, message, repair="correct its names, or delete it")


def _fits(market: Market, filters: list[Any], *, usage: bool) -> bool:
    return any(
        (usage or discountable(product, charge)) and all(matches(each, sku, product, charge) for each in filters)
        for sku, product, charge in market.catalog.charges()
    )


def _sets(market: Market) -> Iterator[Found]:
    products, rule = market.catalog.products, market.catalog.rules.bundle
    for number, each in enumerate(rule.sets if rule is not None else ()):
        for one, other in combinations(each.skus, 2):
            if other in products[one].excludes or one in products[other].excludes:
                yield Found(
                    ("rules", "bundle", "sets", number, "skus"),
                    f"the set {each.name} has {one} and {other}, which cannot be in one deal",
                    repair="take one of them out of the set",
                )
        for sku in each.skus:
            if products[sku].kind not in rule.count:
                yield Found(
                    ("rules", "bundle", "sets", number, "skus"),
                    f"the set {each.name} is never complete: {sku} is of kind {products[sku].kind}, "
                    f"and bundles count {', '.join(rule.count)}",
                    repair=f'count = [..., "{products[sku].kind}"], or take it out of the set',
                )
                break


RULE = Rule("DD205", "never-applies", "A rule that can never apply", "warning", __doc__ or "", _find)
