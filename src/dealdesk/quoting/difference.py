"""The rows of an amendment: what a contract costs more, or less, from the day of a change on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.catalog.models import price_in
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Given, PercentOf, Take
from dealdesk.pricing.step import Ref, extend
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.amending import is_added, is_changed
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine, held_on, held_step
from dealdesk.quoting.parts import BOUNDS, LATE, Parts, fraction, list_of, part_of, unbounded, within
from dealdesk.quoting.plan import key_of
from dealdesk.quoting.purchases import GivenBack, Purchase, given_back
from dealdesk.quoting.rows import Row, RowMove

ZERO, ONE = Decimal(0), Decimal(1)
ALL_UNITS = ("volume",)
"""Charge models in which all units have the rate of the whole quantity, so that added ones have it too."""

At = tuple[int, str, date]
"""A row of a contract: its line, its charge, and the first day of its interval."""


class Difference:
    """Makes the rows of an amendment, from the contract before and after it."""

    def __init__(
        self, priced: Any, after: Any, after_lines: Sequence[int], before: Any, before_lines: Sequence[int], start: date
    ) -> None:
        self.priced, self.after, self.before, self.start = priced, after, before, start
        self.after_lines, self.before_lines = after_lines, before_lines
        self.deal: Deal = priced.deal
        self.calc: DecimalArithmetic = after.calc
        self.parts = Parts(after.calc)
        amends, rule = self.deal.amends, self.deal.renewal or priced.catalog.renewal
        assert amends is not None
        self.locked = (amends.added_units or (rule.added_units if rule is not None else "catalog")) == "locked"

    def run(self) -> None:
        """Fill in what a `Priced` has."""
        priced, after = self.priced, self.after
        new, old = self._rows(after, self.after_lines), self._rows(self.before, self.before_lines)
        bought = {(each.line, key_of(each.sku, each.charge)): each for each in self._bought()}
        rows: list[Row] = []
        for at in dict.fromkeys((*new, *old)):
            each = bought[at[0], at[1]]
            if not isinstance(each.charge, PercentOf) and (made := self._row(each, new.get(at), old.get(at))):
                rows.append(made)
        shares = [at for at in dict.fromkeys((*new, *old)) if isinstance(bought[at[0], at[1]].charge, PercentOf)]
        moved = tuple(rows)
        for at in shares:
            made = self._share(at, new[at], moved, old) if at in new else self._ended(at, bought[at[0], at[1]], old[at])
            if made is not None:
                rows.append(made)
        rows.sort(key=lambda row: (row.line, row.key, row.start))
        there = {(row.line, row.key) for row in rows}
        priced.time, priced.calc, priced.plan = after.time, after.calc, self._plan()
        priced.facts = replace(
            after.facts,
            rows=tuple(rows),
            bought=tuple(sorted((each for key, each in bought.items() if key in there), key=lambda each: each.line)),
            ask_paths=self._ask_paths(),
            without_estimate=tuple(
                (self.after_lines[line], charge)
                for line, charge in after.facts.without_estimate
                if is_added(self.deal.lines[self.after_lines[line]])
            ),
            commitment=ZERO,
            commitment_list=ZERO,
        )
        priced.rows = priced.facts.rows

    def _plan(self) -> Any:
        """Return the steps and the shares of both contracts, in the order of the waterfall."""
        plans = [each.plan for each in (self.before, self.after) if each is not None]
        applied = {each.step.code: each for plan in plans for each in plan.applied}
        shares = tuple(replace(each, of=self._of(each.key)) for each in plans[-1].shares)
        steps = tuple(applied[step.code] for step in WATERFALL if step.code in applied)
        return replace(plans[-1], applied=steps, shares=shares)

    def _rows(self, priced: Any, numbers: Sequence[int]) -> dict[At, Row]:
        """Return the rows of a contract from the change on, and what came once, by the line of the whole deal."""
        found: dict[At, Row] = {}
        for row in priced.rows if priced is not None else ():
            line = numbers[row.line]
            if row.once and is_changed(self.deal.lines[line]) and not is_added(self.deal.lines[line]):
                found[line, row.key, self.start] = replace(row, line=line, start=self.start)
            elif row.start >= self.start:
                found[line, row.key, row.start] = replace(row, line=line)
        return found

    def _bought(self) -> Iterator[Bought]:
        for priced, numbers in ((self.before, self.before_lines), (self.after, self.after_lines)):
            for each in priced.facts.bought if priced is not None else ():
                yield replace(each, line=numbers[each.line], path=("lines", numbers[each.line]))

    def _ask_paths(self) -> dict[Any, Any]:
        found = {}
        for priced, numbers in ((self.before, self.before_lines), (self.after, self.after_lines)):
            for (line, key, interval), paths in priced.facts.ask_paths.items() if priced is not None else ():
                found[numbers[line], key, interval] = tuple(
                    ("lines", numbers[path[1]], *path[2:]) if path[0] == "lines" else path for path in paths
                )
        return found

    def _row(self, each: Bought, new: Row | None, old: Row | None) -> Row | None:
        """Return what changes of a row; None where nothing does."""
        line = self.deal.lines[each.line]
        if not is_changed(line):
            return None
        if is_added(line):
            return new
        if old is None:
            return None
        if new is None:
            return None if old.once else self._given_back(line, each, old, ZERO, old.list)
        if new.quantity == old.quantity:
            return None
        if new.quantity < old.quantity:
            return None if old.once else self._given_back(line, each, old, new.quantity, self._beyond(each, old, new))
        listed = self._beyond(each, new, old)
        if not listed:
            return None
        units = new.quantity - old.quantity
        net = self._locked(line, each, old, units)
        return self.parts.part(new, fraction(listed, new.list), listed, units, net, beyond=unbounded(old))

    def _beyond(self, each: Bought, more: Row, less: Row) -> Decimal:
        """Return the list price, a period, of the units that *more* has beyond *less*."""
        return self._listed(each, more, less.quantity, more.quantity)

    def _listed(self, each: Bought, row: Row, above: Decimal, up_to: Decimal) -> Decimal:
        """Return the list price, a period, of the units of a row beyond the first so many up to so many."""
        by_unit = self.calc.share(row.list, up_to - above, row.quantity) if row.quantity else ZERO
        if getattr(each.charge, "model", "") in ALL_UNITS:
            return by_unit

        def takes(quantity: Decimal) -> Sequence[Take]:
            line = self.deal.lines[each.line]
            given = Given.trusted(quantity=quantity, price=line.price, cell=line.cell)
            return each.charge.takes(self._price, given)

        less = list_of(self.calc, row, above, takes) if above else ZERO
        difference = list_of(self.calc, row, up_to, takes) - less
        return difference if difference >= 0 else by_unit

    def _price(self, stated: Any) -> Decimal:
        return price_in(stated, self.after.facts.currency, self.priced.catalog.catalog.currency)

    def _locked(self, line: DealLine, each: Bought, old: Row, units: Decimal) -> Decimal | None:
        """Return the net of added units at the unit price of the contract; None where the catalog gives it."""
        if not self.locked or not old.quantity:
            return None
        held = held_on(line, each.charge.id, old.start)
        return self.calc.share(old.net if held is None or old.free else held, units, old.quantity)

    def _given_back(self, line: DealLine, each: Bought, old: Row, left: Decimal, listed: Decimal) -> Row | None:
        """Return the credit for units that are given back, at the price that is paid for them: the newest ones first.

        What is left still costs the minimum of its charge.
        """
        held = held_on(line, each.charge.id, old.start) if not old.free else None
        if not listed and left and (old.list or not held):
            return None
        if not (held or listed or old.net):
            return None
        units, share = old.quantity - left, fraction(listed, old.list) if left else Fraction(1)
        if held is None:
            net, pieces = None, list[GivenBack]()
        else:
            pieces = self._pieces(line, each, old, left, held) if left else []
            net = sum((piece.price for piece in pieces), ZERO) if left else held
        if left and not old.free and (old.minimum > 0 or old.maximum < UNBOUNDED):
            paid = unbounded(old)
            part = part_of(self.calc, paid, share)
            if held is not None and net is not None and not any(move.code in BOUNDS for move in old.moves):
                paid, part = held, net
            bounded = within(old, paid) - within(old, paid - part)
            net, pieces = bounded, pieces if bounded == net else []
        made = self.parts.part(old, share, listed, units, net, sign=-1)
        if any(piece.added is not None for piece in pieces):
            self._explain(made, pieces)
        return made

    def _pieces(self, line: DealLine, each: Bought, old: Row, left: Decimal, held: Decimal) -> list[GivenBack]:
        """Return what is given back of each purchase of a line, the newest first."""
        stated, step = line.held[each.charge.id], held_step(line, each.charge.id, old.start)
        added = stated[step].added if isinstance(stated, tuple) and step is not None else ()
        bought = [Purchase(one.by, one.quantity, one.price) for one in added]

        def listed(above: Decimal, up_to: Decimal) -> Decimal:
            return self._listed(each, old, above, up_to)

        def part(amount: Decimal, share: Fraction) -> Decimal:
            return part_of(self.calc, amount, share)

        return list(given_back(held, bought, old.quantity, left, listed, part))

    def _explain(self, made: Row, pieces: Sequence[GivenBack]) -> None:
        """Have a credit say which purchase each part of it is of: a move for each, at its place in the deal."""
        made.given_back = tuple(pieces)
        if any(move.code in LATE for move in made.moves):
            return
        rest = -made.list - sum((piece.listed for piece in pieces), ZERO)
        made.moves, made.net, made.total = [], made.list, extend(self.calc, made, made.list)
        for piece in pieces:
            net, rest = made.net - (piece.price - piece.listed - rest), ZERO
            self.parts.move(made, RowMove("contract", place_of(self.deal, made, piece), None, None, ZERO), net)

    def _ended(self, at: At, each: Bought, old: Row) -> Row | None:
        made = None if old.once else self._given_back(self.deal.lines[at[0]], each, old, ZERO, old.list)
        if made is not None:
            made.stated = True  # it gives back all that it is, and not a share of what changes
        return made

    def _share(self, at: At, new: Row, rows: Sequence[Row], before: Mapping[At, Row]) -> Row | None:
        """Return what changes of a share of other lines: it is a share of what is added, or given back, too."""
        added = is_added(self.deal.lines[at[0]])
        if new.once and not added:
            return None
        of = self._of(new.key)
        there = [row for row in rows if row.key in of and (row.start == new.start or row.once)]
        changed = sum((unbounded(row) * row.per_year for row in there), ZERO)
        paid = self._paid_a_year(of, new, before)
        listed = self._rated(new, changed + paid if added else changed)
        like = new if new.list else replace(new, list=before[at].list, moves=before[at].moves) if at in before else new
        own = replace(like, moves=[move for move in like.moves if move.code not in LATE])
        made = self.parts.part(own, fraction(listed, like.list), listed, new.quantity)
        if added:  # its list price is a share of lines that are no part of the amendment, too
            made.stated = True
            code = "minimum" if made.net < new.minimum else "maximum"
            self.parts.move(made, RowMove(code, (code,), None, None, ZERO), within(new, made.net))
        else:
            of_paid = self._rated(new, paid)
            part = part_of(self.calc, unbounded(like), fraction(of_paid, like.list)) if like.list else of_paid
            self.parts.bound(made, new, part)
        return made if made.list or made.net else None

    def _of(self, key: str) -> frozenset[str]:
        """Return what a charge is a share of, in the contract before or after the change."""
        plans = [each.plan for each in (self.before, self.after) if each is not None]
        return frozenset(name for plan in plans for each in plan.shares if each.key == key for name in each.of)

    def _rated(self, row: Row, a_year: Decimal) -> Decimal:
        """Return the share, a period, of what other lines cost a year."""
        return self.calc.times(self.calc.share(a_year, ONE, row.per_year), row.share_rate)

    def _paid_a_year(self, of: Collection[str], new: Row, before: Mapping[At, Row]) -> Decimal:
        """Return what the contract pays until then for the lines that a row is a share of."""
        base = ZERO
        for (line, key, start), row in before.items():
            if key in of and (start == new.start or row.once):
                held = held_on(self.deal.lines[line], key.partition("/")[2], start)
                is_own = held is None or row.free or any(move.code in LATE for move in row.moves)
                base += (unbounded(row) if is_own or held is None else held) * row.per_year
        return base


def place_of(deal: Deal, row: Row, piece: GivenBack) -> Ref:
    """Return where a deal says what is paid for units of a purchase that are given back."""
    charge = row.key.partition("/")[2]
    path = ("lines", row.line, "held", charge, held_step(deal.lines[row.line], charge, row.start) or 0)
    return path if piece.added is None else (*path, "added", piece.added)
