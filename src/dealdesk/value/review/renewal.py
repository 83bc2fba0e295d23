"""What the next term costs, and whether a share of the savings is offered instead of a higher price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.errors import DealError, InputError, Mistake
from dealdesk.periods import MONTHS
from dealdesk.quoting.changing import Changes, renewed
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import held_on
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.renewing import rise_of
from dealdesk.quoting.standing import Signed, standing
from dealdesk.value.review.file import RenewalStated, Review
from dealdesk.value.review.result.renewal import GainShareOffer, Renewal, RenewalLine
from dealdesk.value.review.result.statement import ToDate
from dealdesk.value.review.settle import exact
from dealdesk.value.roi.exact import percent_of, rounded

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.catalog.renewal import RenewalRule

MODEL = "gain-share"
"""Id of the value model of a catalog that says from which saving a share of it is offered."""


def renewal_of(review: Review, deal: Deal | None, quote: Quote | None, catalog: Catalog | None) -> Renewal | None:
    """Return the price of the next term, as `dealdesk quote renew` has it with the rise that is asked for.

    Raises:
        InputError: The renewal cannot be priced.
    """
    asked = review.renewal
    if asked is None or deal is None or quote is None or catalog is None:
        return None
    if deal.amends is not None:
        hint = "name the deal of the contract itself"
        raise InputError(_wrong(review, ("deal",), "this is an amendment: its quote has only what changes", hint=hint))
    rule = _rule(asked, deal.renewal or catalog.renewal)
    name = deal.number or deal.title or "the contract"
    try:
        contract = standing(Signed(name, deal, catalog, quote))
        said = renewed(contract, catalog, Changes(), name=name, months=asked.months, rule=rule)
        following = Deal.validate(said)
        then = price(following, catalog, today=quote.issued)
    except DealError as error:
        first = error.mistakes[0]
        message = f"the renewal cannot be priced: {first.message}"
        raise InputError(_wrong(review, ("renewal",), message, allowed=first.allowed, hint=first.hint)) from None
    assert following.renewal is not None
    assert following.renews is not None
    printed = deal.terms.renewal_cap if deal.terms.renewal_cap is not None else catalog.catalog.terms.renewal_cap
    rise = rise_of(following.renewal, following.renews, then.start, printed)
    cap = _percent(rise.cap) if rise.cap is not None else None
    applied = Decimal(0) if rise.locked else _percent(rise.rate if rise.cap is None else min(rise.rate, rise.cap))
    lines = tuple(_lines(quote, following, then))
    now, total = (sum((getattr(each, key) for each in lines), Decimal(0)) for key in ("now", "then"))
    basis = "what each line costs at the end of the contract"
    if rise.locked:
        basis += "; its prices are locked"
    elif applied < asked.uplift:
        basis += f"; {asked.uplift:f} % were asked for, the contract allows {applied:f} %"
    notice = then.start - timedelta(days=asked.notice_days) if asked.notice_days is not None else None
    return Renewal(
        due=then.start,
        notice_by=notice,
        months=asked.months,
        uplift_percent=applied,
        asked_percent=asked.uplift,
        cap_percent=cap,
        basis=basis,
        lines=lines,
        now=now,
        price=total,
        change=total - now,
        change_percent=percent_of(total - now, now, 1),
        total=then.totals.net,
        at=review.at("renewal"),
    )


def _wrong(
    review: Review, path: tuple[str], message: str, *, allowed: str | None = None, hint: str | None = None
) -> Mistake:
    on: Literal["key", "value"] = "key" if path == ("renewal",) else "value"
    return review.mistake(path, message, on=on, allowed=allowed, hint=hint, code="review")


def _rule(asked: RenewalStated, known: RenewalRule | None) -> dict[str, Any]:
    """Return the rise that is asked for, within what the contract's own rule bounds it by."""
    made: dict[str, Any] = {"percent": asked.uplift, "compounding": "compound"}
    if known is not None:
        made |= {"lock_months": known.lock_months, **({"cap": known.cap} if known.cap is not None else {})}
    return made


def _percent(share: Fraction) -> Decimal:
    found = rounded(share * 100, 6).normalize()
    return found if found.as_tuple().exponent <= 0 else found.quantize(Decimal(1))  # type: ignore[operator]


def _lines(before: Quote, deal: Deal, after: Quote) -> Iterator[RenewalLine]:
    """Yield what each committed charge that recurs costs a year: at the end of the contract, and renewed."""
    old = [each for each in before.lines if each.recurring and each.committed and not each.optional and each.intervals]
    for line in after.lines:
        if not (line.recurring and line.committed and line.intervals):
            continue
        match = next((each for each in old if (each.sku, each.charge) == (line.sku, line.charge)), None)
        held = held_on(deal.lines[line.line - 1], line.charge, after.start) if line.line <= len(deal.lines) else None
        if match is not None:
            old.remove(match)
        if held is None:  # what follows other lines, and commitments
            held = match.intervals[-1].net_per_period if match is not None else Decimal(0)
        now = _a_year(held, line, before)
        then = _a_year(line.intervals[0].net_per_period, line, after)
        yield RenewalLine(f"{line.name}, {line.charge_name}" if line.charge_name else line.name, now, then, then - now)


def _a_year(amount: Decimal, line: QuoteLine, quote: Quote) -> Decimal:
    """Return what a charge of so much a period costs in a year."""
    return rounded(Fraction(amount) * 12 / MONTHS[line.period], quote.places)  # type: ignore[index]


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
