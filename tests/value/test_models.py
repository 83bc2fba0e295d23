"""The models of the catalogs: their published numbers, and the same numbers in the page's scripts."""

from datetime import date
from decimal import Decimal as D
from random import Random

import pytest

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.catalog.value import ValueInput
from dealdesk.errors import InputError
from dealdesk.value.calculate import calculate
from dealdesk.value.given import Given, GivenRow, number_of
from dealdesk.value.savings import Savings
from dealdesk.value.settings import with_settings
from tests.value.randoms import TODAY, case, differences, model_of, models

EACH = 300


def made(catalog: str, model: str, **inputs: str) -> Savings:
    stated = Given({name: D(value) for name, value in inputs.items()})
    return calculate(model, load_catalog(packaged("catalogs") / catalog), stated, today=TODAY)


def results(found: Savings) -> dict[str, str]:
    return {each.name: f"{each.shown:f}" for each in found.outputs}


def test_the_published_security_case_comes_out() -> None:
    found = results(made("stellar-logic", "security-roi"))
    assert found["savings"] == "4955000.00"  # 3,915,000 + 600,000 + 400,000 + 40,000
    assert found["first_year_cost"] == "310000.00"
    assert found["roi"] == "14.98"  # (4,955,000 - 310,000) / 310,000 = 14.983...: 1498 %
    assert found["net"] == "14435000.00"  # 3 × 4,955,000 - 250,000 - 3 × 60,000


def test_the_published_base_case_of_payments_comes_out() -> None:
    found = results(made("sippar", "payment-infrastructure"))
    assert (found["value"], found["costs"], found["net"]) == ("10500000.00", "116000.00", "10384000.00")


def test_a_value_based_price_is_a_fifth_to_three_tenths_of_validated_value() -> None:
    found = results(made("sippar", "value-based", traditional_cost="3000000"))
    # 2,100,000 + 1,200,000 + 500,000 = 3,800,000; 60 % of it 2,280,000; 25, 20 and 30 % of that
    assert (found["price"], found["least"], found["greatest"]) == ("570000.00", "456000.00", "684000.00")
    with pytest.raises(InputError, match="captured: 35 is outside its range from 20 to 30"):
        made("sippar", "value-based", traditional_cost="3000000", captured="35")


def test_routing_saves_what_the_baseline_is_above_the_routes() -> None:
    found = results(made("ai-control-plane", "routing-savings", monthly_tokens="2000000000", average_cost="0.015"))
    # 2,000,000 K × 0.015 = 30,000; 900,000 × 0.0006 + 700,000 × 0.006 + 400,000 × 0.03 = 540 + 4,200 + 12,000
    assert (found["baseline"], found["actual"], found["saving_share"]) == ("30000.00", "16740.00", "0.442")


def test_a_gain_is_shared_beyond_the_threshold_only() -> None:
    found = results(made("ai-control-plane", "gain-share", baseline="100000", measured="85000"))
    assert (found["shared"], found["fee"], found["net"]) == ("5000.00", "1000.00", "14000.00")
    below = made("ai-control-plane", "gain-share", baseline="100000", measured="95000")
    assert results(below)["fee"] == "0.00"
    assert [each.message for each in below.checks if not each.met]


@pytest.mark.parametrize(("catalog", "model"), models())
def test_random_numbers_come_to_the_same_in_the_page(catalog: str, model: str) -> None:
    random = Random(f"2:{model}")
    assert list(differences(catalog, model, [case(random, model_of(catalog, model)) for _ in range(EACH)])) == []


def test_a_printout_is_kept_as_json() -> None:
    found = made("stellar-logic", "security-roi")
    assert Savings.from_json(found.to_json()) == found
    assert found.results[0].at.endswith("value.toml:70")
    assert [each.label for each in found.results[2].used] == ["Cost of the first year", "Savings a year"]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    catalog = load_catalog(packaged("catalogs") / "ai-control-plane")
    rows = {"routes": (GivenRow("A", {"share": D(120), "cots": D(1)}),), "route": ()}
    with pytest.raises(InputError) as wrong:
        calculate("routing-savings", catalog, Given({"target_quality": D("0.9"), "tokens": D(1)}, rows), today=TODAY)
    said = str(wrong.value)
    assert "target_quality: 0.9 is outside its range from 50 to 100" in said
    assert "percentages are stated in hundreds: 60 means 60 %" in said
    assert "the model has no input tokens" in said
    assert "share: 120 is outside its range from 0 to 100" in said
    assert "the model has no column cots" in said
    assert "did you mean cost?" in said
    assert "did you mean routes?" in said
    assert "monthly_tokens is missing: Tokens a month" in said
    assert len(wrong.value.mistakes) == 8


def test_a_model_that_is_not_there_is_guessed() -> None:
    catalog = load_catalog(packaged("catalogs") / "sippar")
    with pytest.raises(InputError, match="did you mean value-based"):
        calculate("value-basd", catalog, Given(), today=TODAY)
    with pytest.raises(InputError, match="has no formulas"):
        calculate("outcome-based", catalog, Given(), today=TODAY)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2,000,000", "whole", "2000000"),
        ("2M", "whole", "2000000"),
        ("1.5 bn", "whole", "1500000000"),
        ("60 %", "percent", "60"),
        ("$1,200.50", "money", "1200.5"),
        ("USD 12", "money", "12"),
        ("-3", "number", "-3"),
        ("1 200 300", "number", "1200300"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, kind: str, expected: str) -> None:
    assert number_of(text, kind) == D(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,5", "0,015", "1.234,56", "12,34", "1e9", "0x10", "nan", "inf", "--1", "1" * 30]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number_of(text, "number")


def test_rows_are_set_by_place_or_by_name() -> None:
    model = model_of("ai-control-plane", "routing-savings")
    made_so = with_settings(Given(), model, ["routes.1.share=50", "routes.mid-size model.share=30%"])
    assert [each.values["share"] for each in made_so.rows["routes"]] == [50, 30, 20]
    with pytest.raises(InputError, match="routes has no row 4"):
        with_settings(Given(), model, ["routes.4.share=50"])


def test_an_input_holds_its_own_default_in_its_range() -> None:
    with pytest.raises(ValueError, match="the default 5 is outside its range from 0 to 3"):
        ValueInput(label="A", most=D(3), default=D(5))
    assert date(2026, 11, 20) == TODAY
