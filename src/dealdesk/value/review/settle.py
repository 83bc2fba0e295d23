"""From measured use to the fee: baseline, adjustments, saving, share, limits; exact, and rounded so that it adds up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dealdesk.value.review.file import AdjustmentStated, GuaranteeStated, PeriodStated, Review, Row
from dealdesk.value.review.result.statement import Adjustment, Exact, Guarantee, MeasuredRow, Statement, ToDate
from dealdesk.value.roi.exact import ZERO, apart, percent_of, rounded

Measured = Sequence[tuple[Row, str]]
"""Rows, each with its place."""


def exact(value: Fraction, places: int, amount: Decimal | None = None) -> Exact:
    """Return an amount with its fraction; rounded half up where *amount* does not say how."""
    return Exact(rounded(value, places) if amount is None else amount, str(value))


def settle(review: Review, number: int, measured: Measured, fees_before: Decimal, places: int) -> Statement:
    """Return the statement of one period.

    Args:
        review: What was agreed.
        number: Which period, from 0.
        measured: Its rows.
        fees_before: Fees of the periods before it, for the cap over all of them.
        places: Decimals of the currency.
    """
    period, share = review.periods[number], review.share
    rate = Fraction(review.baseline.rate)
    rows = [rate * Fraction(row.quantity) for row, _ in measured]
    gross = sum(rows, ZERO)
    changes = [_change(each, gross, rate) for each in period.adjustments]
    adjusted = gross + sum(changes, ZERO)
    adjusted_amount = rounded(adjusted, places)
    gross_amount, *change_amounts = apart(adjusted_amount, [gross, *changes], places)
    row_amounts = apart(gross_amount, rows, places)
    actual = sum((row.actual for row, _ in measured), Decimal(0))
    saving = adjusted - Fraction(actual)
    shared = max(saving, ZERO)
    before = shared * Fraction(share.percent) / 100
    fee, limit = _limited(before, saving, review, fees_before)
    return Statement(
        id=period.id,
        title=period.title or period.id,
        start=period.start,
        end=period.end,
        rows=tuple(
            MeasuredRow(
                row.name,
                row.quantity,
                exact(value, places, amount),
                row.actual,
                exact(value - Fraction(row.actual), places, amount - row.actual),
                at,
            )
            for (row, at), value, amount in zip(measured, rows, row_amounts, strict=True)
        ),
        quantity=sum((row.quantity for row, _ in measured), Decimal(0)),
        gross=exact(gross, places, gross_amount),
        adjustments=tuple(
            Adjustment(
                each.reason,
                exact(value, places, amount),
                _derivation(each, review.baseline.rate),
                review.at("periods", number, "adjustments", n),
            )
            for n, (each, value, amount) in enumerate(zip(period.adjustments, changes, change_amounts, strict=True))
        ),
        adjusted=exact(adjusted, places),
        actual=actual,
        saving=exact(saving, places, adjusted_amount - actual),
        saving_percent=percent_of(saving, adjusted, 2),
        shared=exact(shared, places),
        share_percent=share.percent,
        before_limits=exact(before, places),
        cap=share.cap,
        floor=share.floor,
        fee=exact(fee, places),
        limit=limit,
        at=review.at("periods", number),
    )


def _change(each: AdjustmentStated, gross: Fraction, rate: Fraction) -> Fraction:
    if each.amount is not None:
        return Fraction(each.amount)
    if each.percent is not None:
        return gross * Fraction(each.percent) / 100
    return Fraction(each.quantity or 0) * (Fraction(each.rate) if each.rate is not None else rate)


def _derivation(each: AdjustmentStated, rate: Decimal) -> str:
    if each.percent is not None:
        return f"{each.percent:f} % of the unadjusted baseline"
    if each.quantity is not None:
        return f"{each.quantity:,f} × {(each.rate if each.rate is not None else rate).normalize():f}"
    return ""


def _limited(
    before: Fraction, saving: Fraction, review: Review, fees_before: Decimal
) -> tuple[Fraction, Literal["cap", "floor", "no-saving", "none"]]:
    """Return the fee inside its limits, and the limit that decided.  The cap over all periods is the last word."""
    share = review.share
    fee, limit = before, "none" if saving > 0 else "no-saving"
    if share.floor is not None and fee < share.floor:
        fee, limit = Fraction(share.floor), "floor"
    if share.cap is not None and fee > share.cap:
        fee, limit = Fraction(share.cap), "cap"
    if share.year_cap is not None:
        left = max(Fraction(share.year_cap - fees_before), ZERO)
        if fee > left:
            fee, limit = left, "cap"
    return fee, limit  # type: ignore[return-value]


def to_date(review: Review, statements: Sequence[Statement], guarantee: Guarantee | None, places: int) -> ToDate:
    """Return the sums over all periods."""
    saving = sum((Fraction(each.saving.exact) for each in statements), ZERO)
    adjusted = sum((Fraction(each.adjusted.exact) for each in statements), ZERO)
    fees = sum((each.fee.amount for each in statements), Decimal(0))
    true_up = guarantee.true_up.amount if guarantee is not None else rounded(ZERO, places)
    printed = sum((each.saving.amount for each in statements), Decimal(0))
    cap = review.share.year_cap
    return ToDate(
        periods=len(statements),
        saving=exact(saving, places, printed),
        saving_percent=percent_of(saving, adjusted, 2),
        fees=fees,
        true_up=true_up,
        balance=fees - true_up,
        year_cap=cap,
        left_under_cap=max(cap - fees, Decimal(0)) if cap is not None else None,
    )


def guaranteed(
    given: GuaranteeStated | None, statements: Sequence[Statement], places: int, at: str
) -> Guarantee | None:
    """Return what was promised for all periods, what was reached, and what the vendor owes for a shortfall."""
    if given is None:
        return None
    adjusted = sum((Fraction(each.adjusted.exact) for each in statements), ZERO)
    promised = Fraction(given.amount) if given.amount is not None else adjusted * Fraction(given.percent or 0) / 100
    reached = sum((Fraction(each.saving.exact) for each in statements), ZERO)
    printed = rounded(promised, places)
    shortfall = max(Fraction(printed) - reached, ZERO)
    return Guarantee(
        promised=printed,
        reached=exact(reached, places, sum((each.saving.amount for each in statements), Decimal(0))),
        shortfall=exact(shortfall, places),
        pays_percent=given.pays,
        true_up=exact(shortfall * Fraction(given.pays) / 100, places),
        met=not shortfall,
        at=at,
    )


def gaps(periods: Sequence[PeriodStated]) -> list[tuple[int, int]]:
    """Return, by number of the period, how many days lie between it and the one before: below 0 where they overlap."""
    found = []
    for number in range(1, len(periods)):
        days = (periods[number].start - periods[number - 1].end).days - 1
        if days:
            found.append((number, days))
    return found
