"""The linter against brute force where rules meet: bundles that add up or are capped, discounts for a family or a deal.

Every deal of a small catalog is priced by the engine.  A fall that is no more than what rounding can move (a cent for
each period of each line) may stay unfound, because the linter looks for it before anything is rounded; whatever it does
report is a pair of deals whose totals fall.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product as every
from random import Random
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.lint import Finding, lint
from dealdesk.quoting.price import price
from tests.lint.test_against_brute_force import TODAY, rungs
from tests.quoting.shop import catalog, charge, deal, product
from tests.volume import DEEP

D = Decimal
Bought = dict[str, int]


def total(made: Catalog, bought: Bought) -> Decimal | None:
    lines = [{"sku": sku, "quantity": quantity} for sku, quantity in bought.items()]
    try:
        return price(deal(*lines), made, today=TODAY).totals.net
    except DealError:
        return None


def greatest_fall(made: Catalog, deals: list[Bought], larger: Any) -> Decimal:
    """The most that any deal falls by when it gets one larger; 0 where none does."""
    totals = {tuple(sorted(each.items())): total(made, each) for each in deals}
    worst = D(0)
    for each in deals:
        before = totals[tuple(sorted(each.items()))]
        for more in larger(each):
            after = totals.get(tuple(sorted(more.items())))
            if before is not None and after is not None:
                worst = max(worst, before - after)
    return worst


def agrees(made: Catalog, found: list[Finding], worst: Decimal, rounding: Decimal) -> None:
    for each in found:
        small, large = (each.found.witness[number] for number in (0, 1))
        assert each.found.loss == small.total - large.total > 0
    if worst > rounding:
        assert found, f"a fall of {worst} was not found"
    elif not worst:
        assert not found


# ---- one more product ----


def fewest(made: Catalog, sku: str) -> Decimal:
    """The fewest of a product that are sold."""
    sold = made.products[sku].quantity
    return D(1) if sold is None else sold.least


def bundled(rnd: Random) -> tuple[Catalog, list[str]]:
    skus = [f"p{number}" for number in range(rnd.randint(2, 4))]
    period = rnd.choice(("year", "month", "quarter"))
    products = {sku: product(charge("per_unit", period=period, price=D(rnd.randint(999, 9999)) / 100)) for sku in skus}
    if rnd.randint(0, 3) == 0:
        products[skus[-1]]["discountable"] = False
    if rnd.randint(0, 3) == 0:
        products[skus[0]]["quantity"] = {"least": 5}
    sets = [
        {
            "id": f"s{number}",
            "name": f"Set {number}",
            "skus": rnd.sample(skus, 2),
            "percent": rnd.randint(1, 9) * 5,
            "only_these": rnd.randint(0, 3) == 0,
        }
        for number in range(rnd.randint(0, 2))
    ]
    bundle: dict[str, Any] = {"tiers": rungs(rnd, 4) if rnd.randint(0, 3) or not sets else [], "sets": sets}
    bundle["combine"] = rnd.choice(("best", "sum", "compound"))
    if rnd.randint(0, 2) == 0:
        bundle["cap"] = rnd.randint(10, 40)
    return catalog(products, {"bundle": bundle}, rounding=rnd.choice(("half_up", "half_even"))), skus


def test_bundles_that_add_up_compound_or_are_capped() -> None:
    rnd = Random(31)
    falling = 0
    for _ in range(80 * DEEP):
        made, skus = bundled(rnd)
        quantities = {sku: int(fewest(made, sku)) for sku in skus}
        deals = [
            {sku: quantities[sku] for sku, there in zip(skus, chosen, strict=True) if there}
            for chosen in every((0, 1), repeat=len(skus))
            if any(chosen)
        ]

        def larger(each: Bought, skus: list[str] = skus, quantities: Bought = quantities) -> Iterator[Bought]:
            yield from (each | {sku: quantities[sku]} for sku in skus if sku not in each)

        worst = greatest_fall(made, deals, larger)
        found = list(lint(made, today=TODAY, select=("DD102", "DD106")).findings)
        agrees(made, found, worst, D("0.01") * 12 * len(skus))
        falling += bool(found)
    assert falling > 16


# ---- a family, a deal ----


@pytest.mark.parametrize("by", ["quantity", "amount"])
@pytest.mark.parametrize("scope", ["family", "deal"])
def test_volume_discounts_over_several_products(scope: str, by: str) -> None:
    rnd = Random(f"{scope} {by}")
    falling = 0
    for _ in range(12 * DEEP):
        skus = [f"p{number}" for number in range(rnd.randint(2, 3))]
        most = 5 if len(skus) == 2 else 3
        products = {
            sku: product(charge(rnd.choice(("per_unit", "flat")) if by == "amount" else "per_unit", price=listed))
            | {"quantity": {"most": most}, "family": rnd.choice(("one", "two")) if rnd.randint(0, 2) == 0 else "one"}
            for sku in skus
            for listed in [rnd.randint(1, 40) * 100]
        }
        tiers = rungs(rnd, most * len(skus))
        if by == "amount":
            tiers = [each | {"from": each["from"] * rnd.choice((1000, 999))} for each in tiers]
            tiers = sorted(tiers, key=lambda each: each["from"])
        schedule = {"name": "Volume", "by": by, "scope": scope, "mode": "volume", "tiers": tiers}
        made = catalog(products, {"volume": {"schedules": [schedule]}})
        deals = [
            {sku: quantity for sku, quantity in zip(skus, chosen, strict=True) if quantity}
            for chosen in every(range(most + 1), repeat=len(skus))
            if any(chosen)
        ]

        def larger(each: Bought, skus: list[str] = skus) -> Iterator[Bought]:
            yield from (each | {sku: each.get(sku, 0) + 1} for sku in skus)

        worst = greatest_fall(made, deals, larger)
        found = list(lint(made, today=TODAY, select=("DD103",)).findings)
        agrees(made, found, worst, D("0.01") * len(skus))
        falling += bool(worst)
    assert falling > 3
