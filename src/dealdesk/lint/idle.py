"""Approvals that can never ask: what they measure is nowhere in the catalog, or their conditions exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dealdesk.catalog.condition import UPWARDS, Condition
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Approval
from dealdesk.lint.words import number
from dealdesk.pricing.charges import Range

Path = tuple[str | int, ...]


def idle(catalog: Catalog) -> Iterator[tuple[Path, str, str]]:
    """Yield approvals that never ask, whatever the deal: where, why, and what to do."""
    for number_, rule in enumerate(catalog.policy.approvals):
        at: Path = ("policy", "approvals", number_)
        for where, each in conditions(rule):
            why = _WITHOUT[each.measure](catalog, each) if each.measure in _WITHOUT and _above_nothing(each) else ""
            if why and not (rule.unknown == "ask" and each.measure in NOT_KNOWN):
                path = (*at, *where, "measure")
                what = f"{rule.id} never asks" if where[:1] != ("any",) else f"a condition of {rule.id} is never true"
                yield path, f"{what}: {why}", "delete it, or give the catalog what it measures"
        for one, other in _excluding(rule.all_):
            limits = f"{_limit(rule.all_[one])} and {_limit(rule.all_[other])}"
            yield (*at, "all", other, "value"), f"{rule.id} never asks: no figure is {limits}", "any, or other limits"


def conditions(rule: Approval) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions of a rule with their places in it."""
    places: list[Path] = [()] if rule.measure is not None else []
    places += [("all", n) for n in range(len(rule.all_))] + [("any", n) for n in range(len(rule.any_))]
    yield from zip(places, rule.conditions, strict=True)


def _above_nothing(condition: Condition) -> bool:
    """Whether a figure that is 0, or not known, does not pass the limit; of a place in a range it is 100."""
    value = condition.value if condition.value is not None else min(condition.values.values())
    if condition.measure in NOT_KNOWN:
        return True
    if condition.measure == "range_position":
        return condition.op == "below" or (condition.op == "at_most" and value < 100)
    return condition.op == "above" or (condition.op == "at_least" and value > 0)


NOT_KNOWN = ("floor_distance", "margin", "line_margin", "usage_margin", "segment_range")
"""Measures that are not known without it; the others are 0, or 100."""


def _charges(catalog: Catalog, condition: Condition, *, metered: bool | None = None) -> Iterator[object]:
    for sku, _, charge in catalog.charges():
        family = catalog.products[sku].family
        wanted = (not condition.skus or sku in condition.skus) and (
            not condition.families or family in condition.families
        )
        if wanted and metered in (None, charge.metered):
            yield charge


def _floor(catalog: Catalog, condition: Condition) -> str:
    if catalog.rules.floor is not None or any(
        getattr(each, "floor", None) is not None for each in _charges(catalog, condition)
    ):
        return ""
    return "no charge that it is about has a floor"


def _cost(metered: bool) -> Callable[[Catalog, Condition], str]:
    def why(catalog: Catalog, condition: Condition) -> str:
        charges = _charges(catalog, condition, metered=metered)
        known = any(getattr(each, "cost", None) is not None for each in charges)
        return "" if known else "no charge that it is about states a cost, so the margin is never known"

    return why


def _usage(catalog: Catalog, condition: Condition) -> str:
    """A rule about all usage is there for what will be sold; one about some products has to be about theirs."""
    named = condition.skus or condition.families
    known = not named or any(_charges(catalog, condition, metered=True))
    return "" if known else "no charge that it is about is for usage"


def _range(catalog: Catalog, condition: Condition) -> str:
    ranges = (each for each in _charges(catalog, condition) if isinstance(each, Range))
    return "" if any(ranges) else "no charge that it is about has a range of prices"


def _rule(name: str) -> Callable[[Catalog, Condition], str]:
    def why(catalog: Catalog, condition: Condition) -> str:
        return "" if getattr(catalog.rules, name) is not None else f"the catalog has no [rules.{name}]"

    return why


def _sizes(catalog: Catalog, condition: Condition) -> str:
    sized = any(each.deal_size is not None for each in catalog.segments.values())
    return "" if sized else "no segment states the usual size of its deals, deal_size"


_WITHOUT: Mapping[str, Callable[[Catalog, Condition], str]] = {
    "floor_distance": _floor,
    "margin": _cost(metered=False),
    "line_margin": _cost(metered=False),
    "usage_margin": _cost(metered=True),
    "usage_discount": _usage,
    "asked_usage_discount": _usage,
    "usage_estimate": _usage,
    "range_position": _range,
    "price_book_discount": _rule("price_book"),
    "partner_discount": _rule("partner"),
    "promotion_discount": _rule("promotion"),
    "commitment_shortfall": _rule("commitment"),
    "segment_range": _sizes,
}
"""Why a measure says nothing of any deal of a catalog; "" where it says something."""


def _excluding(found: Sequence[Condition]) -> Iterator[tuple[int, int]]:
    """Yield pairs of conditions that are never true together: more than one limit, and less than a lower one."""
    for one, low in enumerate(found):
        for other, high in enumerate(found):
            if low.op not in UPWARDS or high.op in UPWARDS or _of(low) != _of(high):
                continue
            if low.value is None or high.value is None:
                continue
            both = low.value == high.value and (low.op, high.op) == ("at_least", "at_most")
            if low.value >= high.value and not both:
                yield min(one, other), max(one, other)


def _of(condition: Condition) -> tuple[object, ...]:
    return condition.measure, condition.skus, condition.families, condition.terms


def _limit(condition: Condition) -> str:
    assert condition.value is not None
    return f"{condition.measure} {condition.op.replace('_', ' ')} {number(condition.value)}"
