"""Usage commitments: what they pay for, what goes beyond, and what falls short."""

from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from dealdesk.quoting.quote import Quote
from tests.quoting.shop import catalog, charge, deal, product, quote

D = Decimal
TIERS = [{"from": 50_000, "percent": 5}, {"from": 100_000, "percent": 10}]


def committed(
    usage: Any, commitment: dict[str, Any], overage: str = "list", **fields: Any
) -> tuple[Quote, dict[str, Decimal]]:
    """A quote of usage at 1 a unit and year, and the net of its lines by charge."""
    rule: dict[str, Any] = {"tiers": TIERS, "overage": overage}
    if overage == "factor":
        rule["factor"] = D("1.5")
    at = catalog(
        {
            "meter": product(charge("per_unit", price=1, usage=True), kind="usage"),
            "fee": product(charge("flat", price=10)),
        },
        {"commitment": rule},
    )
    lines = [{"sku": "meter", "quantity": usage}] if usage is not None else ["fee"]
    made = quote(deal(*lines, commitment=commitment, **fields), at)
    return made, {line.charge: line.net for line in made.lines}


def test_a_commitment_is_committed_and_pays_for_its_list_value_at_the_discount() -> None:
    # 90,000 from 50,000 on earn 5 %: they pay for 90,000 / 0.95 = 94,736.84 of list
    made, nets = committed(D("94736.84"), {"amount": 90_000})
    assert nets == {"price": D("90000.00"), "usage": D("90000.00"), "drawn": D("-90000.00")}
    assert (made.totals.net, made.usage_estimate.net) == (D("90000.00"), D("0.00"))


@pytest.mark.parametrize(
    ("overage", "beyond"),
    [
        ("list", "20000.00"),
        ("discounted", "18000.00"),
        ("factor", "30000.00"),
    ],
)
def test_what_goes_beyond_a_commitment_costs_what_the_catalog_says(overage: str, beyond: str) -> None:
    # 108,000 at 10 % pay for 120,000 of list; 140,000 are used
    made, nets = committed(140_000, {"amount": 108_000}, overage)
    assert nets["price"] == D("108000.00") + D(beyond)
    assert made.usage_estimate.net == D(beyond)
    assert made.totals.net == D("108000.00")


def test_what_falls_short_is_a_true_up_and_never_discounted_again() -> None:
    made, nets = committed(60_000, {"amount": 90_000}, discounts=[{"percent": 0, "applies_to": {"charges": ["usage"]}}])
    # 60,000 less 5 % are 57,000 of usage; 33,000 are due all the same
    assert nets == {"price": D("57000.00"), "usage": D("57000.00"), "true-up": D("33000.00"), "drawn": D("-57000.00")}
    assert made.totals.net == D("90000.00")
    assert "commitment-short" in [finding.code for finding in made.findings]


def test_a_commitment_is_compared_after_discounts() -> None:
    _, nets = committed(100_000, {"amount": 90_000}, discounts=[{"percent": 20, "applies_to": {"charges": ["usage"]}}])
    # 94,736.84 of list at 5 % off and 5,263.16 at list are 95,263.16; less 20 % 76,210.53
    assert nets["price"] == D("76210.53")
    assert nets["true-up"] == D("13789.47")


def test_a_commitment_without_an_estimate_is_due_in_full() -> None:
    _, nets = committed(None, {"amount": 90_000}, months=24)
    assert nets["usage"] == D("180000.00")


def test_a_commitment_does_not_get_lost_when_nothing_else_is_bought() -> None:
    at = catalog(
        {
            "meter": product(
                {"id": "a", "period": "year", "model": "per_unit", "price": 1, "usage": True},
                {"id": "b", "period": "year", "model": "per_unit", "price": 1, "usage": True},
            )
        },
        {"commitment": {"tiers": TIERS, "overage": "list"}},
    )
    assert quote(deal("meter", commitment={"amount": 500}), at).totals.net == D("500.00")


def test_a_commitment_by_quantity_is_the_list_value_less_its_discount() -> None:
    made, nets = committed(100_000, {"quantity": {"meter/price": 100_000}})
    assert (nets["usage"], made.totals.net) == (D("90000.00"), D("90000.00"))


def test_a_commitment_for_part_of_a_year_is_that_part() -> None:
    _, nets = committed(None, {"amount": 90_000}, months=18, proration="months_days")
    assert nets["usage"] == D("135000.00")


def test_each_year_is_compared_by_itself() -> None:
    ramp = [{"year": 1, "usage": {"price": 40_000}}, {"year": 2, "usage": {"price": 80_000}}]
    at = catalog(
        {"meter": product(charge("per_unit", price=1, usage=True), kind="usage")},
        {"commitment": {"tiers": [{"from": 0, "percent": 0}], "overage": "list"}},
    )
    made = quote(deal({"sku": "meter", "quantity": 1, "ramp": ramp}, months=24, commitment={"amount": 60_000}), at)
    nets = {line.charge: line.net for line in made.lines}
    # year 1: 40,000 drawn, 20,000 short; year 2: 60,000 drawn, 20,000 beyond
    assert (nets["usage"], nets["true-up"], made.usage_estimate.net) == (D(100_000), D(20_000), D(20_000))


def test_a_commitment_rule_says_what_overage_costs() -> None:
    def shop(**rule: Any) -> Any:
        return catalog({"thing": product(charge("flat", price=1))}, {"commitment": {"tiers": TIERS} | rule})

    for rule in (
        {},
        {"overage": "factor"},
        {"overage": "list", "factor": 2},
        {"overage": "factor", "factor": D("0.9")},
    ):
        with pytest.raises(ValueError, match=r"overage|factor"):
            shop(**rule)


def test_a_commitment_that_costs_nothing_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="100"):
        catalog(
            {"thing": product(charge("flat", price=1))},
            {"commitment": {"tiers": [{"from": 0, "percent": 100}], "overage": "list"}},
        )


def test_a_rule_that_names_families_is_still_for_usage() -> None:
    at = catalog(
        {"meter": product(charge("per_unit", price=1, usage=True), kind="usage")},
        {
            "commitment": {
                "tiers": [{"from": 0, "percent": 10}],
                "overage": "list",
                "applies_to": {"families": ["things"]},
            }
        },
    )
    made = quote(deal({"sku": "meter", "quantity": 1000}, commitment={"amount": 900}), at)
    assert made.usage_estimate.net == D("0.00")  # 1,000 at 10 % off are the 900 committed


def test_a_commitment_that_the_catalog_does_not_know_is_refused() -> None:
    at = catalog({"thing": product(charge("flat", price=1))})
    with pytest.raises(DealError, match="commitment"):
        quote(deal("thing", commitment={"amount": 5}), at)
