"""What an amendment says of units that it takes away: which purchase they are of, and what is paid for them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dealdesk.quoting.paper import day
from dealdesk.quoting.quote.printed import Said

NEWEST_FIRST = Said(
    "given_back", "Units that are given back are those that were added last, each at the price that is paid for it."
)


def sentences(priced: Any) -> tuple[Said, ...]:
    """Return what is printed of units of several prices that are given back; lines without prices are left out."""
    found = tuple(_of_lines(priced))
    return (NEWEST_FIRST, *found) if found else ()


def _of_lines(priced: Any) -> Iterator[Said]:
    deal, last = priced.deal, dict[tuple[int, str], Any]()
    names = {(each.line, f"{each.sku}/{each.charge.id}"): each for each in priced.facts.bought}
    for row in priced.rows:
        at = row.line, row.key
        if deal.amends is None or deal.hide_prices or deal.lines[row.line].hide_price or last.get(at) == row.given_back:
            continue
        last[at] = row.given_back
        for each in row.given_back:
            charge = names[at].charge
            values = {
                "first": f"{row.start}",
                "units": f"{each.quantity:f}",
                "product": charge.name or names[at].product.name,
                "contract": each.by or deal.amends.contract,
                "amount": f"{each.price:f}",
            }
            text = _text(values, row.start, priced, each.price, charge.period)
            yield Said(f"given_back_{charge.period}", text, values)


def _text(values: dict[str, str], start: Any, priced: Any, price: Decimal, period: str) -> str:
    amount = f"{priced.facts.currency} {price:,.{priced.facts.places}f}"
    return (
        f"From {day(start)}, {values['units']} × {values['product']} of {values['contract']} are given back, "
        f"at {amount} a {period}."
    )
