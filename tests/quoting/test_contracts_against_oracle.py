"""Amendments, renewals and requotes against an oracle of their own, and the laws that they keep."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.changes.impact import lines_changed
from dealdesk.errors import DealError
from dealdesk.quoting.changing import Changes, amended, renewed
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.standing import Signed, standing
from tests import oracle
from tests.quoting.agreement import units
from tests.quoting.contracts import a_contract, another, run_contracts
from tests.quoting.shop import TODAY, catalog, charge, deal, product
from tests.strategies import CONVENTIONS
from tests.volume import DEEP

CONTRACTS = 20
"""Of 2 seeds; with `DEALDESK_DEEP=25`, 1,000 of them."""


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in range(2 * DEEP)])
def test_amendments_and_renewals_are_what_the_oracle_says(seed: int) -> None:
    seen = run_contracts(seed, CONTRACTS)
    assert seen["amended"] > CONTRACTS / 3
    assert seen["renewed"] > CONTRACTS / 2


FOUND = {
    "nothing is free where it costs nothing": (110, 16),
    "usage that ends is what the line estimates": (506, 6),
    "a slab is of what it was measured by": (508, 6),
    "a share of what comes later costs nothing until then": (933, 10),
    "years that cost the same by the same rules have one price, whatever a cap held": (2043, 2),
}


@pytest.mark.parametrize(("seed", "number"), FOUND.values(), ids=FOUND)
def test_what_chance_has_found_before(seed: int, number: int) -> None:
    assert run_contracts(seed, 1, number)["renewed"]


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in range(DEEP)])
def test_a_requote_is_what_the_oracle_says_of_both_catalogs(seed: int) -> None:
    rnd, seen = Random(seed), Counter[str]()
    for _ in range(30):
        data, said = a_contract(rnd)
        other = another(rnd, data)
        try:
            theirs = [oracle.answer(each, deepcopy(said)) for each in (data, other)]
        except oracle.Refused:
            continue
        contract = deal_of(said)
        ours = [price(contract, Catalog.validate(each), today=TODAY) for each in (data, other)]
        places = ours[0].places
        for quote, answer in zip(ours, theirs, strict=True):
            assert units(quote.totals.net, places) == answer.net
            assert units(quote.metric("acv"), places) == answer.metrics["acv"]
        changed = {(each.line, each.charge): (each.before, each.after) for each in lines_changed(*ours)}
        costs = [line_totals(answer) for answer in theirs]
        for key in costs[0].keys() | costs[1].keys():
            was, now = (cost.get(key, 0) for cost in costs)
            found = changed.get(key)
            assert found is not None or was == now
            if found is not None:
                assert tuple(units(each or D(0), places) for each in found) == (was, now)
                seen["changed"] += 1
    assert seen["changed"] > 20


def line_totals(answer: oracle.Answer) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for row in answer.rows:
        key = (row.line + 1, row.charge["id"])
        found[key] = found.get(key, 0) + row.total
    return found


SEAT = product(charge("per_unit", price=D("119.99")))
LADDER = product(
    charge("graduated", period="month", tiers=[{"up_to": 50, "rate": 20}, {"up_to": 90, "rate": 17}, {"rate": 16}])
)
YEN = {"currency": "JPY"}


def signed(contract: Deal, at: Catalog, name: str = "C-1") -> Signed:
    return Signed(name, contract, at, price(contract, at, today=TODAY))


def amendment(versions: list[Signed], at: Catalog, changes: Changes, day: date, **more: Any) -> Signed:
    data = amended(standing(versions[0], versions[1:]), changes, name="C-1", start=day, **more)
    return signed(deal_of(data), at, f"C-{len(versions) + 1}")


def test_an_amendment_that_says_what_there_is_costs_nothing() -> None:
    at = catalog({"seat": SEAT})
    contract = deal({"sku": "seat", "quantity": 40, "was": 40}, months=24)
    quote = price(contract.but(amends=amends(date(2027, 5, 1))), at, today=TODAY)
    assert (quote.lines, quote.totals.net, quote.invoices) == ((), 0, ())


def amends(day: date) -> Any:
    return deal("seat", amends={"contract": "C-1", "from": day}).amends


@pytest.mark.parametrize("proration", CONVENTIONS)
@pytest.mark.parametrize("sku", ["seat", "ladder"])
@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_what_is_added_and_given_back_on_the_same_day_costs_nothing(proration: str, sku: str, currency: str) -> None:
    rate = D("119.99") if currency == "USD" else D(119)
    at = catalog({"seat": product(charge("per_unit", price=rate)), "ladder": LADDER}, currency=currency)
    rnd = Random(proration + sku)
    for _ in range(4):
        day = date(2027, 1, 2) + timedelta(days=rnd.randint(0, 700))
        was, more = rnd.randint(1, 99), rnd.randint(1, 99)
        line = {"sku": sku, "quantity": was, "discount": D(rnd.choice(("0", "12.5", "33.33")))}
        versions = [signed(deal(line, months=24, proration=proration), at)]
        versions.append(amendment(versions, at, Changes(by={1: D(more)}), day))
        back = amendment(versions, at, Changes(by={1: D(-more)}), day, credit=True)
        assert versions[1].quote.totals.net > 0
        assert back.quote.totals.net == -versions[1].quote.totals.net
        left = standing(versions[0], [versions[1], back])
        assert left.last(1) == standing(versions[0]).last(1)


@pytest.mark.parametrize("sku", ["seat", "ladder"])
def test_an_amendment_in_two_costs_what_it_costs_at_once(sku: str) -> None:
    at = catalog({"seat": SEAT, "ladder": LADDER})
    rnd = Random(sku)
    for _ in range(8):
        day = date(2027, 1, 2) + timedelta(days=rnd.randint(0, 700))
        was, one, two = (rnd.randint(1, 60) for _ in range(3))
        contract = [signed(deal({"sku": sku, "quantity": was}, months=24), at)]
        at_once = amendment(contract, at, Changes(by={1: D(one + two)}), day)
        first = amendment(contract, at, Changes(by={1: D(one)}), day)
        second = amendment([*contract, first], at, Changes(by={1: D(two)}), day)
        both = first.quote.totals.net + second.quote.totals.net
        assert abs(both - at_once.quote.totals.net) <= D("0.01")  # the part of the first period is rounded by itself
        left = [standing(contract[0], each).last(1) for each in ([at_once], [first, second])]
        assert left[0] == left[1]


def test_a_renewal_at_nothing_costs_what_the_last_year_did() -> None:
    free = {"percent": 0, "compounding": "compound"}
    at = catalog({"seat": SEAT, "ladder": LADDER})
    lines = [{"sku": "seat", "quantity": 40, "discount": 10}, {"sku": "ladder", "quantity": 70}]
    contract = signed(deal(*lines, months=24, renewal=free), at)
    added = amendment([contract], at, Changes(by={1: D(20)}, remove=(2,)), date(2028, 1, 1), credit=True)
    again = price(deal_of(renewed(standing(contract), at, Changes(), name="C", months=12)), at, today=TODAY)
    assert again.totals.net * 2 == contract.quote.totals.net
    after = price(deal_of(renewed(standing(contract, [added]), at, Changes(), name="C", months=12)), at, today=TODAY)
    assert after.totals.net == contract.quote.totals.net / 2 + added.quote.totals.net  # the second year of both


def test_a_contract_with_two_amendments_is_renewed_as_it_is_after_both() -> None:
    at = catalog(
        {"seat": SEAT, "media": product(charge("flat", price=D(600))), "gone": product(charge("flat", price=D(9)))}
    )
    rule = {"percent": 10, "compounding": "compound"}
    versions = [signed(deal({"sku": "seat", "quantity": 10}, "gone", months=24, renewal=rule), at)]
    changes = Changes(to={1: D(15)}, add=({"sku": "media", "quantity": 1},))
    versions.append(amendment(versions, at, changes, date(2027, 7, 1)))
    versions.append(amendment(versions, at, Changes(by={1: D(-5)}, remove=(2,)), date(2028, 3, 1), credit=True))
    made = deal_of(renewed(standing(versions[0], versions[1:]), at, Changes(), name="C-1", months=12))
    assert [(line.sku, line.quantity) for line in made.lines] == [("seat", 10), ("media", 1)]
    # 10 × 119.99 and 600, and 10 % of each
    quote = price(made, at, today=TODAY)
    assert [line.net for line in quote.lines] == [D("1319.89"), D("660.00")]


RAMP = [{"year": 1, "quantity": 10}, {"year": 2, "quantity": 30}, {"year": 3, "quantity": 50}]


def test_a_step_of_a_ramp_is_raised_until_the_next_one_or_all_are() -> None:
    at = catalog({"seat": product(charge("per_unit", price=D(120)))})
    contract = signed(deal({"sku": "seat", "quantity": 10, "ramp": RAMP}, months=36), at)
    day = date(2028, 7, 1)  # 184 of 366 days of year 2 are left
    step = amendment([contract], at, Changes(to={1: D(40)}), day)
    assert step.quote.totals.net == D("603.28")  # 10 × 120 × 184 / 366
    assert [(each.was, each.quantity) for each in step.deal.lines[0].ramp] == [(None, 10), (30, 40), (None, 50)]
    assert standing(contract, [step]).last(1) == {"price": D(6000)}  # 50 × 120, as agreed for year 3
    both = amendment([contract], at, Changes(by={1: D(10)}), day)
    assert both.quote.totals.net == D("603.28") + D(1200)
    assert both.quote.lines[0].note == "30 → 40; 50 → 60"
    third = amendment([contract, both], at, Changes(by={1: D(-5)}), date(2029, 1, 1), credit=True)
    assert third.quote.totals.net == D(-600)
    ended = amendment([contract, both], at, Changes(remove=(1,)), date(2029, 1, 1), credit=True)
    assert ended.quote.totals.net == D(-7200)


def test_a_step_that_is_over_cannot_be_changed() -> None:
    at = catalog({"seat": SEAT})
    ramp = [RAMP[0] | {"quantity": 12, "was": 10}, *RAMP[1:]]
    contract = deal({"sku": "seat", "quantity": 10, "ramp": ramp}, months=36).but(amends=amends(date(2028, 7, 1)))
    with pytest.raises(DealError, match="this step of seat ends before the change on 2028-07-01"):
        price(contract, at, today=TODAY)
    lower = [RAMP[0], RAMP[1], RAMP[2] | {"quantity": 40, "was": 50}]
    contract = deal({"sku": "seat", "quantity": 10, "ramp": lower}, months=36).but(amends=amends(date(2028, 7, 1)))
    with pytest.raises(DealError, match="seat goes from 50 down to 40, and the contract gives nothing back"):
        price(contract, at, today=TODAY)


def test_what_is_given_back_of_a_price_that_rises_is_credited_as_it_rises() -> None:
    at = catalog({"seat": product(charge("per_unit", price=D(100)))})
    uplift = {"percent": 10, "compounding": "compound", "most": 50}
    contract = signed(deal({"sku": "seat", "quantity": 10}, months=36, uplift=uplift), at)
    back = amendment([contract], at, Changes(to={1: D(5)}), date(2028, 1, 1), credit=True)
    assert back.quote.totals.net == -(D(550) + D(605))  # 5 × 110 in year 2, 5 × 121 in year 3


def test_a_support_line_follows_also_when_all_that_it_is_a_share_of_ends() -> None:
    support = product(charge("percent_of", rate=D("0.15"), of=["things"]), kind="add_on", family="support")
    at = catalog({"seat": SEAT, "media": product(charge("flat", price=D(600)), family="media"), "support": support})
    contract = signed(deal({"sku": "seat", "quantity": 100}, "media", "support", months=24), at)
    found = amendment([contract], at, Changes(remove=(1,)), date(2028, 1, 1), credit=True)
    assert [(line.sku, line.net) for line in found.quote.lines] == [
        ("seat", D("-11999.00")),
        ("support", D("-1799.85")),
    ]


def test_minimum_and_maximum_are_of_the_whole_line() -> None:
    low = product(charge("per_unit", price=D(20), minimum=D(1000)))
    high = product(charge("per_unit", price=D(20), maximum=D(1000)))
    at = catalog({"low": low, "high": high})
    contract = signed(deal({"sku": "low", "quantity": 40}, {"sku": "high", "quantity": 40}, months=24), at)
    # 800 is held up to 1,000, so 20 more make it 1,200; 800 grows to no more than 1,000
    found = amendment([contract], at, Changes(by={1: D(20), 2: D(20)}), date(2028, 1, 1))
    assert [line.net for line in found.quote.lines] == [D("200.00"), D("200.00")]


def test_an_amendment_comes_after_the_one_before_it() -> None:
    at = catalog({"seat": SEAT})
    versions = [signed(deal({"sku": "seat", "quantity": 40}, months=24), at)]
    versions.append(amendment(versions, at, Changes(by={1: D(5)}), date(2027, 7, 1)))
    with pytest.raises(DealError, match="C-2 changes the contract from 2027-07-01 on"):
        amendment(versions, at, Changes(by={1: D(5)}), date(2027, 6, 30))


def test_lines_that_cannot_be_changed_are_told() -> None:
    at = catalog({"seat": SEAT, "fee": product(charge("percentage", period="usage", rate=D("0.01")))})
    fee = {"sku": "fee", "quantity": [{"count": 2, "value": 10}]}
    contract = [signed(deal("seat", {"sku": "seat", "optional": True}, fee, months=24), at)]
    with pytest.raises(DealError) as refused:
        amendment(contract, at, Changes(to={2: D(5), 3: D(5)}), date(2027, 7, 1))
    assert "line 2, seat, is optional and no part of the contract" in str(refused.value)
    assert "line 3, fee, has a list of transactions" in str(refused.value)
    with pytest.raises(DealError, match="line 1, seat, has 1, and cannot have 2 less"):
        amendment(contract, at, Changes(by={1: D(-2)}), date(2027, 7, 1), credit=True)


def test_amendments_that_do_not_know_of_each_other_add_up() -> None:
    at = catalog({"seat": SEAT, "media": product(charge("flat", price=D(600)))})
    contract = signed(deal({"sku": "seat", "quantity": 10}, months=24), at)
    one = amendment([contract], at, Changes(by={1: D(5)}, add=({"sku": "media", "quantity": 1},)), date(2027, 7, 1))
    two = amendment([contract], at, Changes(by={1: D(7)}), date(2027, 9, 1))
    both = standing(contract, [one, two])
    assert [(line.sku, line.quantity) for line in both.deal.lines] == [("seat", 22), ("media", 1)]
    assert both.last(1) == {"price": D("2639.78")}  # 22 × 119.99
    ends = Changes(remove=(1,), add=({"sku": "media", "quantity": 1},))
    ended = amendment([contract], at, ends, date(2027, 7, 1), credit=True)
    with pytest.raises(DealError, match="C-2 changes a line of seat that the contract does not have"):
        standing(contract, [ended, two])
