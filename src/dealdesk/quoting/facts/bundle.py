"""The bundle that a deal has reached in an interval: how many of its products count, and which sets are complete."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.pricing.percent import hole
from dealdesk.quoting.facts.setting import ZERO, Setting
from dealdesk.quoting.ramps import some_of
from dealdesk.quoting.timeline import Interval


def bundle_in(setting: Setting, interval: Interval) -> tuple[Decimal, frozenset[str]]:
    """Return how many products count towards a bundle in an interval, and the named sets that are complete."""
    rule, products = setting.rules.bundle, setting.catalog.products
    if rule is None:
        return ZERO, frozenset()
    running = {
        line.sku
        for line in setting.deal.lines
        if not line.optional
        and (line.start is None or line.start < interval.end)
        and some_of(line, setting.time.start, interval.start)
    }
    counted = {sku for sku in running if sku in products and products[sku].kind in rule.count}
    size = Decimal(len(counted))
    sets = frozenset(
        each.id
        for each in rule.sets
        if counted.issuperset(each.skus) and (not each.only_these or counted == set(each.skus))
    )
    if hole(rule.tiers, size) and all(sku in products for sku in running):
        spans = "; ".join(
            f"{r.from_:f}"
            if r.to == r.from_
            else f"{r.from_:f} to {r.to:f}"
            if r.to is not None
            else f"from {r.from_:f}"
            for r in rule.tiers
        )
        setting.wrong.add(
            ("lines",),
            f"the catalog has no bundle tier for {len(counted)} products",
            allowed=spans,
            hint="the catalog must say what this number costs: " + setting.catalog.at("rules", "bundle", "tiers"),
        )
    return size, sets
