"""A second way to compute a price, from the same data and by other means.

Written from the rules of pricing, not from the engine: amounts are whole minor units, rates are fractions, charges
are counted unit by unit, contracts are walked period by period, and every step is an explicit loop. It imports
nothing from `dealdesk.pricing` or `dealdesk.quoting`, so that the two agree only where both are right.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

Data = dict[str, Any]

PLACES = {"USD": 2, "EUR": 2, "CHF": 2, "JPY": 0, "KWD": 3}
MONTHS = {"year": 12, "quarter": 3, "month": 1}
PER_YEAR = {"year": 1, "quarter": 4, "month": 12, "once": 1, "usage": 1}
BILLED = {"annual": 12, "quarterly": 3, "monthly": 1}
DAY = timedelta(days=1)


class Refused(Exception):
    """The deal cannot be priced."""


# ---- numbers ---------------------------------------------------------------------------------------------


def number(value: Any) -> Fraction:
    return Fraction(value)


@dataclass(frozen=True)
class Money:
    """Whole minor units of one currency, and what happens halfway between two of them."""

    places: int
    half_even: bool

    def rounded(self, exact: Fraction) -> int:
        """An exact amount in minor units, as whole ones."""
        down = floor(exact)
        rest = exact - down
        half = Fraction(1, 2)
        if rest != half:
            return down + (rest > half)
        if self.half_even:
            return down + down % 2
        return down + (exact > 0)

    def minor(self, major: Any) -> int:
        """A price in the major unit, rounded."""
        return self.rounded(number(major) * 10**self.places)

    def exactly(self, major: Any) -> int:
        """An amount that has to be whole minor units."""
        exact = number(major) * 10**self.places
        if exact.denominator != 1:
            raise Refused("finer than the currency")
        return exact.numerator

    def percent(self, amount: int, percent: Any) -> int:
        return self.rounded(amount * number(percent) / 100)

    def major(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.places)


def shared_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder, ties to the earlier."""
    sign, left, whole = (-1 if amount < 0 else 1), abs(amount), sum(weights)
    exact = [Fraction(left * weight, whole) for weight in weights]
    parts = [floor(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for index in order[: left - sum(parts)]:
        parts[index] += 1
    return [sign * each for each in parts]


# ---- the calendar ----------------------------------------------------------------------------------------


def later(day: date, months: int, clamp_from: int = 0) -> date:
    """The same day of a later month, or its last; *clamp_from* is the day that is aimed at."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(clamp_from or day.day, monthrange(year, month)[1]))


def whole_months(start: date, end: date) -> int:
    count = 0
    while later(start, count + 1) <= end:
        count += 1
    return count


def into(day: date, first: date, end: date, months: int, convention: str, anchor: int) -> Fraction:
    """How far into the period from *first* to *end* a day is, from 0 to 1."""
    if day <= first:
        return Fraction(0)
    if day >= end:
        return Fraction(1)
    if convention == "actual":
        return Fraction((day - first).days, (end - first).days)
    if convention == "actual_365":
        return min(Fraction(1), Fraction((day - first).days * 12, 365 * months))
    if convention == "30_360":
        return min(Fraction(1), Fraction(days_30_360(first, day), 30 * months))
    begun = 0  # months of the period that end on the day or before
    while later(first, begun + 1, anchor) <= day:
        begun += 1
    since, until = later(first, begun, anchor), later(first, begun + 1, anchor)
    rest = Fraction((day - since).days, (until - since).days)
    if convention == "months_up":
        return Fraction(begun + (rest > 0), months)
    return (begun + rest) / months


def days_30_360(start: date, end: date) -> int:
    """US 30/360: months of 30 days, with the rules for the end of February and the 31st."""

    def ends_february(day: date) -> bool:
        return day.month == 2 and (day + DAY).month == 3

    d1, d2 = start.day, end.day
    if ends_february(start) and ends_february(end):
        d2 = 30
    if ends_february(start):
        d1 = 30
    if d2 == 31 and d1 >= 30:
        d2 = 30
    if d1 == 31:
        d1 = 30
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1


@dataclass(frozen=True)
class Piece:
    """One period of a charge, or the part of it from `a` to `b`, that lies in an interval."""

    start: date
    end: date
    a: Fraction
    b: Fraction


def pieces(contract: date, start: date, end: date, period: str, convention: str) -> list[Piece]:
    """The periods of an interval, counted one by one from the start of the contract."""
    if period not in MONTHS:
        return [Piece(start, start + DAY, Fraction(0), Fraction(1))]
    found, k, months = [], 0, MONTHS[period]
    while (first := later(contract, k * months)) < end:
        last = later(contract, (k + 1) * months)
        if last > start:
            low, high = max(first, start), min(last, end)
            a = into(low, first, last, months, convention, contract.day)
            b = into(high, first, last, months, convention, contract.day)
            found.append(Piece(low, high, a, b))
        k += 1
    return found


def costs(money: Money, piece: Piece, amount: int) -> int:
    """A part is the difference of two rounded shares."""
    if (piece.a, piece.b) == (0, 1):
        return amount
    return money.rounded(amount * piece.b) - money.rounded(amount * piece.a)


# ---- list prices -----------------------------------------------------------------------------------------


class Shop:
    """A catalog in one currency."""

    def __init__(self, catalog: Data, currency: str) -> None:
        self.catalog, self.currency = catalog, currency

    def price(self, stated: Any) -> Fraction:
        if isinstance(stated, dict):
            if self.currency not in stated:
                raise Refused("no price in this currency")
            return number(stated[self.currency])
        if self.currency != self.catalog["catalog"]["currency"] and stated:
            raise Refused("no price in this currency")
        return number(stated)

    def tier_of(self, tiers: Sequence[Data], q: Fraction) -> int:
        for index, tier in enumerate(tiers):
            if ends_after(tier, q):
                return index
        raise Refused("no tier for this quantity")

    def amount(self, charge: Data, given: Any, line: Data) -> Fraction:
        """The exact list price of one period, in the major unit."""
        model = charge["model"]
        if model == "percentage":
            return self.percentage(charge, given)
        if model == "bracketed_fee":
            return sum((t[0] * self.fee(charge["tiers"], t[1]) for t in transactions(given)), Fraction(0))
        if isinstance(given, list):
            raise Refused("this charge has no transactions")
        q = number(given)
        if model == "flat":
            return self.price(charge["prices"] if "prices" in charge else charge["price"])
        if model == "per_unit":
            return q * self.price(charge["prices"] if "prices" in charge else charge["price"])
        if model == "graduated":
            return self.graduated(charge["tiers"], q)
        if model in ("volume", "stairstep"):
            tier = charge["tiers"][self.tier_of(charge["tiers"], q)]
            return self.price(tier.get("flat", 0)) + self.price(tier.get("rate", 0)) * counted(q, tier)
        if model == "package":
            price = self.price(charge["prices"] if "prices" in charge else charge["price"])
            return price * started(q - number(charge.get("free", 0)), number(charge["size"]))
        if model == "range":
            price = number(line["price"]) if "price" in line else Fraction(-1)
            if not self.price(charge["from"]) <= price <= self.price(charge["to"]):
                raise Refused("outside the range")
            return q * price
        assert model == "matrix"
        for cell in charge["cells"]:
            if cell["at"] == line.get("cell"):
                return q * self.price(cell["price"])
        raise Refused("no such cell")

    def fee(self, tiers: Sequence[Data], value: Fraction) -> Fraction:
        tier = tiers[self.tier_of(tiers, value)]
        return self.price(tier.get("flat", 0)) + self.price(tier.get("rate", 0)) * value

    def graduated(self, tiers: Sequence[Data], q: Fraction) -> Fraction:
        last = self.tier_of(tiers, q)
        total = sum((self.price(tier.get("flat", 0)) for tier in tiers[: last + 1]), Fraction(0))
        if q <= 150 and not any(tier.get("size") or end_of(tier).denominator > 1 for tier in tiers):
            unit = Fraction(0)
            while unit < q:  # unit by unit; the last may be a fraction of one
                bought = min(Fraction(1), q - unit)
                total += bought * self.price(tiers[self.tier_of(tiers, unit + bought / 2)].get("rate", 0))
                unit += bought
            return total
        start = Fraction(0)
        for tier in tiers[: last + 1]:
            inside = min(q, end_of(tier)) - start if tier is not tiers[last] else q - start
            total += self.price(tier.get("rate", 0)) * counted(inside, tier)
            start = end_of(tier)
        return total

    def percentage(self, charge: Data, given: Any) -> Fraction:
        rate, fixed = number(charge["rate"]), self.price(charge.get("fixed", 0))
        bought = transactions(given)
        free = self.price(charge["free"]) if "free" in charge else Fraction(0)
        if free:
            moved = sum((count * value for count, value in bought), Fraction(0))
            return rate * max(Fraction(0), moved - free) + fixed * sum(count for count, _ in bought)
        total = Fraction(0)
        for count, value in bought:
            fee = fixed + rate * value
            if "maximum" in charge:
                fee = min(fee, self.price(charge["maximum"]))
            if "minimum" in charge:
                fee = max(fee, self.price(charge["minimum"]))
            total += count * fee
        return total


def end_of(tier: Data) -> Fraction:
    """Where a tier ends; the last one ends behind everything."""
    return number(tier.get("up_to", tier.get("below", 10**40)))


def ends_after(tier: Data, q: Fraction) -> bool:
    if "up_to" in tier:
        return q <= number(tier["up_to"])
    return "below" not in tier or q < number(tier["below"])


def started(units: Fraction, size: Fraction) -> int:
    """Blocks that have been begun."""
    return 0 if units <= 0 else -(-units // size)


def counted(units: Fraction, tier: Data) -> Fraction | int:
    size = number(tier.get("size", 0))
    return started(units, size) if size else units


def transactions(given: Any) -> list[tuple[Fraction, Fraction]]:
    if isinstance(given, list):
        return [(number(each["count"]), number(each["value"])) for each in given]
    return [(Fraction(1), number(given))]


def how_many(given: Any) -> Fraction:
    if isinstance(given, list):
        return sum((number(each["count"]) for each in given), Fraction(0))
    return number(given)


# ---- rows ------------------------------------------------------------------------------------------------


@dataclass
class Moved:
    """What one rule of a step moved: for one period (None where it has none), and over the interval."""

    code: str
    period: int | None
    total: int
    rule: Any = None


@dataclass
class Row:
    """One charge of one line in one interval."""

    line: int
    sku: str
    product: Data
    charge: Data
    interval: int
    start: date
    end: date
    year: int
    free: bool
    given: Any
    pieces: list[Piece]
    asks: list[Any]
    said: Data
    optional: bool
    counted: bool
    bundle_size: int
    sets: set[str]
    moves: list[Moved] = field(default_factory=list)
    floor_total: int | None = None
    list: int = 0
    net: int = 0
    total: int = 0

    @property
    def key(self) -> str:
        return f"{self.sku}/{self.charge['id']}"

    @property
    def metered(self) -> bool:
        return bool(self.charge.get("usage")) or self.charge["period"] == "usage"

    @property
    def sort(self) -> str:
        return "usage" if self.metered else "once" if self.charge["period"] == "once" else "recurring"

    @property
    def share(self) -> bool:
        return bool(self.charge["model"] == "percent_of")

    @property
    def committed(self) -> bool:
        return not self.metered and not self.optional

    @property
    def per_year(self) -> int:
        return PER_YEAR[self.charge["period"]]

    @property
    def quantity(self) -> Fraction:
        return how_many(self.given)

    @property
    def discountable(self) -> bool:
        """Shares of other lines follow their discounts already."""
        said = self.product.get("discountable")
        return bool(said) if said is not None else not self.share

    def in_rule(self, applies: Data | None, default: Sequence[str] = ("recurring", "once")) -> bool:
        applies = applies or {}
        return (
            self.sort in applies.get("charges", default)
            and ("skus" not in applies or self.sku in applies["skus"])
            and ("families" not in applies or self.product["family"] in applies["families"])
            and ("kinds" not in applies or self.product["kind"] in applies["kinds"])
        )


@dataclass(frozen=True)
class Invoice:
    date: date
    start: date
    end: date
    amount: int


@dataclass
class Answer:
    """All that the oracle has to say about a deal; amounts in minor units."""

    rows: list[Row]
    list: int
    net: int
    usage: int
    extra: dict[str, int]
    """Lines of a usage commitment, by charge."""
    invoices: list[Invoice]
    metrics: dict[str, int]


class Deal:
    """One deal on its way from list to net."""

    def __init__(self, catalog: Data, deal: Data) -> None:
        self.catalog, self.deal, self.rules = catalog, deal, catalog["rules"]
        header = catalog["catalog"]
        self.currency = deal["customer"].get("currency", header["currency"])
        self.money = Money(PLACES[self.currency], header.get("rounding") == "half_even")
        self.shop = Shop(catalog, self.currency)
        self.convention = deal.get("proration", header.get("proration", "actual"))
        self.uplift = deal.get("uplift", self.rules.get("uplift"))
        self.start: date = deal["start"]
        self._term()
        self._cut()
        self.rows = [row for number in range(len(deal["lines"])) for row in self._line(number)]
        self.commitment, self.commitment_list = self._commitment()

    # -- when

    def _term(self) -> None:
        deal = self.deal
        ends = [later(self.start, deal["months"])] if "months" in deal else []
        ends += [deal["end"] + DAY] if "end" in deal else []
        ends += [deal["co_term"]["end"] + DAY] if "co_term" in deal else []
        if len(set(ends)) != 1 or ends[0] <= self.start:
            raise Refused("no term")
        self.end = ends[0]
        self.months = whole_months(self.start, self.end)
        self.free: tuple[date, date] | None = None
        if "free" in deal:
            free = deal["free"]
            first = later(self.start, free.get("first", 1) - 1)
            if free["extends_term"]:
                exact = later(self.start, self.months) == self.end
                base, months = (self.start, self.months) if exact else (self.end, 0)
                self.end = later(base, months + free["months"])
            self.free = first, later(self.start, free.get("first", 1) - 1 + free["months"])
            if self.free[1] > self.end:
                raise Refused("free months beyond the term")

    def _cut(self) -> None:
        days = {self.start, self.end, *(self.free or ())}
        for line in self.deal["lines"]:
            if "start" in line:
                if not self.start <= line["start"] < self.end:
                    raise Refused("starts outside the term")
                days.add(line["start"])
            for step in line.get("ramp", ()):
                day = later(self.start, ramp_month(step))
                if day >= self.end:
                    raise Refused("a ramp step after the end")
                days.add(day)
        if self.uplift is not None:
            year = 1
            while later(self.start, 12 * year) < self.end:
                days.add(later(self.start, 12 * year))
                year += 1
        self.intervals = list(pairwise(sorted(days)))

    def year_of(self, day: date) -> int:
        return whole_months(self.start, day) // 12 + 1

    # -- what

    def _line(self, number: int) -> Iterator[Row]:
        line = self.deal["lines"][number]
        product = self.catalog["products"][line["sku"]]
        every = [c for c in product["charges"] if line.get("charge", c["id"]) == c["id"]]
        steps = line.get("ramp", [])
        stated = {**line.get("usage", {}), **(steps[0].get("usage", {}) if steps else {})}
        bought = []
        for charge in every:
            metered = charge.get("usage") or charge["period"] == "usage"
            if metered and len(every) > 1 and charge["id"] not in stated:
                continue  # no estimate, no row
            bought.append(charge)
        ask = line.get("discount")
        ask = ask if isinstance(ask, dict) or ask is None else {"percent": ask}
        self._refuse_idle(ask, product, bought)
        for charge in bought:
            for index, (start, end) in enumerate(self.intervals):
                row = self._row(number, line, product, charge, index, start, end, ask or {})
                if row is not None:
                    yield row

    def _refuse_idle(self, ask: Data | None, product: Data, bought: Sequence[Data]) -> None:
        """An ask that could not be met as it stands is refused, not ignored."""
        if ask is None:
            return
        if product.get("discountable") is False:
            raise Refused("not discountable")
        sorts = {"usage" if c.get("usage") or c["period"] == "usage" else "" for c in bought}
        if "percent" in ask and "" not in sorts:
            raise Refused("only estimates")
        if "unit_price" in ask and (len(bought) != 1 or bought[0]["model"] == "percent_of"):
            raise Refused("a unit price is for one charge")

    def _row(
        self, number: int, line: Data, product: Data, charge: Data, index: int, start: date, end: date, ask: Data
    ) -> Row | None:
        begins = line.get("start", self.start)
        if end <= begins or (charge["period"] not in MONTHS and not start <= begins < end):
            return None
        metered = charge.get("usage") or charge["period"] == "usage"
        given = line.get("usage", {}).get(charge["id"], line.get("quantity", 1)) if metered else line.get("quantity", 1)
        asks = [ask["percent"]] if "percent" in ask and not metered else []
        for step in line.get("ramp", ()):
            if later(self.start, ramp_month(step)) <= start:
                if metered:
                    given = step.get("usage", {}).get(charge["id"], given)
                elif "quantity" in step:
                    given = step["quantity"]
                if "discount" in step and not metered:
                    asks = [step["discount"]]
        sort = "usage" if metered else "once" if charge["period"] == "once" else "recurring"
        size, sets = self._bundle(start, end)
        count = self.rules.get("bundle", {}).get("count", ["plugin"]) if "bundle" in self.rules else []
        row = Row(
            number,
            line["sku"],
            product,
            charge,
            index,
            start,
            end,
            self.year_of(start),
            self.free is not None and self.free[0] <= start < self.free[1] and sort == "recurring",
            given,
            pieces(self.start, start, end, charge["period"], self.convention),
            asks,
            ask,
            bool(line.get("optional")),
            product["kind"] in count,
            size,
            sets,
        )
        for discount in self.deal.get("discounts", ()):
            if "percent" in discount and row.discountable and row.in_rule(discount.get("applies_to")):
                row.asks.append(discount["percent"])
        if not row.share:
            row.list = self.money.minor(self.shop.amount(charge, given, line))
        elif isinstance(given, list):
            raise Refused("this charge has no transactions")
        return row

    def _bundle(self, start: date, end: date) -> tuple[int, set[str]]:
        rule = self.rules.get("bundle")
        if rule is None:
            return 0, set()
        skus = set()
        for line in self.deal["lines"]:
            quantity = line.get("quantity", 1)
            for step in line.get("ramp", ()):
                if later(self.start, ramp_month(step)) <= start:
                    quantity = step.get("quantity", quantity)
            kind = self.catalog["products"][line["sku"]]["kind"]
            runs = line.get("start", self.start) < end and how_many(quantity) > 0
            if kind in rule.get("count", ["plugin"]) and runs and not line.get("optional"):
                skus.add(line["sku"])
        rungs = rule.get("tiers", [])
        if rungs and len(skus) >= rungs[0]["from"] and rung_of(rungs, Fraction(len(skus))) is None:
            raise Refused("no bundle tier for this number")
        complete = {
            each["id"]
            for each in rule.get("sets", ())
            if set(each["skus"]) <= skus and (not each.get("only_these") or set(each["skus"]) == skus)
        }
        return len(skus), complete

    # -- from list to net

    def price(self) -> None:
        """Lines first, then the lines that are shares of them, then what is settled over the term."""
        for share in (False, True):
            wave = [row for row in self.rows if row.share is share]
            for row in wave:
                if share:
                    row.list = self._share(row)
                row.net = row.list
                row.total = sum(costs(self.money, piece, row.list) for piece in row.pieces)
            for code, offers in STEPS:
                if code in self.rules or code in ("negotiated", "free_months", "uplift"):
                    offers(self, code, wave)
        self._line_amounts()
        self._deal_amount()
        self._bounds()

    def _share(self, row: Row) -> int:
        """A rate of what the named lines cost a year, after their percentages."""
        base = sum(
            each.net * each.per_year
            for each in self._beside(row)
            if not each.share
            and each.sort == "recurring"
            and (each.sku in row.charge["of"] or each.product["family"] in row.charge["of"])
        )
        a_period = self.money.rounded(Fraction(base, row.per_year))
        return self.money.rounded(a_period * number(row.charge["rate"]))

    def _beside(self, row: Row) -> list[Row]:
        """The rows of the deal in the same interval; what happens once is part of the deal in every interval."""
        return [
            each
            for each in self.rows
            if not each.optional and (each.interval == row.interval or each.charge["period"] not in MONTHS)
        ]

    def move(self, row: Row, code: str, amount: int, rule: Any = None) -> None:
        """Move one period; the interval costs what its pieces of the new price cost."""
        if amount:
            row.net += amount
            left = sum(costs(self.money, piece, row.net) for piece in row.pieces)
            row.moves.append(Moved(code, amount, left - row.total, rule))
            row.total = left

    def take_off(
        self, row: Row, code: str, rule: Data, offers: Sequence[tuple[Any, int | None]], first: int = 0
    ) -> None:
        """Take off what a step's rules offer, each a percentage or an amount, after *first* was moved.

        Beyond the cap, and beyond what is left of the price, it is given back.
        """
        combine = rule.get("combine", "compound" if code == "negotiated" else "best")
        of_list = rule.get("base") == "list"
        base, available = (row.list if of_list else row.net), row.net
        amounts: list[int] = []
        left = base if of_list else base + first
        for percent, amount in offers:
            amounts.append(self.money.percent(left, percent) if amount is None else amount)
            left -= amounts[-1] if combine == "compound" else 0
        if combine == "best" and amounts:
            best = amounts.index(max(amounts))
            amounts = [each if index == best else 0 for index, each in enumerate(amounts)]
        given = sum(amounts) - first
        beyond_cap = max(0, given - self.money.percent(base, rule["cap"])) if "cap" in rule else 0
        beyond_all = max(0, given - beyond_cap - available)
        for n, moved in enumerate((first, *(-amount for amount in amounts), beyond_cap, beyond_all)):
            self.move(row, code, moved, (n, offers[n - 1][0] if 0 < n <= len(offers) else None))

    def step(self, code: str, rows: Iterable[Row], rule: Data, of: Callable[[Row], Any]) -> None:
        """Run a step of percentages on the rows that it applies to."""
        for row in rows:
            if row.discountable and row.in_rule(rule.get("applies_to")):
                self.take_off(row, code, rule, of(row))

    def _line_amounts(self) -> None:
        for number in range(len(self.deal["lines"])):
            rows = [row for row in self.rows if row.line == number]
            if rows and "amount" in rows[0].said:
                self._spread("line_amount", rows, self.money.exactly(rows[0].said["amount"]))

    def _deal_amount(self) -> None:
        rows = [row for row in self.rows if not row.optional]
        for discount in self.deal.get("discounts", ()):
            if "amount" in discount:
                self._spread("deal_amount", rows, self.money.exactly(discount["amount"]))
            elif "target_total" in discount:
                target = self.money.exactly(discount["target_total"]) - sum(self._due_by_year())
                if target < 0:
                    raise Refused("the commitment alone is more")
                self._spread("deal_amount", rows, sum(row.total for row in rows if row.committed) - target)

    def _spread(self, code: str, rows: Sequence[Row], off: int) -> None:
        if not off or not self.rows:
            return
        can = [
            row.total if not row.metered and not row.free and row.product.get("discountable") is not False else 0
            for row in rows
        ]
        if off > sum(can) or not sum(can):
            raise Refused("nothing to take it off")
        for row, amount in zip(rows, shared_out(off, can), strict=True):
            if amount:
                row.total -= amount
                row.moves.append(Moved(code, None, -amount))

    def _bounds(self) -> None:
        """First the maximum, then the minimum, then the greatest floor; each over the interval and for a period."""
        for code in ("maximum", "minimum", "floor"):
            for row in self.rows:
                bound = getattr(self, f"_{code}")(row)
                if bound is None:
                    continue
                limit = sum(costs(self.money, piece, bound) for piece in row.pieces)
                row.floor_total = limit if code == "floor" else None
                sign = -1 if code == "maximum" else 1
                total = max(0, sign * (limit - row.total))
                period = max(0, sign * (bound - row.net))
                if total:
                    row.total += sign * total
                    row.net += sign * period
                    row.moves.append(Moved(code, sign * period or None, sign * total))

    def _maximum(self, row: Row) -> int | None:
        if "maximum" not in row.charge or row.charge["model"] == "percentage":
            return None
        return self.money.minor(self.shop.price(row.charge["maximum"]))

    def _minimum(self, row: Row) -> int | None:
        if "minimum" not in row.charge or row.charge["model"] == "percentage" or row.free:
            return None
        return self.money.minor(self.shop.price(row.charge["minimum"]))

    def _floor(self, row: Row) -> int | None:
        if row.free:
            return None
        rule = self.rules.get("floor", {})
        floors = [0]
        units = Fraction(1) if row.charge["model"] in ("flat", "percent_of") else row.quantity
        if "floor" in row.charge:
            floors.append(self.money.minor(self.shop.price(row.charge["floor"]) * units))
        if row.product["family"] in rule.get("families", {}):
            floors.append(self.money.percent(row.list, rule["families"][row.product["family"]]))
        if "margin" in rule and "cost" in row.charge:
            try:
                cost = self.money.minor(self.shop.price(row.charge["cost"]) * units)
            except Refused:  # a cost that is not stated in this currency is not known
                cost = 0
            floors.append(self.money.rounded(cost / (1 - number(rule["margin"]) / 100)))
        return max(floors)

    # -- usage commitment

    def _commitment(self) -> tuple[int, int]:
        """What is committed a year after the discount, and, by quantity, at list."""
        asked = self.deal.get("commitment")
        if asked is None:
            return 0, 0
        if "amount" in asked:
            return self.money.exactly(asked["amount"]), 0
        of_list = 0
        for key, quantity in asked["quantity"].items():
            sku, _, charge_id = key.partition("/")
            charge = next(c for c in self.catalog["products"][sku]["charges"] if c["id"] == charge_id)
            if charge["model"] == "percent_of":
                raise Refused("a share of other lines cannot be committed to")
            of_list += self.money.minor(self.shop.amount(charge, quantity, {})) * PER_YEAR[charge["period"]]
        percent = self._rung_percent(of_list)
        return of_list - self.money.percent(of_list, percent), of_list

    def _rung_percent(self, size: int) -> Any:
        rung = rung_of(self.rules["commitment"]["tiers"], Fraction(size, 10**self.money.places))
        return rung["percent"] if rung else 0

    def covered(self) -> int:
        """The list value a year that the commitment pays for."""
        if self.commitment_list:
            return self.commitment_list
        percent = number(self._rung_percent(self.commitment))
        return self.money.rounded(self.commitment / (1 - percent / 100))

    def pooled(self, row: Row) -> bool:
        rule = self.rules.get("commitment")
        return rule is not None and row.metered and not row.optional and row.in_rule(rule.get("applies_to"), ("usage",))

    def _years(self) -> list[Piece]:
        return pieces(self.start, self.start, self.end, "year", self.convention)

    def _due_by_year(self) -> list[int]:
        return [costs(self.money, year, self.commitment) for year in self._years()]

    def extra_lines(self) -> tuple[dict[str, int], list[tuple[date, date, int]]]:
        """The commitment as far as usage draws it, the true-up, and what of the usage it pays for."""
        if not self.commitment:
            return {}, []
        pool = [part for row in self.rows if self.pooled(row) for part in self.slices(row)]
        has_pool = any(self.pooled(row) for row in self.rows)
        drawn, short = [], []
        for year, due in zip(self._years(), self._due_by_year(), strict=True):
            used = sum(amount for start, end, amount in pool if year.start <= start and end <= year.end)
            takes = min(due, used) if has_pool else due
            drawn.append((year.start, year.end, takes))
            short.append((year.start, year.end, due - takes))
        lines: dict[str, int] = {}
        if total := sum(amount for *_, amount in drawn):
            lines["usage"] = total
            if has_pool:
                lines["drawn"] = -total
        if total := sum(amount for *_, amount in short):
            lines["true-up"] = total
        return lines, [*drawn, *short]

    # -- over time

    def slices(self, row: Row) -> list[tuple[date, date, int]]:
        """What each period of a row costs: its share of each move, and of the amounts over the term by their size."""
        a_period = row.list + sum(each.period for each in row.moves if each.period is not None)
        amounts = [costs(self.money, piece, a_period) for piece in row.pieces]
        rest = row.total - sum(amounts)
        if rest:
            shares = shared_out(rest, amounts if any(amounts) else [1] * len(amounts))
            amounts = [amount + more for amount, more in zip(amounts, shares, strict=True)]
        return [(p.start, p.end, amount) for p, amount in zip(row.pieces, amounts, strict=True)]

    def fraction(self, start: date, end: date, day: date) -> Fraction:
        """How far a day lies into a slice: in months where all three are on the contract's grid, else in days."""
        on_grid = [self._month(each) for each in (start, end, day)]
        if None not in on_grid:
            a, b, c = on_grid
            return Fraction(c - a, b - a)  # type: ignore[operator]
        return Fraction((day - start).days, (end - start).days)

    def _month(self, day: date) -> int | None:
        """The number of whole months from the start, if the day is on the grid of months."""
        months = whole_months(self.start, day) if day >= self.start else 0
        return months if later(self.start, months) == day else None

    def invoices(self, parts: Sequence[tuple[date, date, int]]) -> list[Invoice]:
        edges, k = [self.start], 1
        step = BILLED.get(self.deal.get("billing", "annual"))
        while step and later(self.start, k * step) < self.end:
            edges.append(later(self.start, k * step))
            k += 1
        made = []
        for start, end in pairwise([*edges, self.end]):
            amount = 0
            for first, last, costs_ in parts:
                low, high = max(first, start), min(last, end)
                if low < high:
                    cuts_inside = [d for d in edges if first < d < last]
                    amount += self._cut_amount(first, last, costs_, high, cuts_inside)
                    amount -= self._cut_amount(first, last, costs_, low, cuts_inside)
            if amount:
                made.append(Invoice(end if self.deal.get("in_arrears") else start, start, end - DAY, amount))
        return made

    def _cut_amount(self, first: date, last: date, amount: int, day: date, cuts: Sequence[date]) -> int:
        """What of a slice has come by *day*; months count only if every cut of the slice is on the grid."""
        if day in (first, last):
            return amount if day == last else 0
        if any(self._month(each) is None for each in (first, last, *cuts)):
            return self.money.rounded(amount * Fraction((day - first).days, (last - first).days))
        return self.money.rounded(amount * self.fraction(first, last, day))

    def metrics(self, recurring: Sequence[tuple[date, date, int]]) -> dict[str, int]:
        def between(start: date, end: date) -> Fraction:
            value = Fraction(0)
            for first, last, amount in recurring:
                low, high = max(first, start), min(last, end)
                if low < high:
                    on_grid = all(self._month(each) is not None for each in (first, last, low, high))
                    if on_grid:
                        value += amount * (self.fraction(first, last, high) - self.fraction(first, last, low))
                    else:
                        value += Fraction(amount * (high - low).days, (last - first).days)
            return value

        whole = whole_months(self.start, self.end)
        length = (later(self.start, whole + 1) - later(self.start, whole)).days
        months = whole + Fraction((self.end - later(self.start, whole)).days, length)
        value = sum(amount for *_, amount in recurring)
        full = [(later(self.start, k), later(self.start, k + 1)) for k in range(whole)]
        paid = [(a, b) for a, b in full if self.free is None or b <= self.free[0] or a >= self.free[1]] or full
        first = between(*paid[0]) * 12 if paid else Fraction(0)
        last = between(*paid[-1]) * 12 if paid else Fraction(0)
        found = {"acv": value * 12 / months, "arr_first": first, "arr_exit": last, "mrr": first / 12}
        years = [d for k in range(whole // 12 + 2) if (d := later(self.start, 12 * k)) < self.end] + [self.end]
        if len(years) > 2:
            found |= {f"acv_year_{n}": between(a, b) for n, (a, b) in enumerate(pairwise(years), 1)}
        return {key: self.money.rounded(exact) for key, exact in found.items()}


def ramp_month(step: Data) -> int:
    return (step["year"] - 1) * 12 if "year" in step else step["month"] - 1


def rung_of(rungs: Sequence[Data], x: Fraction) -> Data | None:
    """The rung that x stands on: the last that starts at x or before, unless it ends before x."""
    found = None
    for rung in rungs:
        if number(rung["from"]) <= x:
            found = rung
    if found is not None and "to" in found and x > number(found["to"]):
        return None
    return found


# ---- the steps, in their order ---------------------------------------------------------------------------


BILLINGS = ("annual", "quarterly", "monthly", "upfront")


def price_book(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    who = deal.deal["customer"]

    def offers(row: Row) -> Any:
        for entry in deal.rules[code]["entries"]:
            fits = who.get("segment") in entry.get("segments", [who.get("segment")])
            fits = fits and who.get("region") in entry.get("regions", [who.get("region")])
            fits = fits and deal.deal.get("billing", "annual") in entry.get("billing", BILLINGS)
            yield (entry["percent"] if fits else 0), None

    deal.step(code, rows, deal.rules[code], lambda row: list(offers(row)))


def commitment(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    """What the commitment pays for is discounted; what goes beyond costs what the rule says of overage."""
    if not deal.commitment:
        return
    rule = deal.rules[code]
    percent = deal._rung_percent(deal.commitment_list or deal.commitment)
    pays_for, planned = deal.covered(), []
    for row in rows:
        if not (row.discountable and row.in_rule(rule.get("applies_to"), ("usage",))):
            continue
        pool = sum(each.net * each.per_year for each in deal._beside(row) if deal.pooled(each))
        within = row.net if pool <= pays_for else deal.money.rounded(Fraction(row.net * pays_for, pool))
        off = deal.money.percent(row.net if rule["overage"] == "discounted" else within, percent)
        planned.append((row, -off))
        if rule["overage"] == "factor":
            planned.append((row, deal.money.rounded((row.net - within) * (number(rule["factor"]) - 1))))
    for row, amount in planned:
        deal.move(row, code, amount)


def bundle(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    rule = deal.rules[code]

    def offers(row: Row) -> Any:
        rung = rung_of(rule.get("tiers", []), Fraction(row.bundle_size))
        yield (rung["percent"] if rung and row.counted else 0), None
        for each in rule.get("sets", ()):
            if "percent" in each:
                yield (each["percent"] if each["id"] in row.sets and row.sku in each["skus"] else 0), None

    deal.step(code, rows, rule, lambda row: list(offers(row)))


def volume(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    rule = deal.rules[code]
    every = ("recurring", "once", "usage")

    def in_schedule(row: Row, schedule: Data) -> bool:
        by_rule = row.discountable and row.in_rule(rule.get("applies_to"))
        return by_rule and row.in_rule(schedule.get("applies_to"), every)

    def size_of(row: Row, schedule: Data) -> Fraction:
        if not in_schedule(row, schedule):
            return Fraction(0)
        if schedule["by"] == "quantity":
            return row.quantity
        return Fraction(row.list * row.per_year, 10**deal.money.places)

    def reached(row: Row, schedule: Data) -> Fraction:
        if schedule["scope"] == "line":
            return size_of(row, schedule)
        beside = deal._beside(row)
        if schedule["scope"] == "family":
            beside = [each for each in beside if each.product["family"] == row.product["family"]]
        return sum((size_of(each, schedule) for each in beside), Fraction(0))

    def slabs(row: Row, schedule: Data, size: Fraction) -> int:
        """Each slab of the size at its own percentage of its share of the price."""
        base = row.list if rule.get("base") == "list" else row.net
        if not size:
            return 0
        edges = [deal.money.rounded(base * min(size, number(rung["from"])) / size) for rung in schedule["tiers"]]
        edges.append(base)
        return sum(
            deal.money.percent(high - low, rung["percent"])
            for (low, high), rung in zip(pairwise(edges), schedule["tiers"], strict=True)
        )

    def offers(row: Row) -> Any:
        for schedule in rule["schedules"]:
            size = reached(row, schedule)
            rung = rung_of(schedule["tiers"], size)
            if not in_schedule(row, schedule):
                yield 0, 0
            elif schedule["mode"] == "graduated":
                yield (rung["percent"] if rung else 0), slabs(row, schedule, size)
            else:
                yield (rung["percent"] if rung else 0), None

    deal.step(code, rows, rule, lambda row: list(offers(row)))


def term(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    rung = rung_of(deal.rules[code]["tiers"], Fraction(deal.months))
    deal.step(code, rows, deal.rules[code], lambda row: [(rung["percent"] if rung else 0, None)])


def partner(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    tier = deal.deal.get("partner", {}).get("tier")
    offers = [(each["percent"] if each["tier"] == tier else 0, None) for each in deal.rules[code]["tiers"]]
    deal.step(code, rows, deal.rules[code], lambda row: offers)


def promotion(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    given = deal.deal.get("promotions", ())
    offers = [
        (each["percent"] if each["code"] in given and deal.months >= each.get("min_months", 0) else 0, None)
        for each in deal.rules[code]["codes"]
    ]
    deal.step(code, rows, deal.rules[code], lambda row: offers)


def negotiated(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    """A unit price replaces what is left; percentages then come off it, one after the other."""
    for row in rows:
        first = 0
        if "unit_price" in row.said:
            first = deal.money.minor(row.quantity * number(row.said["unit_price"])) - row.net
        deal.take_off(row, code, deal.rules.get(code, {}), [(percent, None) for percent in row.asks], first)


def uplift(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    rule = deal.uplift
    if rule is None:
        return
    for row in rows:
        if row.share or not row.in_rule(rule.get("applies_to")):
            continue  # a share follows the rise of what it is a share of
        rise, times = Fraction(0), row.year - rule.get("from_year", 2) + 1
        rate = number(rule["percent"]) / 100
        for _ in range(max(0, times)):
            rise = rise + rate if rule["compounding"] == "simple" else (1 + rise) * (1 + rate) - 1
        rise = min(rise, number(rule["most"]) / 100)
        rise = Fraction(round(rise * 10**12), 10**12)
        base = row.list if rule.get("base") == "list" else row.net
        deal.move(row, code, deal.money.rounded(base * rise))


def free_months(deal: Deal, code: str, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.free:
            deal.move(row, code, -row.net)


STEPS: tuple[tuple[str, Callable[[Deal, str, Sequence[Row]], None]], ...] = (
    ("price_book", price_book),
    ("commitment", commitment),
    ("bundle", bundle),
    ("volume", volume),
    ("term", term),
    ("partner", partner),
    ("promotion", promotion),
    ("negotiated", negotiated),
    ("uplift", uplift),
    ("free_months", free_months),
)


def answer(catalog: Data, deal: Data) -> Answer:
    """Price a deal, given the data of its file and of its catalog's.

    Raises:
        Refused: It cannot be priced.
    """
    made = Deal(catalog, deal)
    made.price()
    for discount in deal.get("discounts", ()):
        if (
            "percent" in discount
            and made.rows
            and not any(row.discountable and row.in_rule(discount.get("applies_to")) for row in made.rows)
        ):
            raise Refused("a discount on nothing")
    committed = [row for row in made.rows if row.committed]
    estimates = [row for row in made.rows if row.metered and not row.optional]
    lines, parts = made.extra_lines()
    money = made.money
    of_list = sum(costs(money, piece, row.list) for row in committed for piece in row.pieces)
    due = lines.get("usage", 0) + lines.get("true-up", 0)
    recurring = [part for row in committed if row.sort == "recurring" for part in made.slices(row)] + parts
    every = [part for row in committed for part in made.slices(row)] + parts
    return Answer(
        rows=made.rows,
        list=of_list,
        net=sum(row.total for row in committed) + due,
        usage=sum(row.total for row in estimates) + lines.get("drawn", 0),
        extra=lines,
        invoices=made.invoices(every),
        metrics=made.metrics(recurring),
    )
