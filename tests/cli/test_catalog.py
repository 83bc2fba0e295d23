"""`dealdesk catalog`: list, show, validate."""

import re
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli.price_words import _WORDS, price_words
from dealdesk.pricing.charges import (
    CHARGES,
    BracketedFee,
    Charge,
    Flat,
    Graduated,
    Matrix,
    Package,
    Percentage,
    PerUnit,
    Stairstep,
)
from tests.cli.conftest import CATALOG, Run


def test_the_house_catalogs_are_listed(run: Run, at_root: Path) -> None:
    ran = run("catalog", "list")
    assert ran.code == 0
    for row in (r"ai-control-plane +AI Control Plane", r"sippar +Sippar", r"stellar-logic +Stellar Logic AI"):
        assert re.search(row, ran.out)
    listed = run("catalog", "list", "--json").json
    assert [each["id"] for each in listed] == ["ai-control-plane", "sippar", "stellar-logic"]
    assert listed[2]["products"] == 12


def test_packaged_catalogs_are_found_from_any_folder_and_nearer_ones_first(run: Run, shop: Path) -> None:
    (shop / "catalogs").mkdir()
    (shop / "acme.toml").rename(shop / "catalogs/acme.toml")
    (shop / "catalogs/broken.toml").write_text("[catalog]\n", encoding="utf-8")
    ran = run("catalog", "list")
    assert re.search(r"acme +Acme Inc. +2026.1 +2  USD +catalogs/acme.toml", ran.out)
    assert re.search(r"broken +has \d+ mistakes? +catalogs/broken.toml", ran.out)
    assert "sippar" in ran.out


def test_a_catalog_is_shown_with_products_prices_rules_and_segments(run: Run, shop: Path) -> None:
    ran = run("catalog", "show", "acme.toml")
    assert ran.code == 0
    for row in (
        r"Acme Inc.\nCatalog +acme 2026.1",
        r"suite +Suite\n",
        r"Seats +up to 100: all units at 50 +seat a year\n +over 100: all units at 40",
        r"Calls +first 500 free +1k calls a month\n +over 500 at 2.50",
        r"connector +Connector +10,000 +a year",
        r"Bundle discount\n +Pair: from 2 products +10 %  acme.toml:\d+",
        r"Term discount\n +from 36 months +5 %  acme.toml:\d+",
        r"small +Small firms",
    ):
        assert re.search(row, ran.out), row


def test_one_product_is_shown_with_everything_about_it(run: Run, shop: Path) -> None:
    out = run("catalog", "show", "acme.toml", "connector").out
    for row in (r"SKU +connector", r"Note +A guess.", r"Stands at +acme.toml:\d+", r"flat +EUR: 9,000"):
        assert re.search(row, out), row


def test_illustrative_numbers_are_listed_with_note_and_place(run: Run, shop: Path) -> None:
    ran = run("catalog", "show", "acme.toml", "--illustrative")
    assert "3 illustrative numbers" in ran.out
    assert "\nA guess.\n" in ran.out
    assert re.search(r"products.connector.charges\[0\].prices.USD +10,000  acme.toml:\d+", ran.out)
    told = run("catalog", "show", "acme.toml", "--illustrative", "--json").json
    assert {each["value"] for each in told} == {"10000", "9000", "6000"}
    assert {each["note"] for each in told} == {"A guess."}


def test_a_catalog_is_data_too(run: Run, shop: Path) -> None:
    told = run("catalog", "show", "acme.toml", "--json").json
    assert told["products"]["connector"]["charges"][0]["prices"] == {"USD": "10000", "EUR": "9000"}
    assert run("catalog", "show", "acme.toml", "suite", "--json").json["sku"] == "suite"


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", ["stellar-logic", "sippar", "ai-control-plane"])
def test_the_house_catalogs_fit_the_terminal(run: Run, at_root: Path, name: str, columns: int) -> None:
    for words in ([name], [name, "--illustrative"]):
        ran = run("catalog", "show", *words, columns=columns)
        assert ran.code == 0
        assert "…" not in ran.out
        assert max(map(len, ran.out.splitlines())) <= columns


def test_every_product_of_the_house_catalogs_can_be_shown(run: Run, at_root: Path) -> None:
    for name in ("stellar-logic", "sippar", "ai-control-plane"):
        for sku in run("catalog", "show", name, "--json").json["products"]:
            assert run("catalog", "show", name, sku).code == 0


def test_a_product_that_is_not_there_gets_a_guess(run: Run, shop: Path) -> None:
    ran = run("catalog", "show", "acme.toml", "siute")
    assert ran.code == 2
    assert "did you mean suite?" in ran.err


def test_a_valid_catalog_is_counted(run: Run, shop: Path) -> None:
    ran = run("catalog", "validate", "acme.toml")
    assert (ran.code, ran.out, ran.err) == (0, "acme.toml: valid: 2 products, 3 charges\n", "")


def test_mistakes_are_told_with_their_places_and_end_with_2(run: Run, shop: Path) -> None:
    (shop / "bad.toml").write_text(CATALOG.replace('kind = "plugin"', 'kind = "plugn"'), encoding="utf-8")
    ran = run("catalog", "validate", "acme.toml", "bad.toml", "nowhere")
    assert ran.code == 2
    assert ran.out == "acme.toml: valid: 2 products, 3 charges\n"
    assert re.search(r"bad.toml:10:8: error: .*plugn", ran.err)
    assert "there is no catalog nowhere" in ran.err
    told = run("catalog", "validate", "acme.toml", "bad.toml", "--json")
    assert told.code == 2
    assert [each["valid"] for each in told.json] == [True, False]
    first = told.json[1]["mistakes"][0]
    assert (first["file"], first["line"], first["column"]) == ("bad.toml", 10, 8)


def test_there_are_words_for_every_charge_model() -> None:
    models = {charge.__annotations__["model"].__args__[0] for charge in CHARGES}
    assert set(_WORDS) == models


def test_every_rule_of_the_waterfall_has_words(run: Run, at_root: Path) -> None:
    out = run("catalog", "show", "examples/every-step/catalog.toml").out
    rules = out[out.index("Rules") :]
    for title in (
        "Price book", "Commitment discount", "Bundle discount", "Volume discount", "Term discount", "Partner discount",
        "Promotion", "Yearly uplift", "Free months", "Floor price",
    ):  # fmt: skip
        assert f"\n{title}\n" in rules
    assert " = " not in rules, "a rule without words of its own"


EACH: Any = {"id": "c", "period": "month"}


@pytest.mark.parametrize(
    ("charge", "told"),
    [
        (Flat(**EACH, model="flat", prices={"EUR": 9}), ["no price in USD"]),
        (PerUnit(**EACH, model="per_unit", price=D("0.0005"), minimum=5), ["0.0005 each", "at least 5"]),
        (
            Package(**EACH, model="package", price=50, size=100, free=1000),
            ["50 for each started 100 after the first 1,000"],
        ),
        (
            Percentage(**EACH, model="percentage", rate=D("0.015"), fixed=D("0.3"), maximum=20),
            ["1.5 % of the amount + 0.30 a transaction", "at most 20"],
        ),
        (
            Graduated(**EACH, model="graduated", tiers=[{"up_to": 10, "rate": 2, "flat": 5}, {"rate": 1, "size": 4}]),
            ["first 10 at 2 + 5", "over 10 at 1 for each started 4"],
        ),
        (
            BracketedFee(**EACH, model="bracketed_fee", tiers=[{"below": 1, "flat": D("0.01")}, {"rate": D("0.001")}]),
            ["below 1: 0.01", "from 1: 0.1 %"],
        ),
        (
            Stairstep(**EACH, model="stairstep", tiers=[{"up_to": 5, "flat": 10}, {"flat": 30}]),
            ["up to 5: 10", "over 5: 30"],
        ),
        (
            Matrix(
                **EACH, model="matrix", dimensions={"region": ("eu", "us"), "size": ("s",)},
                cells=({"at": {"region": "eu", "size": "s"}, "price": 7},),
            ),
            ["eu, s: 7 each"],
        ),
    ],
    ids=lambda each: getattr(each, "model", ""),
)  # fmt: skip
def test_a_price_is_told_in_the_words_of_a_price_list(charge: Charge, told: list[str]) -> None:
    assert price_words(charge, "USD", "USD") == told
