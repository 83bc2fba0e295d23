"""A contract as it is after its amendments: its lines with the quantities that they have, and what is paid for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake
from dealdesk.periods import span
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.quoting.amending import before_of, is_added, is_changed, is_ended
from dealdesk.quoting.deal import Deal, DealLine, Ramp
from dealdesk.quoting.quote import Interval, Quote, QuoteLine

ZERO = Decimal(0)
AMOUNTS = ("line_amount", "deal_amount")
"""Steps that take amounts off the whole term, which no price of a period shows."""

Steps = tuple[tuple[date, Decimal], ...]
"""What is paid a period, and from which day on; free months are left out."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract or an amendment: its number or name, its deal, the catalog that priced it, and its quote."""

    name: str
    deal: Deal
    catalog: Catalog
    quote: Quote


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract as it is after its amendments.

    Attributes:
        versions: The contract, and its amendments in their order.
        deal: The whole contract as it is: each line has the quantity that it has after the last amendment.
        paid: By the number of a line, from 1, and its charge: what recurs.
        shares: Which of them are shares of other lines, and follow those.
    """

    versions: tuple[Signed, ...]
    deal: Deal
    paid: Mapping[tuple[int, str], Steps]
    shares: frozenset[tuple[int, str]]

    @property
    def quote(self) -> Quote:
        """The contract itself, as it was priced before any amendment."""
        return self.versions[0].quote

    @property
    def since(self) -> tuple[date, str] | None:
        """The first day of the last amendment, and its name; None without one."""
        changes = [(each.deal.amends.from_, each.name) for each in self.versions if each.deal.amends is not None]
        return max(changes, default=None)

    def held(self, number: int, day: date, *, shares: bool = False) -> dict[str, Any]:
        """Return what is paid for a line from a day on, by charge, as a deal states it; *shares* of others, too."""
        found: dict[str, Any] = {}
        for (line, charge), steps in self.paid.items():
            if line != number or not steps or ((line, charge) in self.shares and not shares):
                continue
            begun = sum(start <= day for start, _ in steps)
            left = [(max(start, day), price) for start, price in steps[max(0, begun - 1) :]]
            prices = {price for _, price in left}
            found[charge] = (
                prices.pop() if len(prices) == 1 else [{"from": start, "price": price} for start, price in left]
            )
        return found

    def last(self, number: int, *, shares: bool = False) -> dict[str, Decimal]:
        """Return what is paid for a line at the contract's end, by charge."""
        return {
            charge: steps[-1][1]
            for (line, charge), steps in self.paid.items()
            if line == number and steps and (shares or (line, charge) not in self.shares)
        }


@dataclass(slots=True)
class _Line:
    """A line on its way through the amendments."""

    line: DealLine
    paid: dict[str, Steps] = field(default_factory=dict)
    shares: set[str] = field(default_factory=set)
    ended: bool = False


def standing(contract: Signed, amendments: Sequence[Signed] = ()) -> Standing:
    """Return a contract as it is after its *amendments*, in their order.

    A contract that is an amendment itself is taken as what it changes, at the prices that it states as paid, and the
    change.

    Raises:
        DealError: An amendment changes a line that the contract does not have.
    """
    held: dict[int, dict[str, Steps]] = {}
    if contract.deal.amends is not None:
        amendments = (contract, *amendments)
        contract, held = _before(contract)
    lines = [_Line(line.but(held={}, was=None)) for line in contract.deal.lines]
    _pay(lines, contract.quote, None)
    for number, prices in held.items():
        lines[number].paid |= prices
    for each in amendments:
        _pay(lines, each.quote, _changed(lines, each))
    left = [line for line in lines if not line.ended]
    deal = contract.deal.but(options=(), lines=tuple(each.line for each in left), _sources=None)
    return Standing(
        (contract, *amendments),
        deal,
        {(n, charge): steps for n, each in enumerate(left, 1) for charge, steps in each.paid.items()},
        frozenset((n, charge) for n, each in enumerate(left, 1) for charge in each.shares),
    )


def _before(amendment: Signed) -> tuple[Signed, dict[int, dict[str, Steps]]]:
    """Return the contract that an amendment's deal says it changes, and what that says is paid, by line from 0."""
    from dealdesk.quoting.price import price

    amends = amendment.deal.amends
    assert amends is not None
    deal, numbers = before_of(amendment.deal)
    quote = price(deal, amendment.catalog, today=amendment.quote.issued)
    held: dict[int, dict[str, Steps]] = {}
    for n, number in enumerate(numbers):
        for charge, stated in amendment.deal.lines[number].held.items():
            dated = (
                ((each.from_, each.price) for each in stated) if isinstance(stated, tuple) else ((quote.start, stated),)
            )
            held.setdefault(n, {})[charge] = tuple(dated)
    return Signed(amends.contract, deal, amendment.catalog, quote), held


def _pay(lines: Sequence[_Line], quote: Quote, places: Mapping[int, _Line] | None) -> None:
    """Add what a quote costs to what is paid; *places* are its lines among all, where that is not their number."""
    for line in quote.lines:
        if not (line.committed and line.recurring) or line.optional or line.sku == "commitment":
            continue
        place = places.get(line.line) if places is not None else lines[line.line - 1]
        if place is None or place.ended:
            continue
        steps = _course(line, quote)
        place.paid[line.charge] = _sum(place.paid.get(line.charge, ()), steps) if places is not None else steps
        if line.model == "percent_of":
            place.shares.add(line.charge)


def _course(line: QuoteLine, quote: Quote) -> Steps:
    """Return what a line costs, and from which day on; 0 where it stops before the contract ends."""
    found: list[tuple[date, Decimal]] = []
    for n, each in enumerate(line.intervals):
        after = each.end + timedelta(days=1)
        following = line.intervals[n + 1].start if n + 1 < len(line.intervals) else quote.end + timedelta(days=1)
        if not _is_free(each):
            found.append((each.start, _effective(each, line.period, quote)))
        if after < following:
            found.append((after, ZERO))
    return tuple(found)


def _is_free(interval: Interval) -> bool:
    return any(move.code == "free_months" for move in interval.moves)


def _effective(interval: Interval, period: str, quote: Quote) -> Decimal:
    """Return what an interval costs a period, with its share of amounts off the whole term."""
    a_period = interval.net_per_period
    if not any(move.code in AMOUNTS for move in interval.moves):
        return a_period
    calc = DecimalArithmetic(quote.places, quote.catalog.rounding)  # type: ignore[arg-type]
    end = interval.end + timedelta(days=1)
    over = span(quote.start, interval.start, end, period, quote.catalog.proration)  # type: ignore[arg-type]
    without = a_period * over.whole
    for each in over.parts:
        a, b, of = Decimal(each.a), Decimal(each.b), Decimal(each.of)
        without += calc.share(a_period, b, of) - calc.share(a_period, a, of)
    return calc.share(a_period, interval.net, without) if without else a_period


def _sum(paid: Steps, more: Steps) -> Steps:
    """Add two courses of a price; one has its first price before it begins only if there is no other."""

    def on(steps: Steps, day: date) -> Decimal:
        return next((price for start, price in reversed(steps) if start <= day), ZERO)

    days = sorted({day for day, _ in (*paid, *more)})
    return tuple((day, on(paid, day) + on(more, day)) for day in days)


def _changed(lines: list[_Line], amendment: Signed) -> dict[int, _Line]:
    """Change the lines as an amendment says; return them by their number in it."""
    places: dict[int, _Line] = {}
    met: dict[Any, Iterator[_Line]] = {}
    amends = amendment.deal.amends
    assert amends is not None
    there = [each for each in lines if not each.ended and not each.line.optional]
    for number, line in enumerate(amendment.deal.lines, 1):
        if is_added(line):
            lines.append(_Line(line.but(was=None, held={}, start=line.start or amends.from_), ended=is_ended(line)))
            places[number] = lines[-1]
            continue
        key = key_of(line)
        found = next(met.setdefault(key, iter([each for each in there if key_of(each.line) == key])), None)
        if found is None:
            if is_changed(line):
                message = f"{amendment.name} changes a line of {line.sku} that the contract does not have"
                raise DealError(Mistake(message, code="deal"))
            continue
        places[number] = found
        if is_changed(line):
            found.line = _shifted(found.line, line)
            found.ended = is_ended(line) or _is_nothing(found.line)
    return places


def key_of(line: DealLine) -> Any:
    """Return what tells a line from others of a contract, besides its place."""
    return line.sku, line.charge, tuple(sorted(line.cell.items()))


def _is_nothing(line: DealLine) -> bool:
    return not line.ramp and isinstance(line.quantity, Decimal | int) and line.quantity <= 0


def _shifted(line: DealLine, change: DealLine) -> DealLine:
    """Return a line with what an amendment changes of it: so much more, or less, than it was for that."""
    quantity = line.quantity
    if change.was is not None and isinstance(quantity, Decimal | int) and isinstance(change.quantity, Decimal | int):
        quantity = quantity + change.quantity - change.was
    steps: dict[int, Ramp] = {step.first_month: step for step in line.ramp}
    for step in change.ramp:
        mine = steps.get(step.first_month)
        if mine is None or mine.quantity is None:
            steps[step.first_month] = step.but(was=None)
        elif step.was is not None and step.quantity is not None:
            steps[step.first_month] = mine.but(quantity=mine.quantity + step.quantity - step.was)
    return line.but(quantity=quantity, ramp=tuple(steps[month] for month in sorted(steps)))
