"""Whether an amendment or a renewal says of its contract what is on record of it.

What a line was, and what is paid for it, decides the price of a change; so neither is a seller's word where the
register has the contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from dealdesk.desk.contracts import contract_of, full_number, on_record
from dealdesk.errors import DealError, Mistake
from dealdesk.quoting.amending import before_of, is_added
from dealdesk.quoting.changing import renews_of
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine, held_on, held_step
from dealdesk.quoting.purchases import Paid, on
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.ramps import quantity_on
from dealdesk.quoting.standing import Standing, key_of, standing
from dealdesk.register import Register

Numbered = tuple[int, DealLine]
"""A line with its number."""

Units = tuple[tuple[Decimal, Decimal], ...]
"""How many units were added, and what is paid for them, a period."""


def require_agreement(register: Register, deal: Deal, quote: Quote, at: datetime) -> None:
    """Refuse an amendment or a renewal that says something else of its contract than the register does.

    A contract that the register does not have is taken at the deal's word: it is older, or somebody else's.

    Args:
        register: The register.
        deal: The deal, of any sort.
        quote: It, priced.
        at: Now.

    Raises:
        DealError: Quantities, prices, days or lines differ; every difference is named with its place in the deal.
    """
    follows = deal.amends or deal.renews
    if follows is None:
        return
    number = full_number(follows.contract)
    if not on_record(register, number):
        return
    contract = contract_of(register, number, at)
    there = standing(contract.signed, contract.amendments)
    if mistakes := disagreements(deal, quote, there, contract.stored.number):
        raise DealError(mistakes)


def disagreements(deal: Deal, quote: Quote, there: Standing, name: str) -> tuple[Mistake, ...]:
    """Return what an amendment or a renewal says otherwise than its contract, as that stands."""
    found = _of_amendment(deal, quote, there, name) if deal.amends is not None else _of_renewal(deal, there, name)
    return tuple(found)


def _of_amendment(deal: Deal, quote: Quote, there: Standing, name: str) -> Iterator[Mistake]:
    """Yield what an amendment says otherwise than the contract."""
    amends, first = deal.amends, there.quote.start
    assert amends is not None
    again = f"dealdesk quote amend {name} writes it as it is on record"
    if there.since is not None and amends.from_ < there.since[0]:
        message = f"{there.since[1]} changes {name} from {there.since[0]} on, so a change before comes too late"
        yield _wrong(deal, ("amends", "from"), message, f"a day from {there.since[0]} on")
    for key, said, known in (
        ("start", deal.start, first),
        ("end" if deal.end is not None else "months", quote.end, there.quote.end),
        ("customer", quote.currency, there.quote.currency),
    ):
        if said != known:
            yield _wrong(deal, (key,), f"this comes to {said}, and {name} has {known}", str(known), again)
    lines = _before(deal)
    left = [each for each in enumerate(there.deal.lines, 1) if not each[1].optional]
    for number, line in lines:
        path: tuple[str | int, ...] = ("lines", number)
        mine = next((each for each in left if key_of(each[1]) == key_of(line)), None)
        if mine is None:
            if not line.optional:
                yield _wrong(deal, path, f"{name} has no line of {line.sku} that is not named before", hint=again)
            continue
        left.remove(mine)
        yield from _quantities(deal, path, line, mine, there, name, amends.from_)
        yield from _prices(deal, path, deal.lines[number], mine, there, name, amends.from_)
    for _, line in left:
        message = f"{name} has {line.sku}, which is on no line: an amendment is the whole contract as it is afterwards"
        yield _wrong(deal, ("lines",), message, hint=f"{again}; a line that ends has quantity = 0, and was")


def _before(deal: Deal) -> Iterator[Numbered]:
    """Yield the lines that an amendment says the contract had, as it had them, with their numbers from 0."""
    if not all(is_added(line) for line in deal.lines):
        before, numbers = before_of(deal)
        yield from zip(numbers, before.lines, strict=True)


def _of_renewal(deal: Deal, there: Standing, name: str) -> Iterator[Mistake]:
    """Yield what a renewal says otherwise than the contract that it goes on with."""
    assert deal.renews is not None
    again = f"dealdesk quote renew {name} writes it as it is on record"
    for key, known in renews_of(there, name).items():
        said = getattr(deal.renews, key)
        if key != "contract" and said is not None and said != known:
            yield _wrong(deal, ("renews", key), f"this is {said}, and {known} by {name}", str(known), again)
    used: set[tuple[int, str | None]] = set()
    end = there.quote.end
    for number, line in enumerate(deal.lines):
        if not line.held:
            continue
        path = ("lines", number)
        old = [each for each in enumerate(there.deal.lines, 1) if _goes_on(line, each, used)]
        if not old:
            message = f"this holds a price of {name}, which has no line of {line.sku} that is not named before"
            yield _wrong(deal, (*path, "held"), message, hint=again)
            continue
        was = line.but(quantity=line.was, was=None) if line.was is not None else line
        wrong = {
            mine[0]: [
                *_quantities(deal, path, was, mine, there, name, end),
                *_prices(deal, path, line, mine, there, name, end),
            ]
            for mine in old
        }
        number_of_mine = min(wrong, key=lambda each: len(wrong[each]))  # the one of several lines that it fits
        used.add((number_of_mine, line.charge))
        yield from wrong[number_of_mine]


def _goes_on(line: DealLine, mine: Numbered, used: set[tuple[int, str | None]]) -> bool:
    """Whether a line of a renewal is that of a contract, or one charge of it."""
    number, old = mine
    if old.optional or (number, line.charge) in used or old.charge not in (None, line.charge):
        return False
    return (line.sku, line.cell) == (old.sku, old.cell)


def _quantities(
    deal: Deal, path: tuple[str | int, ...], line: DealLine, mine: Numbered, there: Standing, name: str, day: date
) -> Iterator[Mistake]:
    """Yield where a line is said to have been another quantity, on a day or at a later step of a ramp."""
    first, last = there.quote.start, there.quote.end
    months = sorted({step.first_month for each in (line, mine[1]) for step in each.ramp})
    for each in (day, *(start for start in _starts(first, months) if day < start <= last)):
        said, known = quantity_on(line, first, each), quantity_on(mine[1], first, each)
        if said != known:
            key = "was" if deal.lines[int(path[1])].was is not None else "quantity"
            message = f"{name} has {known:f} {line.sku} on {each}, and this says that it had {said:f}"
            yield _wrong(deal, (*path, key), message, f"{known:f}", f"was = {known:f} beside what it is afterwards")
            return


def _starts(first: date, months: list[int]) -> list[date]:
    from dealdesk.periods import boundary

    return [boundary(first, month, "month") for month in months]


def _prices(
    deal: Deal, path: tuple[str | int, ...], line: DealLine, mine: Numbered, there: Standing, name: str, day: date
) -> Iterator[Mistake]:
    """Yield where another price is said to be paid."""
    for charge in line.held:
        steps = there.paid.get((mine[0], charge))
        if not steps:
            yield _wrong(deal, (*path, "held", charge), f"{name} pays nothing again and again for this charge")
            continue
        for each in (day, *(step.start for step in steps if step.start > day)):
            known, said = on(steps, each) or steps[0], held_on(line, charge, each)
            if said is not None and said != known.price:
                message = f"{name} pays {known.price:f} on {each}, and not {said:f}"
                yield _wrong(deal, (*path, "held", charge), message, f"{known.price:f}")
                break
            if said is not None and _is_lowered(deal, line) and _added(line, charge, each) != _units(known):
                message = f"amendments of {name} added other units of {line.sku} that are there on {each}"
                known_units = ", ".join(f"{n:f} for {price:f}" for n, price in _units(known)) or "none"
                hint = f"dealdesk quote amend {name} writes them as they are on record"
                yield _wrong(deal, (*path, "held", charge), message, known_units, hint)
                break


def _is_lowered(deal: Deal, line: DealLine) -> bool:
    """Whether an amendment takes units of a line away, so that it matters of which purchase they are."""
    steps = [(line.was, line.quantity), *((step.was, step.quantity) for step in line.ramp)]
    return deal.amends is not None and any(
        was is not None and isinstance(now, Decimal | int) and now < was for was, now in steps
    )


def _added(line: DealLine, charge: str, day: date) -> Units:
    """Return the units that a deal says amendments added, and what is paid for them."""
    stated, step = line.held[charge], held_step(line, charge, day)
    added = stated[step].added if isinstance(stated, tuple) and step is not None else ()
    return tuple((each.quantity, each.price) for each in added)


def _units(paid: Paid) -> Units:
    return tuple((each.quantity, each.price) for each in paid.added)


def _wrong(
    deal: Deal, path: tuple[str | int, ...], message: str, allowed: str | None = None, hint: str | None = None
) -> Mistake:
    return deal.mistake(path, message, allowed=allowed, hint=hint, code="contract")
