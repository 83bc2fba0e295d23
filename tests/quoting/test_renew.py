"""Renewals: what is paid goes on, with the rise that was agreed; every number worked out by hand."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.renewal import RenewalRule
from dealdesk.errors import DealError
from dealdesk.quoting.changing import Changes, renewed
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.contract import Renews
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.renewing import rise_of
from dealdesk.quoting.standing import Signed, standing
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests.quoting.shop import START, TODAY, catalog, charge, deal, product

PLAN = product(charge("flat", price=D("100000")))
FIVE = {"percent": 5, "compounding": "compound"}


def renewal(at: Catalog, contract: Deal, changes: Changes | None = None, **more: Any) -> tuple[Deal, Quote]:
    quote = price(contract, at, today=TODAY)
    data = renewed(standing(Signed("C-1", contract, at, quote)), at, changes or Changes(), name="C-1", **more)
    made = deal_of(data)
    return made, price(made, at, today=TODAY)


def project(at: Catalog, contract: Deal, count: int, **more: Any) -> list[D]:
    """What recurs a year in a contract and in the renewals after it."""
    found = [price(contract, at, today=TODAY).totals.net]
    for _ in range(count):
        contract, quote = renewal(at, contract, **more)
        found.append(quote.totals.net)
    return found


def test_compound_and_simple_rises_differ_from_the_second_renewal_on() -> None:
    # 100,000 at 5 %: compound 105,000 and 110,250; simple 105,000 and 110,000, each a rise of 5,000
    at = catalog({"plan": PLAN})
    assert project(at, deal("plan", renewal=FIVE), 3) == [100000, 105000, 110250, D("115762.50")]
    simple = {"percent": 5, "compounding": "simple"}
    assert project(at, deal("plan", renewal=simple), 3) == [100000, 105000, 110000, 115000]


@pytest.mark.parametrize(
    ("rule", "months", "number", "rate"),
    [
        (FIVE, 36, 1, Fraction(5, 100)),
        ({"percent": 3, "compounding": "simple", "per": "year"}, 36, 1, Fraction(9, 100)),  # 3 % a year of the term
        ({"percent": 3, "compounding": "compound", "per": "year"}, 36, 1, Fraction(103**3, 10**6) - 1),
        ({"percent": 3, "compounding": "simple", "per": "year"}, 18, 1, Fraction(45, 1000)),
        ({"percent": 3, "compounding": "compound", "per": "year"}, 18, 1, Fraction(103 * 1015, 10**5) - 1),
        ({"percent": 10, "compounding": "simple"}, 12, 2, Fraction(1, 11)),  # 10 of the 110 that were paid last
    ],
)
def test_the_rate_of_a_rise(rule: dict[str, Any], months: int, number: int, rate: Fraction) -> None:
    renews = Renews.validate({"contract": "C", "months": months, "number": number})
    assert rise_of(RenewalRule.validate(rule), renews, date(2030, 1, 1)).rate == rate


def test_the_lower_of_two_caps_holds_and_the_printed_one_only_at_the_first_renewal() -> None:
    at = catalog({"plan": PLAN})
    rule = {"percent": 12, "compounding": "compound", "cap": 10}
    assert project(at, deal("plan", renewal=rule), 1) == [100000, 110000]
    printed = deal("plan", renewal=rule, terms={"renewal_cap": 7})
    assert project(at, printed, 2) == [100000, 107000, 117700]


def test_a_rise_can_be_a_share_of_list() -> None:
    # paid 80,000 of 100,000: 5 % of list are 5,000, so 85,000
    at = catalog({"plan": PLAN})
    rule = {"percent": 5, "compounding": "compound", "base": "list"}
    contract = deal({"sku": "plan", "discount": 20}, renewal=rule)
    _, quote = renewal(at, contract)
    assert quote.totals.net == 85000
    assert [(move.code, move.amount, move.rule) for move in quote.lines[0].moves] == [
        ("list", D("100000.00"), "products.plan.charges[0]"),
        ("contract", D("-20000.00"), "renews"),
        ("renewal", D("5000.00"), "renewal"),
    ]


def test_no_price_rises_while_it_is_locked() -> None:
    at = catalog({"plan": PLAN})
    rule = FIVE | {"lock_months": 24}
    # renewals on 1 January 2028 (12 months after the first day), 2029 (24, the lock is over) and 2030
    assert project(at, deal("plan", renewal=rule), 3) == [100000, 100000, 105000, 110250]


def test_expansion_is_at_the_locked_price_or_at_the_catalogs() -> None:
    at = catalog({"seat": product(charge("per_unit", price=D(120)))})
    contract = deal({"sku": "seat", "quantity": 40, "discount": 25}, renewal=FIVE | {"added_units": "locked"})
    # paid 90 a seat; 60 seats at 90 and 5 %: 5,670
    assert renewal(at, contract, Changes(to={1: D(60)}))[1].totals.net == 5670
    # 40 seats at 94.50 go on, 20 more cost 120: 3,780 + 2,400
    own = deal({"sku": "seat", "quantity": 40, "discount": 25}, renewal=FIVE)
    assert renewal(at, own, Changes(to={1: D(60)}))[1].totals.net == 6180
    # fewer seats keep their price: 30 at 94.50
    assert renewal(at, own, Changes(to={1: D(30)}))[1].totals.net == 2835


def test_a_renewal_has_what_recurs_and_nothing_that_came_once() -> None:
    setup = product(charge("flat", price=D(1000)), charge("flat", price=D(500)) | {"id": "setup", "period": "once"})
    at = catalog({"plan": setup, "start": product(charge("flat", price=D(900), period="once"))})
    contract = deal(
        "plan", "start", {"sku": "plan", "optional": True},
        renewal=FIVE, free={"months": 2, "extends_term": False}, discounts=[{"amount": D(100)}],
    )  # fmt: skip
    made, quote = renewal(at, contract)
    assert [(line.sku, line.charge) for line in quote.lines] == [("plan", "price")]
    assert made.free is None
    assert made.discounts == ()
    # 100 off what is left of 10 paid months and of what comes once: 833.33 of 2,233.33 are the plan's
    paid = price(contract, at, today=TODAY).lines[0]
    assert paid.charge == "price"
    held = made.lines[0].held["price"]
    assert held < 1000  # the amount off the whole contract is in what was paid a period
    assert quote.totals.net == (held * D("1.05")).quantize(D("0.01"))


def test_a_ramp_goes_on_where_it_ended() -> None:
    at = catalog({"seat": product(charge("per_unit", price=D(100)))})
    ramp = [{"year": 1, "quantity": 10}, {"year": 2, "quantity": 30}]
    contract = deal({"sku": "seat", "quantity": 10, "ramp": ramp}, months=24, renewal=FIVE)
    made, quote = renewal(at, contract, months=12)
    assert made.lines[0].quantity == 30
    assert quote.totals.net == 3150


def test_a_price_that_the_seller_stated_by_year_goes_on_where_it_ended() -> None:
    at = catalog({"bespoke": product(charge("range", **{"from": D(100), "to": D(900)}))})
    ramp = [{"year": 1, "price": 200}, {"year": 2, "price": 400}]
    made, quote = renewal(at, deal({"sku": "bespoke", "ramp": ramp}, months=24, renewal=FIVE), months=12)
    assert (made.lines[0].price, quote.totals.net) == (400, 420)


def test_a_share_of_other_lines_is_of_what_they_cost_now() -> None:
    support = product(charge("percent_of", rate=D("0.15"), of=["things"]), kind="add_on", family="support")
    at = catalog({"plan": product(charge("flat", price=D(1000))), "support": support})
    _, quote = renewal(at, deal("plan", "support", renewal=FIVE))
    assert derive(json.loads(extract(quote))).differences == ()  # what its PDF proves
    assert [line.net for line in quote.lines] == [D("1050.00"), D("157.50")]


def test_the_renewal_starts_on_the_day_after_and_knows_where_it_comes_from() -> None:
    at = catalog({"plan": PLAN})
    made, quote = renewal(at, deal("plan", months=36, renewal=FIVE))
    assert (quote.start, quote.end) == (date(2030, 1, 1), date(2032, 12, 31))
    assert made.renews is not None
    assert (made.renews.contract, made.renews.months, made.renews.number, made.renews.first) == ("C-1", 36, 1, START)
    again, _ = renewal(at, made)
    assert again.renews is not None
    assert (again.renews.number, again.renews.first) == (2, START)
    assert {term.id: term.text for term in quote.terms}["renews"] == "C-1, which ends on 31 December 2029"


def test_a_renewal_without_a_rule_is_refused() -> None:
    at = catalog({"plan": PLAN})
    with pytest.raises(DealError, match="neither the deal nor its catalog says what a renewal costs"):
        renewal(at, deal("plan"))


def test_a_price_that_is_held_for_no_charge_is_refused() -> None:
    at = catalog({"plan": PLAN})
    made, _ = renewal(at, deal("plan", renewal=FIVE))
    wrong = made.but(lines=(made.lines[0].but(held={"other": D(1)}),))
    with pytest.raises(DealError, match="plan has no charge other"):
        price(wrong, at, today=TODAY)
