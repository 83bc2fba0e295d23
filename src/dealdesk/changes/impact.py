"""What a change of a catalog does to deals: each is priced under both, and what differs is told with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from dealdesk.approving import needed
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Approval
from dealdesk.changes.fractions import change
from dealdesk.changes.outcome import (
    STATUSES,
    DealImpact,
    Figures,
    Impact,
    LineChange,
    OptionChange,
    Status,
    StepChange,
    Total,
)
from dealdesk.changes.portfolio import Found, Portfolio
from dealdesk.errors import InputError, Mistake
from dealdesk.money import EXACT
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.quoting.quote.line import Move, QuoteLine

ZERO = Decimal(0)


def impact(base: Catalog, head: Catalog, found: Portfolio, *, today: date) -> Impact:
    """Return what the step from one catalog to another does to each deal of a portfolio.

    Args:
        base: The old catalog.
        head: The new one.
        found: The deals; each is priced under both, whatever catalog file it names.
        today: Date of the quotes, where deals state none.
    """
    with localcontext(EXACT):
        deals = [_deal(each, base, head, today) for each in found.deals]
        deals.sort(key=lambda each: (STATUSES.index(each.status), -_size(each), each.file))
        return Impact(tuple(deals), _totals(deals), found.unread, found.elsewhere, found.others)


def _size(deal: DealImpact) -> Fraction:
    """Return how large the change of a deal is, for the order: of its price, else of its amount."""
    if deal.before is None or deal.after is None or not deal.before.pays:
        return Fraction(10**30)
    return abs(Fraction(deal.after.pays - deal.before.pays) / Fraction(deal.before.pays))


def _deal(found: Found, base: Catalog, head: Catalog, today: date) -> DealImpact:
    deal = found.deal
    old, wrong_before = _priced(deal, base, today)
    new, wrong_after = _priced(deal, head, today)
    if old is not None and new is not None and old.currency != new.currency:
        said = f"it was priced in {old.currency} and is in {new.currency} now; the two cannot be compared"
        new, wrong_after = None, (Mistake(said, code="currency"),)
    before, after = _figures(old), _figures(new)
    quote = new or old
    return DealImpact(
        file=found.file,
        title=", ".join(each for each in (deal.number, deal.customer.name) if each),
        currency=quote.currency if quote is not None else "",
        status=_status(old, new),
        before=before,
        after=after,
        percent=change(before.pays, after.pays) if before is not None and after is not None else None,
        lines=tuple(lines_changed(old, new)) if old is not None and new is not None else (),
        options=tuple(_options(old, new)) if old is not None and new is not None else (),
        findings=_new_findings(old, new) if new is not None else (),
        approvals=_new_approvals(deal, (base, old), (head, new)),
        floor=max(ZERO, _held_up(new) - _held_up(old)) if old is not None and new is not None else ZERO,
        mistakes=wrong_after or wrong_before,
    )


def _priced(deal: Deal, catalog: Catalog, today: date) -> tuple[Quote | None, tuple[Mistake, ...]]:
    try:
        return price(deal, catalog, today=today), ()
    except InputError as wrong:
        return None, wrong.mistakes


def _figures(quote: Quote | None) -> Figures | None:
    if quote is None:
        return None
    return Figures(quote.totals.list, quote.totals.net, quote.usage_estimate.net, quote.metric("arr_first") or ZERO)


def _status(old: Quote | None, new: Quote | None) -> Status:
    if old is None or new is None:
        return "unpriced" if old is new else "gained" if old is None else "lost"
    paid, pays = (_figures(each).pays for each in (old, new))  # type: ignore[union-attr]
    if paid != pays:
        return "dearer" if pays > paid else "cheaper"
    return "same" if _told(old) == _told(new) else "moved"


def _told(quote: Quote) -> object:
    """Return what a customer sees of a price: its lines and steps, what is paid when, and the yearly figures."""
    lines = [(each.sku, each.charge, each.optional, each.net, _steps(each.moves)) for each in quote.lines]
    return (
        lines,
        [(each.date, each.amount) for each in quote.invoices],
        quote.metric("arr_first"),
        quote.metric("arr_exit"),
    )


def _steps(moves: Iterable[Move]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for each in moves:
        found[each.code] = found.get(each.code, ZERO) + each.amount
    return {code: amount for code, amount in found.items() if amount}


# ---- lines and steps


def lines_changed(old: Quote, new: Quote) -> Iterator[LineChange]:
    """Yield the charges that come out differently, in the order of the deal."""
    before, after = ({(each.line, each.sku, each.charge): each for each in quote.lines} for quote in (old, new))
    for key in sorted({**before, **after}, key=lambda each: each[0]):
        was, now = before.get(key), after.get(key)
        steps = tuple(_changed(was.moves if was else (), now.moves if now else ()))
        if steps or was is None or now is None:
            one: QuoteLine = now or was  # type: ignore[assignment]
            yield LineChange(*key, was.net if was else None, now.net if now else None, steps, one.at)


def _changed(old: Sequence[Move], new: Sequence[Move]) -> Iterator[StepChange]:
    """Yield the steps whose amounts differ, in the order of the waterfall."""
    before, after = _steps(old), _steps(new)
    said = {each.code: each for each in (*old, *new)}
    for code, move in said.items():
        amounts = before.get(code, ZERO), after.get(code, ZERO)
        if amounts[0] != amounts[1]:
            yield StepChange(code, move.title, *amounts, move.rule, move.at)


def steps_of(deal: DealImpact) -> tuple[StepChange, ...]:
    """Return the steps of a deal that come out differently, summed over its lines, the largest change first."""
    found: dict[str, StepChange] = {}
    for line in deal.lines:
        for each in line.steps:
            seen = found.get(each.code)
            before, after = (seen.before, seen.after) if seen else (ZERO, ZERO)
            rule, at = (seen.rule, seen.at) if seen else (each.rule, each.at)
            found[each.code] = StepChange(each.code, each.title, before + each.before, after + each.after, rule, at)
    return tuple(sorted((each for each in found.values() if each.delta), key=lambda each: -abs(each.delta)))


def _options(old: Quote, new: Quote) -> Iterator[OptionChange]:
    for was, now in zip(old.options, new.options, strict=True):
        paid, pays = (each.quote.totals.net + each.quote.usage_estimate.net for each in (was, now))
        if paid != pays:
            yield OptionChange(now.name, paid, pays)


# ---- findings, floors, approvals


def _new_findings(old: Quote | None, new: Quote) -> tuple[Finding, ...]:
    """Return the findings of which there are more of the same code than before; those with new words first."""
    known = Counter(each.code for each in old.findings) if old is not None else Counter[str]()
    words = {each.message for each in old.findings} if old is not None else set[str]()
    found: list[Finding] = []
    for code, count in Counter(each.code for each in new.findings).items():
        fresh = sorted((each for each in new.findings if each.code == code), key=lambda each: each.message in words)
        found += fresh[: max(0, count - known[code])]
    return tuple(found)


def _held_up(quote: Quote) -> Decimal:
    return sum((each.amount for each in quote.moves if each.code in ("floor", "minimum")), ZERO)


def _new_approvals(deal: Deal, *both: tuple[Catalog, Quote | None]) -> tuple[Approval, ...]:
    before, after = (needed(deal, catalog, quote) if quote is not None else () for catalog, quote in both)
    known = {each.id for each in before}
    return tuple(each for each in after if each.id not in known)


# ---- totals


def _totals(deals: Sequence[DealImpact]) -> tuple[Total, ...]:
    found = []
    for currency in sorted({each.currency for each in deals if each.currency}):
        these = [each for each in deals if each.currency == currency]
        both = [each for each in these if each.before is not None and each.after is not None]
        found.append(
            Total(
                currency,
                len(both),
                _sum(each.before for each in both),
                _sum(each.after for each in both),
                _sum(each.before for each in these if each.status == "lost"),
                _sum(each.after for each in these if each.status == "gained"),
            )
        )
    return tuple(found)


def _sum(figures: Iterable[Figures | None]) -> Figures:
    known = [each for each in figures if each is not None]
    return Figures(*(sum((getattr(each, name) for each in known), ZERO) for name in ("list", "tcv", "usage", "arr")))
