"""Every row of a price, worked out again with fractions: percentages, unit prices and amounts as they were stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dealdesk.pricing.steps.uplift import Uplift, factor
from dealdesk.quoting.workings import Drawn, RowMade, RuleUsed, Workings

ZERO, ONE = Fraction(0), Fraction(1)
BOUNDS = ("at_most", "at_least")


@dataclass(frozen=True, slots=True)
class Piece:
    """One charge of a line in one stretch of the contract; amounts are over the stretch.

    Attributes:
        key: Product and charge.
        start: Its first day.
        quantity: Units.
        periods: How many periods of the charge.
        list: Its list price.
        paid: Its net price as it is invoiced.
        net: The same before rounding; `paid` where that cannot be told.
        moves: What each step moves it, by code, before rounding.
        counted: The net that measures count.
        counted_moves: What of each step they count.
        told: Whether it can be told what it is before rounding.
    """

    key: str
    start: date
    quantity: Fraction
    periods: Fraction
    list: Fraction
    paid: Fraction
    net: Fraction
    moves: Mapping[str, Fraction]
    counted: Fraction
    counted_moves: Mapping[str, Fraction]
    told: bool

    @property
    def gain(self) -> Fraction:
        """What rounding gives the customer."""
        return max(self.net - self.paid, ZERO)


@dataclass(slots=True)
class WorkedRow:
    """A row while it is worked out: `left` and `moves` are of one period, then of the stretch.

    Attributes:
        rounded: How many amounts of a period were rounded.
        shares: How many shares of amounts over the term.
        told: Whether it can be told what it is before rounding.
        stated: What each step moves it, as it is invoiced.
    """

    row: RowMade
    half: Fraction
    list: Fraction
    of_list: Fraction
    left: Fraction = ZERO
    moves: dict[str, Fraction] = field(default_factory=dict)
    rounded: int = 0
    shares: int = 0
    told: bool = True
    stated: dict[str, Fraction] = field(default_factory=dict)

    @property
    def periods(self) -> Fraction:
        """How many periods the stretch has."""
        return self.of_list / Fraction(self.row.list) if self.row.list else ONE

    def piece(self) -> Piece:
        """Return what it comes to before rounding, where that is no further from what is paid than rounding goes."""
        paid = Fraction(self.row.total)
        furthest = self.half * (self.rounded * self.periods + 4 + 2 * self.shares)
        told = self.told and abs(self.left - paid) <= furthest
        net, moves = (self.left, self.moves) if told else (paid, self.stated)
        return Piece(
            key=self.row.key,
            start=self.row.start,
            quantity=Fraction(self.row.quantity),
            periods=self.of_list / self.list if self.list else ONE,
            list=self.of_list,
            paid=paid,
            net=net,
            moves=moves,
            counted=net,
            counted_moves=moves,
            told=told,
        )

    def at_worst(self, piece: Piece) -> Piece:
        """Return a piece of which the lower of what is paid and what was stated counts."""
        moves = {code: min(amount, self.stated.get(code, amount)) for code, amount in piece.moves.items()}
        return replace(piece, counted=min(piece.net, piece.paid), counted_moves=moves)


class Worked:
    """The rows of a price, worked out again without rounding."""

    def __init__(self, workings: Workings, half: Fraction) -> None:
        self.rules = workings.rules
        self.rows = [self._begun(each, half) for each in workings.rows]
        for each in self.rows:
            self._by_period(each)
        for number, rule in enumerate(self.rules):
            if rule.how == "share_out":
                self._shared_out(number, rule)
        for each in self.rows:
            for move in each.row.moves:
                rule = self.rules[move.rule]
                each.stated[rule.code] = each.stated.get(rule.code, ZERO) + Fraction(move.total)
                if rule.how in BOUNDS or (rule.how == "stated" and (rule.late or move.per_period is None)):
                    each.told = False  # a bound states the price itself

    def _begun(self, row: RowMade, half: Fraction) -> WorkedRow:
        of_list = Fraction(row.total) - sum((Fraction(each.total) for each in row.moves), ZERO)
        exact = Fraction(row.list)
        if row.share is None and row.takes:
            drawn = sum((_drawn(each) for each in row.takes), ZERO)
            exact = drawn if abs(drawn - exact) <= half else exact
        return WorkedRow(row, half, exact, of_list)

    def _by_period(self, made: WorkedRow) -> None:
        """Apply the moves by period, then extend what is left of list to the stretch."""
        row, made.left = made.row, made.list
        made.rounded = int(made.list != row.list)
        code, opened, before, taken = "", made.list, made.list, ZERO
        moves: dict[str, Fraction] = {}
        for move in row.moves:
            rule = self.rules[move.rule]
            if rule.how == "share_out" or rule.late or rule.how in BOUNDS:
                continue
            if rule.code != code:
                code, opened, before, taken = rule.code, made.left, made.left, ZERO
            base = {"list": made.list, "list_left": made.list - taken, "before": before}.get(rule.of, made.left)
            if rule.how == "percent":
                amount = -base * Fraction(rule.numbers["percent"]) / 100
                taken -= amount
            elif rule.how == "price":
                amount = Fraction(row.quantity) * Fraction(rule.numbers["unit_price"]) - made.left
                before += amount
            elif rule.how == "cap":
                most = (made.list if rule.of == "list" else opened) * Fraction(rule.numbers["percent"]) / 100
                amount = max(opened - made.left - most, ZERO)
            else:
                amount = self._other(made, rule, base, Fraction(move.per_period or 0))
            made.left += amount
            moves[code] = moves.get(code, ZERO) + amount
            made.rounded += _roundings(rule, made.rounded)
        if made.list > 0 and row.list > 0:
            made.left = made.of_list * made.left / made.list
            made.moves = {each: made.of_list * amount / made.list for each, amount in moves.items()}
        else:
            made.told = False

    def _other(self, made: WorkedRow, rule: RuleUsed, base: Fraction, stated: Fraction) -> Fraction:
        if rule.how == "slabs":
            return -base * _slabs(Fraction(rule.numbers["size"]), rule.numbers["tiers"])
        if rule.how == "rest":
            return max(-made.left, ZERO)
        if rule.how == "free":
            return -made.left
        if rule.how == "uplift":
            return base * _rise(rule.numbers, made.row.year)
        if rule.how != "stated":  # what a usage commitment pays depends on all the usage of the deal
            made.told = False
        return stated

    def _shared_out(self, number: int, rule: RuleUsed) -> None:
        """Take the shares of an amount over the term off the rows, exactly."""
        by_line = rule.numbers["over"] == "line"
        lines = {each.row.line for each in self.rows if any(move.rule == number for move in each.row.moves)}
        group = [each for each in self.rows if (each.row.line in lines if by_line else each.row.counts)]
        weights = [each.left if each.row.spreads and each.told else _before(each) for each in group]
        whole = sum(weights, ZERO)
        for each, weight in zip(group, weights, strict=True):
            if whole > 0:
                share = -Fraction(rule.numbers["off"]) * weight / whole
                each.left += share
                each.moves[rule.code] = each.moves.get(rule.code, ZERO) + share
                each.shares += 1


def _before(made: WorkedRow) -> Fraction:
    """Return the weight of a row whose price before amounts over the term is as it is stated."""
    over = sum((Fraction(each.total) for each in made.row.moves if each.per_period is None), ZERO)
    return Fraction(made.row.total) - over if made.row.spreads else ZERO


def _drawn(take: Drawn) -> Fraction:
    """Return what a take from a price curve costs, unrounded."""
    units = Fraction(take.x) - Fraction(take.offset)
    if take.size:
        units = Fraction(-(-units // Fraction(take.size)))
    amount = Fraction(take.base) + Fraction(take.rate) * units
    amount = min(amount, Fraction(take.most)) if take.most is not None else amount
    return Fraction(take.count) * max(amount, Fraction(take.least))


def _rise(numbers: Mapping[str, str], year: int) -> Fraction:
    rule = Uplift.trusted(
        percent=Decimal(numbers["percent"]),
        compounding=numbers["compounding"],
        most=Decimal(numbers["most"]),
        from_year=int(numbers["from_year"]),
    )
    return Fraction(factor(rule, year))


def _slabs(size: Fraction, tiers: str) -> Fraction:
    """Return what a graduated ladder takes off, as a share."""
    rungs = [(Fraction(begins), Fraction(percent)) for begins, percent in _pairs(tiers)]
    ends = [min(size, begins) for begins, _ in rungs[1:]] + [size]
    off = ZERO
    for (begins, percent), end in zip(rungs, ends, strict=True):
        off += max(end - min(size, begins), ZERO) * percent / 100
    return off / size if size else ZERO


def _pairs(tiers: str) -> Iterator[tuple[str, str]]:
    for each in tiers.split("; "):
        if each:
            begins, _, percent = each.partition(": ")
            yield begins, percent


def _roundings(rule: RuleUsed, before: int) -> int:
    """Return how many half units a rule may add: a rise makes those before it larger, too."""
    if rule.how in ("stated", "free", "rest"):
        return 0
    if rule.how == "slabs":
        return 3 * (rule.numbers["tiers"].count(";") + 1)
    return 1 + before if rule.how == "uplift" else 1
