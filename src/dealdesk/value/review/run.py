"""A review worked out: a pure function of the review, its measured use, the priced deal and the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from dealdesk.money import EXACT, minor_unit
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.value.figure import Figure
from dealdesk.value.party import Party
from dealdesk.value.review.file import QualityStated, Review
from dealdesk.value.review.findings import findings_of
from dealdesk.value.review.renewal import days_of, gain_share_of, renewal_of
from dealdesk.value.review.result import METHOD, Incident, Lever, Quality, ReviewResult, Signer
from dealdesk.value.review.result.statement import Baseline, Statement, ToDate
from dealdesk.value.review.settle import Measured, guaranteed, settle, to_date

ACCENT = "#0b6a5a"


def run(
    review: Review,
    measured: Sequence[Measured],
    quote: Quote | None,
    catalog: Any,
    *,
    today: date,
    deal: Deal | None = None,
    source: str = "",
) -> ReviewResult:
    """Work a review out.

    Args:
        review: What was agreed and measured.
        measured: The rows of each period, with their places.
        quote: The priced deal, where the review names one.
        catalog: Whose playbook and gain-share are used; None for none.
        today: The day of a review that states none.
        deal: The deal that the quote prices, for its renewal.
        source: What the review's file is called.
    """
    with localcontext(EXACT):
        money = review.currency or (quote.currency if quote is not None else None)
        money = money or (catalog.catalog.currency if catalog is not None else "USD")
        places = minor_unit(money)
        statements: list[Statement] = []
        for number, rows in enumerate(measured):
            before = sum((each.fee.amount for each in statements), Decimal(0))
            statements.append(settle(review, number, rows, before, places))
        guarantee = guaranteed(review.guarantee, statements, places, review.at("guarantee"))
        sums = to_date(review, statements, guarantee, places)
        quality = tuple(_quality(review, n, each) for n, each in enumerate(review.quality))
        renewal = renewal_of(review, deal, quote, catalog)
        adjusted = sum((Fraction(each.adjusted.exact) for each in statements), Fraction(0))
        days = days_of([each.start for each in statements], [each.end for each in statements])
        base = review.baseline
        return ReviewResult(
            method=METHOD,
            source=source,
            title=review.title,
            customer=Party(review.customer or (quote.customer.name if quote is not None else "the customer")),
            vendor=_vendor(review, quote, catalog),
            prepared_by=review.prepared_by,
            reference=quote.number if quote is not None else None,
            dated=review.issued or today,
            language=review.language or (quote.customer.language if quote is not None else "en"),
            currency=money,
            places=places,
            context=review.context,
            measure=review.measure,
            baseline=Baseline(base.agreed, base.rate, base.unit, base.boundary, base.source, review.at("baseline")),
            periods=tuple(statements),
            current=len(statements) - 1,
            to_date=sums,
            guarantee=guarantee,
            figures=tuple(_figures(review, statements[-1], sums, quality)),
            quality=quality,
            incidents=tuple(
                Incident(each.date, each.title, each.severity, each.minutes, each.cause, each.done, at)
                for n, each in enumerate(review.incidents)
                for at in [review.at("incidents", n)]
            ),
            missed=review.missed,
            levers=tuple(_levers(review, catalog)),
            renewal=renewal,
            gain_share=gain_share_of(review, catalog, sums, adjusted, days, places),
            signers=tuple(Signer(each.party, each.name, each.title) for each in review.signers),
            notes=review.notes,
            statement=_method(review, money),
            findings=_findings(review, statements, quality, today),
            accent=quote.accent if quote is not None else ACCENT,
            logo=quote.logo if quote is not None else None,
        )


def _findings(
    review: Review, statements: Sequence[Statement], quality: Sequence[Quality], today: date
) -> tuple[Finding, ...]:
    found = findings_of(review, statements, quality, review.issued or today)
    return tuple(sorted(found, key=lambda each: ("error", "warning", "info").index(each.severity)))


def _vendor(review: Review, quote: Quote | None, catalog: Any) -> Party:
    if review.vendor is not None:
        return Party(review.vendor)
    if quote is not None:
        return Party(quote.vendor.name, quote.vendor.email, quote.vendor.website)
    return Party(catalog.catalog.name if catalog is not None else "the vendor")


def _quality(review: Review, number: int, each: QualityStated) -> Quality:
    met = None
    if each.target is not None:
        met = each.actual >= each.target if each.better == "higher" else each.actual <= each.target
    return Quality(
        each.name, each.unit, each.before, each.target, each.actual, each.better, met, each.source,
        review.at("quality", number),
    )  # fmt: skip


def _levers(review: Review, catalog: Any) -> Iterator[Lever]:
    for number, each in enumerate(review.levers):
        yield Lever(each.text, each.owner, each.by, each.worth, review.at("levers", number))
    if catalog is not None and review.playbook_levers:
        for number, text in enumerate(catalog.playbook.levers):
            yield Lever(text, None, None, None, catalog.at("playbook", "levers", number))


def _figures(review: Review, now: Statement, sums: ToDate, quality: Sequence[Quality]) -> Iterator[Figure]:
    def money(id_: str, title: str, value: Decimal, definition: str) -> Figure:
        return Figure(id_, title, value, "money", f"{value:,f}", definition)

    def percent(id_: str, title: str, value: Decimal | None, definition: str) -> Figure:
        return Figure(id_, title, value, "percent", f"{value:,f} %" if value is not None else "no baseline", definition)

    adjusted = "Adjusted baseline less what was spent"
    yield money("saving", "Verified saving", now.saving.amount, f"{adjusted}, in {now.title}")
    yield percent("saving-percent", "Saving", now.saving_percent, "Verified saving / adjusted baseline")
    yield money("fee", "Fee", now.fee.amount, f"{now.share_percent:f} % of the saving, within cap and floor")
    kept = now.saving.amount - now.fee.amount
    yield money("kept", "Stays with the customer", kept, "Verified saving less the fee")
    yield money("saving-to-date", "Saving to date", sums.saving.amount, f"The same over {sums.periods} periods")
    yield percent("saving-to-date-percent", "Saving to date", sums.saving_percent, "The same over all periods")
    yield money("fees-to-date", "Fees to date", sums.fees, "Sum of the fees billed")
    if review.guarantee is not None:
        yield money("true-up", "True-up", sums.true_up, "What the vendor owes for a shortfall against its guarantee")
    count = Decimal(len(review.incidents))
    yield Figure("incidents", "Incidents", count, "count", f"{count:f}", f"In {now.title}")
    judged = [each for each in quality if each.met is not None]
    met = Decimal(sum(1 for each in judged if each.met))
    if judged:
        text = f"{met:f} of {len(judged)}"
        yield Figure("quality-met", "Quality targets met", met, "count", text, "Figures of quality at or beyond target")


def _method(review: Review, currency: str) -> tuple[str, ...]:
    share = review.share
    limits = [
        f"at most {share.cap:,f} a period" if share.cap is not None else "",
        f"at least {share.floor:,f} a period" if share.floor is not None else "",
        f"at most {share.year_cap:,f} in all" if share.year_cap is not None else "",
    ]
    said = "; ".join(each for each in limits if each)
    return (
        f"Baseline: measured use × {review.baseline.rate:f} {currency} a {review.baseline.unit}, "
        f"agreed on {review.baseline.agreed}.",
        "Saving: the baseline, adjusted for what is nobody's merit, less what was spent.",
        f"Fee: {share.percent:f} % of the saving" + (f"; {said}." if said else "."),
        "Amounts are worked out exactly and rounded once; parts are rounded so that they add up to their sum.",
    )
