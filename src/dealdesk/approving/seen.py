"""What an approver had in view: the figures that the rules measured, which a later revision may not make worse.

The envelope bounds the whole quote; this bounds what a rule was about besides: one line's discount, the validity, the
notes.  An approval of 90 days of validity is none of 900.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.approving.envelope import Broken
from dealdesk.approving.requirements import Checked, Requirements
from dealdesk.approving.words import amount
from dealdesk.catalog.condition import UPWARDS
from dealdesk.catalog.policy import EnvelopePolicy

ENVELOPED = (
    "discount", "family_discount", "margin", "list", "tcv", "acv", "arr", "quantity", "months", "payment_days",
    "free_months", "nonstandard_terms", "segment_range",
)  # fmt: skip
"""Measures that the envelope bounds, or that follow from what it bounds; the figure of any other stays as approved."""

DISCOUNTS = (
    "line_discount", "asked_discount", "period_discount", "usage_discount", "asked_usage_discount", "held_discount",
    "price_book_discount", "partner_discount", "promotion_discount",
)  # fmt: skip
MARGINS = ("line_margin", "floor_distance", "usage_margin", "gross_margin", "range_position")
WITH_VALUE = (
    "usage_estimate", "commitment_shortfall", "credited", "infrastructure_share", "cac_payback", "ltv_to_cac",
)  # fmt: skip
"""Measures that move with the contract value, and have as much room as that has."""

WORDED = ("notes",)
"""Measures of which the words count, too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure that a rule measured when it was decided on.

    Attributes:
        rule: Id of the rule.
        place: Which of its conditions, from 0.
        measure: What was measured.
        value: The figure; None where it was not known.
        of: What it was measured on: of notes, their words.
        room: By how much it may be worse, as the policy's envelope says of discounts, margins and the contract value.
    """

    rule: str
    place: int
    measure: str
    value: Decimal | None
    of: str = ""
    room: Decimal = Decimal(0)


def seen_by(title: str, requirements: Requirements, policy: EnvelopePolicy | None = None) -> tuple[Seen, ...]:
    """Return what was measured by the rules that a title has a say in."""
    policy = policy if policy is not None else EnvelopePolicy()
    return tuple(
        Seen(ruling.id, place, each.measure, each.value, each.of, _room(each, policy))
        for ruling in requirements.rulings
        if ruling.asks and title in ruling.approvers
        for place, each in enumerate(ruling.conditions)
        if each.measure not in ENVELOPED
    )


def _room(checked: Checked, policy: EnvelopePolicy) -> Decimal:
    """Return by how much a figure may be worse: the room of discounts, of margins, or of the contract value."""
    if checked.measure in DISCOUNTS:
        return policy.discount_points
    if checked.measure in MARGINS:
        return policy.margin_points
    if checked.measure in WITH_VALUE and checked.value is not None:
        return abs(checked.value) * policy.tcv_percent / 100
    return Decimal(0)


def worse(seen: Iterable[Seen], requirements: Requirements) -> tuple[Broken, ...]:
    """Return what rules measure now that is worse than what was approved."""
    now = {ruling.id: ruling for ruling in requirements.rulings if ruling.asks}
    found = []
    for was in seen:
        conditions = now[was.rule].conditions if was.rule in now else ()
        each = conditions[was.place] if was.place < len(conditions) else None
        if each is not None and each.measure == was.measure and _is_worse(was, each):
            found.append(_broken(was, each))
    return tuple(dict.fromkeys(found))


def _is_worse(was: Seen, now: Checked) -> bool:
    if now.measure in WORDED and now.of != was.of:
        return True
    if now.value is None or was.value is None:
        return now.value is not was.value and now.passed is not False
    return now.value > was.value + was.room if now.op in UPWARDS else now.value < was.value - was.room


def _broken(was: Seen, now: Checked) -> Broken:
    def said(value: Decimal | None, of: str) -> str:
        words = "not known" if value is None else amount(value, now.unit, "", 2)
        return f"{words} ({of})" if of and now.measure in WORDED else words

    upwards = now.op in UPWARDS
    word = "as approved" if now.measure in WORDED else "at most" if upwards else "at least"
    least = None if was.value is None else was.value + was.room if upwards else was.value - was.room
    limit = word if word == "as approved" else f"{word} {said(least, '')}"
    return Broken(f"what {was.rule} measures, {now.title},", said(was.value, was.of), said(now.value, now.of), limit)
