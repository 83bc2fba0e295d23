"""Every cent is worked out again from the extract alone, by a second program."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.sealing.amounts import NotANumber, Rounding, number
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests.sealing.corpus import CORPUS
from tests.sealing.priced import EXAMPLES, TODAY, example, random_quotes


def data_of(quote: Quote) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(extract(quote))
    return found


def test_every_figure_of_every_example_follows_from_its_rules() -> None:
    for name in EXAMPLES:
        derived = derive(data_of(example(name)))
        assert derived.differences == (), name
        assert derived.figures > 10


def test_every_figure_of_random_deals_follows_from_their_rules() -> None:
    figures = 0
    for number_, quote in enumerate(random_quotes(range(700, 725))):
        derived = derive(data_of(quote))
        assert derived.differences == (), number_
        figures += derived.figures
    assert figures > 5_000


def test_the_corpus_of_sealed_quotes_gives_the_same_cents_for_ever() -> None:
    sealed = CORPUS.read_text("utf-8").splitlines()
    assert len(sealed) >= 200
    for number_, line in enumerate(sealed):
        derived = derive(json.loads(line))
        assert derived.differences == (), number_


def test_a_record_is_enough_to_work_its_price_out_without_catalog_and_clock() -> None:
    for name in EXAMPLES:
        kept = Quote.from_json(example(name).to_json())  # all that the register has
        assert kept == example(name)
        assert extract(kept) == extract(example(name))
        assert derive(data_of(kept)).differences == ()


CATALOG = {
    "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
    "products": {
        "seat": {
            "name": "Seat",
            "kind": "plugin",
            "family": "seats",
            "charges": [
                {"id": "seats", "period": "year", "unit": "seat", "model": "per_unit", "price": Decimal("19.99")}
            ],
        }
    },
    "rules": {
        "term": {"tiers": [{"from": 12, "percent": 10}, {"from": 24, "percent": 15}]},
        "partner": {"tiers": [{"tier": "gold", "percent": 5}]},
    },
}


def shop(**more: Any) -> Quote:
    catalog = Catalog.validate({**CATALOG, **more})
    deal = {
        "catalog": "shop",
        "customer": {"name": "Buyer"},
        "start": TODAY,
        "months": 12,
        "partner": {"name": "R", "tier": "gold"},
        "lines": [{"sku": "seat", "quantity": 7}],
    }
    return price(Deal.validate(deal), catalog, today=TODAY)


def test_it_holds_the_rules_that_made_the_price_and_no_others() -> None:
    # 7 × 19.99 = 139.93; 10 % of it 13.993 → 13.99; 5 % of 125.94 is 6.297 → 6.30; so 119.64
    data = data_of(shop())
    rules = data["derivation"]["rules"]
    assert [(each["step"], each["numbers"]) for each in rules] == [
        ("term", {"percent": "10"}),
        ("partner", {"percent": "5"}),
    ]
    assert data["totals"]["net"] == "119.64"
    assert '"15"' not in json.dumps(data)  # the tier that this deal has not reached


def test_a_step_that_is_not_disclosed_is_one_adjustment_and_still_adds_up() -> None:
    quote = shop(policy={"disclosure": {"fold": ["partner"]}})
    data = data_of(quote)
    assert [(each["step"], each["amount"]) for each in data["moves"]] == [("term", "-13.99"), ("adjustment", "-6.30")]
    assert "artner discount" not in json.dumps(data["derivation"])
    derived = derive(data)
    assert (derived.differences, derived.stated) == ((), 1)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("totals", "net"), "119.65"),
        (("lines", 0, "net"), "119.65"),
        (("lines", 0, "intervals", 0, "net_per_period"), "119.65"),
        (("invoices", 0, "amount"), "119.65"),
        (("invoices", 0, "due"), "2026-12-22"),
        (("metrics", "acv"), "119.65"),
        (("moves", 0, "amount"), "-13.98"),
        (("derivation", "rules", 0, "numbers", "percent"), "10.1"),
        (("derivation", "rows", 0, "takes", 0, 3), "19.98"),
        (("derivation", "rows", 0, "quantity"), "8"),
        (("usage_estimate", "net"), "0.01"),
    ],
)
def test_a_figure_that_does_not_follow_is_named(path: tuple[Any, ...], value: str) -> None:
    data = data_of(shop())
    at = data
    for step in path[:-1]:
        at = at[step]
    assert at[path[-1]] != value
    at[path[-1]] = value
    assert derive(data).differences


def test_a_difference_says_what_is_stated_and_what_follows() -> None:
    data = data_of(shop())
    data["totals"]["net"] = "100.00"
    first = next(each for each in derive(data).differences if each.where == "totals.net")
    assert str(first) == "totals.net says 100.00; its charges and rules give 119.64"


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1e999999", "9" * 80, None, True, 1.5])
def test_what_is_no_number_is_refused_at_once(text: object) -> None:
    with pytest.raises(NotANumber):
        number(text)


@pytest.mark.parametrize(
    ("value", "places", "half_even", "rounded"),
    [("2.345", 2, False, "2.35"), ("2.345", 2, True, "2.34"), ("-2.345", 2, False, "-2.35"), ("0.5", 0, True, "0")],
)
def test_amounts_are_rounded_as_policies_say(value: str, places: int, half_even: bool, rounded: str) -> None:
    assert Rounding(places, half_even)(number(value)) == number(rounded)


def test_a_quote_without_workings_says_so() -> None:
    assert data_of(replace(shop(), workings=None))["derivation"] is None


def test_amounts_are_shared_out_by_largest_remainder() -> None:
    cents = Rounding(2, False)
    assert [float(each) for each in cents.shared(number("10.00"), [number("1")] * 3)] == [3.34, 3.33, 3.33]
    assert Decimal("0.00") == Decimal(
        str(float(sum(cents.shared(number("-0.05"), [number("2")] * 3)) + number("0.05")))
    )
