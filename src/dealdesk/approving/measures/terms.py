"""Measures of terms: how long, when paid, what is promised besides the price."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown
from dealdesk.catalog.condition import Condition
from dealdesk.pricing.steps.uplift import Uplift, factor
from dealdesk.quoting.contract import MONTHS_BILLED
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


def _late_lines(case: Case, condition: Condition) -> Found:
    starts = [(line.start, n) for n, line in enumerate(case.deal.lines, 1) if line.start is not None]
    if not starts:
        return Known(Fraction(0))
    latest, number = max(starts)
    days = max(0, (latest - case.priced.time.start).days)
    return Known(Fraction(days), f"line {number}, {case.deal.lines[number - 1].sku}")


def _own_date(case: Case, condition: Condition) -> Found:
    return Known(Fraction(int(case.deal.issued is not None)))


def _billing_months(case: Case, condition: Condition) -> Found:
    return Known(Fraction(MONTHS_BILLED.get(case.deal.billing) or case.quote.months or 1))


def _in_arrears(case: Case, condition: Condition) -> Found:
    return Known(Fraction(int(case.deal.in_arrears)))


def _uplift(case: Case, condition: Condition) -> Found:
    rule = case.deal.uplift or getattr(case.catalog.rules, "uplift", None)
    return Known(Fraction(rule.percent) if rule is not None else Fraction(0))


def _uplift_in_all(case: Case, condition: Condition) -> Found:
    rule = case.deal.uplift or getattr(case.catalog.rules, "uplift", None)
    if rule is None:
        return Known(Fraction(0))
    own = Uplift.trusted(**{name: getattr(rule, name) for name in ("percent", "compounding", "most", "from_year")})
    years = max(1, -(-case.quote.months // 12))
    return Known(Fraction(factor(own, years)) * 100)


def _renewal_percent(case: Case, condition: Condition) -> Found:
    """The rise of the rule, or the cap where that is lower."""
    rule = case.deal.renewal or case.catalog.renewal
    if rule is None:
        return NotKnown("neither the deal nor the catalog says what a renewal costs")
    cap = _renewal_cap(case, condition)
    caps = [Fraction(rule.cap)] if rule.cap is not None else []
    caps += [cap.value] if isinstance(cap, Known) else []
    return Known(min([Fraction(rule.percent), *caps]))


def _renewal_rise(case: Case, condition: Condition) -> Found:
    if case.deal.renews is None or case.deal.amends is not None:
        return NotKnown("the deal renews no contract")
    prior = rise = Fraction(0)
    for line in case.lines(condition):
        moves = {move.code: Fraction(move.amount) for move in line.moves}
        if case.deal.lines[line.line - 1].held if line.line <= len(case.deal.lines) else False:
            prior += Fraction(line.list) + moves.get("contract", 0)
            rise += moves.get("renewal", 0)
    return Known(rise * 100 / prior) if prior > 0 else NotKnown("no line goes on at a price of the contract")


def _lock_months(case: Case, condition: Condition) -> Found:
    rule = case.deal.renewal or case.catalog.renewal
    return Known(Fraction(rule.lock_months if rule is not None else 0))


def _units_locked(case: Case, condition: Condition) -> Found:
    rule = case.deal.renewal or case.catalog.renewal
    own = case.deal.amends.added_units if case.deal.amends is not None else None
    return Known(Fraction(int((own or (rule.added_units if rule is not None else "catalog")) == "locked")))


def _own_rules(case: Case, condition: Condition) -> Found:
    """Name the rules of the catalog that the deal replaces by others."""
    deal, catalog = case.deal, case.catalog
    own, uplift = deal.uplift, catalog.rules.uplift
    found = []
    if deal.proration not in (None, catalog.catalog.proration):
        found.append("proration")
    if own is not None and any(getattr(own, name) != getattr(uplift, name, None) for name in type(own).fields()):
        found.append("uplift")
    if deal.renewal not in (None, catalog.renewal):
        found.append("renewal")
    return Known(Fraction(len(found)), ", ".join(found))


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
    deal = case.deal
    every = (*deal.notes, *(line.note for line in deal.lines), *(option.note for option in deal.options))
    notes = [each for each in every if each]
    return Known(Fraction(len(notes)), " / ".join(notes))


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
    value = case.metric(size.metric)
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
    Measure(
        "late_lines", "days to the last line", "days", "days from the start to the first day of a line", _late_lines
    ),
    Measure(
        "own_date", "date of its own", "count", "1 where the deal states the day it is priced on, else 0", _own_date
    ),
    Measure("billing_months", "months between invoices", "months", "1, 3 or 12; the term in full", _billing_months),
    Measure("in_arrears", "billing in arrears", "count", "1 where invoices come at the end, else 0", _in_arrears),
    Measure("uplift", "yearly uplift", "percent", "the rise a year inside the term; 0 where there is none", _uplift),
    Measure(
        "uplift_in_all",
        "uplift in all",
        "percent",
        "the rise in the last contract year, with its first year and its cap; 0 where there is none",
        _uplift_in_all,
    ),
    Measure(
        "renewal_percent",
        "rise at renewal",
        "percent",
        "the rise that [renewal] of the deal or the catalog states, or the cap at renewal where that is lower",
        _renewal_percent,
    ),
    Measure(
        "renewal_rise",
        "rise of this renewal",
        "percent",
        "what a renewal adds to the prices of the contract that it renews",
        _renewal_rise,
    ),
    Measure("lock_months", "months of price lock", "months", "months in which no renewal raises prices", _lock_months),
    Measure(
        "locked_units",
        "price lock of added units",
        "count",
        "1 where units are added at the contract's price, else 0",
        _units_locked,
    ),
    Measure(
        "own_rules",
        "rules of its own",
        "count",
        "which of proration, uplift and renewal the deal states otherwise than the catalog",
        _own_rules,
    ),
    Measure("renewal_cap", "cap at renewal", "percent", "the most that prices rise at renewal", _renewal_cap),
    Measure(
        "nonstandard_terms",
        "terms of its own",
        "count",
        "keys of the deal's [terms] that differ from the catalog's",
        _nonstandard_terms,
    ),
    Measure(
        "notes", "notes of its own", "count", "notes for the customer: of the quote, its lines and options", _notes
    ),
    Measure(
        "segment_range",
        "distance from the usual size",
        "percent",
        "how far the deal is outside the usual size of its segment; 0 inside",
        _segment_range,
    ),
)
