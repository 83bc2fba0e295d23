"""A deal after the waterfall: its facts, its rows with their moves, and the rule behind each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.steps import WATERFALL
from dealdesk.pricing.steps.uplift import Uplift
from dealdesk.pricing.waterfall import run
from dealdesk.quoting.checks import check_names
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.facts import facts_of
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.paper import dotted
from dealdesk.quoting.plan import key_of, plan_of
from dealdesk.quoting.rows import NothingToSpread, Row, RowFrame
from dealdesk.quoting.timeline import BadTerm, timeline

ZERO = Decimal(0)
_TITLES = {step.code: step.title for step in WATERFALL}
CONTRACT = {"contract": "Price of the contract", "renewal": "Renewal uplift"}
"""Moves of amendments and renewals, which hold on to what a contract pays, and their titles."""


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
            return self._of_contract(row, code, ref)
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

    def _of_contract(self, row: Row, code: str, ref: Sequence[str | int]) -> tuple[str, str, Any]:
        if code == "contract" and ref:  # one purchase of several
            return _purchase(self.deal, ref), self.deal.at(*ref), None
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


def _purchase(deal: Deal, ref: Sequence[str | int]) -> str:
    """Return the name of what is paid for a purchase, on whatever day: the place of its line, and who added it."""
    line, charge, *step = int(ref[1]), str(ref[3]), *map(str, ref[4:])
    name, stated = dotted(("lines", line, "held", charge)), deal.lines[line].held[charge]
    if len(step) == 1 or not isinstance(stated, tuple):
        return name
    return f"{name}, {stated[int(step[0])].added[int(step[2])].by}"


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
