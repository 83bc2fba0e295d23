"""The three catalogs give the numbers that their source documents state, and that follow from them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote

D = Decimal
ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)


@cache
def shipped(name: str) -> Catalog:
    return load_catalog(ROOT / "catalogs" / name)


def quoted(name: str, lines: Sequence[Any], months: int = 12, **fields: Any) -> Quote:
    said = {"catalog": name, "customer": {"name": "Northwind"}, "start": date(2027, 1, 1), "months": months}
    bought = [{"sku": each} if isinstance(each, str) else each for each in lines]
    return price(deal_of(said | {"lines": bought} | fields), shipped(name), today=TODAY)


# ---- stellar-logic ---------------------------------------------------------------------------------------

PLUGINS = {
    "manufacturing": 120_000, "education": 60_000, "anti-cheat": 80_000,
    "automotive": 150_000, "pharmaceutical": 140_000, "healthcare": 160_000,
    "real-estate": 50_000, "gaming": 100_000, "financial": 180_000,
    "government-defense": 200_000, "media": 70_000, "cybersecurity": 190_000,
}  # fmt: skip


def a_year(*skus: str) -> Decimal:
    return quoted("stellar-logic", skus).totals.net


def test_stellar_sells_twelve_plugins_between_50_000_and_200_000() -> None:
    assert {sku: int(a_year(sku)) for sku in shipped("stellar-logic").products} == PLUGINS
    assert (min(PLUGINS.values()), max(PLUGINS.values()), len(PLUGINS)) == (50_000, 200_000, 12)


@pytest.mark.parametrize(
    ("skus", "net"),
    [
        # 120,000 + 150,000 + 50,000 = 320,000, less 15 %
        (("manufacturing", "automotive", "real-estate"), 272_000),
        # 200,000 + 60,000 + 150,000 + 140,000 = 550,000, less 15 %
        (("government-defense", "education", "automotive", "pharmaceutical"), 467_500),
        # all twelve: 1,500,000, less 35 %
        (tuple(PLUGINS), 975_000),
    ],
)
def test_stellar_example_combinations(skus: tuple[str, ...], net: int) -> None:
    assert a_year(*skus) == D(net)


def alike(count: int, each: int) -> Decimal:
    """*count* plugins at one price: the document's ranges are for the cheapest and the dearest plugin."""
    data = shipped("stellar-logic")
    products = {sku: product.but(charges=(product.charges[0].but(price=D(each), prices=None),))
                for sku, product in data.products.items()}  # fmt: skip
    said = {"catalog": "x", "customer": {"name": "N"}, "start": date(2027, 1, 1), "months": 12}
    lines = [{"sku": sku} for sku in list(products)[:count]]
    return price(deal_of(said | {"lines": lines}), data.but(products=products), today=TODAY).totals.net


@pytest.mark.parametrize(
    ("count", "each", "net"),
    [
        (1, 50_000, 50_000), (1, 200_000, 200_000),
        (2, 50_000, 85_000),  # 100,000 less 15 %
        (4, 200_000, 680_000),  # 800,000 less 15 %
        (5, 50_000, 187_500),  # 250,000 less 25 %
        (8, 200_000, 1_200_000),  # 1,600,000 less 25 %
        (12, 50_000, 390_000),  # 600,000 less 35 %
        (12, 200_000, 1_560_000),  # 2,400,000 less 35 %
    ],
)  # fmt: skip
def test_stellar_ranges_of_the_document(count: int, each: int, net: int) -> None:
    assert alike(count, each) == D(net)


@pytest.mark.parametrize(
    ("count", "name", "percent"),
    [
        (1, "Single Plugin", 0), (2, "Multi-Plugin Bundle", 15), (4, "Multi-Plugin Bundle", 15),
        (5, "Enterprise Suite", 25), (8, "Enterprise Suite", 25), (9, "Enterprise Suite", 25),
        (11, "Enterprise Suite", 25), (12, "Full Platform", 35),
    ],
)  # fmt: skip
def test_stellar_bundle_tiers_have_their_names_features_and_support(count: int, name: str, percent: int) -> None:
    made = quoted("stellar-logic", list(PLUGINS)[:count])
    bundle = made.bundle
    assert bundle is not None
    assert (bundle.name, bundle.percent, bundle.products) == (name, D(percent), count)
    assert bundle.includes
    assert bundle.support
    # 9 to 11 plugins are a hole in the document: what they cost is our assumption, and said to be one
    assumed = "assumed-bundle-tier" in [finding.code for finding in made.findings]
    assert assumed is (9 <= count <= 11) is (bundle.assumption is not None)


def test_stellar_without_the_assumption_nine_plugins_have_no_price() -> None:
    data = shipped("stellar-logic")
    bundle = data.rules.bundle
    rules = data.rules.but(bundle=bundle.but(tiers=tuple(each for each in bundle.tiers if each.from_ != 9)))
    said = {"catalog": "x", "customer": {"name": "N"}, "start": date(2027, 1, 1), "months": 12}
    deal = deal_of(said | {"lines": [{"sku": sku} for sku in list(PLUGINS)[:9]]})
    with pytest.raises(DealError, match="9 products"):
        price(deal, data.but(rules=rules), today=TODAY)


def test_stellar_named_bundles_are_named_on_the_quote() -> None:
    made = quoted("stellar-logic", ["government-defense", "education", "pharmaceutical"])
    assert made.bundle is not None
    # two bundles of the document are the same three plugins
    assert made.bundle.sets == ("Government agencies bundle", "Healthcare organizations bundle")
    assert made.totals.net == D("340000.00")  # 400,000 less 15 %, and nothing for the name


def test_stellar_terms() -> None:
    # 272,000 a year: less 5 % 258,400, less 10 % 244,800
    skus = ("manufacturing", "automotive", "real-estate")
    assert quoted("stellar-logic", skus, 36).totals.net == 3 * D("258400.00")
    assert quoted("stellar-logic", skus, 60).totals.net == 5 * D("244800.00")
    assert quoted("stellar-logic", skus, 35, proration="months_up").metric("acv") == D("272000.00")


def test_stellar_cliffs_are_the_documents_own() -> None:
    # 190,000 + 180,000 + 160,000 + 200,000 = 730,000: less 15 % 620,500; with 50,000 more, less 25 % 585,000
    four = ("government-defense", "cybersecurity", "financial", "healthcare")
    assert a_year(*four) == D(620_500)
    assert a_year(*four, "real-estate") == D(585_000)
    # 1,450,000 less 25 %; all twelve 1,500,000 less 35 %
    assert a_year(*(sku for sku in PLUGINS if sku != "real-estate")) == D(1_087_500)
    assert a_year(*PLUGINS) == D(975_000)


# ---- ai-control-plane ------------------------------------------------------------------------------------


def plane(sku: str, requests_in_millions: int | None = None, *add_ons: str, **usage: int) -> Quote:
    """A year; requests are stated a month and priced in blocks of 10,000."""
    if requests_in_millions is not None:
        usage["requests"] = requests_in_millions * 100
    return quoted("ai-control-plane", [{"sku": sku, "usage": usage}, *add_ons])


@pytest.mark.parametrize(
    ("sku", "fee"), [("community", 0), ("team", 24_000), ("enterprise", 60_000), ("regulated-plus", 120_000)]
)
def test_control_plane_platform_fees(sku: str, fee: int) -> None:
    assert plane(sku).totals.net == D(fee)


@pytest.mark.parametrize(
    ("millions", "usage"),
    [
        (10, 24_000),  # 1,000 blocks × 2.00 = 2,000 a month
        (30, 66_000),  # 2,000 × 2.00 + 1,000 × 1.50 = 5,500 a month
        (60, 120_000),  # 4,000 + 4,000 × 1.50 = 10,000 a month
        (150, 252_000),  # 4,000 + 8,000 × 1.50 + 5,000 × 1.00 = 21,000 a month
    ],
)
def test_control_plane_enterprise_usage_a_year(millions: int, usage: int) -> None:
    made = plane("enterprise", millions)
    assert (made.totals.net, made.usage_estimate.net) == (D(60_000), D(usage))


def test_control_plane_regulated_with_premium_support_and_compliance() -> None:
    made = plane("regulated-plus", 15, "premium-support", "compliance-pack")
    # 120,000 + 15 % of it 18,000 + 25,000; 1,500 blocks × 2.00 × 12 = 36,000
    assert (made.totals.net, made.usage_estimate.net) == (D(163_000), D(36_000))


def test_control_plane_premium_support_costs_at_least_12_000() -> None:
    made = plane("enterprise", None, "premium-support")
    # 15 % of 60,000 are 9,000
    assert made.lines[-1].net == D(12_000)


@pytest.mark.parametrize(
    ("usage", "a_month"),
    [
        ({"requests": 500}, 0),  # 5 million requests a month are included in Team
        ({"requests": 600}, 250),  # 100 blocks × 2.50
        ({"tokens": 10_000}, 4_000),  # 10,000 × 0.40
        ({"tokens": 50_000}, 16_000),  # + 40,000 × 0.30
        ({"tokens": 60_000}, 18_000),  # + 10,000 × 0.20
    ],
)
def test_control_plane_team_usage(usage: dict[str, int], a_month: int) -> None:
    assert plane("team", **usage).usage_estimate.net == 12 * D(a_month)


def test_control_plane_a_deal_uses_one_of_the_two_units() -> None:
    with pytest.raises(DealError, match="tokens"):
        plane("enterprise", requests=100, tokens=100)


def test_control_plane_add_ons() -> None:
    made = quoted(
        "ai-control-plane",
        [
            "enterprise",
            {"sku": "marketplace-share", "quantity": 10_000},
            {"sku": "private-model-hosting", "quantity": 100},
        ],
    )
    # 30 % of 10,000 a month; 100 GPU hours at 2.80 a month
    assert made.usage_estimate.net == 12 * (D(3_000) + D(280))
    with pytest.raises(DealError, match="compliance-pack"):
        quoted("ai-control-plane", ["team", "compliance-pack"])


@pytest.mark.parametrize(("amount", "percent"), [(49_999, 0), (50_000, 5), (100_000, 10), (250_000, 15)])
def test_control_plane_commitments_earn_their_discount(amount: int, percent: int) -> None:
    made = quoted(
        "ai-control-plane",
        [{"sku": "enterprise", "usage": {"requests": 30_000}}],  # 4,000 + 12,000 + 20,000 = 36,000 a month: 432,000
        commitment={"amount": amount},
    )
    pays_for = D(amount) * 100 / (100 - percent)  # at list
    beyond = D(432_000) - pays_for  # at the published rate
    assert made.totals.net == D(60_000 + amount)
    assert abs(made.usage_estimate.net - beyond) <= D("0.06")  # a cent for each month's rounding


# ---- sippar ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sku", "months", "a_year", "tcv"),
    [
        ("growth", 12, 1_000_000, 1_000_000),
        ("growth", 36, 850_000, 2_550_000),  # less 15 %
        ("growth", 60, 750_000, 3_750_000),  # less 25 %
        ("foundation", 12, 500_000, 500_000),
        ("enterprise", 12, 2_000_000, 2_000_000),
    ],
)
def test_sippar_infrastructure(sku: str, months: int, a_year: int, tcv: int) -> None:
    made = quoted("sippar", [sku], months)
    assert (made.metric("acv"), made.metric("tcv")) == (D(a_year), D(tcv))


def test_sippar_custom_is_stated_between_2_and_10_million() -> None:
    assert quoted("sippar", [{"sku": "custom", "price": 10_000_000}]).totals.net == D(10_000_000)
    for outside in (1_999_999, 10_000_001):
        with pytest.raises(DealError, match="range"):
            quoted("sippar", [{"sku": "custom", "price": outside}])


@pytest.mark.parametrize(
    ("value", "fee"),
    [
        ("0.50", "0.01"), ("1.00", "0.05"), ("100", "0.05"), ("100.01", "0.10"),
        ("10000", "10.00"), ("10000.01", "5.00"),  # the cliff: 0.05 % of 10,000.01 is 5.000005
    ],
)  # fmt: skip
def test_sippar_payment_fees(value: str, fee: str) -> None:
    made = quoted("sippar", [{"sku": "payment-fee", "quantity": [{"count": 1, "value": D(value)}]}], 1)
    assert made.usage_estimate.net == D(fee)


@pytest.mark.parametrize(("charge", "fee"), [("standard", 1000), ("enterprise", 500), ("high-frequency", 200)])
def test_sippar_cross_chain_fees_of_a_million(charge: str, fee: int) -> None:
    made = quoted("sippar", [{"sku": "cross-chain-fee", "usage": {charge: 1_000_000}}], 1)
    assert made.usage_estimate.net == D(fee)


@pytest.mark.parametrize(
    ("count", "net"),
    [
        (1_000_000, "100.00"),  # 1 M × 1.00 × 0.01 %
        (10_000_000, "775.00"),  # + 9 M at 25 % off: 675
        (100_000_000, "5275.00"),  # + 90 M at half: 4,500
        (1_000_000_000, "27775.00"),  # + 900 M at a quarter: 22,500
        (2_000_000_000, "37775.00"),  # + 1,000 M at a tenth, 0.001 %: 10,000
    ],
)
def test_sippar_agent_fees_fall_from_a_hundredth_to_a_thousandth_of_a_per_cent(count: int, net: str) -> None:
    made = quoted("sippar", [{"sku": "agent-fee", "quantity": [{"count": count, "value": 1}]}], 1)
    assert made.usage_estimate.net == D(net)


@pytest.mark.parametrize(
    ("sku", "customers", "a_year"),
    [
        ("paas-developer", 1, 0),
        ("paas-professional", 1, 6_000),
        ("paas-business", 20, 600_000),  # 20 × 2,500 × 12
        ("paas-enterprise", 5, 600_000),  # 5 × 10,000 × 12
    ],
)
def test_sippar_platform_customers(sku: str, customers: int, a_year: int) -> None:
    assert quoted("sippar", [{"sku": sku, "quantity": customers}]).totals.net == D(a_year)


@pytest.mark.parametrize(
    ("sku", "least", "most"),
    [
        ("market-intelligence", 10_000, 100_000),
        ("enterprise-analytics", 25_000, 250_000),
        ("research", 100_000, 1_000_000),
    ],
)
def test_sippar_data_products_are_stated_inside_their_range(sku: str, least: int, most: int) -> None:
    for stated in (least, most):
        assert quoted("sippar", [{"sku": sku, "price": stated}]).totals.net == D(stated)
    for outside in (least - 1, most + 1):
        with pytest.raises(DealError, match="range"):
            quoted("sippar", [{"sku": sku, "price": outside}])


def test_sippar_partners_share_five_to_ten_per_cent() -> None:
    for rate, share in (("0.05", 500), ("0.10", 1_000)):
        made = quoted("sippar", [{"sku": "partner-share", "price": D(rate), "quantity": 10_000}], 1)
        assert made.usage_estimate.net == D(share)
    with pytest.raises(DealError, match="range"):
        quoted("sippar", [{"sku": "partner-share", "price": D("0.11"), "quantity": 10_000}], 1)


def test_sippar_term_discounts_are_for_infrastructure_alone() -> None:
    made = quoted("sippar", ["growth", "paas-business"], 36)
    assert [line.net for line in made.lines] == [D(2_550_000), D(90_000)]
