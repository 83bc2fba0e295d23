"""What a line takes from the price curve of a charge, and what is wrong where the curve has no price for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dealdesk.pricing.charges import Given, PercentOf, Take, find
from dealdesk.pricing.charges.matrix import NoSuchCell
from dealdesk.pricing.charges.range import PriceOutsideRange
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.facts.setting import Setting
from dealdesk.quoting.objections import Path
from dealdesk.quoting.ramps import Ramped
from dealdesk.quoting.rows import Found

Taken = tuple[Given, tuple[Take, ...], tuple[Found, ...]]
"""What is given to the charge, what it takes from its curves, and the segments that cover it."""


def taken_of(setting: Setting, each: Bought, line: DealLine, ramp: Ramped | None) -> Taken | None:
    """Return what the line takes; None where the catalog has no price for it, which is noted as a mistake."""
    quantity, price, path, wrong = each.given, line.price, each.path, setting.wrong
    if ramp is not None:
        in_ramp = ramp.usage.get(each.charge.id) if each.charge.metered else ramp.quantity
        quantity = in_ramp if in_ramp is not None else quantity
        price = ramp.price if ramp.price is not None else price
    given = Given.trusted(quantity=quantity, price=price, cell=line.cell)
    if isinstance(each.charge, PercentOf):
        return given, (), ()
    try:
        takes = each.charge.takes(setting.price, given)
    except KeyError:
        at = setting.catalog.at("products", each.sku)
        message = f"{each.sku} has no price in {setting.currency}" + (f" ({at})" if at else "")
        wrong.add((*path, "sku"), message, hint=setting.other_currency())
        return None
    except NoSuchCell as why:
        message, _, choices = str(why).partition("; the line's `cell` chooses ")
        message = message if line.cell else "the line does not say which of its prices"
        dimensions: Mapping[str, Any] = getattr(each.charge, "dimensions", {})
        chosen = ", ".join(f'{name} = "{values[0]}"' for name, values in dimensions.items() if values)
        hint = f"one of each: cell = {{ {chosen} }}"
        wrong.add((*path, "cell"), f"{each.sku}: {message}", allowed=choices, hint=hint)
        return None
    except PriceOutsideRange as why:
        where: Path = (*path, "price")
        if ramp is not None and ramp.price is not None:
            where = (*path, "ramp", ramp.price_step, "price")
        wrong.add(where, f"{each.sku}: {why}", hint="add price = … to the line" if price is None else None)
        return None
    except ValueError as why:
        wrong.add(_stated_at(each, line, ramp), f"{each.sku}: {why}", hint="write one number")
        return None
    found = []
    for take in takes:
        piece = find(take.curve, take.x)
        if piece is None:
            wrong.add(
                _stated_at(each, line, ramp),
                f"{each.sku} has no price for {take.x:f}",
                allowed=f"up to {take.curve[-1].up_to:f}",
                hint="a last tier without `up_to` would give the catalog a price for every quantity",
            )
            return None
        curve = (piece.base, piece.rate, piece.offset, piece.size, piece.least, piece.most, piece.tier)
        found.append(Found(take.count, take.x, *curve))
    return given, takes, tuple(found)


def _stated_at(each: Bought, line: DealLine, ramp: Ramped | None) -> Path:
    """Return where the deal says how much of a charge it takes."""
    charge = each.charge
    if ramp is not None and charge.metered and charge.id in ramp.usage:
        return (*each.path, "ramp", ramp.usage_steps[charge.id], "usage", charge.id)
    if ramp is not None and not charge.metered and ramp.quantity is not None:
        return (*each.path, "ramp", ramp.quantity_step, "quantity")
    stated = charge.metered and charge.id in line.usage
    return (*each.path, "usage", charge.id) if stated else (*each.path, "quantity")
