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
from dealdesk.approving import needed
from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
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
    assert room.message.startswith(f"USD {left:,.2f} more can come off before")


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
    assert "hold it at USD 800.00 or more, USD 100.00 above it" in reached.why


def test_a_margin() -> None:
    made = catalog({"plan": product(charge("flat", price=1000, cost=500))})
    reached = seek(Desk(deal("plan"), made, TODAY), Goal("margin", D(40)))
    assert reached.met
    assert reached.wanted == D("833.33")


def test_a_margin_that_nobody_knows() -> None:
    found = seek(desk("stellar-logic", [{"sku": "manufacturing"}]), Goal("margin", D(40)))
    assert found.wanted is None
    assert "states no cost for manufacturing" in found.why


# ---- against every purchase there is, with rules that a search by percentages does not know ----


def a_shop(rnd: Random) -> tuple[Catalog, list[str]]:
    """A catalog with sets, tiers, a term, a partner, support by percentage, and products that need or refuse others."""
    skus = [f"p{number}" for number in range(rnd.randint(3, 5))]
    products = {sku: product(charge("per_unit", price=rnd.randint(1, 40) * 100)) for sku in skus}
    if rnd.randint(0, 1):
        products[skus[0]]["excludes"] = [skus[1]]
    if rnd.randint(0, 1):
        products[skus[2]]["requires"] = [skus[0]]
    if rnd.randint(0, 1):
        products[skus[-1]]["available_for"] = rnd.sample(skus[:-1], 1)
    products["support"] = product(charge("percent_of", rate=D("0.15"), of=skus), kind="add_on")
    sets = [
        {
            "id": f"s{number}",
            "name": "Set",
            "skus": rnd.sample(skus, 2),
            "percent": rnd.randint(10, 60),
            "only_these": rnd.choice((True, False)),
        }
        for number in range(2)
    ]
    tiers = [{"from": 2, "percent": rnd.randint(0, 20)}, {"from": 3, "percent": rnd.randint(20, 50)}]
    bundle: dict[str, Any] = {"tiers": tiers, "sets": sets, "combine": rnd.choice(("best", "sum", "compound"))}
    if rnd.randint(0, 2) == 0:
        bundle["cap"] = rnd.randint(20, 50)
    rules = {
        "bundle": bundle,
        "term": {"tiers": [{"from": 12, "percent": 10}], "base": rnd.choice(("list", "running"))},
        "partner": {"tiers": [{"tier": "gold", "percent": 15}]},
    }
    return catalog(products, rules), skus


def test_no_larger_deal_is_cheaper_whatever_the_rules() -> None:
    rnd = Random(21)
    cheaper = tried = 0
    while tried < 60:
        made, skus = a_shop(rnd)
        wanted = rnd.sample(skus, rnd.randint(1, len(skus)))
        lines = [{"sku": sku, "quantity": rnd.randint(1, 3)} for sku in wanted] + [{"sku": "support"}]
        extra = {"partner": {"name": "Resell", "tier": "gold"}} if rnd.randint(0, 1) else {}

        def costs(
            more: tuple[str, ...], made: Catalog = made, lines: Any = lines, extra: Any = extra
        ) -> Decimal | None:
            try:
                return price(deal(*lines, *more, **extra), made, today=TODAY).totals.net
            except DealError:
                return None

        now = costs(())
        if now is None:
            continue
        tried += 1
        rest = [sku for sku in skus if sku not in wanted]
        ways = [costs(more) for count in range(len(rest) + 1) for more in combinations(rest, count)]
        least = min(each for each in ways if each is not None)
        found = of(advise(Desk(deal(*lines, **extra), made, TODAY)), "add-and-save")
        assert (found[0].total if found else now) == least
        cheaper += bool(found)
    assert cheaper > 5


def test_where_not_every_purchase_is_looked_at_it_says_so() -> None:
    products = {f"p{number}": product(charge("flat", price=1000)) for number in range(14)}
    made = catalog(products, {"bundle": {"combine": "sum", "tiers": [{"from": 14, "percent": 95}]}})
    (advice,) = of(advise(Desk(deal("p0"), made, TODAY)), "add-and-save")
    assert advice.note is not None
    assert "up to 2 products were tried" in advice.note


def approvals(*limits: tuple[str, str, int]) -> dict[str, Any]:
    return {
        "approvals": [
            {"id": f"a{number}", "measure": measure, "op": op, "value": value, "approver": f"Approver {number}"}
            for number, (measure, op, value) in enumerate(limits)
        ]
    }


@pytest.mark.parametrize(
    "limits",
    [
        [("discount", "above", 20)],
        [("discount", "at_least", 20)],
        [("discount", "above", 5), ("discount", "at_least", 30)],
        [("margin", "below", 40), ("discount", "above", 60)],
        [("margin", "at_most", 40)],
        [("tcv", "below", 3000), ("tcv", "above", 1)],
        [("tcv", "at_most", 3000)],
    ],
)
def test_the_room_is_exact_to_the_cent(limits: list[tuple[str, str, int]]) -> None:
    rnd = Random(3)
    for _ in range(6):
        list_price = D(rnd.randint(400_000, 900_000)) / 100
        data = {
            "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
            "products": {"thing": product(charge("flat", price=list_price, cost=D("1000.33")))},
            "rules": {"term": {"tiers": [{"from": 12, "percent": 7}]}},
            "policy": approvals(*limits),
        }
        made, bought = Catalog.validate(data), deal("thing")
        now = needed(bought, made, price(bought, made, today=TODAY))
        (room,) = of(advise(Desk(bought, made, TODAY)), "room")
        amount = D(room.message.split()[1].replace(",", ""))
        for off, changed in ((amount, False), (amount + D("0.01"), True)):
            asked = deal("thing", discounts=[{"amount": off}])
            then = needed(asked, made, price(asked, made, today=TODAY))
            assert (then != now) == changed, (limits, list_price, off)


def test_a_floor_that_stops_earlier_is_told() -> None:
    made = Catalog.validate(
        {
            "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
            "products": {"thing": product(charge("flat", price=1000, floor=950))},
            "policy": approvals(("discount", "above", 20)),
        }
    )
    (room,) = of(advise(Desk(deal("thing"), made, TODAY)), "room")
    assert room.note == "floors and lines without discounts let USD 50.00 of it come off"


def test_a_goal_is_met_wherever_an_amount_off_comes_to_it() -> None:
    """Whatever the floors take back has to come off the other lines; what nothing can bring about is said to be so."""
    rnd = Random(4)
    met = missed = 0
    for _ in range(60):
        products, least = dict[str, Any](), D(0)
        for number in range(rnd.randint(1, 3)):
            listed, period = D(rnd.randint(1000, 99999)) / 100, rnd.choice(("year", "month"))
            kind, fields = rnd.randint(0, 2), dict[str, Any]()
            if kind == 1:
                fields["floor"] = (listed * rnd.randint(50, 90) / 100).quantize(D("0.01"))
                least += fields["floor"] * (12 if period == "month" else 1)
            products[f"p{number}"] = product(charge("flat", price=listed, period=period, **fields))
            if kind == 2:
                products[f"p{number}"]["discountable"] = False
                least += listed * (12 if period == "month" else 1)
        made = catalog(products)
        asked = Desk(deal(*products), made, TODAY)
        start = asked.quote.totals.net
        wanted = (start * rnd.randint(0, 100) / 100).quantize(D("0.01"))
        reached = seek(asked, Goal("total", wanted))
        assert reached.met == (least <= wanted <= start), (products, wanted, least, reached.why)
        assert reached.quote is not None
        assert reached.quote.totals.net == max(wanted, least)
        if reached.met and reached.ask is not None:
            told = asked.with_(discounts=(reached.ask,))
            assert told is not None
            assert told.totals.net == wanted
        met, missed = met + reached.met, missed + (not reached.met)
    assert met > 10
    assert missed > 10


def test_a_cheaper_plan_with_a_tighter_limit_gives_less_unless_the_use_is_stated() -> None:
    def plan(price: int, most: int) -> dict[str, Any]:
        limits = {"calls": {"name": "Calls", "most": most}}
        calls = charge("per_unit", id="calls", period="month", usage=True, unit="calls", price=0)
        return product(charge("flat", id="fee", price=price), calls, kind="tier", family="plans", limits=limits)

    made = catalog({"large": plan(5000, 10_000), "small": plan(1000, 100)})
    assert not of(advise(Desk(deal("large"), made, TODAY)), "other-plan")
    for used, there in ((50, True), (500, False)):
        found = of(advise(Desk(deal({"sku": "large", "usage": {"calls": used}}), made, TODAY)), "other-plan")
        assert bool(found) == there


def test_a_margin_of_nothing_paid_is_told_without_a_figure() -> None:
    data = {
        "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
        "products": {"thing": product(charge("flat", price=1000, cost=400))},
        "policy": approvals(("margin", "below", 40)),
    }
    made, given = Catalog.validate(data), deal("thing", discounts=[{"percent": 100}])
    (found,) = of(advise(Desk(given, made, TODAY)), "needs-approval")
    assert found.message == "margin: nothing is paid, which is below 40 % needs Approver 0"
