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
from dealdesk.errors import DealError, Mistake, did_you_mean
from dealdesk.money import EXACT
from dealdesk.periods import inclusive
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.percent import climb_index
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps import WATERFALL
from dealdesk.pricing.steps.uplift import Uplift
from dealdesk.pricing.waterfall import run
from dealdesk.quoting import contract, findings, paper
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.checks import check_names
from dealdesk.quoting.committed import usage_commitment
from dealdesk.quoting.deal import Choice, Deal
from dealdesk.quoting.facts import facts_of
from dealdesk.quoting.intervals import merge, sum_moves
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.paper import dotted
from dealdesk.quoting.plan import key_of, plan_of
from dealdesk.quoting.price_lists import price_list, usage_rates, use_limits
from dealdesk.quoting.private import private_of
from dealdesk.quoting.quote import (
    ENGINE,
    BundleNote,
    Interval,
    Move,
    Option,
    Order,
    Quote,
    QuoteLine,
    Totals,
    Usage,
    Version,
)
from dealdesk.quoting.rows import NothingToSpread, Row, RowFrame
from dealdesk.quoting.timeline import BadTerm, Timeline, timeline
from dealdesk.quoting.workings import workings
from dealdesk.record import plain

ZERO = Decimal(0)
_TITLES = {step.code: step.title for step in WATERFALL}
CONTRACT = {"contract": "Price of the contract", "renewal": "Renewal uplift"}
"""Moves of amendments and renewals, which hold on to what a contract pays, and their titles."""


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


class OptionSources:
    """The places of a deal as one of its options has it: what the option states stands in the option."""

    def __init__(self, sources: Any, number: int, stated: frozenset[str]) -> None:
        self._sources, self._number, self._stated = sources, number, stated

    def _path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        return ("options", self._number, *path) if path and path[0] in self._stated else path

    def at(self, path: tuple[str | int, ...]) -> str:
        """Return `file:line` of the value at *path*."""
        return str(self._sources.at(self._path(path)))

    def mistake(self, path: tuple[str | int, ...], message: str, **more: Any) -> Any:
        """Return a mistake at the value of *path*."""
        return self._sources.mistake(self._path(path), message, **more)


def option_named(deal: Deal, name: str | None) -> Deal:
    """Return the deal as one of its options has it, named in any case; the deal itself without a name.

    Raises:
        DealError: It has no such option; the message lists those that it has.
    """
    if name is None:
        return deal
    for each in deal.options:
        if each.name.casefold() == name.casefold():
            return chosen(deal, each)
    names = [each.name for each in deal.options]
    guess = did_you_mean(name, names)
    known = f"one of: {', '.join(names)}" if names else "it has no options"
    raise DealError(f"the deal has no option {name}; {known}" + (f"; did you mean {guess}?" if guess else ""))


def chosen(deal: Deal, choice: Choice) -> Deal:
    """Return the deal as one of its options has it."""
    change: dict[str, Any] = {"options": ()}
    for name in ("billing", "lines", "discounts", "promotions", "commitment", "free", "uplift"):
        if getattr(choice, name) is not None:
            change[name] = getattr(choice, name)
    if choice.months is not None or choice.end is not None:
        change |= {"months": choice.months, "end": choice.end, "co_term": None}
    if choice.months is not None and choice.lines is None:
        # The deal's ramp may go on after the option has ended; those steps do not come about.
        change["lines"] = tuple(
            line.but(ramp=tuple(step for step in line.ramp if step.first_month < choice.months)) for line in deal.lines
        )
    copy = deal.but(**change)
    if deal.sources is not None:
        number = next(n for n, each in enumerate(deal.options) if each is choice)
        return copy.but(_sources=OptionSources(deal.sources, number, choice.given_keys))
    return copy


class Priced:
    """A deal after the waterfall: what quotes and explanations are made of."""

    __slots__ = ("calc", "catalog", "deal", "facts", "issued", "plan", "rows", "time")

    def __init__(self, deal: Deal, catalog: Catalog, today: date) -> None:
        self.deal, self.catalog, self.issued = deal, catalog, deal.issued or today
        if deal.amends is not None:
            from dealdesk.quoting.amending import amend

            amend(self)
            return
        own = deal.uplift
        uplift = Uplift.validate({name: getattr(own, name) for name in type(own).fields()}) if own is not None else None
        by_year = uplift is not None or getattr(catalog.rules, "uplift", None) is not None
        wrong = Mistakes(deal)
        try:
            self.time = timeline(deal, self.issued, deal.proration or catalog.catalog.proration, by_year=by_year)
        except BadTerm as bad:
            for each in (bad, *bad.others):
                wrong.add(each.path, str(each), allowed=each.allowed, hint=each.hint)
            check_names(deal, catalog, wrong)
            wrong.raise_any()
            raise
        self.facts = facts_of(deal, catalog, self.time, self.issued)
        self.calc = DecimalArithmetic(self.facts.places, catalog.catalog.rounding)
        keys = {key_of(each.sku, each.charge) for each in self.facts.bought}
        self.plan = plan_of(catalog, uplift=uplift, only=keys, asked=_asked(deal))
        self.rows = self.facts.rows
        frame = RowFrame(self.rows, self.calc, self.facts.places)
        try:
            run(frame, self.plan)
        except NothingToSpread as bad:
            wrong.add(
                _asked_at(deal, bad.off),
                f"the amount asked for is more than the price: {bad}",
                allowed=f"up to {bad.available:,f} off" if bad.available else "there is nothing to take it off",
            )
            wrong.raise_any()
        if deal.renews is not None:
            from dealdesk.quoting.renewing import renew

            renew(self)

    def title(self, code: str) -> str:
        """Return what a customer reads of a step: the title that the catalog's rule states, else the step's own."""
        stated = getattr(getattr(self.catalog.rules, code, None), "title", None)
        return stated or _TITLES.get(code) or CONTRACT[code]

    def rule(self, row: Row, code: str, ref: Sequence[str | int], rung: Any) -> tuple[str, str, Any]:
        """Return a rule's name, its `file:line`, and the percentage that it states."""
        if code in ("negotiated", "line_amount", "deal_amount"):
            return self._asked(row, ref)
        if code in CONTRACT:
            return self._of_contract(row, code)
        if code == "uplift" and self.deal.uplift is not None:
            return "uplift", self.deal.at("uplift"), None
        if code in ("minimum", "maximum", "floor"):
            return self._bound(row, code)
        if code == "free_months":
            return "free", self.deal.at("free"), Decimal(100)
        path: tuple[str | int, ...] = ("rules", code, *ref)
        if rung is not None and ref and ref[-1] == "tiers":
            path = (*path, int(rung))
        found: Any = self.catalog.rules
        for step in path[1:]:
            found = found[step] if isinstance(step, int) else getattr(found, step, None)
        return dotted(path), self.catalog.at(*path), getattr(found, "percent", None)

    def _asked(self, row: Row, ref: Sequence[str | int]) -> tuple[str, str, Any]:
        path: tuple[str | int, ...]
        percent = None
        if not ref:  # what the asks would take below 0
            return "rules.negotiated", self.catalog.at("rules", "negotiated"), None
        if ref[0] == "asks":
            path = self.facts.ask_paths[row.line, row.key, row.interval][int(ref[1])]
            percent = row.asks[int(ref[1])]
        elif ref[0] in ("unit_price", "line_amount"):
            path = ("lines", row.line, "discount")
        elif ref[0] == "cap":
            return "rules.negotiated.cap", self.catalog.at("rules", "negotiated", "cap"), None
        else:
            path = ("discounts", next(n for n, each in enumerate(self.deal.discounts) if each.percent is None))
        return dotted(path), self.deal.at(*path), percent

    def _of_contract(self, row: Row, code: str) -> tuple[str, str, Any]:
        if code == "contract":
            path = "amends" if self.deal.amends is not None else "renews"
            return path, self.deal.at(path), None
        own = self.deal.renewal
        percent = (own or self.catalog.renewal).percent  # type: ignore[union-attr]
        moved = {move.code: move.per_period or ZERO for move in row.moves}
        if self.calc.percent(row.list + moved.get("contract", ZERO), percent) != moved.get("renewal"):
            percent = None  # capped, for several years, or of list: what it comes to is another percentage
        return "renewal", self.deal.at("renewal") if own is not None else self.catalog.at("renewal"), percent

    def _bound(self, row: Row, code: str) -> tuple[str, str, Any]:
        sku, _, charge_id = row.key.partition("/")
        number = next(n for n, each in enumerate(self.catalog.products[sku].charges) if each.id == charge_id)
        path: tuple[str | int, ...] = ("products", sku, "charges", number, code)
        rules: Any = self.catalog.rules
        if code == "floor" and rules.floor is not None and not row.floor:
            path = ("rules", "floor")
        return dotted(path), self.catalog.at(*path), None

    def list_rule(self, row: Row) -> tuple[str, str]:
        """Return the name and `file:line` of the charge, or of its tier, that gave a row's list price."""
        sku, _, charge_id = row.key.partition("/")
        charges = self.catalog.products[sku].charges
        number = next(n for n, each in enumerate(charges) if each.id == charge_id)
        path: tuple[str | int, ...] = ("products", sku, "charges", number)
        if hasattr(charges[number], "tiers") and len(row.takes) == 1:
            path = (*path, "tiers", row.takes[0].tier)
        elif hasattr(charges[number], "cells") and len(row.takes) == 1:
            path = (*path, "cells", row.takes[0].tier)
        return dotted(path), self.catalog.at(*path)


def _asked_at(deal: Deal, off: Decimal) -> tuple[str | int, ...]:
    """Return where a deal asks for an amount off: on a line, or on the whole deal."""
    for number, line in enumerate(deal.lines):
        if line.discount is not None and line.discount.amount == off:
            return ("lines", number, "discount")
    for number, each in enumerate(deal.discounts):
        if each.percent is None:
            return ("discounts", number, "amount" if each.amount is not None else "target_total")
    return ("lines",)


def _asked(deal: Deal) -> frozenset[str]:
    """Return the steps that a deal asks for."""
    asks = [each for each in deal.discounts if each.percent is not None]
    lines = [line.discount for line in deal.lines if line.discount is not None]
    wanted = {
        "negotiated": asks or any(each.amount is None for each in lines) or any(line.ramp for line in deal.lines),
        "free_months": deal.free is not None,
        "line_amount": any(each.amount is not None for each in lines),
        "deal_amount": len(asks) < len(deal.discounts),
    }
    return frozenset(code for code, is_wanted in wanted.items() if is_wanted)


def _price_one(deal: Deal, catalog: Catalog, today: date) -> Quote:
    priced = Priced(deal, catalog, today)
    facts, time = priced.facts, priced.time
    shown = time
    if deal.amends is not None:
        from dealdesk.quoting.amending import remaining

        shown = remaining(time, deal.amends.from_)
    lines = [
        _line(
            priced,
            each,
            [row for row in priced.rows if row.line == each.line and row.key == key_of(each.sku, each.charge)],
        )
        for each in facts.bought
    ]
    billed = [_billed(priced, each) for each in lines]
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
        assumptions=paper.assumptions(deal, catalog, shown),
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
        lines = [
            _line(
                priced, each, [r for r in priced.rows if r.line == each.line and r.key == key_of(each.sku, each.charge)]
            )
            for each in priced.facts.bought
        ]
        billed = [_billed(priced, each) for each in lines]
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


class Made:
    """A quote line with the rows that it was made of."""

    __slots__ = ("bought", "line", "rows")

    def __init__(self, line: QuoteLine, rows: Sequence[Row], bought: Bought) -> None:
        self.line, self.rows, self.bought = line, rows, bought


def _line(priced: Priced, each: Bought, rows: Sequence[Row]) -> Made:
    deal_line, charge, product = priced.deal.lines[each.line], each.charge, each.product
    intervals = merge([_interval(priced, row, charge.period) for row in rows], priced.time, charge.period)
    moves = sum_moves(move for interval in intervals for move in interval.moves)
    total_list = sum((interval.list for interval in intervals), ZERO)
    costs = [row.cost for row in rows]
    cost = None
    if all(each_cost >= 0 for each_cost in costs):
        cost = sum((extend(priced.calc, row, row.cost) for row in rows), ZERO)
    line = QuoteLine(
        line=each.line + 1,
        sku=each.sku,
        charge=charge.id,
        name=product.name,
        charge_name=charge.name,
        description=product.description,
        kind=product.kind,
        family=product.family,
        model=charge.model,  # type: ignore[attr-defined]
        period=charge.period,
        unit=charge.unit or "",
        quantity=rows[0].quantity if rows else ZERO,
        committed=not charge.metered,
        optional=deal_line.optional,
        recurring=charge.sort == "recurring",
        list=total_list,
        net=sum((interval.net for interval in intervals), ZERO),
        cost=cost,
        moves=moves,
        intervals=intervals,
        at=priced.deal.at(*each.path),
        hide_price=deal_line.hide_price or (priced.deal.hide_prices and not deal_line.optional),
        note=deal_line.note or paper.change(deal_line),
        price_list=price_list(priced.catalog, charge, deal_line, priced.facts.currency),
    )
    return Made(line, rows, each)


def _interval(priced: Priced, row: Row, period: str) -> Interval:
    name, at = priced.list_rule(row)
    of_list = extend(priced.calc, row, row.list)
    moves = [Move("list", "List price", of_list, name, at)]
    for each in row.moves:
        rule, where, percent = priced.rule(row, each.code, each.ref, each.rung)
        moves.append(Move(each.code, priced.title(each.code), each.total, rule, where, percent))
    return Interval(
        start=row.start,
        end=inclusive(row.end),
        quantity=row.quantity,
        list_per_period=row.list,
        net_per_period=row.net,
        periods=paper.periods(priced.time, row.start, row.end, period),
        list=of_list,
        net=row.total,
        moves=tuple(moves),
    )


def _billed(priced: Priced, made: Made) -> contract.Billed:
    period = made.bought.charge.period
    parts = [
        each
        for row in made.rows
        for each in contract.slices(row, period, priced.time, priced.calc, priced.facts.places)
    ]
    return contract.Billed(made.line.recurring, tuple(parts))


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
