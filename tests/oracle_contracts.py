"""A second way to amend, renew and price again, from the same data and by other means.

Written from docs/renewals.md and not from the engine: whole contracts are priced by `tests.oracle`, the difference is
worked out here, in whole minor units and fractions. It imports nothing of `dealdesk`.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests import oracle
from tests.oracle import DAY, MONTHS, Data, Moved, Piece, Row, costs, later, number, ramp_month, whole_months

LATE = ("minimum", "maximum", "floor")
Part = tuple[date, date, int, Fraction]
"""What the service from one day to before another costs, and what that is a month."""
Stack = tuple[tuple[Fraction, int], ...]
"""Units that amendments added, and what they cost a period; the newest ones last."""


class Cut(oracle.Deal):
    """A deal that is cut at further days, too."""

    def __init__(self, catalog: Data, deal: Data, days: Sequence[date] = ()) -> None:
        self.days = days
        super().__init__(catalog, deal)

    def _cut(self) -> None:
        super()._cut()
        edges = {day for interval in self.intervals for day in interval}
        self.intervals = list(pairwise(sorted(edges | {day for day in self.days if self.start < day < self.end})))

    def priced(self) -> Cut:
        """Price it; Refused where a percentage is for nothing."""
        self.price()
        for each in self.deal.get("discounts", ()):
            fits = (row.discountable and row.in_rule(each.get("applies_to")) for row in self.rows)
            if "percent" in each and self.rows and not any(fits):
                raise oracle.Refused("a discount on nothing")
        return self

    def parts(self, row: Row) -> list[Part]:
        """What a row costs by period."""
        found = self.slices(row)
        if row.charge["period"] not in MONTHS:
            return [(*each, Fraction(0)) for each in found]
        months = MONTHS[row.charge["period"]]
        a_period = row.list + sum(each.period for each in row.moves if each.period is not None)
        whole = row.total == sum(costs(self.money, piece, a_period) for piece in row.pieces)
        made = []
        for (start, end, amount), piece in zip(found, row.pieces, strict=True):
            long = months * (piece.b - piece.a)
            made.append((start, end, amount, Fraction(a_period, months) if whole or not long else amount / long))
        return made


@dataclass
class Year:
    """A year of a contract: its first day, and its value, what recurs of it, and its ARR, in minor units."""

    start: date
    value: int
    recurring: int
    arr: int


@dataclass
class Version:
    """A contract, an amendment or a renewal: what it costs."""

    deal: Cut
    rows: list[Row]
    extra: list[tuple[date, date, int]] = field(default_factory=list)

    @property
    def committed(self) -> list[Row]:
        return [row for row in self.rows if row.committed]

    @property
    def net(self) -> int:
        return sum(row.total for row in self.committed) + sum(amount for *_, amount in self.extra)

    def invoices(self, first: date) -> list[oracle.Invoice]:
        """The invoices; one that begins before the *first* day is for the rest of its period."""
        parts = [part for row in self.committed for part in self.deal.slices(row)] + self.extra
        made = self.deal.invoices(parts)
        late = bool(self.deal.deal.get("in_arrears"))
        return [
            oracle.Invoice(each.date if late else max(each.date, first), max(each.start, first), each.end, each.amount)
            for each in made
        ]

    def years(self, first: date, end: date) -> list[Year]:
        """The years of a contract from *first* to before *end*; the last one takes what rounding leaves."""
        deal = self.deal
        due = {year.start: amount for year, amount in zip(deal._years(), deal._due_by_year(), strict=True)}
        yearly = [
            (start, stop, amount, Fraction(amount * deal.commitment, 12 * due[start]) if due[start] else Fraction(0))
            for start, stop, amount in self.extra
        ]
        every = [part for row in self.committed for part in deal.parts(row)] + yearly
        recurring = [part for row in self.committed if row.sort == "recurring" for part in deal.parts(row)] + yearly
        edges = [day for k in range(whole_months(first, end) // 12 + 1) if (day := later(first, 12 * k)) < end]
        found = []
        for start, stop in pairwise([*edges, end]):
            value, recurs = (away(between(deal, parts, start, stop)) for parts in (every, recurring))
            found.append(Year(start, value, recurs, self._arr(recurring, start, stop, first)))
        found[-1].value += self.net - sum(each.value for each in found)
        return found

    def _arr(self, recurring: Sequence[Part], start: date, stop: date, first: date) -> int:
        months = [(later(first, k), later(first, k + 1)) for k in range(whole_months(first, stop) + 1)]
        inside = [(a, b) for a, b in months if start <= a and b <= stop]
        if not inside:
            return 0
        a, b = inside[-1]
        worth = Fraction(0)
        for low, high, _, monthly in recurring:
            days = (min(high, b) - max(low, a)).days
            worth += monthly * Fraction(max(0, days), (b - a).days)
        return away(worth * 12)


def away(exact: Fraction) -> int:
    """The nearest whole number, of two the one away from 0."""
    return oracle.Money(0, half_even=False).rounded(exact)


def between(deal: Cut, parts: Sequence[Part], start: date, stop: date) -> Fraction:
    """What falls between two days, by months where all four days are on the grid, else by days."""
    value = Fraction(0)
    for first, last, amount, _ in parts:
        low, high = max(first, start), min(last, stop)
        if low < high:
            if all(deal._month(each) is not None for each in (first, last, low, high)):
                value += amount * (deal.fraction(first, last, high) - deal.fraction(first, last, low))
            else:
                value += Fraction(amount * (high - low).days, (last - first).days)
    return value


@dataclass
class Line:
    """A line of a contract as it is, with what is paid for each charge: from which day, and a period; None if free."""

    said: Data
    paid: dict[str, list[tuple[date, int | None]]] = field(default_factory=dict)
    added: dict[str, list[tuple[date, Stack]]] = field(default_factory=dict)

    def stack(self, charge: str, day: date) -> Stack:
        """Units that amendments added and that are there on a day."""
        found = [stack for start, stack in self.added.get(charge, ()) if start <= day]
        return found[-1] if found else ()

    def on(self, charge: str, day: date) -> int | None:
        """What is paid on a day, or None where that is free."""
        found = [price for start, price in self.paid.get(charge, ()) if start <= day]
        return found[-1] if found else None


@dataclass
class Change:
    """What an amendment or a renewal changes; lines are numbered from 0."""

    to: dict[int, Any] = field(default_factory=dict)
    by: dict[int, Any] = field(default_factory=dict)
    remove: set[int] = field(default_factory=set)
    add: list[Data] = field(default_factory=list)


class Contract:
    """A contract with its amendments, one after the other."""

    def __init__(self, catalog: Data, deal: Data) -> None:
        self.catalog, self.deal = catalog, deal
        made = Cut(catalog, deal).priced()
        self.first = Version(made, made.rows, made.extra_lines()[1])
        self.versions = [self.first]
        self.money = made.money
        self.lines = [Line(deepcopy(each)) for each in deal["lines"]]
        for n, line in enumerate(self.lines):
            for row in paid_rows(made.rows, n):
                line.paid.setdefault(row.charge["id"], [])
            for charge in line.paid:
                rows = [row for row in paid_rows(made.rows, n) if row.charge["id"] == charge]
                line.paid[charge] = [(row.start, price) for row, price in effective(self.money, rows)]

    # -- amendments

    def amend(self, day: date, change: Change, *, locked: bool) -> Version:
        """Price a change, and make it part of the contract.

        Raises:
            Refused: One of the two contracts cannot be priced.
        """
        first = self.first.deal.start
        there = [line for line in self.lines if not line.said.get("optional")]
        numbers = {id(line): n for n, line in enumerate(self.lines)}
        after: list[Data | None] = []
        for line in there:
            n = numbers[id(line)]
            after.append(None if n in change.remove else changed(line.said, change, n, first, day))
        added = [each | {"start": day} for each in change.add]
        days = [day, *(line.said["start"] for line in there if "start" in line.said)]
        days += [later(first, ramp_month(step)) for line in there for step in line.said.get("ramp", ())]
        days += [later(first, ramp_month(step)) for line in change.add for step in line.get("ramp", ())]
        old = self._price([line.said for line in there], days)
        kept = [n for n, said in enumerate(after) if said is not None]
        new = self._price([*(after[n] for n in kept), *added], days)
        if new is None:
            raise oracle.Refused("nothing is left")
        where = dict(enumerate(kept)) | {len(kept) + k: len(after) + k for k in range(len(added))}
        found = Difference(self, there, after, old, new, where, day, locked).rows()
        version = Version(new, found)
        self.versions.append(version)
        lines = [*there, *(Line(deepcopy(each)) for each in added)]
        for n, line in enumerate(lines):
            for charge in {row.charge["id"] for row in paid_rows(found, n)}:
                rows = [row for row in paid_rows(found, n) if row.charge["id"] == charge]
                if line.paid.get(charge) and not rows[0].share:
                    days = [day for day, _ in together(line.paid[charge], rows, new.end)]
                    line.added[charge] = [(at, stacked(line.stack(charge, at), rows, at)) for at in days]
                line.paid[charge] = together(line.paid.get(charge, []), rows, new.end)
        for line, said in zip(there, after, strict=True):
            line.said = said if said is not None else {}
        self.lines = [line for line in self.lines if line.said] + lines[len(there) :]
        return version

    def _price(self, lines: Sequence[Any], days: Sequence[date]) -> Cut | None:
        """Price some lines on the days and with the percentages of the contract, and none of its amounts."""
        if not lines:
            return None
        left = ("options", "promotions", "commitment", "lines", "discounts")
        deal = {key: each for key, each in self.deal.items() if key not in left}
        deal["discounts"] = [each for each in self.deal.get("discounts", ()) if "percent" in each]
        deal["lines"] = []
        for line in lines:
            ask = line.get("discount")
            amount = isinstance(ask, dict) and "amount" in ask
            deal["lines"].append({key: each for key, each in line.items() if key != "discount" or not amount})
        return Cut(self.catalog, deal, days).priced()

    # -- renewals

    def renew(self, change: Change, rule: Data, months: int | None) -> Contract:
        """Return the renewal as a contract of its own.

        Raises:
            Refused: It cannot be priced.
        """
        deal, start = self.deal, self.first.deal.end
        dropped = ("promotions", "co_term", "end", "free", "discounts", "lines", "months", "options")
        term = self.first.deal.months or 1
        before = deal.get("renews", {})
        data = {key: each for key, each in deal.items() if key not in dropped}
        renews = {
            "months": term,
            "number": before.get("number", 0) + 1,
            "first": before.get("first", self.first.deal.start),
        }
        data |= {"start": start, "months": months or term, "renews": renews, "lines": []}
        held: list[dict[str, tuple[int, Fraction]]] = []
        for n, line in enumerate(self.lines):
            if line.said.get("optional") or n in change.remove:
                continue
            for said in going_on(line.said, self.catalog):
                was = said.get("quantity", 1)
                prices = {
                    charge: ([price for _, price in steps if price is not None][-1], oracle.how_many(was))
                    for charge, steps in line.paid.items()
                    if any(price is not None for _, price in steps) and said.get("charge", charge) == charge
                }
                if n in change.to:
                    said["quantity"] = change.to[n]
                elif n in change.by:
                    said["quantity"] = was + change.by[n]
                nothing = (n in change.to or n in change.by) and not oracle.how_many(was)
                data["lines"].append(said)
                held.append({} if nothing else prices)
        data["lines"] += deepcopy(change.add)
        if not data["lines"]:
            raise oracle.Refused("nothing goes on")
        made = Cut(self.catalog, data).priced()
        self._hold(made, held, rule, renews)
        return renewed(self.catalog, data, made)

    def _hold(self, made: Cut, held: Sequence[dict[str, tuple[int, Fraction]]], rule: Data, renews: Data) -> None:
        rate, cap, money = rise(rule, renews, made.start), rule.get("cap"), made.money
        for row in made.rows:
            is_held = row.line < len(held) and row.charge["id"] in held[row.line]
            if not is_held or row.share or row.sort != "recurring" or not row.committed:
                continue
            paid, was = held[row.line][row.charge["id"]]
            fresh, more, prior, listed = row.net, 0, paid, row.list
            if row.quantity > was > 0 and rule["added_units"] == "catalog":
                more = money.rounded(fresh * (row.quantity - was) / row.quantity)
                listed = money.rounded(row.list * was / row.quantity) if more else row.list
            elif was:
                prior = money.rounded(paid * row.quantity / was)
            up = rate * (prior if rule["base"] == "prior_net" else listed)
            if cap is not None:
                up = min(up, number(cap) / 100 * prior)
            price = prior + more + money.rounded(up)
            price += self._raised(made, row, price)
            to(made, row, price)
            row.held = True  # type: ignore[attr-defined]
        for row in made.rows:
            of = [each for each in made._beside(row) if row.share and is_of(each, row)]
            if any(getattr(each, "held", False) for each in of):
                base, fresh = share_of(made, row, sum(unbounded(each) * each.per_year for each in of)), row.list
                net = money.rounded(unbounded(row) * Fraction(base, fresh)) if fresh else base
                row.list = base
                to(made, row, within(made, row, net))

    @staticmethod
    def _raised(made: Cut, row: Row, price: int) -> int:
        """The yearly rise inside the term."""
        rule = made.uplift
        if rule is None or not row.in_rule(rule.get("applies_to")):
            return 0
        times, rate = max(0, row.year - rule.get("from_year", 2) + 1), number(rule["percent"]) / 100
        factor = (1 + rate) ** times - 1 if rule["compounding"] == "compound" else rate * times
        factor = Fraction(round(min(factor, number(rule["most"]) / 100) * 10**12), 10**12)
        return made.money.rounded((row.list if rule.get("base") == "list" else price) * factor)


def renewed(catalog: Data, data: Data, made: Cut) -> Contract:
    """A renewal as a contract, whose rows are priced already."""
    found = Contract.__new__(Contract)
    found.catalog, found.deal, found.money = catalog, data, made.money
    found.first = Version(made, made.rows, made.extra_lines()[1])
    found.versions = [found.first]
    found.lines = []
    for n, said in enumerate(data["lines"]):
        line = Line(deepcopy(said))
        for row in paid_rows(made.rows, n):
            line.paid.setdefault(row.charge["id"], []).append((row.start, row.net))
        found.lines.append(line)
    return found


def rise(rule: Data, renews: Data, start: date) -> Fraction:
    """The rise at a renewal, as a fraction."""
    if start < later(renews["first"], int(rule["lock_months"])):
        return Fraction(0)
    rate, months = number(rule["percent"]) / 100, renews["months"]
    grown = Fraction(1)
    if rule["per"] == "renewal":
        grown += rate
    elif rule["compounding"] == "simple":
        grown += rate * months / 12
    else:
        for _ in range(months // 12):
            grown *= 1 + rate
        grown *= 1 + rate * (months % 12) / 12
    more = grown - 1
    if rule["compounding"] == "simple" and rule["base"] == "prior_net":
        more /= 1 + more * (renews["number"] - 1)  # the same amount as the first time
    return more


def going_on(said: Data, catalog: Data) -> list[Data]:
    """A line as it goes on: at the end of its ramp, and without the charges that came once."""
    kept = {key: deepcopy(each) for key, each in said.items() if key not in ("ramp", "discount", "start")}
    kept.setdefault("quantity", 1)
    for step in said.get("ramp", ()):
        if "quantity" in step:
            kept["quantity"] = step["quantity"]
        if "usage" in step:
            kept["usage"] = kept.get("usage", {}) | step["usage"]
    charges = [c for c in catalog["products"][said["sku"]]["charges"] if said.get("charge", c["id"]) == c["id"]]

    def comes_once(charge: Data) -> bool:
        return bool(charge["period"] == "once" and not charge.get("usage"))

    if not any(map(comes_once, charges)):
        return [kept]
    found = []
    for charge in charges:
        if not comes_once(charge):
            own = deepcopy(kept) | {"charge": charge["id"]}
            if "usage" in own:
                own["usage"] = {key: each for key, each in own["usage"].items() if key == charge["id"]}
            found.append(own)
    return found


def paid_rows(rows: Sequence[Row], line: int) -> list[Row]:
    return [row for row in rows if row.line == line and row.committed and row.sort == "recurring"]


def effective(money: oracle.Money, rows: Sequence[Row]) -> list[tuple[Row, int | None]]:
    """What is paid a period, with the share of amounts off; over neighbours that cost the same."""
    groups: list[list[Row]] = []
    for row in rows:
        last = groups[-1][-1] if groups else None
        if last is not None and alike(last, row):
            groups[-1].append(row)
        else:
            groups.append([row])
    found: list[tuple[Row, int | None]] = []
    for group in groups:
        price: int | None = group[0].net
        without = sum(costs(money, piece, group[0].net) for row in group for piece in row.pieces)
        if without and any(move.period is None and move.code not in LATE for row in group for move in row.moves):
            price = money.rounded(Fraction(group[0].net * sum(row.total for row in group), without))
        found += [(row, None if row.free else price) for row in group]
    return found


def alike(a: Row, b: Row) -> bool:
    moves = [[(each.code, each.rule) for each in row.moves] for row in (a, b)]
    return (a.quantity, a.list, a.net, a.free) == (b.quantity, b.list, b.net, b.free) and moves[0] == moves[1]


def together(paid: list[tuple[date, int | None]], rows: Sequence[Row], end: date) -> list[tuple[date, int | None]]:
    """What is paid with what an amendment adds, on each day on which one of them changes."""
    if not rows:
        return paid
    more = [(row.start, None if row.free else row.net) for row in rows]
    more += [(row.end, 0) for row in rows if row.end < end and not any(each.start == row.end for each in rows)]
    more.sort()

    def on(steps: Sequence[tuple[date, int | None]], day: date) -> int | None:
        found = [price for start, price in steps if start <= day]
        return found[-1] if found else 0

    days = sorted({day for day, _ in (*paid, *more)})
    both = [(day, on(paid, day), on(more, day)) for day in days]
    return [(day, None if a is None or b is None else a + b) for day, a, b in both]


def stacked(stack: Stack, rows: Sequence[Row], day: date) -> Stack:
    """Units that were added, with those that a change puts on top or takes from it on a day."""
    here = [row for row in rows if row.start <= day < row.end and not row.free]
    if not here:
        return stack
    more, price = here[0].more, here[0].net  # type: ignore[attr-defined]
    if more > 0:
        return (*stack, (more, price))
    less, credit, found = -more, -price, list(stack)
    while found and less:
        units, cost = found.pop()
        taken = min(units, less)
        if taken < units:
            found.append((units - taken, cost - max(0, min(credit, cost))))
        less, credit = less - taken, credit - cost
    return tuple(found)


def changed(said: Data, change: Change, n: int, first: date, day: date) -> Data:
    """A line with its quantity from a day on: `to` until the next step of its ramp, `by` in all of them from then."""
    if n not in change.to and n not in change.by:
        return said
    made = deepcopy(said)
    steps = [step for step in made.get("ramp", ()) if "quantity" in step]
    begun = [step for step in steps if later(first, ramp_month(step)) <= day]
    running = begun[-1] if begun else made
    if n in change.to:
        running["quantity"] = change.to[n]
        return made
    for each in [running, *(step for step in steps if later(first, ramp_month(step)) > day)]:
        each["quantity"] = each.get("quantity", 1) + change.by[n]
    return made


def unbounded(row: Row) -> int:
    """What a row costs a period before maximum, minimum and floor."""
    return row.list + sum(each.period or 0 for each in row.moves if each.code not in LATE)


def within(deal: Cut, row: Row, amount: int) -> int:
    most, least = deal._maximum(row), deal._minimum(row)
    amount = amount if most is None else min(amount, most)
    return max(amount, least or 0)  # and no price is below 0


def is_of(each: Row, share: Row) -> bool:
    named = share.charge["of"]
    return not each.share and each.sort == "recurring" and (each.sku in named or each.product["family"] in named)


def share_of(deal: Cut, row: Row, a_year: int) -> int:
    return deal.money.rounded(deal.money.rounded(Fraction(a_year, row.per_year)) * number(row.charge["rate"]))


def to(deal: Cut, row: Row, net: int, late: Sequence[Moved] = (), bounded: int | None = None) -> None:
    """Have a row cost so much a period, what a bound makes of it, and what late moves add."""

    def over(amount: int) -> int:
        return sum(costs(deal.money, piece, amount) for piece in row.pieces)

    row.moves = [Moved("all", net - row.list, over(net) - over(row.list)), *late]
    if bounded is not None:
        row.moves.append(Moved("minimum", bounded - net, over(bounded) - over(net)))
    row.net = row.list + sum(each.period or 0 for each in row.moves)
    row.total = over(row.list) + sum(each.total for each in row.moves)


class Difference:
    """What a change costs, row by row."""

    def __init__(
        self,
        contract: Contract,
        lines: Sequence[Line],
        after: Sequence[Data | None],
        old: Cut | None,
        new: Cut,
        where: dict[int, int],
        day: date,
        locked: bool,
    ) -> None:
        self.contract, self.lines, self.after = contract, lines, after
        self.new, self.old, self.day, self.locked, self.money = new, old, day, locked, new.money
        self.before_rows = self._keyed(old, {n: n for n in range(len(lines))})
        self.after_rows = self._keyed(new, where)

    def _keyed(self, deal: Cut | None, where: dict[int, int]) -> dict[Any, Row]:
        found = {}
        for row in deal.rows if deal is not None else ():
            line = where[row.line]
            again = line < len(self.lines) and self.lines[line].said is not self.after[line]
            once = row.charge["period"] not in MONTHS
            if (once and again) or row.start >= self.day:
                row.line = line
                if once and again:
                    row.start, row.pieces = self.day, [Piece(self.day, self.day + DAY, Fraction(0), Fraction(1))]
                found[line, row.charge["id"], self.day if once and again else row.start] = row
        return found

    def rows(self) -> list[Row]:
        keys = list(dict.fromkeys((*self.after_rows, *self.before_rows)))
        found: dict[Any, Row] = {}
        for key in sorted(keys, key=lambda key: self._any(key).share):
            made = self._share(key, found) if self._any(key).share else self._row(key)
            if made is not None:
                found[key] = made
        return [found[key] for key in sorted(found)]

    def _any(self, key: Any) -> Row:
        return self.after_rows.get(key) or self.before_rows[key]

    def _row(self, key: Any) -> Row | None:
        line = key[0]
        new, old = self.after_rows.get(key), self.before_rows.get(key)
        if line >= len(self.lines):
            return new
        if self.lines[line].said is self.after[line] or old is None:
            return None
        once = old.charge["period"] not in MONTHS
        if new is None:
            return None if once else self._credit(key, old, Fraction(0), old.list)
        if new.quantity == old.quantity:
            return None
        more, less = (new, old) if new.quantity > old.quantity else (old, new)
        listed = more.list - less.list
        if new.charge["model"] == "volume" or listed < 0:
            listed = self.money.rounded(more.list * (more.quantity - less.quantity) / more.quantity)
        if more is old and not once and (listed or (not old.list and self._paid(key, old))):
            return self._credit(key, old, new.quantity, listed)
        if more is old or not listed:
            return None
        part = Fraction(listed, new.list) if new.list else Fraction(0)
        made = piece_of(new, listed, key)
        made.more = new.quantity - old.quantity  # type: ignore[attr-defined]
        if self.locked and old.quantity:
            paid = self._paid(key, old)
            to(self.new, made, self.money.rounded(paid * (new.quantity - old.quantity) / old.quantity))
            return made
        before = unbounded(old)
        own = self.money.rounded(unbounded(new) * part)
        floors = [self._part(move, part) for move in new.moves if move.code == "floor"]
        to(self.new, made, own, floors, within(self.new, new, before + own) - within(self.new, new, before))
        return made

    def _part(self, move: Moved, part: Fraction) -> Moved:
        period = None if move.period is None else self.money.rounded(move.period * part)
        return Moved(move.code, period, self.money.rounded(move.total * part))

    def _paid(self, key: Any, old: Row) -> int:
        """What the contract pays in the interval of a row."""
        line, charge, start = key
        paid = self.lines[line].on(charge, start) if old.sort == "recurring" and not old.free else None
        return old.net if paid is None else paid

    def _credit(self, key: Any, old: Row, left: Fraction, listed: int) -> Row | None:
        line, charge, start = key
        deal = self.old
        assert deal is not None
        paid = self.lines[line].on(charge, start) if old.sort == "recurring" and not old.free else None
        if not (listed or paid or old.net):
            return None
        part = (Fraction(listed, old.list) if old.list else Fraction(0)) if left else Fraction(1)
        made = piece_of(old, -listed, key)
        made.more = left - old.quantity  # type: ignore[attr-defined]
        bounded = deal._minimum(old) or deal._maximum(old) is not None
        back = None if paid is None else -(self._newest(key, old, left, paid) if left else paid)
        if left and bounded:
            full = unbounded(old)
            rest = full - self.money.rounded(full * part)
            if paid is not None and not any(each.code in ("minimum", "maximum") for each in old.moves):
                full, rest = paid, paid - self._newest(key, old, left, paid)
            back = -(within(deal, old, full) - within(deal, old, rest))
        if back is not None and any(each.code in LATE for each in old.moves):
            # what bounds and a floor made of the price is no part of what shares are of
            to(deal, made, -self.money.rounded(unbounded(old) * part), bounded=back)
        elif back is not None:
            to(deal, made, back)
        else:
            late = [self._part(move, -part) for move in old.moves if move.code in LATE]
            to(deal, made, -self.money.rounded(unbounded(old) * part), late)
        return made

    def _newest(self, key: Any, old: Row, left: Fraction, paid: int) -> int:
        """What is paid for the units above so many: those added last, each at its own price."""
        line, charge, start = key
        stack = list(self.lines[line].stack(charge, start))
        above, amount = old.quantity, 0
        while above > left:
            if stack:
                units, cost = stack.pop()
                paid -= cost
            else:
                units, cost = above, paid
            below = max(Fraction(0), above - units)
            stays = max(below, left)
            if stays > below:
                whole, part = self._list(line, old, below, above), self._list(line, old, stays, above)
                share = Fraction(part, whole) if whole else (above - stays) / (above - below)
                cost = self.money.rounded(cost * share)
            amount, above = amount + cost, below
        return amount

    def _list(self, line: int, row: Row, a: Fraction, b: Fraction) -> int:
        """The list price of the units of a row above *a* up to *b*."""
        by_unit = self.money.rounded(row.list * (b - a) / row.quantity)
        if row.charge["model"] == "volume":
            return by_unit
        shop, said = self.new.shop, self.lines[line].said
        up, down = (self.money.minor(shop.amount(row.charge, q, said)) if q else 0 for q in (b, a))
        return up - down if up >= down else by_unit

    def _share(self, key: Any, found: dict[Any, Row]) -> Row | None:
        line, _, start = key
        if self._any(key).charge["period"] not in MONTHS and line < len(self.lines):
            return None
        if key not in self.after_rows:
            return self._credit(key, self.before_rows[key], Fraction(0), self.before_rows[key].list)
        new = self.after_rows[key]
        more = sum(unbounded(r) * r.per_year for (_, _, day), r in found.items() if is_of(r, new) and day == start)
        there = 0
        for at, r in self.before_rows.items():
            if is_of(r, new) and at[2] == start:
                late = any(each.code in LATE for each in r.moves)
                there += (unbounded(r) if late else self._paid(at, r)) * r.per_year
        added = line >= len(self.lines)
        like = new if new.list else self.before_rows.get(key, new)
        ratio = Fraction(unbounded(like), like.list) if like.list else Fraction(1)
        listed = share_of(self.new, new, there + more if added else more)
        made = piece_of(new, listed, key)
        own = self.money.rounded(listed * ratio)
        if added:
            to(self.new, made, within(self.new, new, own))
        else:
            before = self.money.rounded(share_of(self.new, new, there) * ratio)
            to(self.new, made, within(self.new, new, before + own) - within(self.new, new, before))
        return made if made.list or made.net else None


def piece_of(row: Row, listed: int, key: Any) -> Row:
    """A part of a row with another list price."""
    made = Row(**{name: getattr(row, name) for name in Row.__dataclass_fields__})
    made.list, made.line = listed, key[0]
    return made
