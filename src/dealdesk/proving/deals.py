"""Random deals that a catalog may be asked for: its products, at the sizes where its rules change, and between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.pricing.charges import UNBOUNDED, BracketedFee, Charge, Matrix, Percentage, Range

Data = dict[str, Any]
LARGE = 5


def a_deal(rnd: Random, catalog: Catalog, day: date) -> Data:
    """Return the content of a deal file; it may be one that the catalog refuses."""
    rules = catalog.rules
    skus = [sku for sku, product in catalog.products.items() if not product.hidden]
    most = min(len(skus), 12 if rules.bundle is not None else 6)
    chosen = rnd.sample(skus, rnd.randint(1, min(most, rnd.choice((1, 2, most)))))
    lines = [_line(rnd, catalog, sku) for sku in _with_what_they_need(catalog, chosen)]
    deal: Data = {
        "catalog": catalog.catalog.id,
        "start": date(day.year + 1, 1, 1),
        "months": rnd.choice(_months(catalog)),
        "customer": {"name": "Example"},
    }
    if catalog.segments and rnd.randint(0, 2) == 0:
        deal["customer"]["segment"] = rnd.choice(sorted(catalog.segments))
    if catalog.catalog.currencies and rnd.randint(0, 3) == 0:
        deal["customer"]["currency"] = rnd.choice(catalog.catalog.currencies)
    if rules.price_book is not None:
        regions = [region for entry in rules.price_book.entries for region in entry.regions or ()]
        if regions and rnd.randint(0, 1):
            deal["customer"]["region"] = rnd.choice(regions)
    if rules.partner is not None and rnd.randint(0, 2) == 0:
        deal["partner"] = {"name": "Partner", "tier": rnd.choice(rules.partner.tiers).tier}
    if rules.promotion is not None and rnd.randint(0, 2) == 0:
        deal["promotions"] = [rnd.choice(rules.promotion.codes).code]
    if rules.free_months is not None and rnd.randint(0, 3) == 0:
        months = rnd.randint(1, max(1, min(rules.free_months.most, 12)))
        deal["free"] = {"months": months, "extends_term": bool(rnd.randint(0, 1))}
    if rules.commitment is not None and any("usage" in line for line in lines) and rnd.randint(0, 1):
        rung = rnd.choice(rules.commitment.tiers) if rules.commitment.tiers else None
        if rung is not None:
            deal["commitment"] = {"amount": _whole(rung.from_ * rnd.choice((1, 1, 2)))}
    return deal | {"lines": lines}


def _with_what_they_need(catalog: Catalog, skus: Sequence[str]) -> list[str]:
    """Return products with those that they are sold together with, and without those that they exclude."""
    found: list[str] = []
    for sku in skus:
        product = catalog.products[sku]
        if any(sku in catalog.products[other].excludes or other in product.excludes for other in found):
            continue
        if product.available_for and not set(product.available_for) & {*skus, *found}:
            found.append(product.available_for[0])
        found.append(sku)
    return list(dict.fromkeys(found))


def _months(catalog: Catalog) -> list[int]:
    term = catalog.rules.term
    steps = [int(rung.from_) for rung in term.tiers] if term is not None else []
    near = [month for step in steps for month in (step - 1, step, step + 1)]
    return [month for month in (1, 12, 12, 24, 36, *near) if 1 <= month <= 360]


def _line(rnd: Random, catalog: Catalog, sku: str) -> Data:
    product = catalog.products[sku]
    line: Data = {"sku": sku}
    quantity: Any = 1
    for charge in product.charges:
        if isinstance(charge, Range):
            low, high = (
                price_in(each, catalog.catalog.currency, catalog.catalog.currency) for each in (charge.from_, charge.to)
            )
            line["price"] = rnd.choice((low, high, (low + high) / 2))
        elif isinstance(charge, Matrix):
            line["cell"] = dict(rnd.choice(charge.cells).at)
        used = _quantity(rnd, charge)
        if not charge.metered:
            quantity = used if used != 1 else quantity
        elif len(product.charges) > 1:
            if charge.alternative is None or not any(
                each.alternative == charge.alternative and each.id in line.get("usage", {}) for each in product.charges
            ):
                line.setdefault("usage", {})[charge.id] = used
        else:
            quantity = used
    return line | ({"quantity": quantity} if quantity != 1 else {})


def _quantity(rnd: Random, charge: Charge) -> Any:
    """Return how much is bought: one, a size at which the price changes, or any."""
    ends = [tier.end for tier in getattr(charge, "tiers", ()) if tier.end < UNBOUNDED]
    if isinstance(charge, BracketedFee | Percentage):
        value = rnd.choice([*ends, Decimal(rnd.randint(1, 10**LARGE)), Decimal(1)])
        return [{"count": rnd.randint(1, 10**LARGE), "value": value}]
    at = [_whole(end) + more for end in ends for more in (0, 1)]
    return rnd.choice([1, 1, *at, rnd.randint(1, 10 ** rnd.randint(1, LARGE))])


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value("ROUND_FLOOR"))
