"""Measures of terms: how long, when paid, what is promised besides the price."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown
from dealdesk.catalog.policy import Condition
from dealdesk.quoting.paper import payment_days


def _months(case: Case, condition: Condition) -> Found:
    quote = case.quote
    return Known(Fraction(quote.months + (1 if quote.days else 0)))


def _payment_days(case: Case, condition: Condition) -> Found:
    return Known(Fraction(payment_days(case.deal, case.catalog)))


def _free_months(case: Case, condition: Condition) -> Found:
    return Known(Fraction(case.deal.free.months if case.deal.free is not None else 0))


def _valid_days(case: Case, condition: Condition) -> Found:
    return Known(Fraction((case.quote.valid_until - case.quote.issued).days))


def _days_to_start(case: Case, condition: Condition) -> Found:
    return Known(Fraction((case.quote.start - case.quote.issued).days))


def _in_arrears(case: Case, condition: Condition) -> Found:
    return Known(Fraction(int(case.deal.in_arrears)))


def _uplift(case: Case, condition: Condition) -> Found:
    rule = case.deal.uplift or getattr(case.catalog.rules, "uplift", None)
    return Known(Fraction(rule.percent) if rule is not None else Fraction(0))


def _renewal_cap(case: Case, condition: Condition) -> Found:
    stated = case.deal.terms.renewal_cap
    cap = stated if stated is not None else case.catalog.catalog.terms.renewal_cap
    return Known(Fraction(cap)) if cap is not None else NotKnown("the quote states no cap on renewal prices")


def _nonstandard_terms(case: Case, condition: Condition) -> Found:
    """Count the keys of the deal's [terms] that say something else than the catalog's."""
    own, standard = case.deal.terms, case.catalog.catalog.terms
    keys = [
        key
        for key in type(own).fields()
        if (not condition.terms or key in condition.terms)
        and getattr(own, key) is not None
        and getattr(own, key) != getattr(standard, key, None)
    ]
    return Known(Fraction(len(keys)), ", ".join(keys))


def _notes(case: Case, condition: Condition) -> Found:
    return Known(Fraction(len(case.deal.notes)), " / ".join(case.deal.notes))


def _segment_range(case: Case, condition: Condition) -> Found:
    """By how many per cent the deal is outside the usual size of its segment; 0 inside."""
    segment = case.deal.customer.segment
    if segment is None:
        return NotKnown("the deal states no segment")
    size = case.catalog.segments[segment].deal_size
    if size is None:
        return NotKnown(f"the catalog states no usual size of deals of {segment}")
    if case.quote.currency != case.catalog.catalog.currency:
        return NotKnown(f"the size is stated in {case.catalog.catalog.currency}, the quote is in {case.quote.currency}")
    value = case.quote.metric(size.metric)
    if value is None:
        return NotKnown(f"the quote has no {size.metric}")
    name = case.catalog.segments[segment].name
    if value < size.least:
        return Known(Fraction(size.least - value) * 100 / Fraction(size.least), f"below deals of {name}")
    if size.most is not None and value > size.most:
        most = size.most or Decimal(1)
        return Known(Fraction(value - size.most) * 100 / Fraction(most), f"above deals of {name}")
    return Known(Fraction(0), f"deals of {name}")


TERMS = (
    Measure("months", "term", "months", "months of the committed term; a month that has begun counts", _months),
    Measure("payment_days", "days to pay", "days", "days from an invoice to its due date", _payment_days),
    Measure("free_months", "free months", "months", "months without charge", _free_months),
    Measure("valid_days", "days of validity", "days", "days that the price is held", _valid_days),
    Measure("days_to_start", "days to the start", "days", "days from the quote to the start", _days_to_start),
    Measure("in_arrears", "billing in arrears", "count", "1 where invoices come at the end, else 0", _in_arrears),
    Measure("uplift", "yearly uplift", "percent", "the rise a year inside the term; 0 where there is none", _uplift),
    Measure("renewal_cap", "cap at renewal", "percent", "the most that prices rise at renewal", _renewal_cap),
    Measure(
        "nonstandard_terms",
        "terms of its own",
        "count",
        "keys of the deal's [terms] that differ from the catalog's",
        _nonstandard_terms,
    ),
    Measure("notes", "notes of its own", "count", "notes that the quote prints for the customer", _notes),
    Measure(
        "segment_range",
        "distance from the usual size",
        "percent",
        "how far the deal is outside the usual size of its segment; 0 inside",
        _segment_range,
    ),
)
