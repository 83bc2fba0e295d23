"""The linter against brute force: random catalogs, every deal of them priced by hand, and the same cliffs found.

Prices are multiples of 100 and percentages are whole, so nothing is rounded, and the hand needs none of the engine's
code: list × (100 - percent) / 100.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.lint import Finding, lint
from tests.quoting.shop import catalog, charge, product
from tests.volume import DEEP

TODAY = date(2026, 11, 21)
D = Decimal
Rungs = list[dict[str, Any]]


def linted(made: Catalog, *codes: str) -> tuple[Finding, ...]:
    return lint(made, today=TODAY, select=codes).findings


def rungs(rnd: Random, most: int) -> Rungs:
    """Two to four rungs that rise, with percentages that mostly do."""
    starts = sorted(rnd.sample(range(1, most + 1), min(most, rnd.randint(2, 4))))
    percents = sorted(rnd.sample(range(0, 60, 5), len(starts)))
    if rnd.randint(0, 4) == 0:
        rnd.shuffle(percents)
    made = [{"from": start, "percent": percent} for start, percent in zip(starts, percents, strict=True)]
    return made


def percent(of: Rungs, size: int) -> int:
    """What the ladder gives a size, by walking down it."""
    return next((rung["percent"] for rung in reversed(of) if size >= rung["from"]), 0)


# ---- one more product ----


def plugins(rnd: Random, count: int) -> dict[str, int]:
    return {f"p{number}": rnd.randint(1, 40) * 100 for number in range(count)}


def sold(prices: dict[str, int], rules: dict[str, Any]) -> Catalog:
    return catalog({sku: product(charge("flat", price=price)) for sku, price in prices.items()}, rules)


def total(prices: dict[str, int], skus: Iterable[str], tiers: Rungs, sets: list[dict[str, Any]]) -> Decimal:
    bought = frozenset(skus)
    by_number = percent(tiers, len(bought))
    paid = D(0)
    for sku in bought:
        own = [each["percent"] for each in sets if sku in each["skus"] and bought.issuperset(each["skus"])]
        paid += D(prices[sku]) * (100 - max([by_number, *own])) / 100
    return paid


def losses(prices: dict[str, int], tiers: Rungs, sets: list[dict[str, Any]]) -> dict[int, Decimal]:
    """The greatest loss by the number of products before one more is added."""
    worst: dict[int, Decimal] = {}
    for size in range(1, len(prices)):
        for skus in combinations(prices, size):
            before = total(prices, skus, tiers, sets)
            for more in prices.keys() - set(skus):
                loss = before - total(prices, [*skus, more], tiers, sets)
                if loss > 0:
                    worst[size] = max(loss, worst.get(size, D(0)))
    return worst


def test_one_more_product() -> None:
    rnd = Random(1)
    falling = 0
    for _ in range(400 * DEEP):
        prices, tiers = plugins(rnd, rnd.randint(2, 6)), rungs(rnd, 7)
        found = linted(sold(prices, {"bundle": {"tiers": tiers}}), "DD102")
        sizes = {tiers[int(str(each.found.path[3]))]["from"] - 1: each.found.loss for each in found}
        assert sizes == losses(prices, tiers, []), (prices, tiers)
        falling += bool(sizes)
    assert falling > 80


def test_one_more_product_with_named_sets() -> None:
    rnd = Random(2)
    falling = 0
    for _ in range(200 * DEEP):
        prices, tiers = plugins(rnd, rnd.randint(3, 6)), rungs(rnd, 6) if rnd.randint(0, 1) else []
        sets = [
            {
                "id": f"set-{number}",
                "name": f"Set {number}",
                "skus": rnd.sample(sorted(prices), rnd.randint(2, 3)),
                "percent": rnd.randint(1, 12) * 5,
            }
            for number in range(rnd.randint(1, 2))
        ]
        found = linted(sold(prices, {"bundle": {"tiers": tiers, "sets": sets}}), "DD102", "DD106")
        expected = losses(prices, tiers, sets)
        assert bool(found) == bool(expected), (prices, tiers, sets, expected)
        falling += bool(expected)
    assert falling > 30


# ---- a larger quantity, a larger amount, a longer term ----


def test_volume_discounts_by_quantity() -> None:
    rnd = Random(3)
    falling = 0
    for _ in range(200 * DEEP):
        tiers, price = rungs(rnd, 40), rnd.randint(1, 30) * 100
        schedule = {"name": "Volume", "by": "quantity", "scope": "line", "mode": "volume", "tiers": tiers}
        made = catalog(
            {"seat": product(charge("per_unit", price=price, unit="seats"))}, {"volume": {"schedules": [schedule]}}
        )

        def paid(quantity: int, price: int = price, tiers: Rungs = tiers) -> Decimal:
            return D(quantity * price) * (100 - percent(tiers, quantity)) / 100

        expected = {q + 1: paid(q) - paid(q + 1) for q in range(1, 45) if paid(q + 1) < paid(q)}
        found = linted(made, "DD103")
        assert {tiers[int(str(each.found.path[5]))]["from"]: each.found.loss for each in found} == expected
        for each in found:
            after = tiers[int(str(each.found.path[5]))]["from"]
            first = next(q for q in range(1, after) if all(paid(n) > paid(after) for n in range(q, after)))
            assert each.found.zone is not None
            assert each.found.zone.startswith(f"{first} ")
        falling += bool(expected)
    assert falling > 75


def test_volume_discounts_by_amount() -> None:
    rnd = Random(6)
    falling = 0
    for _ in range(100 * DEEP):
        price = rnd.randint(1, 30) * 100
        tiers = [each | {"from": each["from"] * 1000} for each in rungs(rnd, 20)]
        schedule = {"name": "Volume", "by": "amount", "scope": "line", "mode": "volume", "tiers": tiers}
        made = catalog(
            {"seat": product(charge("per_unit", price=price, unit="seats"))}, {"volume": {"schedules": [schedule]}}
        )

        def paid(quantity: int, price: int = price, tiers: Rungs = tiers) -> Decimal:
            return D(quantity * price) * (100 - percent(tiers, quantity * price)) / 100

        expected = {q + 1 for q in range(1, 20_000 // price + 3) if paid(q + 1) < paid(q)}
        found = {int(str(each.found.witness[1].deal["lines"][0]["quantity"])) for each in linted(made, "DD103")}
        assert found == expected, (price, tiers)
        falling += bool(expected)
    assert falling > 33


def test_longer_terms() -> None:
    rnd = Random(7)
    falling = 0
    for _ in range(100 * DEEP):
        tiers, price = rungs(rnd, 48), rnd.randint(1, 30) * 100
        made = catalog({"plan": product(charge("flat", price=price, period="month"))}, {"term": {"tiers": tiers}})

        def paid(months: int, price: int = price, tiers: Rungs = tiers) -> Decimal:
            return D(months * price) * (100 - percent(tiers, months)) / 100

        expected = {m + 1: paid(m) - paid(m + 1) for m in range(1, 50) if paid(m + 1) < paid(m)}
        found = linted(made, "DD104")
        assert {tiers[int(str(each.found.path[3]))]["from"]: each.found.loss for each in found} == expected
        falling += bool(expected)
    assert falling > 33
