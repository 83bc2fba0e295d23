"""Advice: each figure is what the engine says of the deal that the advice describes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest

from dealdesk.advise import Advice, Desk, advise
from dealdesk.advise.goal import Goal, seek
from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from tests.quoting.shop import catalog, charge, deal, product

TODAY = date(2026, 12, 1)
D = Decimal


def desk(name: str, lines: list[dict[str, Any]], **fields: Any) -> Desk:
    said = {"catalog": name, "customer": {"name": "Northwind"}, "start": date(2027, 1, 1), "months": 12, "lines": lines}
    return Desk(Deal.validate(said | fields), load_catalog(name), TODAY)


def of(found: tuple[Advice, ...], code: str) -> list[Advice]:
    return [each for each in found if each.code == code]


def test_add_real_estate_and_pay_less() -> None:
    four = [{"sku": sku} for sku in ("government-defense", "cybersecurity", "financial", "healthcare")]
    (advice,) = of(advise(desk("stellar-logic", four)), "add-and-save")
    assert advice.message.startswith("add real-estate and pay USD 35,500.00 less: USD 585,000.00 instead of")
    assert (advice.saves, advice.total) == (D("35500.00"), D("585000.00"))


def test_eleven_plugins_are_better_off_with_twelve() -> None:
    plugins = [
        s for s, p in load_catalog("stellar-logic").products.items() if p.kind == "plugin" and s != "real-estate"
    ]
    (advice,) = of(advise(desk("stellar-logic", [{"sku": sku} for sku in plugins])), "add-and-save")
    assert (advice.saves, advice.total) == (D("112500.00"), D("975000.00"))


def test_it_finds_the_cheapest_of_all_larger_deals() -> None:
    rnd = Random(5)
    cheaper = 0
    for _ in range(60):
        prices = {f"p{number}": rnd.randint(1, 40) * 100 for number in range(rnd.randint(3, 5))}
        starts = sorted(rnd.sample(range(2, 6), 2))
        tiers = [{"from": start, "percent": 10 * number + rnd.randint(5, 20)} for number, start in enumerate(starts)]
        sets = [{"id": "pair", "name": "Pair", "skus": rnd.sample(sorted(prices), 2), "percent": rnd.randint(10, 60)}]
        made = catalog(
            {sku: product(charge("flat", price=each)) for sku, each in prices.items()},
            {"bundle": {"tiers": tiers, "sets": sets}, "term": {"tiers": [{"from": 12, "percent": 10}]}},
        )
        wanted = rnd.sample(sorted(prices), rnd.randint(1, len(prices)))

        def costs(skus: list[str], made: Catalog = made) -> Decimal:
            return price(deal(*skus), made, today=TODAY).totals.net

        rest = sorted(prices.keys() - set(wanted))
        least = min(costs([*wanted, *more]) for count in range(len(rest) + 1) for more in combinations(rest, count))
        found = of(advise(Desk(deal(*wanted), made, TODAY)), "add-and-save")
        assert (found[0].total if found else costs(wanted)) == least
        cheaper += bool(found)
    assert cheaper > 5


def test_the_room_before_the_next_approver() -> None:
    found = desk("stellar-logic", [{"sku": "manufacturing"}, {"sku": "automotive"}])
    (room,) = of(advise(found), "room")
    limit = load_catalog("stellar-logic").policy.approvals[0].value
    left = found.quote.totals.net - found.quote.totals.list * (100 - limit) / 100
    assert room.message.startswith(f"USD {left:,.2f} more can come off, to 42 % in all")


def test_an_outgrown_plan() -> None:
    found = advise(desk("ai-control-plane", [{"sku": "team", "usage": {"requests": 6000}}]))
    assert of(found, "upgrade") or of(found, "other-plan")


def test_a_commitment_to_the_expected_usage() -> None:
    found = desk("ai-control-plane", [{"sku": "enterprise", "usage": {"requests": 6000}}])
    (advice,) = of(advise(found), "commit")
    assert advice.saves == found.total - (advice.total or 0)
    assert (advice.saves or 0) > 0


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [("total", D(200_000), D("200000.00")), ("discount", D(30), D("189000.00"))],
)
def test_a_goal_that_can_be_met(kind: Any, value: Decimal, wanted: Decimal) -> None:
    reached = seek(desk("stellar-logic", [{"sku": "manufacturing"}, {"sku": "automotive"}]), Goal(kind, value))
    assert reached.met
    assert reached.quote is not None
    assert reached.quote.totals.net == wanted
    assert reached.off == D("229500.00") - wanted


def test_a_goal_above_the_price_of_the_rules() -> None:
    found = seek(desk("stellar-logic", [{"sku": "manufacturing"}, {"sku": "automotive"}]), Goal("total", D(250_000)))
    assert not found.met
    assert "nothing is to be taken off" in found.why


def test_a_goal_below_a_floor_says_what_holds_it_up() -> None:
    made = catalog({"plan": product(charge("flat", price=1000, floor=800, cost=500))})
    reached = seek(Desk(deal("plan"), made, TODAY), Goal("total", D(700)))
    assert not reached.met
    assert reached.quote is not None
    assert reached.quote.totals.net == D("800.00")
    assert "the nearest is USD 800.00; floors and minima hold it up" in reached.why


def test_a_margin() -> None:
    made = catalog({"plan": product(charge("flat", price=1000, cost=500))})
    reached = seek(Desk(deal("plan"), made, TODAY), Goal("margin", D(40)))
    assert reached.met
    assert reached.wanted == D("833.33")


def test_a_margin_that_nobody_knows() -> None:
    found = seek(desk("stellar-logic", [{"sku": "manufacturing"}]), Goal("margin", D(40)))
    assert found.wanted is None
    assert "states no cost for manufacturing" in found.why
