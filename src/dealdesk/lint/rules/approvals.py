"""The approvals have a hole or an overlap.

An approval says who decides when a measure passes a limit.  Two approvals of one measure with the same limit leave open
who decides.  A higher limit with the same approver adds nothing.  A limit of 0.2 for a share is a fifth of one per
cent, and most likely 20 was meant.  And where sellers may ask for discounts, and neither an approval nor a cap of
`[rules.negotiated]` stands in the way, anybody may give everything away: the same for usage, which no discount of
committed charges has in it.  An approval never asks where nothing in the catalog is what it measures, such as the
distance to a floor where there is none, or where its conditions exclude each other.
"""

from collections.abc import Iterator
from itertools import combinations

from dealdesk.catalog.condition import UPWARDS
from dealdesk.catalog.policy import Approval
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.idle import conditions, idle
from dealdesk.lint.market import Market
from dealdesk.lint.words import number

BOUNDS = ("discount", "line_discount", "family_discount", "asked_discount", "margin", "line_margin", "floor_distance")
"""Measures that stand in the way of giving everything away."""


def _find(market: Market) -> Iterator[Found]:
    approvals = market.catalog.policy.approvals
    for (_, one), (second, other) in combinations(enumerate(approvals), 2):
        if not _comparable(one, other) or one.value is None:
            continue
        path = ("policy", "approvals", second, "value")
        if one.value == other.value:
            who = f"{one.who} and {other.who}" if one.who != other.who else one.who
            yield Found(
                path,
                f"{one.id} and {other.id} have the same limit, {one.measure} {number(one.value)}: {who}",
                repair="one of the two, or another limit",
            )
        elif (one.titles, one.quorum, one.level) == (other.titles, other.quorum, other.level):
            yield Found(
                path,
                f"{other.id} adds nothing to {one.id}: {one.who} decides in both",
                repair="another approver, or delete the stricter one",
                severity="info",
            )
    negotiated = market.catalog.rules.negotiated
    capped = negotiated is not None and negotiated.cap is not None
    bounded = any(each.measure in BOUNDS for rule in approvals for each in rule.conditions)
    if approvals and not bounded and not capped:
        yield Found(
            ("policy", "approvals"),
            "no approval is about discount or margin, and nothing caps what a seller may ask for",
            repair='an approval with measure = "discount", or a cap in [rules.negotiated]',
        )
    yield from _tiny(approvals)
    for path_, why, repair in idle(market.catalog):
        yield Found(path_, why, repair=repair)
    metered = [sku for sku, _, charge in market.catalog.charges() if charge.metered]
    if approvals and bounded and metered and not capped:
        measured = {each.measure for rule in approvals for each in rule.conditions}
        if not measured & {"usage_discount", "asked_usage_discount", "usage_margin"}:
            yield Found(
                ("policy", "approvals"),
                f"no approval is about usage, and its rates may be lowered without limit: those of {_some(metered)}",
                repair='an approval with measure = "usage_discount"',
            )
    if not approvals and not capped:
        yield Found(
            ("catalog", "id"),
            "the catalog has no approvals, and nothing caps what a seller may ask for",
            repair='[[policy.approvals]] with measure = "discount", or a cap in [rules.negotiated]',
            severity="info",
        )


def _tiny(approvals: tuple[Approval, ...]) -> Iterator[Found]:
    for number_, rule in enumerate(approvals):
        for where, each in conditions(rule):
            share = each.measure.endswith(("discount", "margin"))
            if share and each.value is not None and 0 < abs(each.value) < 1:
                yield Found(
                    ("policy", "approvals", number_, *where, "value"),
                    f"{rule.id} has the limit {number(each.value)}, which is less than one per cent; "
                    f"{number(each.value * 100)} stands for {number(each.value * 100)} %",
                    repair=f"value = {number(each.value * 100)}, or a comment that allows it",
                )


def _some(skus: list[str]) -> str:
    names = list(dict.fromkeys(skus))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _comparable(one: Approval, other: Approval) -> bool:
    """Whether two rules hold the same measure of the same lines against one limit each, from the same side."""
    if one.measure is None or one.measure != other.measure or None in (one.value, other.value):
        return False
    same = all(getattr(one, name) == getattr(other, name) for name in ("skus", "families", "terms"))
    return same and (one.op in UPWARDS) == (other.op in UPWARDS)


RULE = Rule("DD305", "approvals-incomplete", "Approvals have a hole or an overlap", "warning", __doc__ or "", _find)
