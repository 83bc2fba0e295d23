"""Which rules of a policy fire, exactly at their limits, and what they say."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any, get_args

import pytest

from dealdesk.approving import Requirements, needed
from dealdesk.approving.measures import MEASURES
from dealdesk.approving.words import sentence
from dealdesk.catalog.condition import MeasureName
from dealdesk.quoting.price import price
from tests.approving.shop import catalog, deal, needs, state
from tests.quoting.shop import TODAY

TEN = {"discounts": [{"percent": 10}]}
BOTH = [{"sku": "suite", "quantity": 100}, {"sku": "data"}]


def rule(measure: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"measure": measure, "op": op, "value": value} | more


def test_every_measure_of_the_policy_has_its_function() -> None:
    assert tuple(each.name for each in MEASURES) == get_args(MeasureName)


@pytest.mark.parametrize(
    ("asked", "the_rule", "fires"),
    [
        (TEN, rule("discount", "above", D("9.99")), True),
        (TEN, rule("discount", "above", 10), False),  # exactly 10 %: 1,000 of 10,000
        (TEN, rule("discount", "at_least", 10), True),
        ({"discounts": [{"amount": D("1000.01")}]}, rule("discount", "above", 10), True),  # a cent more
        (TEN, rule("asked_discount", "at_least", 10), True),
        ({}, rule("asked_discount", "above", 0), False),
        (TEN, rule("margin", "below", 56), True),  # (9,000 - 4,000) / 9,000 = 55.5… %
        (TEN, rule("margin", "below", 55), False),
        (TEN, rule("tcv", "at_least", 9000), True),
        (TEN, rule("tcv", "above", 9000), False),
        (TEN, rule("acv", "at_least", 9000), True),
        (TEN, rule("arr", "above", 9000), False),
        (TEN, rule("list", "at_least", 10000), True),
        ({}, rule("quantity", "above", 99), True),
        ({}, rule("quantity", "above", 100), False),
        ({}, rule("months", "above", 11), True),
        ({}, rule("months", "above", 12), False),
        ({"months": None, "end": "2028-01-01"}, rule("months", "above", 12), True),  # a day of the 13th month
        ({"terms": {"payment_days": 60}}, rule("payment_days", "above", 45), True),
        ({}, rule("payment_days", "above", 30), False),
        ({"free": {"months": 2, "extends_term": False}}, rule("free_months", "at_least", 2), True),
        ({"valid_days": 90}, rule("valid_days", "above", 60), True),
        ({}, rule("days_to_start", "above", 30), True),  # 1 December to 1 January: 31 days
        ({"in_arrears": True}, rule("in_arrears", "at_least", 1), True),
        ({"uplift": {"percent": 3, "compounding": "simple", "most": 9}}, rule("uplift", "below", 4), True),
        ({}, rule("uplift", "below", 4), True),  # no uplift at all
        ({"terms": {"renewal_cap": 3}}, rule("renewal_cap", "below", 5), True),
        ({"terms": {"agreement": "Theirs"}}, rule("nonstandard_terms", "at_least", 1), True),
        ({"terms": {"sla": "99 %"}}, rule("nonstandard_terms", "at_least", 1, terms=["agreement"]), False),
        ({"notes": ["We refund all."]}, rule("notes", "above", 0), True),
        ({"economics": {"cac": 5000}}, rule("cac", "above", 4999), True),
    ],
)
def test_a_rule_fires_when_its_measure_passes_the_limit_exactly(
    asked: dict[str, Any], the_rule: dict[str, Any], fires: bool
) -> None:
    from datetime import date

    asked = {key: date.fromisoformat(each) if key == "end" else each for key, each in asked.items() if each is not None}
    made = deal(**asked) if "end" not in asked else deal_to(**asked)
    assert state(made, the_rule) == ("fires" if fires else "quiet")


def deal_to(**fields: Any) -> Any:
    return deal(**fields).but(months=None)


def test_line_and_family_measures_look_at_the_worst() -> None:
    lines = [{"sku": "suite", "quantity": 100, "discount": 20}, {"sku": "data", "discount": 30}]
    found = needs(deal(*lines), catalog(rule("line_discount", "above", 25), rule("family_discount", "above", 30)))
    (line,), (family,) = found.ruling("r1").conditions, found.ruling("r2").conditions
    assert (line.value, line.of, line.passed) == (D(30), "line 2, data", True)
    assert (family.value, family.of, family.passed) == (D(30), "family data", False)
    of_software = rule("discount", "above", 19, families=["software"])
    assert state(deal(*lines), of_software) == "fires"  # 2,000 of 10,000
    assert state(deal(*lines), of_software | {"value": 20}) == "quiet"


def test_the_distance_to_the_floor_is_of_the_charge_that_is_nearest() -> None:
    # data: list 5,000, floor 3,000; with 30 % off 3,500, that is 16.67 % above its floor
    found = needs(deal(*BOTH, discounts=[{"percent": 30}]), catalog(rule("floor_distance", "below", 20)))
    (checked,) = found.ruling("r1").conditions
    assert checked.value == D("16.6667")
    assert found.ruling("r1").state == "fires"
    on_it = needs(deal(*BOTH, discounts=[{"percent": 90}]), catalog(rule("floor_distance", "at_most", 0)))
    assert on_it.ruling("r1").conditions[0].value == 0
    assert on_it.ruling("r1").state == "fires"


def test_what_is_not_known_is_told_and_fires_nothing_unless_the_policy_asks() -> None:
    margin = rule("margin", "below", 50)
    found = needs(deal(*BOTH), catalog(margin)).ruling("r1")
    assert (found.state, found.asks) == ("unknown", False)
    assert found.why == "the catalog states no cost for data"
    asked = needs(deal(*BOTH), catalog(margin | {"unknown": "ask"}))
    assert asked.ruling("r1").asks
    assert [seat.titles for level in asked.levels for seat in level.seats] == [("CFO",)]


def test_an_amount_in_another_currency_is_not_compared_with_the_limit() -> None:
    products = {
        "suite": {
            "name": "Suite",
            "kind": "plugin",
            "family": "software",
            "charges": [{"id": "seats", "period": "year", "model": "per_unit", "price": {"USD": 100, "EUR": 90}}],
        }
    }
    euros = deal(customer={"name": "Nord", "currency": "EUR"})
    assert state(euros, rule("tcv", "above", 1), products=products) == "unknown"
    by_currency = {"measure": "tcv", "op": "at_least", "values": {"USD": 10_000, "EUR": 9000}}
    assert state(euros, by_currency, products=products) == "fires"
    assert state(euros, by_currency | {"values": {"USD": 1}}, products=products) == "unknown"


KNOWN = {"yes": rule("months", "above", 0), "no": rule("months", "above", 99), "open": rule("cac", "above", 1)}


@pytest.mark.parametrize(
    ("every", "some", "found"),
    [
        ("yes yes", "", "fires"),
        ("yes no", "", "quiet"),
        ("yes open", "", "unknown"),
        ("no open", "", "quiet"),  # whatever the open one is
        ("", "no yes", "fires"),
        ("", "open yes", "fires"),  # whatever the open one is
        ("", "open no", "unknown"),
        ("", "no no", "quiet"),
        ("yes", "no yes", "fires"),
        ("yes", "no no", "quiet"),
        ("no", "yes yes", "quiet"),
        ("open", "yes", "unknown"),
        ("open", "no", "quiet"),
    ],
)
def test_conditions_combine_and_what_is_open_counts_only_where_it_matters(every: str, some: str, found: str) -> None:
    combined = {"all": [KNOWN[each] for each in every.split()], "any": [KNOWN[each] for each in some.split()]}
    assert state(deal(), {key: each for key, each in combined.items() if each}) == found


def test_what_is_optional_is_judged_as_if_it_were_taken() -> None:
    gift = {"sku": "data", "optional": True, "discount": 30}
    of = deal({"sku": "suite", "quantity": 100}, gift)
    at = catalog(rule("line_discount", "above", 20), rule("discount", "at_least", 10), rule("tcv", "above", 13_000))
    found = [each.conditions[0] for each in needs(of, at).rulings]
    # with the option: 10,000 + 3,500 of 15,000, so 10 % off; without it 10,000 and nothing off
    assert [(each.value, each.passed, each.besides) for each in found] == [
        (D(value), True, "with line 2, data, which is optional") for value in (30, 10, 13_500)
    ]
    without = needs(deal({"sku": "suite", "quantity": 100}), at)
    assert [each.state for each in without.rulings] == ["quiet", "quiet", "quiet"]


def test_an_option_that_passes_a_limit_needs_the_approval_too() -> None:
    options = [{"name": "Three years", "months": 36}, {"name": "Deep", "discounts": [{"percent": 40}]}]
    found = needs(deal(options=options), catalog(rule("discount", "above", 30), rule("months", "above", 24)))
    assert [(each.conditions[0].option, each.state) for each in found.rulings] == [
        ("Deep", "fires"),
        ("Three years", "fires"),
    ]


def test_levels_come_one_after_the_other_and_those_asked_in_turn_each_have_their_own() -> None:
    found = needs(
        deal(),
        catalog(
            rule("months", "above", 0, approvers=["CFO", "Legal", "Head of Sales"], quorum=2, level=2),
            rule("months", "above", 1, approvers=["Legal", "CFO"], order="sequential"),
            rule("months", "above", 2, approver="CFO", level=2),
            rule("months", "above", 99, approver="Board"),
        ),
    )
    assert [(level.number, [(s.titles, s.quorum, s.rules) for s in level.seats]) for level in found.levels] == [
        (1, [(("Legal",), 1, ("r2",))]),
        (2, [(("CFO",), 1, ("r2",))]),
        (3, [(("CFO", "Legal", "Head of Sales"), 2, ("r1",)), (("CFO",), 1, ("r3",))]),
    ]


def test_a_guardrail_is_a_rule_like_any_other() -> None:
    rails = {
        "margin": {"name": "Margin", "metric": "gross-margin", "op": "at_least", "value": 60, "unit": "%"},
        "payback": {
            "name": "Payback", "metric": "cac-payback", "op": "below", "value": 12, "unit": "months", "approver": "CFO",
        },
        "infra": {"name": "Infra", "metric": "infrastructure-share", "op": "below", "value": 25, "unit": "%"},
        "ltv": {"name": "LTV", "metric": "ltv-to-cac", "op": "at_least", "value": 3, "unit": "times"},
        "book": {"name": "Share", "metric": "largest-customer-share", "op": "at_most", "value": 20, "unit": "%"},
    }  # fmt: skip
    # net 10,000, cost 4,000: margin 60 %; gross profit 6,000 a year; CAC 6,000: 12 months, and below 12 is wanted
    # churn 25 %: LTV 24,000, 4 times CAC; infrastructure 2,500 of 10,000: 25 %, and below 25 is wanted
    known = {"cac": 6000, "churn_percent": 25, "infrastructure_cost": 2500}
    found = needs(deal(economics=known), catalog(guardrails=rails))
    assert {each.id: each.state for each in found.rulings} == {
        "margin": "quiet", "payback": "fires", "infra": "fires", "ltv": "quiet", "book": "elsewhere",
    }  # fmt: skip
    assert found.blocked == ("infra",)
    assert not found.none
    unknown = needs(deal(), catalog(guardrails=rails))
    assert {each.id: each.state for each in unknown.rulings} == {
        "margin": "quiet", "payback": "unknown", "infra": "unknown", "ltv": "unknown", "book": "elsewhere",
    }  # fmt: skip
    assert unknown.ruling("payback").why == "the deal states no cac in [economics]"
    assert unknown.none


def test_requirements_are_the_same_after_json() -> None:
    found = needs(deal(**TEN), catalog(rule("discount", "above", 5), rule("margin", "below", 99)))
    assert Requirements.from_json(found.to_json()) == found


def test_what_would_avoid_a_rule_does() -> None:
    at = catalog(rule("discount", "above", 15))
    found = needs(deal(discounts=[{"percent": 20}]), at).ruling("r1")
    assert found.avoid == (
        "discount at most 15 %: USD 8,500.00 net, USD 500.00 more",
        "ask for USD 1,500.00 off instead of USD 2,000.00",
    )
    less = deal(discounts=[{"amount": D(1500)}])
    assert not needed(less, at, price(less, at, today=TODAY))
    more = deal(discounts=[{"amount": D("1500.01")}])
    assert needed(more, at, price(more, at, today=TODAY))


def test_what_would_avoid_a_rule_of_several_conditions_is_enough() -> None:
    together = {
        "all": [{"measure": "months", "op": "above", "value": 12}],
        "any": [{"measure": "tcv", "op": "above", "value": value} for value in (1000, 2000)]
        + [{"measure": "payment_days", "op": "above", "value": 90}],
    }
    asked = deal(months=24)
    found = needs(asked, catalog(together)).ruling("r1")
    assert found.avoid == (
        "one of these is enough:",
        "term at most 12 months",
        "contract value at most USD 1,000.00 and contract value at most USD 2,000.00",
    )
    assert sentence(found, "USD") == (
        "term 24 months is above 12 months and contract value USD 20,000.00 is above USD 1,000.00 and "
        "contract value USD 20,000.00 is above USD 2,000.00"
    )


ECONOMICS = {"cac": 5000, "infrastructure_cost": 100, "churn_percent": 10}


@pytest.mark.parametrize(
    ("the_rule", "said"),
    [
        (rule("margin", "below", 50), "margin: nothing is paid, which is below 50 %"),
        (rule("line_margin", "at_most", 50), "margin of a line: nothing is paid, which is at most 50 %"),
        (rule("gross_margin", "below", 50), "gross margin: nothing is paid, which is below 50 %"),
        (rule("cac_payback", "above", 12), "CAC payback: nothing is paid, which is above 12 months"),
        (rule("ltv_to_cac", "below", 3), "LTV to CAC: nothing is paid, which is below 3"),
        (
            rule("infrastructure_share", "above", 15),
            "infrastructure share: the quote has no recurring revenue, which is above 15 %",
        ),
    ],
)
def test_giving_all_away_passes_every_limit_that_rests_on_what_is_paid(the_rule: dict[str, Any], said: str) -> None:
    found = needs(deal(discounts=[{"percent": 100}], economics=ECONOMICS), catalog(the_rule)).ruling("r1")
    assert (found.state, sentence(found, "USD")) == ("fires", said)
    other = the_rule | {"op": "below" if the_rule["op"] == "above" else "above"}
    assert state(deal(discounts=[{"percent": 100}], economics=ECONOMICS), other) == "quiet"


def test_a_deal_that_loses_money_never_pays_its_acquisition_back() -> None:
    loses = deal(discounts=[{"percent": 70}], economics=ECONOMICS)  # 3,000 a year, and 4,000 of cost
    found = needs(loses, catalog(rule("cac_payback", "above", 12), rule("ltv_to_cac", "below", 3)))
    assert [sentence(each, "USD") for each in found.rulings] == [
        "CAC payback: there is no gross profit to pay it back, which is above 12 months",
        "LTV to CAC: there is no gross profit to pay it back, which is below 3",
    ]
    free = ECONOMICS | {"cac": 0}
    assert state(loses.but(economics=deal(economics=free).economics), rule("cac_payback", "above", 12)) == "quiet"


def test_what_is_not_for_every_year_has_no_yearly_figures_and_fires_nothing() -> None:
    once: dict[str, Any] = {"name": "Setup", "kind": "service", "family": "services"}
    once |= {"charges": [{"id": "work", "period": "once", "model": "flat", "price": 900, "cost": 400}]}
    of = deal({"sku": "setup"}, economics=ECONOMICS)
    assert state(of, rule("infrastructure_share", "above", 15), products={"setup": once}) == "unknown"


def test_what_a_floor_takes_back_is_not_said_to_be_asked_for() -> None:
    # of 15,000 half is asked for, and the floor of data gives 500 back: an amount less comes to another net
    found = needs(deal(*BOTH, discounts=[{"percent": 50}]), catalog(rule("discount", "above", 15))).ruling("r1")
    assert found.avoid == (
        "discount at most 15 %: USD 12,750.00 net, USD 4,750.00 more",
        "`dealdesk approvals explain DEAL --largest` says what may be asked for, with floors and minima in it",
    )


@pytest.mark.parametrize(
    ("the_rule", "least"),
    [
        (rule("infrastructure_share", "above", 15), "60,000.00"),  # 9,000 / 15 %
        (rule("infrastructure_share", "at_least", 15), "60,000.01"),
        (rule("cac_payback", "above", 12), "25,714.29"),  # 18,000 × 12 / 12 / 70 %
        (rule("ltv_to_cac", "below", 30), "61,714.29"),  # 30 × 18,000 × 8 % / 70 %
    ],
)
def test_what_would_avoid_a_figure_of_the_economics_is_a_yearly_value(the_rule: dict[str, Any], least: str) -> None:
    stated = {"cac": 18_000, "infrastructure_cost": 9000, "gross_margin": 70, "churn_percent": 8}
    found = needs(deal(economics=stated), catalog(the_rule)).ruling("r1")
    assert found.avoid[0].endswith(f": a yearly contract value of USD {least} or more")
    prices: dict[str, Any] = {"suite": {"name": "S", "kind": "plugin", "family": "software"}}
    exact = D(least.replace(",", ""))
    for price_, now in ((exact, "quiet"), (exact - D("0.01"), "fires")):
        prices["suite"]["charges"] = [{"id": "s", "period": "year", "model": "flat", "price": price_}]
        assert state(deal({"sku": "suite"}, economics=stated), the_rule, products=prices) == now
