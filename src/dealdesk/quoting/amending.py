"""Amendments: a deal that is a whole contract as it is after a change, priced as the difference from what it was.

Two contracts are priced from the same catalog, the one before and the one after, on the same days.  What is added is
priced in the contract as it is afterwards, so it has the discounts of all that is bought together; units that are
added to a line cost what the catalog takes for the units that they are, less the discounts of the line.  Lines that
do not change keep their price, and are no part of the amendment.  What is given back is credited at the price that
it has, where the contract allows that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.periods import boundary, months_between
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, PercentOf
from dealdesk.pricing.step import extend
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.deal import Deal, DealLine
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.plan import key_of
from dealdesk.quoting.rows import Found, Row, RowMove
from dealdesk.quoting.timeline import Timeline

ZERO, ONE = Decimal(0), Decimal(1)
ALL_UNITS = ("volume",)
"""Charge models in which all units have the rate of the whole quantity, so that added ones have it too."""

At = tuple[int, str, date]
"""A row of a contract: its line, its charge, and the first day of its interval."""


def remaining(time: Timeline, start: date) -> Timeline:
    """Return the rest of a contract from a day on."""
    months, days = months_between(start, time.end)
    return replace(
        time,
        start=start,
        months=months,
        days=days,
        intervals=tuple(each for each in time.intervals if each.start >= start),
    )


class LineSources:
    """The places of a deal of which only some lines are priced: line n of it is line `numbers[n]` of the file."""

    def __init__(self, sources: Any, numbers: Sequence[int]) -> None:
        self._sources, self._numbers = sources, numbers

    def _path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        if len(path) > 1 and path[0] == "lines" and isinstance(path[1], int):
            return ("lines", self._numbers[path[1]], *path[2:])
        return path

    def at(self, path: tuple[str | int, ...]) -> str:
        """Return `file:line` of the value at *path*."""
        return str(self._sources.at(self._path(path)))

    def mistake(self, path: tuple[str | int, ...], message: str, **more: Any) -> Any:
        """Return a mistake at the value of *path*."""
        return self._sources.mistake(self._path(path), message, **more)


def amend(priced: Any) -> None:
    """Give *priced* (a `Priced` of a deal with `[amends]`) the rows of the difference.

    Raises:
        DealError: The amendment lies outside the contract, lowers what the contract does not let be lowered, or one
            of the two contracts cannot be priced.
    """
    from dealdesk.quoting.price import Priced

    deal: Deal = priced.deal
    assert deal.amends is not None
    _check(deal)
    start = deal.amends.from_
    after_lines = [n for n, line in enumerate(deal.lines) if not _is_removed(line)]
    before_lines = [n for n, line in enumerate(deal.lines) if line.was is None or line.was > 0]
    cuts = (start, *(line.start for line in deal.lines if line.start is not None))
    cuts = (*cuts, *(_ramp_days(deal)))
    after = Priced(_part(deal, after_lines, cuts, before=False), priced.catalog, priced.issued)
    before = (
        Priced(_part(deal, before_lines, cuts, before=True), priced.catalog, priced.issued) if before_lines else None
    )
    if not after.time.start < start < after.time.end:
        wrong = Mistakes(deal)
        allowed = f"a day after {after.time.start}, up to {after.time.last_day}"
        wrong.add(("amends", "from"), f"the change on {start} is not inside the contract", allowed=allowed)
        wrong.raise_any()
    made = _Difference(priced, after, after_lines, before, before_lines, start)
    made.run()


def _check(deal: Deal) -> None:
    wrong = Mistakes(deal)
    assert deal.amends is not None
    if all(line.was is None for line in deal.lines):
        hint = "was = 50 beside quantity = 80; was = 0 for a line that is added, quantity = 0 for one that ends"
        wrong.add(("amends",), "the amendment changes nothing: no line says what it was", hint=hint)
    for number, line in enumerate(deal.lines):
        path = ("lines", number)
        if line.was is None:
            continue
        if line.ramp and line.was > 0:
            hint = "let the line as it is, and add the units as a line of their own: was = 0"
            wrong.add((*path, "ramp"), f"{line.sku} has a ramp, whose steps an amendment cannot change", hint=hint)
        if not isinstance(line.quantity, Decimal | int):
            hint = "usage is invoiced as used, and needs no amendment"
            wrong.add((*path, "quantity"), "a list of transactions cannot be amended", hint=hint)
        elif line.quantity < line.was and not deal.amends.credit:
            hint = "credit = true in [amends] where the contract allows it, or lower it when it is renewed"
            message = (
                f"{line.sku} goes from {line.was:f} down to {line.quantity:f}, and the contract gives nothing back"
            )
            wrong.add((*path, "quantity"), message, allowed=f"{line.was:f} or more", hint=hint)
    wrong.raise_any()


def _is_removed(line: DealLine) -> bool:
    return line.was is not None and isinstance(line.quantity, Decimal | int) and not line.quantity


def _ramp_days(deal: Deal) -> Iterator[date]:
    if deal.start is not None:
        for line in deal.lines:
            for step in line.ramp:
                yield boundary(deal.start, step.first_month, "month")


def _part(deal: Deal, numbers: Sequence[int], cuts: Sequence[date], *, before: bool) -> Deal:
    """Return the contract before or after the change: its lines, and what was agreed in per cent.

    Amounts off the contract, its usage commitment and its options were agreed once, and are not given again.
    """
    assert deal.amends is not None
    lines = []
    for number in numbers:
        line = deal.lines[number]
        kept = line.discount if line.discount is None or line.discount.amount is None else None
        quantity = line.was if before and line.was is not None else line.quantity
        start = line.start or (deal.amends.from_ if line.was == 0 else None)
        lines.append(line.but(quantity=quantity, discount=kept, start=start, was=None, held={}))
    changes: dict[str, Any] = {
        "amends": None,
        "options": (),
        "commitment": None,
        "lines": tuple(lines),
        "discounts": tuple(each for each in deal.discounts if each.percent is not None),
        "_cuts": tuple(cuts),
    }
    if deal.sources is not None:
        changes["_sources"] = LineSources(deal.sources, numbers)
    return deal.but(**changes)


class _Difference:
    """Makes the rows of an amendment."""

    def __init__(
        self, priced: Any, after: Any, after_lines: Sequence[int], before: Any, before_lines: Sequence[int], start: date
    ) -> None:
        self.priced, self.after, self.before, self.start = priced, after, before, start
        self.after_lines, self.before_lines = after_lines, before_lines
        self.deal: Deal = priced.deal
        self.calc: DecimalArithmetic = after.calc
        self.places: int = after.facts.places
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
        priced.time, priced.calc, priced.plan = after.time, after.calc, after.plan
        priced.facts = replace(
            after.facts,
            rows=tuple(rows),
            bought=tuple(sorted((each for key, each in bought.items() if key in there), key=lambda each: each.line)),
            ask_paths=self._ask_paths(),
            without_estimate=tuple(
                (self.after_lines[line], charge)
                for line, charge in after.facts.without_estimate
                if self.deal.lines[self.after_lines[line]].was == 0
            ),
            commitment=ZERO,
            commitment_list=ZERO,
        )
        priced.rows = priced.facts.rows

    def _rows(self, priced: Any, numbers: Sequence[int]) -> dict[At, Row]:
        """Return the rows of a contract from the change on, and what came once, by the line of the whole deal."""
        found: dict[At, Row] = {}
        for row in priced.rows if priced is not None else ():
            line = numbers[row.line]
            if row.once and self.deal.lines[line].was:
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
        if line.was is None:
            return None
        if line.was == 0:
            return new
        if old is None:
            return None
        if new is None:
            return None if old.once else self._given_back(line, each, old, ZERO, old.list)
        if new.quantity == old.quantity:
            return None
        if new.quantity < old.quantity:
            return None if old.once else self._given_back(line, each, old, new.quantity, self._beyond(each, old, new))
        units = new.quantity - old.quantity
        listed = self._beyond(each, new, old)
        if not listed:
            return None
        share = _fraction(listed, new.list)
        return self._scaled(new, share, listed, units, self._locked(line, each, old, units))

    def _beyond(self, each: Bought, more: Row, less: Row) -> Decimal:
        """Return the list price, a period, of the units that *more* has beyond *less*."""
        by_unit = self.calc.share(more.list, more.quantity - less.quantity, more.quantity)
        if getattr(each.charge, "model", "") in ALL_UNITS:
            return by_unit
        difference = more.list - less.list
        return difference if difference >= 0 else by_unit

    def _locked(self, line: DealLine, each: Bought, old: Row, units: Decimal) -> Decimal | None:
        """Return the net of added units at the unit price of the contract; None where the catalog gives it."""
        if not self.locked:
            return None
        return self.calc.share(self._net(line, each, old), units, old.quantity)

    def _net(self, line: DealLine, each: Bought, old: Row) -> Decimal:
        """Return what the contract pays for a line, a period."""
        held = line.held.get(each.charge.id)
        return held if held is not None and not old.free else old.net

    def _given_back(self, line: DealLine, each: Bought, old: Row, left: Decimal, listed: Decimal) -> Row | None:
        if not listed:
            return None
        units, share = old.quantity - left, _fraction(listed, old.list)
        held = line.held.get(each.charge.id)
        net = _part_of(self.calc, held, share) if held is not None and not old.free else None
        return self._scaled(old, share, listed, units, net, sign=-1)

    def _scaled(
        self,
        row: Row,
        share: Fraction,
        listed: Decimal,
        quantity: Decimal,
        net: Decimal | None = None,
        sign: int = 1,
    ) -> Row:
        """Return the part *share* of a row: list and each move a period, rounded, and so extended over the interval.

        With *net*, the part pays so much a period: a last move takes it there from list.
        """
        calc, by = self.calc, Decimal(sign)
        made = replace(
            row,
            quantity=quantity * by,
            list=listed * by,
            moves=[],
            cost=row.cost if row.cost < 0 else _part_of(calc, row.cost, share) * by,
            totals=dict(row.totals),
            takes=(_stated(row, listed * by, quantity),),
            held=True,
        )
        made.net, made.total = made.list, extend(calc, made, made.list)
        steps = row.moves if net is None else [RowMove("contract", (), None, net - listed, ZERO)]
        for move in steps:
            if net is None:
                a_period = None if move.per_period is None else _part_of(calc, move.per_period, share) * by
            else:
                a_period = (move.per_period or ZERO) * by
            if a_period is None:
                total = _part_of(calc, move.total, share) * by
                made.total += total
            else:
                made.net += a_period
                left = extend(calc, made, made.net) if _is_by_period(move, net) else made.total + a_period
                total, made.total = left - made.total, left
            if total or a_period:
                made.moves.append(RowMove(move.code, move.ref, move.rung, a_period, total))
        return made

    def _ended(self, at: At, each: Bought, old: Row) -> Row | None:
        return self._given_back(self.deal.lines[at[0]], each, old, ZERO, old.list)

    def _share(self, at: At, new: Row, rows: Sequence[Row], before: Mapping[At, Row]) -> Row | None:
        """Return what changes of a share of other lines: it is a share of what is added, or given back, too."""
        line = self.deal.lines[at[0]]
        of = next((set(each.of) for each in self.after.plan.shares if each.key == new.key), set[str]())

        def a_year(found: Sequence[Row]) -> Decimal:
            there = [row for row in found if row.key in of and (row.start == new.start or row.once)]
            return sum((row.net * row.per_year for row in there), ZERO)

        changed, paid = a_year(rows), self._paid_a_year(of, new, before)
        added = line.was == 0
        listed = self._rated(new, changed + paid if added else changed)
        bound = self._bounded(new, changed + paid) - (ZERO if added else self._bounded(new, paid))
        if not listed and not bound:
            return None
        made = self._scaled(replace(new, moves=[]), Fraction(0), listed, new.quantity)
        if bound != listed:
            code = "minimum" if new.minimum > 0 else "maximum"
            made.net = made.list + bound - listed
            total = extend(self.calc, made, made.net)
            made.moves.append(RowMove(code, (code,), None, bound - listed, total - made.total))
            made.total = total
        return made

    def _rated(self, row: Row, a_year: Decimal) -> Decimal:
        """Return the share, a period, of what other lines cost a year."""
        return self.calc.times(self.calc.share(a_year, ONE, row.per_year), row.share_rate)

    def _bounded(self, row: Row, a_year: Decimal) -> Decimal:
        """Return the same within the bounds of the charge."""
        return max(min(self._rated(row, a_year), row.maximum), row.minimum)

    def _paid_a_year(self, of: Collection[str], new: Row, before: Mapping[At, Row]) -> Decimal:
        """Return what the contract pays until then for the lines that a row is a share of."""
        base = ZERO
        for (line, key, start), row in before.items():
            if key in of and (start == new.start or row.once):
                held = self.deal.lines[line].held.get(key.partition("/")[2])
                base += (row.net if held is None or row.free else held) * row.per_year
        return base


def _stated(row: Row, listed: Decimal, quantity: Decimal) -> Found:
    """Return a take that states the list price of a part of a row; it keeps the tier, where there is one."""
    tier = row.takes[0].tier if len(row.takes) == 1 else 0
    return Found(ONE, quantity, listed, ZERO, ZERO, ZERO, -UNBOUNDED, UNBOUNDED, tier)


def _is_by_period(move: RowMove, net: Decimal | None) -> bool:
    """Whether a move is of one period; a floor or a minimum is of the interval, and states a period beside it."""
    return net is not None or move.code not in ("floor", "minimum", "maximum")


def _fraction(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) / Fraction(whole) if whole else Fraction(0)


def _part_of(calc: DecimalArithmetic, amount: Decimal, share: Fraction) -> Decimal:
    """Return a fraction of an amount as money."""
    return calc.share(amount, Decimal(share.numerator), Decimal(share.denominator))
