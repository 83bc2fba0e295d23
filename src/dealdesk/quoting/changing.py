"""The deal of an amendment or of a renewal, made from the contract that runs: what a seller would write by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake, did_you_mean
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.ramps import quantity_on, running_step, steps_of
from dealdesk.quoting.said import said_by
from dealdesk.quoting.standing import Standing


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes of a contract.

    Attributes:
        add: Lines that are added, as a deal has them.
        to: The quantity from then on, by the number of a line, from 1; with a ramp, until its next step.
        by: How many more, or less, from then on, in every step of a ramp.
        remove: Numbers of lines that end.
    """

    add: tuple[Mapping[str, Any], ...] = ()
    to: Mapping[int, Decimal] = field(default_factory=dict)
    by: Mapping[int, Decimal] = field(default_factory=dict)
    remove: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.add or self.to or self.by or self.remove)


def line_number(deal: Deal, named: str) -> int:
    """Return the number of a line, from 1, that is named by it or by its SKU; DealError when none or several are."""
    if named.isdecimal() and 1 <= int(named) <= len(deal.lines):
        return int(named)
    found = [n for n, line in enumerate(deal.lines, 1) if line.sku == named]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(map(str, found))
        raise DealError(Mistake(f"{named} is on lines {numbers}", allowed="the number of one line", code="deal"))
    skus = list(dict.fromkeys(line.sku for line in deal.lines))
    guess = did_you_mean(named, skus)
    allowed = f"1 to {len(deal.lines)}, or one of {', '.join(skus)}"
    hint = f"did you mean {guess}?" if guess else None
    raise DealError(Mistake(f"the contract has no line {named}", allowed=allowed, hint=hint, code="deal"))


def amended(
    contract: Standing,
    changes: Changes,
    *,
    name: str,
    start: date,
    credit: bool = False,
    added_units: str | None = None,
    discounts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the deal of an amendment, as plain data: the whole contract as it is afterwards.

    Args:
        contract: The contract as it is until then.
        changes: What changes.
        name: The contract's number or name.
        start: The first day of the change.
        credit: Whether what is given back is credited.
        added_units: What added units cost, where the renewal rule does not say.
        discounts: What is asked for on the amendment besides.

    Raises:
        DealError: An amendment that is later was there before, or a line cannot be changed so.
    """
    since = contract.since
    if since is not None and start < since[0]:
        message = f"{since[1]} changes the contract from {since[0]} on, so a change on {start} comes too late"
        raise DealError(Mistake(message, allowed=f"a day from {since[0]} on", code="deal"))
    _check(contract.deal, changes)
    data = said_by(contract.deal)
    for key in ("number", "revision", "options", "promotions", "issued", "commitment", "co_term", "end", "order"):
        data.pop(key, None)
    first = contract.quote.start
    data |= {"start": first, "title": f"Amendment of {name}"}
    if contract.deal.months is None:
        data["end"] = contract.deal.end or (contract.deal.co_term and contract.deal.co_term.end)
    lines = []
    for number, (said, line) in enumerate(zip(data["lines"], contract.deal.lines, strict=True), 1):
        if line.optional:
            continue
        ends = number in changes.remove or changes.to.get(number) == 0
        if ends:
            # what usage is estimated by is the quantity of the line, and no step of its ramp
            had = line.quantity if isinstance(line.quantity, Decimal) else quantity_on(line, first, start)
            said |= {"quantity": 0, "was": had or Decimal(1)}
        elif number in changes.to:
            _set(said, line, changes.to[number], first, start)
        elif number in changes.by:
            _raise(said, line, changes.by[number], number, first, start)
        if held := contract.held(number, start, shares=ends):
            said["held"] = held
        lines.append(said)
    lines += [{**each, "was": 0} for each in changes.add]
    data["lines"] = lines
    data["discounts"] = [each for each in data.get("discounts", []) if "percent" in each] + list(discounts)
    if not data["discounts"]:
        del data["discounts"]
    data["amends"] = {"contract": name, "from": start}
    if credit:
        data["amends"]["credit"] = True
    if added_units is not None:
        data["amends"]["added_units"] = added_units
    return data


def _check(deal: Deal, changes: Changes) -> None:
    """Object to changes of lines that have no quantity to change, or are no part of the contract."""
    wrong = []
    for number in dict.fromkeys((*changes.to, *changes.by, *changes.remove)):
        line = deal.lines[number - 1]
        said = sum(number in each for each in (changes.to, changes.by, changes.remove))
        if said > 1:
            wrong.append(Mistake(f"line {number}, {line.sku}, is changed twice", code="deal"))
        if line.optional:
            hint = f"--add {line.sku} takes it into the contract"
            message = f"line {number}, {line.sku}, is optional and no part of the contract"
            wrong.append(Mistake(message, hint=hint, code="deal"))
        elif not isinstance(line.quantity, Decimal | int) and number not in changes.remove:
            hint = "usage is invoiced as used, and needs no amendment"
            message = f"line {number}, {line.sku}, has a list of transactions, and no quantity to change"
            wrong.append(Mistake(message, hint=hint, code="deal"))
    if wrong:
        raise DealError(wrong)


def _set(said: dict[str, Any], line: DealLine, to: Decimal, first: date, day: date) -> None:
    """Give a line another quantity from a day on; a ramp has it until its next step."""
    step = running_step(line, first, day)
    was = quantity_on(line, first, day)
    if was != to:
        (said if step is None else said["ramp"][step]).update({"quantity": to, "was": was})


def _raise(said: dict[str, Any], line: DealLine, by: Decimal, number: int, first: date, day: date) -> None:
    """Give a line so many more, or less, from a day on, in every step of its ramp from then on."""
    step = running_step(line, first, day)
    changed = [(said, quantity_on(line, first, day))] if step is None else []
    changed += [(said["ramp"][n], quantity) for n, quantity in steps_of(line) if step is None or n >= step]
    for where, was in changed if by else ():
        if was + by < 0:
            message = f"line {number}, {line.sku}, has {was:f}, and cannot have {-by:f} less"
            raise DealError(Mistake(message, allowed=f"up to {was:f} less", code="deal"))
        where.update({"quantity": was + by, "was": was})


def renewed(
    contract: Standing,
    catalog: Catalog,
    changes: Changes,
    *,
    name: str,
    months: int | None = None,
    rule: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the deal of a renewal, as plain data: what recurs goes on from the day after the contract's last.

    What came once, what was optional, ramps, free months, promotions and discounts of the first term are not in it.

    Args:
        contract: The contract as it is at its end.
        catalog: Its catalog.
        changes: What changes at the renewal.
        name: The contract's number or name.
        months: The term of the renewal; as long as the one that ends when left out.
        rule: A renewal rule of its own.

    Raises:
        DealError: A line cannot be changed so.
    """
    _check(contract.deal, changes)
    quote = contract.quote
    data = said_by(contract.deal)
    drop = ("number", "revision", "options", "promotions", "issued", "co_term", "end", "free", "discounts", "amends")
    for key in (*drop, "order"):
        data.pop(key, None)
    data |= {
        "title": f"Renewal of {name}",
        "start": quote.end + timedelta(days=1),
        "months": months or quote.months or 1,
        "renews": renews_of(contract, name),
    }
    if rule is not None:
        data["renewal"] = dict(rule)
    lines: list[dict[str, Any]] = []
    for number, (said, line) in enumerate(zip(data["lines"], contract.deal.lines, strict=True), 1):
        if line.optional or number in changes.remove or changes.to.get(number) == 0:
            continue
        lines += _going_on(said, line, number, catalog, contract, changes)
    if not lines and not changes.add:
        raise DealError(Mistake(f"nothing of {name} goes on", hint="leave a line, or --add one", code="deal"))
    data["lines"] = [*lines, *(dict(each) for each in changes.add)]
    return data


def renews_of(contract: Standing, name: str) -> dict[str, Any]:
    """Return what a renewal says of the contract that it goes on with."""
    before = contract.deal.renews
    return {
        "contract": name,
        "months": contract.quote.months or 1,
        "number": before.number + 1 if before is not None else 1,
        "first": before.first if before is not None and before.first is not None else contract.quote.start,
    }


def _going_on(
    said: dict[str, Any], line: DealLine, number: int, catalog: Catalog, contract: Standing, changes: Changes
) -> Iterable[dict[str, Any]]:
    """Yield a line of a contract as its renewal has it; one for each charge where some of them come once."""
    held = contract.last(number)
    kept = {key: each for key, each in said.items() if key not in ("ramp", "discount", "start", "was", "held")}
    for step in said.get("ramp", ()):
        kept |= {key: step[key] for key in ("quantity", "price") if key in step}
        kept |= {"usage": {**kept.get("usage", {}), **step["usage"]}} if "usage" in step else {}
    if number in changes.to:
        kept |= {"was": kept.get("quantity", 1), "quantity": changes.to[number]}
    elif number in changes.by:
        was = kept.get("quantity", Decimal(1))
        if was + changes.by[number] < 0:
            message = f"line {number}, {line.sku}, has {was:f}, and cannot have {-changes.by[number]:f} less"
            raise DealError(Mistake(message, allowed=f"up to {was:f} less", code="deal"))
        kept |= {"was": was, "quantity": was + changes.by[number]}
    if line.sku not in catalog.products:  # pricing says so, at its place
        yield kept | ({"held": held} if held else {})
        return
    charges = [each for each in catalog.products[line.sku].charges if line.charge in (None, each.id)]
    going = [each for each in charges if each.sort != "once"]
    if len(going) == len(charges):
        yield kept | ({"held": held} if held else {})
        return
    for charge in going:
        own = kept | {"charge": charge.id}
        if "usage" in own:
            own["usage"] = {key: each for key, each in own["usage"].items() if key == charge.id}
        yield own | ({"held": {charge.id: held[charge.id]}} if charge.id in held else {})
