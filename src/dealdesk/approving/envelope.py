"""The envelope of an approval: how far a quote may be edited before it has to be approved again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
    discount = max(_discount(each) for each in every) + Fraction(policy.discount_points)
    families: dict[str, Fraction] = {}
    for each in every:
        for family, value in _by_family(each).items():
            families[family] = max(value, families.get(family, value))
    margins = [_margin(each) for each in every]
    margin = min((each for each in margins if each is not None), default=None)
    net = quote.totals.net
    room = _room(net, policy)
    points = Fraction(policy.discount_points)
    return Envelope(
        customer=quote.customer.name,
        currency=quote.currency,
        max_discount=_up(discount),
        max_discount_by_family={family: _up(value + points) for family, value in sorted(families.items())},
        min_margin=None if margin is None or None in margins else _down(margin - Fraction(policy.margin_points)),
        max_months=max(_months(each) for each in every) + policy.months,
        max_payment_days=max(_payment_days(each) for each in every) + policy.payment_days,
        max_free_months=max(_free(each) for each in every) + policy.free_months,
        min_tcv=net - room,
        max_tcv=net + room,
        terms=_terms(quote),
        options=tuple(each.name for each in quote.options),
    )


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
    net = quote.totals.net
    low, high = allowed.min_tcv, allowed.max_tcv
    old = _money(approved, approved.totals.net) if approved is not None else "another"
    if not low <= net <= high:
        limit = f"{_money(quote, low)} to {_money(quote, high)}"
        yield Broken("the contract value", old, _money(quote, net), limit)
    yield from _worded(allowed, quote)


def _beyond(allowed: Envelope, quote: Quote, was: Quote | None, name: str) -> Iterator[Broken]:
    discount = _discount(quote)
    if discount > Fraction(allowed.max_discount):
        yield _percent(
            f"{name}the discount",
            discount,
            _discount(was) if was is not None else None,
            allowed.max_discount,
            "at most",
        )
    of = _by_family(was) if was is not None else {}
    for family, value in _by_family(quote).items():
        most = allowed.max_discount_by_family.get(family)
        what = f"{name}the discount of family {family}"
        if most is None and value > 0:
            yield Broken(what, "not in the quote", _said(value), "none")
        elif most is not None and value > Fraction(most):
            yield _percent(what, value, of.get(family), most, "at most")
    margin = _margin(quote)
    if allowed.min_margin is not None and (margin is None or margin < Fraction(allowed.min_margin)):
        old = _margin(was) if was is not None else None
        if margin is None:
            yield Broken(f"{name}the margin", _said(old), "not known", f"at least {_said(allowed.min_margin)}")
        else:
            yield _percent(f"{name}the margin", margin, old, allowed.min_margin, "at least")
    for what, unit, limit, count in (
        ("the term", "months", allowed.max_months, _months),
        ("the time to pay", "days", allowed.max_payment_days, _payment_days),
        ("the free time", "months", allowed.max_free_months, _free),
    ):
        now = count(quote)
        if now > limit:
            before = f"{count(was)} {unit}" if was is not None else f"{limit} {unit}"
            yield Broken(f"{name}{what}", before, f"{now} {unit}", f"at most {limit} {unit}")


def _worded(allowed: Envelope, quote: Quote) -> Iterator[Broken]:
    now = _terms(quote)
    for term in dict.fromkeys((*allowed.terms, *now)):
        old, new = allowed.terms.get(term), now.get(term)
        if old != new:
            yield Broken(f"the term {term}", old or "not there", new or "not there", "as approved")
    names = tuple(each.name for each in quote.options)
    if added := [each for each in names if each not in allowed.options]:
        known = ", ".join(allowed.options) or "none"
        yield Broken("an option", known, ", ".join(added), f"only {known}" if allowed.options else "none")


def _percent(what: str, value: Fraction, old: Fraction | None, limit: Decimal, word: str) -> Broken:
    return Broken(what, _said(old if old is not None else limit), _said(value), f"{word} {_said(limit)}")


def _said(value: Fraction | Decimal | None) -> str:
    if value is None:
        return "not known"
    exact = Fraction(value)
    shown = round(exact, 4)
    text = f"{Decimal(shown.numerator) / Decimal(shown.denominator):f}"
    return f"{text} %" if shown == exact else f"about {text} %"


def _money(quote: Quote, value: Decimal) -> str:
    return f"{quote.currency} {value:,.{quote.places}f}"


def _up(value: Fraction) -> Decimal:
    return Decimal(-(-value.numerator * 10**TWELVE // value.denominator)).scaleb(-TWELVE).normalize() + ZERO


def _down(value: Fraction) -> Decimal:
    return Decimal(value.numerator * 10**TWELVE // value.denominator).scaleb(-TWELVE).normalize() + ZERO


def _discount(quote: Quote) -> Fraction:
    totals = quote.totals
    return Fraction(totals.discount) * 100 / Fraction(totals.list) if totals.list > 0 else Fraction(0)


def _by_family(quote: Quote) -> dict[str, Fraction]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in quote.lines:
        if not line.optional:
            of_list, net = sums.get(line.family, (ZERO, ZERO))
            sums[line.family] = (of_list + line.list, net + line.net)
    return {
        family: Fraction(of_list - net) * 100 / Fraction(of_list)
        for family, (of_list, net) in sums.items()
        if of_list > 0
    }


def _margin(quote: Quote) -> Fraction | None:
    lines = [line for line in quote.lines if line.committed and not line.optional]
    costs = [line.cost for line in lines if line.cost is not None]
    net = sum((line.net for line in lines), ZERO)
    if len(costs) < len(lines) or net <= 0:
        return None
    return Fraction(net - sum(costs, ZERO)) * 100 / Fraction(net)


def _months(quote: Quote) -> int:
    return quote.months + (1 if quote.days else 0)


def _payment_days(quote: Quote) -> int:
    return max(((each.due - each.date).days for each in quote.invoices), default=0)


def _free(quote: Quote) -> int:
    said = [each.said for each in quote.terms if each.said is not None and each.said.id == "free"]
    return sum(int(each.values["months"]) for each in said)


def _terms(quote: Quote) -> dict[str, str]:
    """Return the terms that catalog or deal word themselves; what the engine words follows from the figures."""
    found: dict[str, str] = {}
    for each in quote.terms:
        if each.said is None:
            key = each.id if each.id not in found else f"{each.id}: {each.heading}"
            found[key] = f"{each.heading}: {each.text}"
    return found
