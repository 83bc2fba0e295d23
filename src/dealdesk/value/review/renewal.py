"""What the next term costs, and whether a share of the savings is offered instead of a higher price."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.quoting.quote import Quote
from dealdesk.value.review.file import Review
from dealdesk.value.review.result import GainShareOffer, Renewal, RenewalLine, ToDate
from dealdesk.value.review.settle import exact
from dealdesk.value.roi.exact import ZERO, rounded
from dealdesk.value.roi.from_quote import Calendar

MODEL = "gain-share"
"""Id of the value model of a catalog that says from which saving a share of it is offered."""


def renewal_of(review: Review, quote: Quote | None, cap: Decimal | None) -> Renewal | None:
    """Return the price of the next term: what recurs in the last contract year, raised line by line.

    Args:
        review: What is asked for.
        quote: The priced deal.
        cap: What the contract allows at most, in per cent.
    """
    asked = review.renewal
    if asked is None or quote is None:
        return None
    applied = asked.uplift if cap is None else min(asked.uplift, cap)
    factor = 1 + Fraction(applied) / 100
    lines = [
        RenewalLine(name, now, then, then - now)
        for name, now in _last_year(quote)
        for then in [rounded(Fraction(now) * factor, quote.places)]
    ]
    now, price = (sum((getattr(each, name) for each in lines), Decimal(0)) for name in ("now", "then"))
    due = quote.end + timedelta(days=1)
    notice = due - timedelta(days=asked.notice_days) if asked.notice_days is not None else None
    bounded = cap is not None and asked.uplift > cap
    basis = "net price of the last contract year, each line rounded by itself"
    if bounded:
        basis += f"; {asked.uplift:f} % were asked for, the contract allows {cap:f} %"
    return Renewal(
        due=due,
        notice_by=notice,
        months=asked.months,
        uplift_percent=applied,
        asked_percent=asked.uplift,
        cap_percent=cap,
        basis=basis,
        lines=tuple(lines),
        now=now,
        price=price,
        change=price - now,
        total=rounded(Fraction(price) * asked.months / 12, quote.places),
        at=review.at("renewal"),
    )


def _last_year(quote: Quote) -> list[tuple[str, Decimal]]:
    """Return what each recurring line costs in the last twelve months of the term; a shorter term is scaled up."""
    calendar = Calendar(quote.start, max(1, -(-quote.months // 12)))
    found: list[tuple[str, Decimal]] = []
    for line in quote.lines:
        if not (line.recurring and line.committed) or line.optional:
            continue
        months = [ZERO] * len(calendar.starts)
        for each in line.intervals:
            spread, _ = calendar.spread(each.net, each.start, each.end + timedelta(days=1))
            months = [a + b for a, b in zip(months, spread, strict=True)]
        last = months[1 : max(1, quote.months) + 1][-12:]
        amount = rounded(sum(last, ZERO) * 12 / len(last), quote.places)
        name = f"{line.name}, {line.charge_name}" if line.charge_name else line.name
        found.append((name, amount))
    return found


def gain_share_of(
    review: Review, catalog: Any, so_far: ToDate, adjusted: Fraction, days: int, places: int
) -> GainShareOffer | None:
    """Return whether a share is offered: where the saving to date, in per cent, is above the threshold.

    The threshold and the share are those of the review, or else of the catalog's model `gain-share`; the share is of
    what is saved beyond the threshold. None where neither states a threshold.
    """
    stated, model = review.gain_share, catalog.value.get(MODEL) if catalog is not None else None
    threshold = stated.threshold if stated is not None else None
    share = stated.share if stated is not None else None
    at = review.at("gain_share") if stated is not None else ""
    if model is not None:
        inputs = model.inputs
        if threshold is None and "threshold" in inputs:
            threshold, at = inputs["threshold"].default, catalog.at("value", MODEL, "inputs", "threshold")
        if share is None and "share" in inputs:
            share = inputs["share"].default
    if threshold is None:
        return None
    reached = so_far.saving_percent
    offered = reached is not None and reached > threshold
    projected = None
    if offered and share is not None and reached:
        beyond = Fraction(so_far.saving.exact) - adjusted * Fraction(threshold) / 100
        projected = exact(beyond * Fraction(share) / 100 * 365 / days, places)
    return GainShareOffer(
        threshold, reached, offered, share, projected, _sentence(threshold, reached, share, offered), at
    )


def _sentence(threshold: Decimal, reached: Decimal | None, share: Decimal | None, offered: bool) -> str:
    if reached is None:
        return "There is no baseline to measure a saving against, so no gain-share is offered."
    if not offered:
        return f"Savings of {reached:f} % do not pass the threshold of {threshold:f} %: no gain-share is offered."
    part = f"{share:f} % of what is saved beyond it" if share is not None else "a share of what is saved beyond it"
    return f"Savings of {reached:f} % pass the threshold of {threshold:f} %: {part} is offered instead of the uplift."


def days_of(starts: list[date], ends: list[date]) -> int:
    """Return how many days the periods cover from the first to the last."""
    return (max(ends) - min(starts)).days + 1
