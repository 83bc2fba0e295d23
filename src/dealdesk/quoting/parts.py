"""Parts of the rows of a contract: what some units of a line cost of what all of them do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Take, curve_amount, find
from dealdesk.pricing.step import extend
from dealdesk.quoting.rows import Found, Row, RowMove

ZERO, ONE = Decimal(0), Decimal(1)
BOUNDS = ("minimum", "maximum")
LATE = (*BOUNDS, "floor")
"""Steps over the term, after those by period."""


class Parts:
    """Makes parts of rows, with the arithmetic of one currency."""

    def __init__(self, calc: DecimalArithmetic) -> None:
        self.calc = calc

    def part(
        self,
        row: Row,
        share: Fraction,
        listed: Decimal,
        quantity: Decimal,
        net: Decimal | None = None,
        sign: int = 1,
        beyond: Decimal | None = None,
    ) -> Row:
        """Return the part *share* of a row: list and each move a period, rounded, and so extended over the interval.

        With *net*, the part pays so much a period: one move takes it there from list.  With *beyond*, the part comes
        on top of so much, before minimum and maximum, and pays what that makes more within them.
        """
        calc, by = self.calc, Decimal(sign)
        made = replace(
            row,
            quantity=_signed(quantity, by),
            list=_signed(listed, by),
            moves=[],
            cost=row.cost if row.cost < 0 else _signed(part_of(calc, row.cost, share), by),
            totals=dict(row.totals),
            takes=(_stated(row, _signed(listed, by), quantity),),
            held=True,
        )
        made.net, made.total = made.list, extend(calc, made, made.list)
        if net is not None:
            bounds = [move for move in row.moves if move.code in LATE] if sign < 0 else []
            for move in bounds[-1:]:  # what they made of the price is no part of what shares are of
                self.move(
                    made, RowMove("contract", (), None, None, ZERO), _signed(part_of(calc, unbounded(row), share), by)
                )
                self.move(made, RowMove(move.code, move.ref, move.rung, None, ZERO), _signed(net, by))
            if not bounds:
                self.move(made, RowMove("contract", (), None, None, ZERO), _signed(net, by))
            return made
        bounded, left = False, row.list
        for move in row.moves:
            if move.code not in LATE and move.per_period is not None:
                left += move.per_period
                self.move(made, move, _signed(part_of(calc, left, share), by))
            elif beyond is None or move.code not in BOUNDS:
                if not bounded and beyond is not None:
                    self.bound(made, row, beyond)
                    bounded = True
                self.late(made, move, share, by)
        if beyond is not None and not bounded:
            self.bound(made, row, beyond)
        return made

    def move(self, made: Row, move: RowMove, net: Decimal) -> None:
        """Take a row to *net* a period, by the rule of a move."""
        if net != made.net:
            total = extend(self.calc, made, net)
            made.moves.append(RowMove(move.code, move.ref, move.rung, net - made.net, total - made.total))
            made.net, made.total = net, total

    def late(self, made: Row, move: RowMove, share: Fraction, by: Decimal) -> None:
        """Add the part of a move that is of the interval, and states a period beside it."""
        total = _signed(part_of(self.calc, move.total, share), by)
        a_period = None if move.per_period is None else _signed(part_of(self.calc, move.per_period, share), by)
        if total or a_period:
            made.net, made.total = made.net + (a_period or ZERO), made.total + total
            made.moves.append(RowMove(move.code, move.ref, move.rung, a_period, total))

    def bound(self, made: Row, row: Row, beyond: Decimal) -> None:
        """Hold what comes on top of *beyond*, a period, within the minimum and the maximum of all of it."""
        code = "minimum" if beyond < row.minimum else "maximum"
        net = within(row, beyond + made.net) - within(row, beyond)
        self.move(made, RowMove(code, (code,), None, None, ZERO), net)


def list_of(
    calc: DecimalArithmetic, row: Row, quantity: Decimal, takes: Callable[[Decimal], Sequence[Take]]
) -> Decimal:
    """Return the list price, a period, of another quantity of what a row has; *takes* are those of a quantity."""
    if quantity == row.quantity:
        return row.list
    same = len(row.curves) == 1 and row.curves[0].x == row.quantity
    amount = ZERO
    for take in (replace(row.curves[0], x=quantity),) if same else takes(quantity):
        piece = find(take.curve, take.x)
        if piece is not None:
            amount += calc.product(take.count, curve_amount(calc, piece, take.x))
    return calc.money(amount)


def unbounded(row: Row) -> Decimal:
    """Return what a row costs a period before its minimum, maximum and floor."""
    return sum((each.per_period or ZERO for each in row.moves if each.code not in LATE), row.list)


def within(row: Row, amount: Decimal) -> Decimal:
    """Return an amount a period within the bounds of a row's charge."""
    return max(min(amount, row.maximum), row.minimum)


def _stated(row: Row, listed: Decimal, quantity: Decimal) -> Found:
    """Return a take that states the list price of a part of a row; it keeps the tier, where there is one."""
    tier = row.takes[0].tier if len(row.takes) == 1 else 0
    return Found(ONE, quantity, listed, ZERO, ZERO, ZERO, -UNBOUNDED, UNBOUNDED, tier)


def _signed(amount: Decimal, by: Decimal) -> Decimal:
    """Return an amount with a sign, and never -0."""
    return amount * by + ZERO


def fraction(part: Decimal, whole: Decimal) -> Fraction:
    """Return what part of an amount another one is; 0 of nothing."""
    return Fraction(part) / Fraction(whole) if whole else Fraction(0)


def part_of(calc: DecimalArithmetic, amount: Decimal, share: Fraction) -> Decimal:
    """Return a fraction of an amount as money."""
    return calc.share(amount, Decimal(share.numerator), Decimal(share.denominator))
