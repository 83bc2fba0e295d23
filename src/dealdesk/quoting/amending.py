"""Amendments: a deal that is a whole contract as it is after a change, priced as the difference from what it was.

Two contracts are priced from the same catalog, the one before and the one after, on the same days.  What is added is
priced in the contract as it is afterwards, so it has the discounts of all that is bought together; units that are
added to a line cost what the catalog takes for the units that they are, less the discounts of the line.  Lines that
do not change keep their price, and are no part of the amendment.  What is given back is credited at the price that
it has, where the contract allows that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.periods import boundary, months_on
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine, Ramp
from dealdesk.quoting.objections import Mistakes
from dealdesk.quoting.timeline import Timeline


def remaining(time: Timeline, start: date) -> Timeline:
    """Return the rest of a contract from a day on."""
    months, days = months_on(time.start, start, time.end)
    return replace(
        time,
        start=start,
        months=months,
        days=days,
        intervals=tuple(each for each in time.intervals if each.start >= start),
        anchor=time.start,
    )


def before_of(deal: Deal) -> tuple[Deal, tuple[int, ...]]:
    """Return the contract that an amendment says it changes, and which of its lines that has, from 0.

    Raises:
        DealError: It says of no line that the contract had it.
    """
    numbers = _were(deal)
    if not numbers:
        wrong = Mistakes(deal)
        wrong.add(("amends",), "the amendment does not say what the contract had: every line of it is added")
        wrong.raise_any()
    return _part(deal, numbers, (), before=True), tuple(numbers)


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
    from dealdesk.quoting.difference import Difference
    from dealdesk.quoting.priced import Priced

    deal: Deal = priced.deal
    assert deal.amends is not None
    _check(deal)
    start = deal.amends.from_
    after_lines = [n for n, line in enumerate(deal.lines) if not is_ended(line)]
    before_lines = _were(deal)
    cuts = (start, *(line.start for line in deal.lines if line.start is not None))
    cuts = (*cuts, *(_ramp_days(deal)))
    after = Priced(_part(deal, after_lines, cuts, before=False), priced.catalog, priced.issued)
    before = (
        Priced(_part(deal, before_lines, cuts, before=True), priced.catalog, priced.issued) if before_lines else None
    )
    if not after.time.start <= start < after.time.end:
        wrong = Mistakes(deal)
        allowed = f"a day from {after.time.start} to {after.time.last_day}"
        wrong.add(("amends", "from"), f"the change on {start} is not inside the contract", allowed=allowed)
        wrong.raise_any()
    _check_steps(deal, after.time)
    made = Difference(priced, after, after_lines, before, before_lines, start)
    made.run()


def _were(deal: Deal) -> list[int]:
    """Return the lines that the contract had before an amendment, from 0."""
    return [n for n, line in enumerate(deal.lines) if line.was is None or line.was > 0]


def is_changed(line: DealLine) -> bool:
    """Whether an amendment changes a line: it, or a step of its ramp, says what it was."""
    return line.was is not None or any(step.was is not None for step in line.ramp)


def is_added(line: DealLine) -> bool:
    """Whether an amendment adds a line."""
    return line.was is not None and not line.was


def is_ended(line: DealLine) -> bool:
    """Whether an amendment ends a line, and the ramp that it has."""
    return line.was is not None and isinstance(line.quantity, Decimal | int) and not line.quantity


def _check(deal: Deal) -> None:
    wrong = Mistakes(deal)
    assert deal.amends is not None
    if not any(is_changed(line) for line in deal.lines):
        hint = "was = 50 beside quantity = 80; was = 0 for a line that is added, quantity = 0 for one that ends"
        wrong.add(("amends",), "the amendment changes nothing: no line says what it was", hint=hint)
    for number, line in enumerate(deal.lines):
        path = ("lines", number)
        if not is_changed(line):
            continue
        if not isinstance(line.quantity, Decimal | int):
            hint = "usage is invoiced as used, and needs no amendment"
            wrong.add((*path, "quantity"), "a list of transactions cannot be amended", hint=hint)
        elif line.was is not None:
            _check_lower(wrong, deal, line.sku, (*path, "quantity"), line.was, line.quantity)
        for at, step in enumerate(line.ramp):
            there = (*path, "ramp", at)
            if step.was is None:
                continue
            if is_added(line):
                hint = "leave was out of its ramp: was = 0 on the line says it"
                wrong.add((*there, "was"), f"{line.sku} is added, so no step of its ramp was anything", hint=hint)
            elif step.quantity is None:
                hint = "quantity = 40 beside was = 30"
                wrong.add((*there, "was"), "a step that says what it was says what it is, too", hint=hint)
            else:
                _check_lower(wrong, deal, line.sku, (*there, "quantity"), step.was, step.quantity)
    wrong.raise_any()


def _check_lower(
    wrong: Mistakes, deal: Deal, sku: str, path: tuple[str | int, ...], was: Decimal, now: Decimal
) -> None:
    """Object to a quantity that goes down in a contract that gives nothing back."""
    if now < was and deal.amends is not None and not deal.amends.credit:
        hint = (
            "credit = true in [amends], as --credit writes it, where the contract allows it; or lower it at its renewal"
        )
        message = f"{sku} goes from {was:f} down to {now:f}, and the contract gives nothing back"
        wrong.add(path, message, allowed=f"{was:f} or more", hint=hint)


def _check_steps(deal: Deal, time: Timeline) -> None:
    """Object to steps of ramps that are changed after they are over."""
    assert deal.amends is not None
    wrong = Mistakes(deal)
    for number, line in enumerate(deal.lines):
        for at, step in enumerate(line.ramp):
            later = (each for each in line.ramp[at + 1 :] if each.quantity is not None)  # others leave it as it is
            end = next((boundary(time.start, each.first_month, "month") for each in later), time.end)
            if step.was is not None and end <= deal.amends.from_:
                message = f"this step of {line.sku} ends before the change on {deal.amends.from_}"
                hint = "leave it as the contract has it; what it cost is invoiced"
                wrong.add(("lines", number, "ramp", at, "was"), message, hint=hint)
    wrong.raise_any()


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
        ramp = tuple(_step(step, before=before) for step in line.ramp)
        lines.append(line.but(quantity=quantity, ramp=ramp, discount=kept, start=start, was=None, held={}))
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


def _step(step: Ramp, *, before: bool) -> Ramp:
    """Return a step of a ramp as it is before or after the change."""
    if step.was is None:
        return step
    return step.but(quantity=step.was if before else step.quantity, was=None)
