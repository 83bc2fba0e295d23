"""Units that are taken away are those that were added last, each at its own price; every number worked out by hand."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from random import Random
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.desk.agreeing import disagreements
from dealdesk.quoting.changing import Changes, amended, renewed
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.explain import explain
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.standing import Signed, standing
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests.quoting.shop import TODAY, catalog, charge, deal, product

YEAR_2 = date(2028, 1, 1)
DEAR = catalog({"seat": product(charge("per_unit", price=D(60)))})
CHEAP = catalog({"seat": product(charge("per_unit", price=D(50)))})
RAMP = [{"year": 1, "quantity": 10}, {"year": 2, "quantity": 30}, {"year": 3, "quantity": 50}]


def signed(contract: Deal, at: Catalog, name: str = "C-1") -> Signed:
    return Signed(name, contract, at, price(contract, at, today=TODAY))


def amendment(versions: list[Signed], at: Catalog, changes: Changes, day: date = YEAR_2, **more: Any) -> Signed:
    data = amended(standing(versions[0], versions[1:]), changes, name="C-1", start=day, **more)
    return signed(deal_of(data), at, f"C-{len(versions) + 1}")


def forty_and_twenty() -> list[Signed]:
    """Forty seats for 60 a year, and twenty more for 50 from July of the first year."""
    versions = [signed(deal({"sku": "seat", "quantity": 40}, months=24), DEAR)]
    return [*versions, amendment(versions, CHEAP, Changes(by={1: D(20)}), date(2027, 7, 1))]


def charge_of(quote: Quote) -> str:
    return quote.lines[0].charge


def test_what_was_added_last_goes_first_and_each_at_its_own_price() -> None:
    versions = forty_and_twenty()
    back = amendment(versions, DEAR, Changes(to={1: D(35)}), credit=True)
    # twenty for 50 and five for 60, and not twenty-five at the average of 56.67
    assert back.quote.totals.net == -(20 * D(50) + 5 * D(60))
    (line,) = back.quote.lines
    assert (line.quantity, line.list) == (-25, D("-1500.00"))
    held = f"lines[0].held.{charge_of(back.quote)}"
    assert [(move.code, move.rule, move.amount) for move in line.moves] == [
        ("list", "products.seat.charges[0]", D("-1500.00")),
        ("contract", f"{held}, C-2", D("200.00")),  # from the 60 of the day to the 50 that they cost
    ]
    left = standing(versions[0], [versions[1], back])
    assert left.last(1) == {charge_of(back.quote): D(35 * 60)}
    assert left.held(1, YEAR_2) == {charge_of(back.quote): D(35 * 60)}, "all that is left is of the first purchase"
    assert derive(json.loads(extract(back.quote))).differences == ()


def test_the_paper_says_which_units_of_which_purchase_go_and_for_how_much() -> None:
    back = amendment(forty_and_twenty(), DEAR, Changes(to={1: D(35)}), credit=True).quote
    assert [str(each) for each in back.assumptions[-3:]] == [
        "Units that are given back are those that were added last, each at the price that is paid for it.",
        "From 1 January 2028, 20 × Thing of C-2 are given back, at USD 1,000.00 a year.",
        "From 1 January 2028, 5 × Thing of C-1 are given back, at USD 300.00 a year.",
    ]
    hidden = amendment(forty_and_twenty(), DEAR, Changes(to={1: D(35)}), credit=True)
    deal_ = hidden.deal.but(lines=tuple(line.but(hide_price=True) for line in hidden.deal.lines))
    assert "given back" not in str(price(deal_, DEAR, today=TODAY).assumptions)
    whole = amendment(forty_and_twenty()[:1], DEAR, Changes(to={1: D(35)}), credit=True).quote
    assert "given back" not in str(whole.assumptions), "units of one price need no words"


def test_every_step_names_its_purchase() -> None:
    back = amendment(forty_and_twenty(), CHEAP, Changes(to={1: D(35)}), credit=True)
    (found,) = explain(back.deal, CHEAP, "1", today=TODAY)
    held = f"lines[0].held.{charge_of(back.quote)}"
    # at the 50 of the day, twenty are worth what they cost, and five cost 10 each more
    assert [(step.amount, step.rules[0].rule, step.rules[0].words) for step in found.steps] == [
        (D(0), f"{held}, C-2", "20 of C-2, for 1,000.00 a period"),
        (D("-50.00"), held, "5 of the first purchase, for 300.00 a period"),
    ]


def test_an_amendment_without_the_units_that_others_added_is_no_agreement() -> None:
    versions = forty_and_twenty()
    there = standing(versions[0], versions[1:])
    back = amendment(versions, DEAR, Changes(to={1: D(35)}), credit=True)
    assert disagreements(back.deal, back.quote, there, "C-1") == ()
    plain = {charge_of(back.quote): D(3400)}
    wrong = back.deal.but(lines=tuple(line.but(held=plain) for line in back.deal.lines))
    (told,) = disagreements(wrong, price(wrong, DEAR, today=TODAY), there, "C-1")
    assert "amendments of C-1 added other units of seat that are there on 2028-01-01" in str(told)
    assert told.allowed == "20 for 1000.00"


def test_cheap_units_that_are_bought_and_returned_leave_the_first_ones_at_their_price() -> None:
    versions = [signed(deal({"sku": "seat", "quantity": 10}, months=24), DEAR)]
    versions.append(amendment(versions, CHEAP, Changes(by={1: D(1000)}), date(2027, 7, 1)))
    versions.append(amendment(versions, CHEAP, Changes(by={1: D(-1000)}), date(2027, 7, 1), credit=True))
    assert versions[1].quote.totals.net == -versions[2].quote.totals.net
    assert standing(versions[0], versions[1:]).last(1) == {charge_of(versions[0].quote): D("600.00")}


@pytest.mark.parametrize("seed", range(3))
def test_amendments_that_are_undone_in_turn_leave_nothing(seed: int) -> None:
    rnd, tiers = Random(seed), [{"up_to": 50, "rate": 20}, {"up_to": 90, "rate": 17}, {"rate": 16}]
    at = [
        catalog({"seat": product(charge("graduated", tiers=[each | {"rate": each["rate"] * n} for each in tiers]))})
        for n in (2, 3, 5)
    ]
    discount = D(rnd.randint(1, 40))
    versions = [signed(deal({"sku": "seat", "quantity": rnd.randint(1, 99), "discount": discount}, months=36), at[0])]
    day, steps = date(2027, 5, 17), [D(rnd.randint(1, 60)) for _ in range(3)]
    for n, more in enumerate(steps):
        versions.append(amendment(versions, at[n], Changes(by={1: more}), day))
    for more in reversed(steps):
        versions.append(amendment(versions, at[0], Changes(by={1: -more}), day, credit=True))
    nets = [each.quote.totals.net for each in versions[1:]]
    assert nets[3:] == [-each for each in reversed(nets[:3])]
    assert all(nets)


def test_of_graduated_units_the_last_ones_of_a_purchase_go_in_proportion_to_list() -> None:
    tiers = [{"up_to": 50, "rate": 20}, {"rate": 10}]
    at = catalog({"seat": product(charge("graduated", tiers=tiers))})
    versions = [signed(deal({"sku": "seat", "quantity": 60, "discount": 10}, months=24), at)]
    versions.append(amendment(versions, at, Changes(by={1: D(20)}), date(2027, 7, 1)))
    back = amendment(versions, at, Changes(to={1: D(55)}), credit=True)
    # twenty at 10, and five of the first sixty, 50 of 1,100 at list, all less 10 %
    assert back.quote.totals.net == -(D(180) + D(45))
    again = amendment([*versions, back], at, Changes(to={1: D(40)}), credit=True)
    assert again.quote.totals.net == -(5 * D(9) + 10 * D(18))


def test_each_step_of_a_ramp_has_its_own_purchases() -> None:
    versions = [signed(deal({"sku": "seat", "quantity": 10, "ramp": RAMP}, months=36), DEAR)]
    versions.append(amendment(versions, CHEAP, Changes(to={1: D(40)}), YEAR_2))  # in year 2 alone, ten more
    versions.append(amendment(versions, CHEAP, Changes(by={1: D(-5)}), YEAR_2, credit=True))
    assert versions[1].quote.totals.net == 10 * D(50)
    # year 2 has ten for 50, and year 3 none
    assert versions[2].quote.totals.net == -(5 * D(50) + 5 * D(60))
    name = charge_of(versions[0].quote)
    assert standing(versions[0], versions[1:]).held(1, YEAR_2) == {
        name: [
            {"from": YEAR_2, "price": D(30 * 60 + 5 * 50), "added": [{"by": "C-2", "quantity": 5, "price": D(250)}]},
            {"from": date(2029, 1, 1), "price": D(45 * 60)},
        ]
    }


def test_the_file_of_an_amendment_is_enough_to_go_on_from() -> None:
    versions = forty_and_twenty()
    versions.append(amendment(versions, DEAR, Changes(by={1: D(10)})))
    alone = standing(versions[2])
    name = charge_of(versions[0].quote)
    (held,) = alone.held(1, YEAR_2)[name]
    assert [(each["quantity"], each["price"]) for each in held["added"]] == [(20, 1000), (10, 600)]
    back = amendment([versions[2]], DEAR, Changes(to={1: D(45)}), credit=True)
    assert back.quote.totals.net == -(10 * D(60) + 15 * D(50))


def test_a_renewal_makes_one_purchase_of_all_units() -> None:
    rule = {"percent": 0, "compounding": "compound"}
    versions = forty_and_twenty()
    made = deal_of(renewed(standing(versions[0], versions[1:]), DEAR, Changes(), name="C-1", rule=rule, months=12))
    assert made.lines[0].held == {charge_of(versions[0].quote): D(40 * 60 + 20 * 50)}


def test_units_that_are_free_today_are_credited_at_what_is_paid_for_them() -> None:
    free = catalog({"seat": product(charge("per_unit", price=D(0)))})
    back = amendment(forty_and_twenty(), free, Changes(to={1: D(35)}), credit=True)
    assert back.quote.totals.net == -D(1300)


def test_the_minimum_of_a_line_goes_before_its_purchases() -> None:
    at = catalog({"seat": product(charge("per_unit", price=D(20), minimum=D(1000)))})
    versions = [signed(deal({"sku": "seat", "quantity": 40}, months=24), at)]
    versions.append(amendment(versions, at, Changes(by={1: D(20)}), date(2027, 7, 1)))
    back = amendment(versions, at, Changes(to={1: D(30)}), credit=True)
    assert back.quote.totals.net == -D(200)  # sixty cost 1,200, and what is left costs the minimum
    assert standing(versions[0], [versions[1], back]).last(1) == {charge_of(back.quote): D(1000)}


def test_a_line_that_costs_nothing_has_free_months_too() -> None:
    """It is renewed at the price of the catalog, as others that the contract has not paid yet."""
    at = catalog({"seat": product(charge("package", price=D(300), size=D(10), free=D(5), minimum=D(90)))})
    contract = signed(deal("seat", months=12, free={"months": 2, "first": 11, "extends_term": False}, renewal=RULE), at)
    more = amendment([contract], at, Changes(add=({"sku": "seat", "quantity": D(3)},)), date(2027, 11, 10))
    made = price(deal_of(renewed(standing(contract, [more]), at, Changes(), name="C-1")), at, today=TODAY)
    assert [line.net for line in made.lines] == [D("90.00"), D("90.00")]


RULE = {"percent": 0, "compounding": "compound"}
