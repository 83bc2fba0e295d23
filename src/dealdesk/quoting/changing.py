"""The deal of an amendment or of a renewal, made from the contract that runs: what a seller would write by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake, did_you_mean
from dealdesk.money import share
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.quote import Interval, Quote, QuoteLine

ZERO = Decimal(0)
AMOUNTS = ("line_amount", "deal_amount")
"""Steps that take amounts off the whole term, which no price of a period shows."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes of a contract.

    Attributes:
        add: Lines that are added, as a deal has them.
        to: The quantity from then on, by the number of a line, from 1.
        remove: Numbers of lines that end.
    """

    add: tuple[Mapping[str, Any], ...] = ()
    to: Mapping[int, Decimal] = field(default_factory=dict)
    remove: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.add or self.to or self.remove)


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


def held_prices(quote: Quote, number: int, day: date) -> dict[str, Decimal]:
    """Return what a contract pays on a day for one of its lines, net, a period of each recurring charge.

    Amounts off the whole term are in it, each period's share of them.
    """
    found: dict[str, Decimal] = {}
    for line in quote.lines:
        if line.line != number or not (line.committed and line.recurring) or line.optional:
            continue
        if line.model == "percent_of":  # it follows the lines that it is a share of
            continue
        interval = _on(line, day)
        if interval is not None and interval.quantity:
            found[line.charge] = _effective(interval, quote)
    return found


def _on(line: QuoteLine, day: date) -> Interval | None:
    """Return the interval that a day lies in, or the last one before it that is not free."""
    there = [each for each in line.intervals if each.start <= day and each.list_per_period]
    paid = [each for each in there if not any(move.code == "free_months" for move in each.moves)]
    found = paid or there
    return found[-1] if found else None


def _effective(interval: Interval, quote: Quote) -> Decimal:
    off = sum((move.amount for move in interval.moves if move.code in AMOUNTS), ZERO)
    without = interval.net - off
    if not off or not without:
        return interval.net_per_period
    over, under = (interval.net.as_integer_ratio(), without.as_integer_ratio())
    return share(interval.net_per_period, over[0] * under[1], over[1] * under[0], quote.places)


def amended(
    deal: Deal,
    quote: Quote,
    changes: Changes,
    *,
    contract: str,
    start: date,
    credit: bool = False,
    added_units: str | None = None,
    discounts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the deal of an amendment, as plain data: the whole contract as it is afterwards.

    Args:
        deal: The contract's deal.
        quote: It, as it was priced.
        changes: What changes.
        contract: The contract's number or name.
        start: The first day of the change.
        credit: Whether what is given back is credited.
        added_units: What added units cost, where the renewal rule does not say.
        discounts: What is asked for on the amendment besides.
    """
    data = _said(deal)
    for key in ("number", "revision", "options", "promotions", "issued", "commitment", "co_term", "end", "order"):
        data.pop(key, None)
    data |= {"start": quote.start, "months": quote.months, "title": f"Amendment of {contract}"}
    if quote.days:
        data.pop("months")
        data["end"] = quote.end
    lines = []
    for number, line in enumerate(data["lines"], 1):
        if line.get("optional"):
            continue
        held = held_prices(quote, number, start)
        was = Decimal(str(line.get("quantity", 1))) if not isinstance(line.get("quantity"), list) else None
        if number in changes.to and was is not None and changes.to[number] != was:
            line |= {"quantity": changes.to[number], "was": was}
        elif number in changes.remove and was is not None:
            line |= {"quantity": 0, "was": was}
        if held:
            line["held"] = held
        lines.append(line)
    lines += [{**each, "was": 0} for each in changes.add]
    data["lines"] = lines
    data["discounts"] = [each for each in data.get("discounts", []) if "percent" in each] + list(discounts)
    if not data["discounts"]:
        del data["discounts"]
    data["amends"] = {"contract": contract, "from": start}
    if credit:
        data["amends"]["credit"] = True
    if added_units is not None:
        data["amends"]["added_units"] = added_units
    return data


def renewed(
    deal: Deal,
    catalog: Catalog,
    quote: Quote,
    changes: Changes,
    *,
    contract: str,
    months: int | None = None,
    rule: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the deal of a renewal, as plain data: what recurs goes on from the day after the contract's last.

    What came once, what was optional, ramps, free months, promotions and discounts of the first term are not in it.

    Args:
        deal: The contract's deal.
        catalog: Its catalog.
        quote: It, as it was priced.
        changes: What changes at the renewal.
        contract: The contract's number or name.
        months: The term of the renewal; as long as the one that ends when left out.
        rule: A renewal rule of its own.

    Raises:
        DealError: The contract is an amendment: what it leaves as it is has no price in it to go on with.
    """
    if deal.amends is not None:
        hint = f"renew {deal.amends.contract}, and say with --add, --set and --remove what the amendment has changed"
        message = f"{contract} is an amendment, priced as the difference it makes"
        raise DealError(Mistake(message, hint=hint, code="deal"))
    data = _said(deal)
    before = deal.renews
    drop = ("number", "revision", "options", "promotions", "issued", "co_term", "end", "free", "discounts", "amends")
    for key in (*drop, "order"):
        data.pop(key, None)
    term = quote.months or 1
    data |= {
        "title": f"Renewal of {contract}",
        "start": quote.end + timedelta(days=1),
        "months": months or term,
        "renews": {
            "contract": contract,
            "months": term,
            "number": before.number + 1 if before is not None else 1,
            "first": before.first if before is not None and before.first is not None else quote.start,
        },
    }
    if rule is not None:
        data["renewal"] = dict(rule)
    lines: list[dict[str, Any]] = []
    for number, line in enumerate(data["lines"], 1):
        if line.get("optional") or number in changes.remove:
            continue
        lines += _going_on(line, number, catalog, quote, changes)
    data["lines"] = [*lines, *(dict(each) for each in changes.add)]
    return data


def _going_on(
    line: dict[str, Any], number: int, catalog: Catalog, quote: Quote, changes: Changes
) -> Iterable[dict[str, Any]]:
    """Yield a line of a contract as its renewal has it; one for each charge where some of them come once."""
    held = held_prices(quote, number, quote.end)
    last = [each for each in quote.lines if each.line == number and each.recurring and each.intervals]
    kept = {key: each for key, each in line.items() if key not in ("ramp", "discount", "start", "was", "held")}
    if last and "ramp" in line:
        kept["quantity"] = last[0].intervals[-1].quantity
        for step in line["ramp"]:
            kept |= {"price": step["price"]} if "price" in step else {}
            kept |= {"usage": {**kept.get("usage", {}), **step["usage"]}} if "usage" in step else {}
    if number in changes.to:
        kept |= {"was": kept.get("quantity", 1), "quantity": changes.to[number]}
    charges = [each for each in catalog.products[line["sku"]].charges if line.get("charge") in (None, each.id)]
    going = [each for each in charges if each.sort != "once"]
    if len(going) == len(charges):
        yield kept | ({"held": held} if held else {})
        return
    for charge in going:
        own = kept | {"charge": charge.id}
        if "usage" in own:
            own["usage"] = {key: each for key, each in own["usage"].items() if key == charge.id}
        yield own | ({"held": {charge.id: held[charge.id]}} if charge.id in held else {})


def _said(deal: Deal) -> dict[str, Any]:
    """Return what a deal states, as TOML has it: nothing that is empty or left at its default."""
    found = _stated(deal)
    made: dict[str, Any] = found
    return made


def _stated(value: Any) -> Any:
    from dealdesk.record import Record, key_of

    if isinstance(value, Record):
        made = type(value)
        keys = {name: getattr(value, name) for name in made.fields()}
        kept = {key_of(made, name): _stated(each) for name, each in keys.items() if not _is_default(made, name, each)}
        return {key: each for key, each in kept.items() if each not in ({}, [], None)}
    if isinstance(value, tuple | list | frozenset):
        return [_stated(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _stated(each) for key, each in value.items()}
    return value


def _is_default(made: Any, name: str, value: Any) -> bool:
    """Whether a field has the value that it has when nothing is said; a quantity is always said."""
    from dealdesk.record import Record

    if value is None or isinstance(value, Record):
        return value is None
    default = getattr(made, name, None)
    stated = getattr(default, "default", default)
    return name != "quantity" and type(stated) is type(value) and bool(stated == value)
