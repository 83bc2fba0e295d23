"""What either party would ask about a review before signing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dealdesk.quoting.quote.finding import Finding
from dealdesk.value.review.file import Review
from dealdesk.value.review.result import Quality
from dealdesk.value.review.result.statement import Statement
from dealdesk.value.review.settle import gaps
from dealdesk.value.roi.exact import rounded
from dealdesk.value.roi.findings import slips

OLD_DAYS = 548
"""A baseline older than 18 months is worth agreeing on again."""

LARGE = 10
"""Per cent of the unadjusted baseline from which adjustments are said."""


def findings_of(
    review: Review, statements: Sequence[Statement], quality: Sequence[Quality], day: date
) -> Iterator[Finding]:
    """Yield what is found, the weighty things first."""
    for number, days in gaps(review.periods):
        at = review.at("periods", number, "start")
        one, other = review.periods[number - 1].id, review.periods[number].id
        if days < 0:
            words = f"{one} and {other} overlap by {-days} day{'' if days == -1 else 's'}: use is counted twice"
            yield Finding("periods-overlap", "error", words, at)
        else:
            words = f"{days} day{'' if days == 1 else 's'} between {one} and {other} are in no period"
            yield Finding("periods-gap", "warning", words, at)
    yield from slips(_percentages(review))
    for each in statements:
        yield from _of_period(each)
    if review.baseline.agreed > review.periods[0].start:
        words = f"the baseline was agreed on {review.baseline.agreed}, after the first period began"
        yield Finding("baseline-late", "warning", words, review.at("baseline", "agreed"))
    if (day - review.baseline.agreed).days > OLD_DAYS:
        words = f"the baseline is of {review.baseline.agreed}, more than 18 months old: agree on it again"
        yield Finding("baseline-old", "warning", words, review.at("baseline", "agreed"))
    if review.baseline.source is None:
        words = "no source for the baseline: what both parties agreed on cannot be looked up"
        yield Finding("baseline-without-source", "warning", words, review.at("baseline"))
    last = review.periods[-1]
    if last.end > day:
        words = f"{last.id} ends on {last.end}, after the day of the review, {day}: its use is not complete"
        yield Finding("period-not-over", "warning", words, review.at("periods", len(review.periods) - 1, "end"))
    for figure in quality:
        if figure.met is False:
            words = f"{figure.name} is {figure.actual:f} {figure.unit}".rstrip() + f", the target {figure.target:f}"
            yield Finding("quality-missed", "warning", words, figure.at)
    for number, incident in enumerate(review.incidents):
        if not incident.done:
            words = f"{incident.title}: what was done about it is not said"
            yield Finding("incident-open", "info", words, review.at("incidents", number))
    parties = {each.party for each in review.signers}
    missing = [party for party in ("customer", "vendor") if party not in parties]
    if missing:
        yield Finding("no-signer", "info", f"nobody is named to sign off for the {' and the '.join(missing)}")


def _percentages(review: Review) -> Iterator[tuple[Decimal | None, str, str]]:
    """Yield the percentages that parties agree on: what each is of, and where it stands."""
    yield review.share.percent, "the share", review.at("share", "percent")
    for table, of in (("guarantee", review.guarantee), ("renewal", review.renewal), ("gain_share", review.gain_share)):
        for key in ("percent", "pays", "uplift", "threshold", "share"):
            name = f"{key} of {table.replace('_', '-')}"
            yield getattr(of, key, None), name, review.at(table, key) if of is not None else ""


def _of_period(each: Statement) -> Iterator[Finding]:
    if each.saving.amount < 0:
        words = f"{each.title}: {-each.saving.amount:,f} more was spent than the adjusted baseline"
        yield Finding("no-saving", "warning", words, each.at)
    if not each.quantity:
        yield Finding("nothing-measured", "warning", f"{each.title}: no use was measured", each.at)
    moved = sum(abs(Fraction(one.amount.exact)) for one in each.adjustments)
    gross = Fraction(each.gross.exact)
    if gross and moved * 100 > LARGE * gross:
        words = f"{each.title}: adjustments move {rounded(moved / gross * 100, 1)} % of the baseline"
        yield Finding("large-adjustments", "warning", words, each.at)
    if each.limit in ("cap", "floor"):
        words = f"{each.title}: the {each.limit} decides the fee, {each.fee.amount:,f} instead of "
        yield Finding(f"{each.limit}-applies", "info", f"{words}{each.before_limits.amount:,f}", each.at)
