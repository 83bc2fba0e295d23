"""The price of a plan or an add-on as a charge: what it is for, how often, and what the source leaves open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.importers.draft import Note, Table, number
from dealdesk.importers.pricing2yaml.model import AddOn, Priced
from dealdesk.importers.units import unit_of
from dealdesk.money import EXACT, minor_unit, unit

MOST = 1_000_000_000
"""The end of the range in which a seller may state a price that the source does not publish."""


def charge_table(item: Priced, sku: str, currency: str, factor: Decimal, cycle: str) -> tuple[Table, list[Note]]:
    """Return the charge of a plan or an add-on, and what a person should look at.

    Args:
        item: The plan or add-on.
        sku: Its id in the catalog.
        currency: The currency of its price.
        factor: What prices are multiplied by: the greatest factor of billing.
        cycle: The period of prices whose unit names none.
    """
    notes: list[Note] = []
    found = unit_of(item.unit)
    keys: dict[str, Any] = {"id": "price", "period": found.period or cycle}
    remarks: dict[str, str] = {}
    scalable = isinstance(item, AddOn) and item.constrained
    counted = found.of or ("unit" if scalable else "")
    remark: list[str] = []
    if found.period is None and item.price:
        said = f'"{item.unit}"' if item.unit else "nothing"
        remark.append(f"the unit says {said}; taken as a price a {cycle}")
        notes.append(Note(item.price_line, f"{item.name}: {remark[0]}"))
    if counted:
        keys["unit"] = counted[:200]
    if item.price is None:
        smallest = unit(minor_unit(currency))
        keys |= {"model": "range", "from": smallest, "to": MOST, "on_request": True, "illustrative": True}
        keys["note"] = f'The source says "{item.words}" and no price; only the seller can state it.'[:4000]
        notes.append(Note(item.price_line, f'{item.name} has no price: the source says "{item.words}"'))
        remarks["on_request"] = str(item.price_line)
    else:
        keys["model"] = "package" if found.size != 1 else "per_unit" if counted else "flat"
        keys["size"] = found.size if found.size != 1 else None
        keys["price"] = EXACT.multiply(item.price, factor)
        if item.words:
            remark.append(f"computed from {item.words}")
        if factor != 1:
            remark.append(f"{number(item.price)} × {factor:f}")
        remarks["price"] = "; ".join([str(item.price_line), *remark])
    return Table(f"[[products.{sku}.charges]]", keys, (), remarks), notes
