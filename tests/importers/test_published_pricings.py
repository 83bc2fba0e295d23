"""43 pricings of SaaS vendors: each becomes a catalog, and its space is the one that was published with it."""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.importers.folder import checked
from dealdesk.importers.pricing2yaml import draft_of, read_pricing
from dealdesk.pricing.charges import Charge, Range
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.space import Space, space_of

D = Decimal
CASES = Path(__file__).parents[1] / "data" / "cases"
FILES = sorted((CASES / "pricing2yaml").glob("*.yml"))
UNPRICED = tomllib.loads((Path(__file__).parent / "unpriced.toml").read_text())

each_file = pytest.mark.parametrize("file", [pytest.param(each, id=each.stem) for each in FILES])


@cache
def published() -> dict[str, dict[str, str]]:
    with (CASES / "pricing2yaml_expected.csv").open(newline="") as stream:
        return {row["saved_file"]: row for row in csv.DictReader(stream)}


@cache
def imported(file: Path) -> Catalog:
    return checked(draft_of(*read_pricing(file)).texts())


@cache
def spaces(file: Path) -> tuple[Space, Space]:
    """The space as it is, and with the prices that the publisher put in the place of words."""
    catalog = imported(file)
    return space_of(catalog), space_of(catalog, assumed=stand_ins(catalog))


def stand_ins(catalog: Catalog) -> dict[str, Decimal]:
    """Ten times the plan before it for a plan, 100 for an add-on: so the published figures were made."""
    found: dict[str, Decimal] = {}
    before = D(0)
    for sku, product in catalog.products.items():
        if on_request(product.charges[0]):
            found[sku] = before * 10 if product.kind == "tier" else D(100)
        before = found.get(sku, getattr(product.charges[0], "price", None)) if product.kind == "tier" else before
    return found


def on_request(charge: Charge) -> bool:
    return isinstance(charge, Range) and charge.on_request


def test_all_pricings_are_here() -> None:
    assert len(FILES) == 43 == len(published())
    assert {file.name for file in FILES} == set(published())


@each_file
def test_the_space_is_as_large_as_published(file: Path) -> None:
    assert spaces(file)[0].size == int(published()[file.name]["configurationSpaceSize"])


@each_file
def test_the_ends_are_as_published(file: Path) -> None:
    said, (plain, filled) = published()[file.name], spaces(file)
    assert plain.ends is not None
    assert filled.ends is not None
    assert filled.unpriced == {}
    assert filled.ends.cheapest.price == D(said["minSubscriptionPrice"]) == plain.ends.cheapest.price
    assert filled.ends.dearest.price == D(said["maxSubscriptionPrice"])
    if file.stem in UNPRICED:
        assert plain.ends.dearest.price < filled.ends.dearest.price, "the exception is not needed any more"
    else:
        assert plain.ends.dearest.price == filled.ends.dearest.price


def test_every_exception_is_a_pricing_with_words_for_a_price_and_says_which() -> None:
    for name, reason in UNPRICED.items():
        assert spaces(CASES / "pricing2yaml" / f"{name}.yml")[0].unpriced
        assert "no price" in reason


@each_file
def test_what_the_pricing_counts_the_catalog_has(file: Path) -> None:
    said, catalog = published()[file.name], imported(file)
    kinds = [product.kind for product in catalog.products.values()]
    assert kinds.count("tier") == int(said["numberOfPlans"])
    assert kinds.count("add_on") == int(said["numberOfAddOns"])
    pricing, _ = read_pricing(file)
    assert len(pricing.features) == int(said["numberOfFeatures"])
    assert len(pricing.limits) == int(said["numberOfUsageLimits"])
    yes_no = [each for each in pricing.features.values() if each.sort == "BOOLEAN"]
    assert len(catalog.entitlements) == len(yes_no)


@each_file
def test_the_dearest_subscription_costs_in_a_quote_what_the_space_says(file: Path) -> None:
    catalog, (plain, _) = imported(file), spaces(file)
    assert plain.ends is not None
    lines = [{"sku": sku, "quantity": least(catalog, sku)} for sku in plain.ends.dearest.skus]
    deal = deal_of(
        {"catalog": "x", "customer": {"name": "Ida"}, "start": date(2027, 1, 1), "months": 12, "lines": lines}
        | {"billing": "monthly"}
    )
    year = {"month": 12, "year": 1, "quarter": 4, "once": 1}
    expected = sum((amount * year[period] for period, amount in plain.ends.dearest.amounts.items()), D(0))
    assert price(deal, catalog, today=date(2026, 12, 1)).totals.list == expected


def least(catalog: Catalog, sku: str) -> Decimal:
    sold_in = catalog.products[sku].quantity
    return sold_in.least if sold_in is not None else D(1)
