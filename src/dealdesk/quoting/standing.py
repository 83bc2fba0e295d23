"""A contract as it is after its amendments: its lines with the quantities that they have, and what is paid for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake
from dealdesk.quoting.amending import before_of, is_added, is_changed, is_ended
from dealdesk.quoting.course import Course, course_of, free_months
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine, HeldFrom, Ramp
from dealdesk.quoting.purchases import Paid, Purchase, Steps, on, with_change
from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)


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
            begun = sum(each.start <= day for each in steps)
            left = [each._replace(start=max(each.start, day)) for each in steps[max(0, begun - 1) :]]
            if len({each[1:] for each in left}) == 1:
                left = left[:1]
            plain = len(left) == 1 and not left[0].added
            found[charge] = left[0].price if plain else [_said(each) for each in left]
        return found

    def last(self, number: int, *, shares: bool = False) -> dict[str, Decimal]:
        """Return what is paid for a line at the contract's end, by charge."""
        return {
            charge: steps[-1].price
            for (line, charge), steps in self.paid.items()
            if line == number and steps and (shares or (line, charge) not in self.shares)
        }


def _said(paid: Paid) -> dict[str, Any]:
    """Return what is paid from a day on as a deal states it."""
    added = [{"by": each.by, "quantity": each.quantity, "price": each.price} for each in paid.added]
    return {"from": paid.start, "price": paid.price} | ({"added": added} if added else {})


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
    _pay(lines, contract, None)
    for number, prices in held.items():
        lines[number].paid |= prices
    for each in amendments:
        _pay(lines, each, _changed(lines, each))
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
            dated = stated if isinstance(stated, tuple) else ()
            steps = tuple(Paid(each.from_, each.price, _purchases(each)) for each in dated)
            held.setdefault(n, {})[charge] = steps if isinstance(stated, tuple) else (Paid(quote.start, stated),)
    return Signed(amends.contract, deal, amendment.catalog, quote), held


def _purchases(held: HeldFrom) -> tuple[Purchase, ...]:
    return tuple(Purchase(each.by, each.quantity, each.price) for each in held.added)


def _pay(lines: Sequence[_Line], signed: Signed, places: Mapping[int, _Line] | None) -> None:
    """Add what a quote costs to what is paid; *places* are its lines among all, where that is not their number."""
    quote, free = signed.quote, free_months(signed.deal, signed.quote.start)
    for line in quote.lines:
        if not (line.committed and line.recurring) or line.optional or line.sku == "commitment":
            continue
        place = places.get(line.line) if places is not None else lines[line.line - 1]
        if place is None or place.ended:
            continue
        if line.model == "percent_of":
            place.shares.add(line.charge)
        course, before = course_of(line, quote, free), place.paid.get(line.charge, ())
        if line.charge in place.shares and line.intervals and line.intervals[0].start > quote.start:
            course = ((quote.start, ZERO, ZERO), *course)  # a share of what comes later costs nothing until then
        by = _name(signed) if before and line.charge not in place.shares else None
        place.paid[line.charge] = _sum(before, course, by)


def _name(amendment: Signed) -> str:
    """Return what an amendment is called; one of a file goes by the contract's name until it has a number."""
    deal = amendment.deal
    is_contract = deal.amends is not None and amendment.name == deal.amends.contract
    return (deal.number or deal.title or amendment.name) if is_contract else amendment.name


def _sum(paid: Steps, more: Course, by: str | None) -> Steps:
    """Add what an amendment costs to what is paid; with *by*, its name, its units are told from those before."""
    found = []
    for day in sorted({each[0] for each in (*paid, *more)}):
        there = on(paid, day) or Paid(day, ZERO)
        _, price, units = next((each for each in reversed(more) if each[0] <= day), (day, ZERO, ZERO))
        added = with_change(there.added, by, units, price) if by is not None and units else there.added
        found.append(Paid(day, there.price + price, added))
    return tuple(found)


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
