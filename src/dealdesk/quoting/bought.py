"""What a deal buys: its lines, matched with the charges of the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Product
from dealdesk.pricing.charges import Charge
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.objections import Mistakes, Path


@dataclass(frozen=True, slots=True)
class Bought:
    """One charge that a line of the deal buys."""

    line: int
    sku: str
    product: Product
    charge: Charge
    given: Any
    path: Path


def bought_of(deal: Deal, catalog: Catalog, wrong: Mistakes) -> tuple[list[Bought], list[tuple[int, str]]]:
    """Return the charges that *deal* buys, and the usage charges that it states no usage for, by line.

    Lines whose product or charge the catalog does not have are left out; `check_names` tells of them.
    """
    bought: list[Bought] = []
    without: list[tuple[int, str]] = []
    for number, line in enumerate(deal.lines):
        path: Path = ("lines", number)
        product = catalog.products.get(line.sku)
        if product is None:
            continue
        charges: Sequence[Charge] = product.charges
        if line.charge is not None:
            charges = [charge for charge in charges if charge.id == line.charge]
        metered = [charge for charge in charges if charge.metered]
        used: dict[str, str] = {}
        for charge in charges:
            stated = {**line.usage, **(line.ramp[0].usage if line.ramp else {})}
            if charge.metered and len(charges) > 1 and charge.id not in stated:
                if charge.alternative is None or not any(
                    c.alternative == charge.alternative and c.id in line.usage for c in metered
                ):
                    without.append((number, charge.id))
                continue
            if charge.metered and charge.alternative is not None:
                if charge.alternative in used:
                    other = used[charge.alternative]
                    wrong.add(
                        (*path, "usage", charge.id),
                        f"{charge.id} and {other} are alternatives: a deal uses one of them",
                        hint=f"delete the usage of {charge.id} or of {other}",
                        on="key",
                    )
                used[charge.alternative] = charge.id
            given = line.usage.get(charge.id, line.quantity) if charge.metered else line.quantity
            bought.append(Bought(number, line.sku, product, charge, given, path))
    return bought, without
