"""The approvals have a hole or an overlap.

An approval says who decides when a measure passes a limit.  Two approvals of one measure with the same limit leave open
who decides.  A higher limit with the same approver adds nothing.  And where sellers may ask for discounts, and neither
an approval nor a cap of `[rules.negotiated]` stands in the way, anybody may give everything away.
"""

from collections.abc import Iterator
from itertools import combinations

from dealdesk.catalog.policy import Approval
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import number

UPWARDS = ("above", "at_least")
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
    if not approvals and not capped:
        yield Found(
            ("catalog", "id"),
            "the catalog has no approvals, and nothing caps what a seller may ask for",
            repair='[[policy.approvals]] with measure = "discount", or a cap in [rules.negotiated]',
            severity="info",
        )


def _comparable(one: Approval, other: Approval) -> bool:
    """Whether two rules hold the same measure of the same lines against one limit each, from the same side."""
    if one.measure is None or one.measure != other.measure or None in (one.value, other.value):
        return False
    same = all(getattr(one, name) == getattr(other, name) for name in ("skus", "families", "terms"))
    return same and (one.op in UPWARDS) == (other.op in UPWARDS)


RULE = Rule("DD305", "approvals-incomplete", "Approvals have a hole or an overlap", "warning", __doc__ or "", _find)
