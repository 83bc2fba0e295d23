"""Renewals: lines that a contract has go on at what it pays for them, with the rise that its renewal rule states.

The list price is the one of the catalog that the renewal is priced from.  A move takes it to what the contract pays,
and another one adds the rise, so that every cent has its rule.  Lines that are new have the prices of the catalog.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.catalog.renewal import RenewalRule
from dealdesk.periods import add_months
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps.uplift import factor
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.contract import Renews
from dealdesk.quoting.deal.line import DealLine, held_on
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.rows import Row, RowMove

ZERO = Decimal(0)
LATE = ("minimum", "maximum", "floor")
"""Steps over the term, after those by period."""


@dataclass(frozen=True, slots=True)
class Rise:
    """The rise at one renewal, before amounts are rounded.

    Attributes:
        rate: As a fraction of the rule's base.
        cap: The most, as a fraction of what was paid last; None for no cap.
        locked: Whether the price is locked, so that nothing rises.
    """

    rate: Fraction
    cap: Fraction | None
    locked: bool = False

    def of(self, prior: Decimal, listed: Decimal, base: str) -> Fraction:
        """Return what is added to *prior*, with the list price *listed*, unrounded."""
        if self.locked:
            return Fraction(0)
        rise = self.rate * Fraction(prior if base == "prior_net" else listed)
        return rise if self.cap is None else min(rise, self.cap * Fraction(prior))


def rise_of(rule: RenewalRule, renews: Renews, start: date, renewal_cap: Decimal | None = None) -> Rise:
    """Return the rise at a renewal that starts on *start*.

    With `per = "year"` the percentage is for each year of the term that ends: simple, p × years; compound, the whole
    years compound and the rest of a year is in proportion.  With simple compounding, renewal number n adds what the
    first one added: p / (1 + (n - 1) p) of what was paid last.  *renewal_cap* is the cap among the printed terms,
    which is for the first renewal; of two caps the lower one holds.
    """
    rate = Fraction(rule.percent) / 100
    years = Fraction(renews.months, 12) if rule.per == "year" else Fraction(1)
    if rule.compounding == "compound":
        whole = int(years)
        grown = (1 + rate) ** whole * (1 + rate * (years - whole)) - 1
    else:
        grown = rate * years
        if rule.base == "prior_net":
            grown = grown / (1 + grown * (renews.number - 1))
    caps = [rule.cap, renewal_cap if renews.number == 1 else None]
    cap = min((Fraction(each) / 100 for each in caps if each is not None), default=None)
    locked = renews.first is not None and start < add_months(renews.first, rule.lock_months)
    return Rise(grown, cap, locked)


def renew(priced: Any) -> None:
    """Give the lines of *priced* (a `Priced` of a deal with `[renews]`) that the contract has the price of a renewal.

    Raises:
        DealError: Neither deal nor catalog says what a renewal costs, or a line holds the price of no charge it has.
    """
    deal: Deal = priced.deal
    assert deal.renews is not None
    rule = deal.renewal or priced.catalog.renewal
    wrong = Mistakes(deal)
    if rule is None:
        table = 'percent = 5, compounding = "compound"'
        hint = f"add [renewal] to the deal or the catalog: {table}; or renew with --percent and --compounding"
        wrong.add(("renews",), "neither the deal nor its catalog says what a renewal costs", hint=hint)
    charges: dict[int, set[str]] = {}
    for each in priced.facts.bought:
        charges.setdefault(each.line, set()).add(each.charge.id)
    for number, line in enumerate(deal.lines):
        for charge in line.held:
            if charge not in charges.get(number, ()):
                allowed = ", ".join(sorted(charges.get(number, ()))) or None
                wrong.add(("lines", number, "held", charge), f"{line.sku} has no charge {charge}", allowed=allowed)
    wrong.raise_any()
    assert rule is not None
    cap = deal.terms.renewal_cap if deal.terms.renewal_cap is not None else priced.catalog.catalog.terms.renewal_cap
    rise = rise_of(rule, deal.renews, priced.time.start, cap)
    for row in priced.rows:
        line = deal.lines[row.line]
        held = held_on(line, row.key.partition("/")[2], date.max)
        if held is not None and line.was != 0 and row.wave == 1 and not row.once and row.committed and not row.free:
            _hold(priced, row, line, held, rule, rise)
    for row in priced.rows:
        if row.wave == 2:
            _follow(priced, row)


def _hold(priced: Any, row: Row, line: DealLine, held: Decimal, rule: RenewalRule, rise: Rise) -> None:
    """Replace the moves of a row by the price of the contract and the rise."""
    calc = priced.calc
    was = line.was if line.was is not None else row.quantity
    if row.quantity > was > 0 and rule.added_units == "catalog":
        # The units there were go on at their price; those beyond cost what the catalog takes for them.
        more = calc.share(row.net, row.quantity - was, row.quantity)
        prior = held
    else:
        more, prior = ZERO, calc.share(held, row.quantity, was) if was else held
    listed = calc.share(row.list, was, row.quantity) if more else row.list
    raised = rise.of(prior, listed, rule.base)
    up = calc.share(Decimal(raised.numerator), Decimal(1), Decimal(raised.denominator))
    moves = [("contract", prior + more - row.list), ("renewal", up)]
    for each in priced.plan.applied:
        if each.step.code == "uplift" and (each.keys is None or row.key in each.keys):
            base = row.list if each.params.base == "list" else prior + more + up
            moves.append(("uplift", calc.times(base, factor(each.params, int(row.year)))))
    row.moves, row.net, row.held = [], row.list, True
    row.total = _extended(priced, row)
    for code, amount in moves:
        if amount:
            before, row.net = row.total, row.net + amount
            row.total = _extended(priced, row)
            row.moves.append(RowMove(code, (), None, amount, row.total - before))


def _follow(priced: Any, row: Row) -> None:
    """Price a share of other lines anew: it is a share of what they cost now."""
    calc = priced.calc
    of = next((set(each.of) for each in priced.plan.shares if each.key == row.key), set[str]())
    there = [
        each for each in priced.rows if each.key in of and each.counts and (each.interval == row.interval or each.once)
    ]
    if not any(each.held for each in there):
        return
    late = {id(each): sum((m.per_period or ZERO for m in each.moves if m.code in LATE), ZERO) for each in there}
    a_year = sum(((each.net - late[id(each)]) * each.per_year for each in there), ZERO)
    listed = calc.times(calc.share(a_year, Decimal(1), row.per_year), row.share_rate)
    left, steps = row.list, []
    for move in row.moves:
        if move.code not in LATE and move.per_period is not None:
            left += move.per_period
            steps.append((move, calc.share(left, listed, row.list)))
    row.moves, row.list, row.net, row.held = [], listed, listed, True
    row.total = _extended(priced, row)
    bounded = max(min(steps[-1][1] if steps else listed, row.maximum), row.minimum)
    code = "minimum" if bounded == row.minimum else "maximum"
    for move, net in (*steps, (RowMove(code, (code,), None, None, ZERO), bounded)):
        if net != row.net:
            before, amount, row.net = row.total, net - row.net, net
            row.total = _extended(priced, row)
            row.moves.append(RowMove(move.code, move.ref, move.rung, amount, row.total - before))


def _extended(priced: Any, row: Row) -> Decimal:
    total: Decimal = extend(priced.calc, row, row.net)
    return total
