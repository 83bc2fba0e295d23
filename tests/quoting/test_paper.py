"""What documents need of a quote: price lists, hidden prices, what the order form has filled in, and the brand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.errors import DealError
from dealdesk.pricing.price_list import PriceList, Rung
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Order, UseLimit
from tests.quoting.shop import buy, catalog, charge, deal, product, quote

D = Decimal
TIERS = [{"up_to": 500, "rate": 2}, {"below": 2000, "rate": D("1.5"), "flat": 10}, {"rate": 1, "size": 100}]


def listed(one: dict[str, Any], **more: Any) -> PriceList | None:
    return buy(one, 50, **more).price_list


@pytest.mark.parametrize("model", ["graduated", "volume"])
def test_a_ladder_keeps_the_tiers_as_the_catalog_states_them(model: str) -> None:
    assert listed(charge(model, tiers=TIERS)) == PriceList(
        (
            Rung(D(0), D(500), True, D(2)),
            Rung(D(500), D(2000), False, D("1.5"), D(10)),
            Rung(D(2000), None, True, D(1), D(0), D(100)),
        )
    )


def test_a_package_keeps_what_is_free_and_its_size() -> None:
    one = charge("package", price=9, size=1000, free=500, minimum=5, maximum=90)
    assert listed(one) == PriceList((Rung(up_to=D(500)), Rung(D(500), rate=D(9), size=D(1000))), D(5), D(90))


def test_the_bounds_of_a_share_are_for_one_transaction() -> None:
    one = charge("percentage", rate=D("0.029"), fixed=D("0.3"), minimum=D("0.5"), maximum=20)
    assert listed(one) == PriceList((Rung(rate=D("0.029"), flat=D("0.3"), least=D("0.5"), most=D(20)),))


def test_the_free_amount_of_a_share_still_pays_its_fixed_part() -> None:
    one = charge("percentage", rate=D("0.01"), fixed=D("0.3"), free=100)
    rungs = (Rung(up_to=D(100), flat=D("0.3")), Rung(D(100), rate=D("0.01"), flat=D("0.3")))
    assert listed(one) == PriceList(rungs)


@pytest.mark.parametrize(
    ("one", "line", "rate"),
    [
        (charge("per_unit", price=3, usage=True, period="month"), {}, 3),
        (charge("range", **{"from": 1, "to": 9}, usage=True, period="month"), {"price": 4}, 4),
        (
            charge("matrix", dimensions={"r": ["a"]}, cells=[{"at": {"r": "a"}, "price": 7}], usage=True),
            {"cell": {"r": "a"}},
            7,
        ),
    ],
)
def test_usage_at_one_price_has_a_price_list_of_one_rung(one: Any, line: Any, rate: int) -> None:
    assert listed(one, line=line) == PriceList((Rung(rate=D(rate)),))


def test_a_committed_price_for_each_unit_needs_no_list() -> None:
    assert listed(charge("per_unit", price=3)) is None
    assert listed(charge("flat", price=3)) is None


def test_price_lists_are_in_the_currency_of_the_quote() -> None:
    one = charge("volume", tiers=[{"rate": {"USD": 2, "EUR": 3}}])
    line = buy(one, 5, header={"currencies": ["EUR"]}, customer={"name": "N", "currency": "EUR"})
    assert line.price_list == PriceList((Rung(rate=D(3)),))


def usage_shop(**more: Any) -> Any:
    fee = charge("flat", price=100)
    calls = charge("graduated", period="month", usage=True, tiers=TIERS) | {"id": "calls"}
    return catalog({"gateway": product(fee, calls, **more)})


def test_usage_without_an_estimate_has_its_rates_on_the_quote() -> None:
    of = quote(deal("gateway"), usage_shop())
    assert [(each.sku, each.charge, len(each.price_list.rungs)) for each in of.usage_rates] == [("gateway", "calls", 3)]
    assert quote(deal({"sku": "gateway", "usage": {"calls": 5}}), usage_shop()).usage_rates == ()
    assert quote(deal({"sku": "gateway"}, hide_prices=True), usage_shop()).usage_rates == ()
    assert Quote.from_json(of.to_json()) == of


def test_a_deal_can_hide_the_prices_of_all_lines_but_optional_ones() -> None:
    at = catalog({"a": product(charge("flat", price=1)), "b": product(charge("flat", price=2))})
    of = quote(deal("a", {"sku": "b", "optional": True}, hide_prices=True), at)
    assert [each.hide_price for each in of.lines] == [True, False]


def test_an_optional_line_cannot_hide_its_price() -> None:
    at = catalog({"a": product(charge("flat", price=1)), "b": product(charge("flat", price=2))})
    with pytest.raises(DealError, match="an optional line is offered at its price"):
        quote(deal("a", {"sku": "b", "optional": True, "hide_price": True}), at)


def test_a_hidden_price_that_the_total_gives_away_is_told() -> None:
    at = catalog({name: product(charge("flat", price=1)) for name in "abc"})
    codes = [each.code for each in quote(deal("a", {"sku": "b", "hide_price": True}, "c"), at).findings]
    assert "hidden-price-follows" in codes
    two = deal("a", {"sku": "b", "hide_price": True}, {"sku": "c", "hide_price": True})
    assert "hidden-price-follows" not in [each.code for each in quote(two, at).findings]


def test_a_percentage_on_one_hidden_line_alone_is_told() -> None:
    at = catalog({name: product(charge("flat", price=100)) for name in "abc"})
    hidden = [{"sku": "b", "hide_price": True}, {"sku": "c", "hide_price": True}]
    alone = deal("a", *hidden, discounts=[{"percent": 10, "applies_to": {"skus": ["b"]}}])
    (found,) = (each for each in quote(alone, at).findings if each.code == "hidden-price-by-step")
    assert "discount of 10 % is for Thing alone" in found.message
    both = deal("a", *hidden, discounts=[{"percent": 10, "applies_to": {"skus": ["b", "c"]}}])
    assert "hidden-price-by-step" not in [each.code for each in quote(both, at).findings]


def test_an_accent_too_light_for_text_is_told_with_what_is_printed_instead() -> None:
    at = catalog({"a": product(charge("flat", price=1))}, brand={"accent": "#ffd400"})
    (found,) = (each for each in quote(deal("a"), at).findings if each.code == "accent-too-light")
    # relative luminance of #ffd400 is about 0.69: (1 + 0.05) / (0.69 + 0.05) is 1.4
    assert "#ffd400 has a contrast of 1.4 to white" in found.message
    dark = catalog({"a": product(charge("flat", price=1))}, brand={"accent": "#0b6a5a"})
    assert "accent-too-light" not in [each.code for each in quote(deal("a"), dark).findings]


def test_the_order_form_is_filled_in_by_the_deal() -> None:
    at = catalog({"a": product(charge("flat", price=1))})
    order = {"number": "PO-1", "invoice_email": "ap@n.example", "bill_to": ["N Ltd"], "effective": date(2026, 12, 24)}
    of = quote(deal("a", order=order), at)
    assert of.order == Order("PO-1", "ap@n.example", ("N Ltd",), date(2026, 12, 24))
    assert Quote.from_json(of.to_json()) == of


def test_the_e_signature_service_is_the_deals_or_the_catalogs() -> None:
    at = catalog({"a": product(charge("flat", price=1))}, signing="docusign")
    chosen = [quote(deal("a", **more), at).signing for more in ({}, {"signing": "adobe-sign"}, {"signing": "none"})]
    assert chosen == ["docusign", "adobe-sign", None]


def test_limits_and_service_levels_come_from_the_products() -> None:
    limits = {"calls": {"name": "Calls", "most": 1000, "unit": "calls", "period": "month"}, "free": {"name": "Free"}}
    at = catalog({"a": product(charge("flat", price=1), name="A", limits=limits, sla="99.9 %")})
    of = quote(deal("a"), at)
    assert of.use_limits == (UseLimit("A", "Calls", D(1000), "calls", "month"),)
    assert [each.text for each in of.terms if each.id == "sla"] == ["99.9 %"]
