"""The renewal that a review proposes: the price of the next term, or a share of the savings instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from dealdesk.value.review.result.statement import Exact


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """One line of the renewal: what a year of it costs at the end of the contract, and in the first year after it."""

    name: str
    now: Decimal
    then: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Renewal:
    """The price of the next term.

    Attributes:
        due: First day of the next term.
        notice_by: Last day to say no, where the terms name a notice.
        uplift_percent: The rise that was applied: what is asked for, or the cap where that is lower.
        cap_percent: What the contract allows at most; None where it says nothing.
        basis: What the rise is of, in words.
        price: What the next term costs a year.
        change_percent: By how much that is more than now; commitments and shares of other lines do not rise by
            themselves, so it may be less than `uplift_percent`.
        total: What the next term costs as a whole.
    """

    due: Date
    notice_by: Date | None
    months: int
    uplift_percent: Decimal
    asked_percent: Decimal
    cap_percent: Decimal | None
    basis: str
    lines: tuple[RenewalLine, ...]
    now: Decimal
    price: Decimal
    change: Decimal
    change_percent: Decimal | None
    total: Decimal
    at: str


@dataclass(frozen=True, slots=True)
class GainShareOffer:
    """Whether a share of the savings is offered at renewal instead of a higher price.

    Attributes:
        threshold: Saving in per cent from which it is offered.
        reached: The saving to date in per cent.
        offered: Whether it is.
        share_percent: The share that is offered.
        projected: What the share would have been on the savings to date, a year.
        sentence: The offer, or why there is none.
    """

    threshold: Decimal
    reached: Decimal | None
    offered: bool
    share_percent: Decimal | None
    projected: Exact | None
    sentence: str
    at: str
