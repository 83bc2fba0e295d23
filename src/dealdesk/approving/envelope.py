"""The envelope of an approval: how far a quote may be edited before it has to be approved again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.figures import (
    by_family_of,
    discount_of,
    free_months_of,
    margin_of,
    months_of,
    payment_days_of,
    usage_discounts_of,
)
from dealdesk.approving.promised import fixed_of, rates_of, terms_of
from dealdesk.approving.taken import ways
from dealdesk.catalog.policy import EnvelopePolicy
from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)
TWELVE = 12
"""Decimals of the percentages of an envelope; the greatest allowed is rounded up, the least down."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an approved quote may become without being approved again; percentages and amounts are included.

    Attributes:
        customer: Whom it was approved for.
        currency: Its currency.
        max_discount: The greatest discount of the whole quote, in per cent; of options, the greatest of all.
        max_discount_by_family: The same by family of products; a family that is not here was not in the quote.
        min_margin: The lowest margin, in per cent; None where it was not known.
        max_months: The longest term, a month that has begun counted.
        max_payment_days: The longest time to pay.
        max_free_months: The most free months.
        min_tcv: The lowest contract value.
        max_tcv: The highest.
        terms: The worded terms by id, as they were approved.
        options: The names of the options.
        max_usage_discount: The greatest discount of each usage charge, by product and charge.
        latest_start: The last day that it may start on.
        option_tcv: The lowest and the highest contract value of each option.
        fixed: Segment, region, partner, catalog and proration, which stay as they are.
        rates: The printed rates of usage, by product and charge.
    """

    customer: str
    currency: str
    max_discount: Decimal
    max_discount_by_family: Mapping[str, Decimal]
    min_margin: Decimal | None
    max_months: int
    max_payment_days: int
    max_free_months: int
    min_tcv: Decimal
    max_tcv: Decimal
    terms: Mapping[str, str]
    options: tuple[str, ...] = ()
    max_usage_discount: Mapping[str, Decimal] = field(default_factory=dict)
    latest_start: date | None = None
    option_tcv: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """One way in which a quote left its envelope: what, the approved value, the new one, and the limit."""

    what: str
    old: str
    new: str
    limit: str

    def __str__(self) -> str:
        return f"{self.what} is {self.new}; approved {self.old}, allowed {self.limit}"


def envelope_of(quote: Quote, policy: EnvelopePolicy | None = None) -> Envelope:
    """Return the envelope that an approval of *quote* opens, as wide as the policy says."""
    policy = policy if policy is not None else EnvelopePolicy()
    every = [way for each in (quote, *(option.quote for option in quote.options)) for _, way in ways(each)]
    discount = max(discount_of(each) for each in every) + Fraction(policy.discount_points)
    families, usage = _greatest(map(by_family_of, every)), _greatest(map(usage_discounts_of, every))
    margins = [margin_of(each) for each in every]
    margin = min((each for each in margins if each is not None), default=None)
    min_tcv, max_tcv = _range(quote.totals.net, policy)
    points = Fraction(policy.discount_points)
    return Envelope(
        customer=quote.customer.name,
        currency=quote.currency,
        max_discount=_up(discount),
        max_discount_by_family={family: _up(value + points) for family, value in sorted(families.items())},
        min_margin=None if margin is None or None in margins else _down(margin - Fraction(policy.margin_points)),
        max_months=max(months_of(each) for each in every) + policy.months,
        max_payment_days=max(payment_days_of(each) for each in every) + policy.payment_days,
        max_free_months=max(free_months_of(each) for each in every) + policy.free_months,
        min_tcv=min_tcv,
        max_tcv=max_tcv,
        terms=terms_of(quote),
        options=tuple(each.name for each in quote.options),
        max_usage_discount={charge: _up(value + points) for charge, value in sorted(usage.items())},
        latest_start=max(each.start for each in every) + timedelta(days=policy.start_days),
        option_tcv={each.name: _range(each.quote.totals.net, policy) for each in quote.options},
        fixed=fixed_of(quote),
        rates=rates_of(quote),
    )


def _greatest(every: Iterable[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for each in every:
        found |= {key: max(value, found.get(key, value)) for key, value in each.items()}
    return found


def _range(net: Decimal, policy: EnvelopePolicy) -> tuple[Decimal, Decimal]:
    room = _room(net, policy)
    return net - room, net + room


def _room(net: Decimal, policy: EnvelopePolicy) -> Decimal:
    """Return how far the contract value may move, in whole minor units."""
    places = -int(net.as_tuple().exponent)
    least = abs(Fraction(net)) * Fraction(policy.tcv_percent) / 100
    if policy.tcv_amount is not None:
        least = min(least, Fraction(policy.tcv_amount))
    return Decimal(least.numerator * 10**places // least.denominator).scaleb(-places)


def broken(envelope: Envelope, quote: Quote, approved: Quote | None = None) -> tuple[Broken, ...]:
    """Return every way in which *quote* is outside the envelope; () when it is inside.

    *approved* is the quote as it was approved, for its values in the sentences; the limits stand for them without it.
    """
    return tuple(_broken(envelope, quote, approved))


def _broken(allowed: Envelope, quote: Quote, approved: Quote | None) -> Iterator[Broken]:
    if quote.customer.name != allowed.customer:
        yield Broken("the customer", allowed.customer, quote.customer.name, f"only {allowed.customer}")
    if quote.currency != allowed.currency:
        yield Broken("the currency", allowed.currency, quote.currency, f"only {allowed.currency}")
        return  # amounts of two currencies do not compare
    for each in (quote, *(option.quote for option in quote.options)):
        was = approved if each is quote else None
        name = next((f"option {o.name}: " for o in quote.options if o.quote is each), "")
        plain = list(_beyond(allowed, each, was, name))
        yield from plain
        if not plain:
            found = (list(_beyond(allowed, way, was, f"{name}{words}, ")) for words, way in ways(each) if words)
            yield from next((some for some in found if some), [])
    yield from _value("the contract value", quote, (allowed.min_tcv, allowed.max_tcv), approved)
    before = {each.name: each.quote for each in approved.options} if approved is not None else {}
    for option in quote.options:
        if option.name in allowed.option_tcv:
            what = f"option {option.name}: the contract value"
            yield from _value(what, option.quote, allowed.option_tcv[option.name], before.get(option.name))
    yield from _worded(allowed, quote)


def _value(what: str, quote: Quote, allowed: tuple[Decimal, Decimal], was: Quote | None) -> Iterator[Broken]:
    low, high = allowed
    if not low <= quote.totals.net <= high:
        old = _money(was, was.totals.net) if was is not None else "another"
        yield Broken(what, old, _money(quote, quote.totals.net), f"{_money(quote, low)} to {_money(quote, high)}")


def _beyond(allowed: Envelope, quote: Quote, was: Quote | None, name: str) -> Iterator[Broken]:
    discount = discount_of(quote)
    if discount > Fraction(allowed.max_discount):
        yield _percent(
            f"{name}the discount",
            discount,
            discount_of(was) if was is not None else None,
            allowed.max_discount,
            "at most",
        )
    for kind, figures, most in (
        ("family ", by_family_of, allowed.max_discount_by_family),
        ("usage ", usage_discounts_of, allowed.max_usage_discount),
    ):
        before = figures(was) if was is not None else {}
        for key, value in figures(quote).items():
            what = f"{name}the discount of {kind}{key}"
            if key not in most and value > 0:
                yield Broken(what, "not in the quote", _said(value), "none")
            elif key in most and value > Fraction(most[key]):
                yield _percent(what, value, before.get(key), most[key], "at most")
    if allowed.latest_start is not None and quote.start > allowed.latest_start:
        start = str(was.start) if was is not None else "earlier"
        yield Broken(f"{name}the start", start, str(quote.start), f"at the latest {allowed.latest_start}")
    margin = margin_of(quote)
    if allowed.min_margin is not None and (margin is None or margin < Fraction(allowed.min_margin)):
        margin_then = margin_of(was) if was is not None else None
        if margin is None:
            yield Broken(f"{name}the margin", _said(margin_then), "not known", f"at least {_said(allowed.min_margin)}")
        else:
            yield _percent(f"{name}the margin", margin, margin_then, allowed.min_margin, "at least")
    for what, unit, limit, count in (
        ("the term", "months", allowed.max_months, months_of),
        ("the time to pay", "days", allowed.max_payment_days, payment_days_of),
        ("the free time", "months", allowed.max_free_months, free_months_of),
    ):
        now = count(quote)
        if now > limit:
            old = f"{count(was)} {unit}" if was is not None else f"{limit} {unit}"
            yield Broken(f"{name}{what}", old, f"{now} {unit}", f"at most {limit} {unit}")


def _worded(allowed: Envelope, quote: Quote) -> Iterator[Broken]:
    for what, is_ in fixed_of(quote).items():
        if allowed.fixed.get(what, is_) != is_:
            yield Broken(what, allowed.fixed[what], is_, f"only {allowed.fixed[what]}")
    for which, rates in rates_of(quote).items():
        if allowed.rates.get(which, rates) != rates:
            yield Broken(f"the rates of {which}", allowed.rates[which], rates, "as approved")
    now = terms_of(quote)
    for term in dict.fromkeys((*allowed.terms, *now)):
        old, new = allowed.terms.get(term), now.get(term)
        if old != new:
            yield Broken(f"the term {term}", old or "not there", new or "not there", "as approved")
    names = tuple(each.name for each in quote.options)
    if added := [each for each in names if each not in allowed.options]:
        known = ", ".join(allowed.options) or "none"
        yield Broken("an option", known, ", ".join(added), f"only {known}" if allowed.options else "none")


def _percent(what: str, value: Fraction, old: Fraction | None, limit: Decimal, word: str) -> Broken:
    was = Fraction(old if old is not None else limit)
    places = next((n for n in (4, 8) if len({round(each, n) for each in (was, value)}) == 2), TWELVE)
    return Broken(what, _said(was, places), _said(value, places), f"{word} {_said(limit, places)}")


def _said(value: Fraction | Decimal | None, places: int = 4) -> str:
    if value is None:
        return "not known"
    exact = Fraction(value)
    shown = round(exact, places)
    text = f"{Decimal(shown.numerator) / Decimal(shown.denominator):f}"
    return f"{text} %" if shown == exact else f"about {text} %"


def _money(quote: Quote, value: Decimal) -> str:
    return f"{quote.currency} {value:,.{quote.places}f}"


def _up(value: Fraction) -> Decimal:
    return Decimal(-(-value.numerator * 10**TWELVE // value.denominator)).scaleb(-TWELVE).normalize() + ZERO


def _down(value: Fraction) -> Decimal:
    return Decimal(value.numerator * 10**TWELVE // value.denominator).scaleb(-TWELVE).normalize() + ZERO
