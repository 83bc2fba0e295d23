"""The configuration space: counted exactly, whatever its size; the ends are the ends."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, InputError
from dealdesk.space import space_of
from dealdesk.space.count import Weights, tally
from tests.quoting.shop import catalog, charge, deal, product, quote

D = Decimal


def a_catalog(rnd: Random) -> Catalog:
    """A small catalog whose products depend on each other at random."""
    skus = [f"p{n}" for n in range(rnd.randint(1, 8))]
    products = {}
    for sku in skus:
        others = [each for each in skus if each != sku]

        def some(most: int, others: list[str] = others) -> list[str]:
            return rnd.sample(others, min(len(others), rnd.randint(0, most)))

        excludes = some(2)
        more: dict[str, Any] = {
            "kind": rnd.choice(("tier", "add_on", "add_on")),
            "family": rnd.choice(("one", "two")),
            "excludes": excludes,
            "requires": [each for each in some(2) if each not in excludes] if rnd.random() < 0.5 else [],
        }
        if rnd.random() < 0.5:
            more["available_for"] = some(3)
        products[sku] = product(charge("per_unit", price=rnd.randint(0, 9)), **more)
    return catalog(products)


def subscriptions(of: Catalog) -> Iterator[tuple[str, ...]]:
    """All of them, one after the other: what a deal accepts, with one tier of a family at most."""
    for size in range(1, len(of.products) + 1):
        for skus in combinations(of.products, size):
            tiers = [of.products[sku].family for sku in skus if of.products[sku].kind == "tier"]
            try:
                quote(deal(*skus), of)
            except DealError:
                continue
            if len(tiers) == len(set(tiers)):
                yield skus


@pytest.mark.parametrize("seed", range(60))
def test_the_space_is_what_deals_accept(seed: int) -> None:
    of = a_catalog(Random(seed))
    found, every = space_of(of), list(subscriptions(of))
    assert found.size == len(every) == found.priced
    assert set(found.never) == set(of.products) - {sku for skus in every for sku in skus}
    prices = {skus: sum((of.products[sku].charges[0].price for sku in skus), D(0)) for skus in every}  # type: ignore[union-attr]
    if not every:
        assert found.ends is None
        return
    assert found.ends is not None
    assert found.ends.cheapest.price == min(prices.values()) == prices[found.ends.cheapest.skus]
    assert found.ends.dearest.price == max(prices.values()) == prices[found.ends.dearest.skus]


def test_an_astronomic_space_is_counted() -> None:
    """10 plans, 400 add-ons: 100 for all plans, 300 for one; every tenth of the first needs the one before it."""
    plans = {f"plan-{n}": product(charge("flat", price=n), kind="tier", family="plans") for n in range(10)}
    for_all = {
        f"a-{n}": product(
            charge("flat", price=1),
            kind="add_on",
            available_for=list(plans),
            requires=[f"a-{n - 1}"] if n % 10 == 9 else [],
        )
        for n in range(100)
    }
    for_one = {f"b-{n}": product(charge("flat", price=2), kind="add_on", available_for=["plan-9"]) for n in range(300)}
    found = space_of(catalog(plans | for_all | for_one))
    # Ten pairs, of which 3 of 4 choices are left, and 80 free add-ons; plan 9 has 300 more.
    each_plan = 3**10 * 2**80
    assert found.size == each_plan * 9 + each_plan * 2**300
    assert found.ends is not None
    assert found.ends.cheapest.skus == ("plan-0",)
    assert found.ends.dearest.price == 9 + 100 + 600


def test_a_long_chain_is_counted() -> None:
    clauses = [frozenset({-n, n - 1}) for n in range(2, 1201)]
    weight = dict.fromkeys(range(1, 1201), D(1))
    assert (
        tally(range(1, 1201), clauses, Weights(weight, weight)).count == 1201
    )  # the first n of them, from none to all


def test_what_is_too_entangled_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealdesk.space.count.MOST_WORK", 3)
    with pytest.raises(InputError, match="depend on each other too much"):
        space_of(a_catalog(Random(3)))


SHOP = {
    "basic": product(charge("per_unit", price=10), kind="tier", family="plans"),
    "giant": product(
        charge("range", **{"from": D("0.01"), "to": 1000, "on_request": True}), kind="tier", family="plans"
    ),
    "days": product(charge("range", **{"from": 5, "to": 25}, id="days", period="once"), kind="service"),
    "boxes": product(charge("package", price=7, size=10), kind="add_on", quantity={"least": 25}),
    "calls": product(charge("per_unit", price=1, usage=True), kind="usage"),
}  # fmt: skip


def test_a_product_without_a_price_is_never_counted_as_free() -> None:
    found = space_of(catalog(SHOP))
    assert found.size == 3 * 2**3 - 1
    assert found.priced == 2 * 2 * 2 - 1
    assert found.unpriced == {
        "giant": "the seller states its price",
        "calls": "its price depends on use, or on other lines",
    }
    assert found.ends is not None
    assert (found.ends.cheapest.skus, found.ends.cheapest.price) == (("days",), D("5.00"))
    # 25 boxes are three packages of 10: 21.
    assert found.ends.dearest.amounts == {"once": D("25.00"), "year": D("31.00")}


def test_a_price_may_be_assumed_where_there_is_none() -> None:
    found = space_of(catalog(SHOP), assumed={"giant": D(900)})
    assert found.ends is not None
    assert found.ends.dearest.price == 900 + 25 + 21
    assert set(found.unpriced) == {"calls"}
    for assumed, words in (({"basic": D(1)}, "has a price of its own"), ({"gaint": D(1)}, "did you mean giant?")):
        with pytest.raises(InputError, match=words):
            space_of(catalog(SHOP), assumed=assumed)


def test_a_currency_without_a_price_leaves_the_product_out() -> None:
    prices = {"USD": 10, "JPY": 1500}
    at = catalog(
        {"a": product(charge("per_unit", prices=prices)), "b": product(charge("per_unit", price=5))}, currencies=["JPY"]
    )
    found = space_of(at, currency="JPY")
    assert found.ends is not None
    assert str(found.ends.dearest.price) == "1500"
    assert found.unpriced == {"b": "it has no price in JPY"}
    with pytest.raises(InputError, match="no prices in EUR"):
        space_of(at, currency="EUR")


@pytest.mark.parametrize(("name", "size"), [("stellar-logic", 2**12 - 1), ("ai-control-plane", 34), ("sippar", 3199)])
def test_the_house_catalogs_have_a_space(name: str, size: int) -> None:
    assert space_of(load_catalog(name)).size == size
