"""Deal and catalog in, quote out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake
from dealdesk.money import EXACT
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting import contract, findings, given_back, paper
from dealdesk.quoting.committed import usage_commitment
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.intervals import sum_moves
from dealdesk.quoting.lines import lines_of
from dealdesk.quoting.options import chosen
from dealdesk.quoting.price_lists import usage_rates, use_limits
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.private import private_of
from dealdesk.quoting.quote import ENGINE, Option, Quote, Version
from dealdesk.quoting.quote.figures import Totals, Usage
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.quote.printed import BundleNote, Order
from dealdesk.quoting.timeline import Timeline
from dealdesk.quoting.workings.making import workings
from dealdesk.record import plain

ZERO = Decimal(0)


def price(deal: Deal, catalog: Catalog, *, today: date) -> Quote:
    """Price *deal* from *catalog*.

    A pure function: the same deal, catalog and date give the same quote, to the byte.

    Args:
        deal: What the customer wants, and what the seller asks for.
        catalog: What it costs.
        today: Date of the quote, unless the deal states one (`issued`).

    Returns:
        The quote, with its options priced in full.

    Raises:
        DealError: The deal asks for something that the catalog does not have; every such mistake is named.
    """
    with localcontext(EXACT):  # every sum below is exact, whatever the caller's context
        quotes, wrong = list[Quote](), list[Mistake]()
        for each in (deal, *(chosen(deal, choice) for choice in deal.options)):
            try:
                quotes.append(_price_one(each, catalog, today))
            except DealError as refused:
                wrong += refused.mistakes
        if wrong:
            raise DealError(dict.fromkeys(wrong))
        options = tuple(
            Option(choice.name, choice.recommended, choice.note, quote)
            for choice, quote in zip(deal.options, quotes[1:], strict=True)
        )
        return replace(quotes[0], options=options) if options else quotes[0]


def _price_one(deal: Deal, catalog: Catalog, today: date) -> Quote:
    priced = Priced(deal, catalog, today)
    facts, time = priced.facts, priced.time
    shown = time
    if deal.amends is not None:
        from dealdesk.quoting.amending import remaining

        shown = remaining(time, deal.amends.from_)
    lines, billed = lines_of(priced)
    extra = usage_commitment(priced, lines, billed)
    if deal.hide_prices:
        extra = [(replace(line, hide_price=True), slices) for line, slices in extra]
    quote_lines = [each.line for each in lines] + [line for line, _ in extra]
    all_billed = [
        (line, slices) for line, slices in [*((each.line, b) for each, b in zip(lines, billed, strict=True)), *extra]
    ]
    committed = [(line, b) for line, b in all_billed if line.committed and not line.optional]
    zero = Decimal(0).scaleb(-facts.places)
    totals = _totals([line for line, _ in committed], zero)
    estimates = [line for line in quote_lines if not line.committed and not line.optional]
    usage_list = sum((line.list for line in estimates), zero)
    usage_net = sum((line.net for line in estimates), zero)
    costs = [line.cost for line, _ in committed]
    cost = None if not costs or any(each is None for each in costs) else sum((c for c in costs if c is not None), ZERO)
    metrics = contract.metrics(
        [b for _, b in committed],
        shown,
        total_list=totals.list,
        total_net=totals.net,
        usage=usage_net,
        cost=cost,
        calc=priced.calc,
    )
    payment_days = paper.payment_days(deal, catalog)
    invoices = contract.invoices(
        [each for _, b in committed for each in b.slices],
        time,
        deal.billing,
        in_arrears=deal.in_arrears,
        payment_days=payment_days,
        places=facts.places,
        rounding=catalog.catalog.rounding,
        first=shown.start,
    )
    months = Decimal(shown.months)
    usage = Usage(usage_list, usage_net, priced.calc.share(usage_net, Decimal(12), months) if months else usage_net)
    valid_days = deal.valid_days if deal.valid_days is not None else catalog.catalog.valid_days
    header = catalog.catalog
    quote = Quote(
        number=deal.number,
        revision=deal.revision,
        title=deal.title,
        catalog=Version(
            header.id,
            header.name,
            header.version,
            catalog.digest,
            ENGINE,
            header.rounding,
            time.convention,
            header.valid_from,
        ),
        vendor=paper.vendor(catalog),
        customer=paper.customer(deal, catalog),
        prepared_by=paper.person(deal.prepared_by),
        partner=deal.partner.name if deal.partner is not None else None,
        currency=facts.currency,
        places=facts.places,
        issued=priced.issued,
        valid_until=priced.issued + timedelta(days=valid_days),
        start=shown.start,
        end=shown.last_day,
        months=shown.months,
        days=shown.days,
        term=paper.term(shown),
        billing=deal.billing,
        lines=tuple(quote_lines),
        totals=totals,
        usage_estimate=usage,
        moves=sum_moves(move for line, _ in committed for move in line.moves),
        metrics=metrics,
        invoices=invoices,
        findings=(),
        bundle=_bundle(priced),
        terms=paper.terms(deal, catalog, shown, invoices),
        phases=paper.phases(catalog),
        tax=paper.tax(deal, catalog),
        assumptions=(*paper.assumptions(deal, catalog, shown), *given_back.sentences(priced)),
        notes=deal.notes,
        accent=header.brand.accent,
        logo=catalog.logo,
        co_term=deal.co_term.contract if deal.co_term is not None else None,
        deal_digest=digest(deal),
        use_limits=use_limits(catalog, deal),
        usage_rates=usage_rates(catalog, deal, facts.without_estimate, facts.currency),
        order=Order(deal.order.number, deal.order.invoice_email, deal.order.bill_to, deal.order.effective),
        signing=paper.signing(deal, catalog),
        workings=workings(priced, payment_days),
        folded=catalog.policy.disclosure.fold,
        private=private_of(catalog, frozenset(line.sku for line in deal.lines)),
    )
    return replace(quote, findings=findings.find(priced, quote))


def slices_of(deal: Deal, catalog: Catalog, today: date) -> tuple[list[contract.Billed], Timeline]:
    """Return what the committed charges of a deal cost by period of service, and when it runs.

    For an amendment it is the time of the whole contract.

    Raises:
        DealError: As `price`.
    """
    with localcontext(EXACT):
        priced = Priced(deal, catalog, today)
        lines, billed = lines_of(priced)
        extra = usage_commitment(priced, lines, billed)
        every = [*((each.line, b) for each, b in zip(lines, billed, strict=True)), *extra]
        return [b for line, b in every if line.committed and not line.optional], priced.time


def digest(deal: Deal) -> str:
    """Return the SHA-256 of what a deal says."""
    return hashlib.sha256(json.dumps(_said(plain(deal)), sort_keys=True).encode()).hexdigest()


def _said(value: Any) -> Any:
    """Leave out what is empty, so that a key that deals get later changes no digest of those without it."""
    if isinstance(value, dict):
        left = {key: _said(each) for key, each in value.items()}
        return {key: each for key, each in left.items() if each not in (None, [], {})}
    return [_said(each) for each in value] if isinstance(value, list) else value


def _totals(lines: Sequence[QuoteLine], zero: Decimal) -> Totals:
    of_list = sum((line.list for line in lines), zero)
    net = sum((line.net for line in lines), zero)
    return Totals(of_list, net, of_list - net)


def _bundle(priced: Priced) -> BundleNote | None:
    rule: Any = priced.catalog.rules
    rule = rule.bundle
    if rule is None or not rule.tiers:
        return None
    size = max((row.bundle_size for row in priced.rows if row.counts), default=ZERO)
    index = climb_index(rule.tiers, size)
    if index < 0:
        return None
    tier = rule.tiers[index]
    complete = max((row.sets for row in priced.rows if row.counts), key=len, default=frozenset())
    names = tuple(each.name for each in rule.sets if each.id in complete)
    return BundleNote(tier.name or "", tier.percent, int(size), tier.includes, tier.support, names, tier.assumption)
