"""The same pricing in every version of the format becomes the same catalog."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dealdesk.errors import InputError
from dealdesk.importers.folder import checked
from dealdesk.importers.pricing2yaml import draft_of, read_pricing

D = Decimal

HEAD = {
    "1.0": "version: '1.0'\nday: 17\nmonth: 7\nyear: 2024\nhasAnnualPayment: true\n",
    "1.1": "version: '1.1'\ncreatedAt: '2024-07-17'\nhasAnnualPayment: true\n",
    "2.0": "version: '2.0'\ncreatedAt: '2024-07-17'\nbilling: {monthly: 1.0, annual: 0.8}\n",
    "2.1": "syntaxVersion: '2.1'\nversion: '2024-07-17'\ncreatedAt: '2024-07-17'\nbilling: {monthly: 1, annual: 0.8}\n",
    "3.0": "syntaxVersion: '3.0'\nversion: '2024-07-17'\ncreatedAt: 2024-07-17\nbilling: {monthly: 1, annual: 0.8}\n",
    "3.1": (
        "syntaxVersion: '3.1'\nversion: '2024-07-17'\ncreatedAt: 2024-07-17\n"
        "billing: {monthly: 1, annual: 0.8}\nvariables: {base: 5}\n"
    ),
}
REST = """\
saasName: Acme Boards
currency: USD
features:
  boards: {valueType: BOOLEAN, defaultValue: true, type: DOMAIN, expression: "EXPRESSION"}
  support: {valueType: TEXT, defaultValue: e-mail, type: SUPPORT}
usageLimits:
  seats: {valueType: NUMERIC, defaultValue: 5, unit: seat, type: NON_RENEWABLE, linkedFeatures: [boards]}
  calls: {valueType: NUMERIC, defaultValue: 100, unit: call, LIMIT}
plans:
  BASIC: {PRICE_BASIC, unit: user/month, features: null, usageLimits: null}
  PRO: {PRICE_PRO, unit: user/month, features: {support: {value: phone}}, usageLimits: {seats: {value: .inf}}}
  GIANT: {PRICE_GIANT, unit: user/month}
addOns:
  moreSeats:
    availableFor: [BASIC]
    price: 3
    unit: /month
    usageLimitsExtensions: {seats: {value: 5}}
  audit: {availableFor: [PRO], dependsOn: [sso], price: 20, unit: /month}
  sso: {availableFor: [PRO], excludes: [legacy], price: 12.5, unit: /month}
  legacy: {price: 1, unit: one-time payment}
"""


def said(version: str) -> str:
    old, now = version in ("1.0", "1.1"), version in ("3.0", "3.1")
    limit = "type: RENEWABLE, period: {value: 1, unit: MONTH}" if now else "type: TIME_DRIVEN"
    context = ("pricingContext", "subscriptionContext") if now else ("planContext", "userContext")
    basic = "price: '#base * 2'" if version == "3.1" else "monthlyPrice: 10, annualPrice: 8" if old else "price: 10"
    pro = "monthlyPrice: 20, annualPrice: 192" if old else "price: 20"  # 16 a month, for the whole year
    giant = "monthlyPrice: Contact us" if old else "price: Contact us"
    expression = f"{context[0]}['features']['boards'] && {context[1]}['seats'] < 5"
    rest = REST.replace("EXPRESSION", expression).replace("LIMIT", limit)
    rest = rest.replace("PRICE_BASIC", basic).replace("PRICE_PRO", pro).replace("PRICE_GIANT", giant)
    if now:
        extension = "    usageLimitsExtensions: {seats: {value: 5}}\n"
        many = "    subscriptionConstraints: {minQuantity: 1, maxQuantity: .inf, quantityStep: 1}\n"
        rest = rest.replace(extension, extension + many)
    return HEAD[version] + rest


def catalog_of(text: str, folder: Path) -> Any:
    file = folder / "acme.yml"
    file.write_text(text)
    return checked(draft_of(*read_pricing(file)).texts())


def mistakes_of(text: str, folder: Path) -> str:
    with pytest.raises(InputError) as refused:
        catalog_of(text, folder)
    return str(refused.value)


@pytest.mark.parametrize("version", HEAD)
def test_every_version_becomes_the_same_catalog(version: str, tmp_path: Path) -> None:
    made = catalog_of(said(version), tmp_path)
    last = catalog_of(said("3.1"), tmp_path)
    assert made.products == last.products
    assert made.rules == last.rules
    assert made.entitlements == last.entitlements
    assert (made.catalog.id, made.catalog.version) == ("acme-boards", "2024-07-17")


def test_the_catalog_says_what_the_pricing_says(tmp_path: Path) -> None:
    made = catalog_of(said("2.1"), tmp_path)
    basic, pro, giant = (made.products[sku] for sku in ("basic", "pro", "giant"))
    assert (basic.charges[0].model, basic.charges[0].price, basic.charges[0].unit) == ("per_unit", 10, "user")
    assert basic.excludes == ("pro", "giant")
    assert basic.includes == ("Support: e-mail",)
    assert pro.includes == ("Support: phone",)
    assert basic.entitlements == ("boards",)
    assert (basic.limits["seats"].most, pro.limits["seats"].most) == (5, None)
    assert basic.limits["seats"].entitlements == ("boards",)
    assert basic.limits["calls"].period == "month"
    assert giant.charges[0].on_request
    assert giant.charges[0].from_ == D("0.01")  # a price of 0 cannot even be stated
    more, audit, sso, legacy = (made.products[sku] for sku in ("more-seats", "audit", "sso", "legacy"))
    assert more.available_for == ("basic",)
    assert (more.quantity.least, more.quantity.most, more.quantity.step) == (1, None, 1)
    assert audit.requires == ("sso",)
    assert sso.excludes == ("legacy",)
    assert legacy.available_for == ("basic", "pro", "giant")
    assert (legacy.charges[0].period, legacy.charges[0].model) == ("once", "flat")
    entry = made.rules.price_book.entries[0]
    assert (entry.billing, entry.percent) == (("annual", "upfront"), 20)  # 1 - 0.8
    assert made.rules.price_book.applies_to.charges == ("recurring",)


def test_annual_prices_that_no_one_factor_gives_are_left_out_with_a_note(tmp_path: Path) -> None:
    file = tmp_path / "acme.yml"
    file.write_text(said("1.1").replace("annualPrice: 192", "annualPrice: 200"))
    draft = draft_of(*read_pricing(file))
    assert checked(draft.texts()).rules.price_book is None
    words = [note.message for note in draft.notes if "plans differ" in note.message]
    assert words[0].startswith("BASIC costs 80 % of its monthly price when it is billed yearly")
    assert words[1].startswith("PRO costs 83.3333 %")  # 200 / (12 × 20)


def test_a_factor_above_one_is_the_list_price_and_the_other_cycles_are_below_it(tmp_path: Path) -> None:
    made = catalog_of(said("2.1").replace("{monthly: 1, annual: 0.8}", "{monthly: 1.25, annual: 1}"), tmp_path)
    assert made.products["basic"].charges[0].price == D("12.50")
    assert made.rules.price_book.entries[0].percent == 20


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("currency: USD", "currency: $"), "hint: did you mean USD?"),
        (("syntaxVersion: '2.1'", "syntaxVersion: '9'"), "syntaxVersion 9 is not known"),
        (("price: 10,", "price: -1,"), "a price is not below 0"),
        (("price: 10,", "price: null,"), "price is missing"),
        (("price: 10,", "price: '#base * 2',"), "there is no variable base"),
        (("price: 10,", "price: '2 * (3',"), "the price cannot be computed: ) is missing before the end"),
        (("price: 10,", "price: '__import__(#x)',"), "the price cannot be computed"),
        (("availableFor: [BASIC]", "availableFor: [BASICS]"), "hint: did you mean BASIC?"),
        (("dependsOn: [sso]", "dependsOn: [audit]"), "audit names itself in dependsOn"),
        (("excludes: [legacy]", "excludes: [lgacy]"), "hint: did you mean legacy?"),
        (("linkedFeatures: [boards]", "linkedFeatures: [bords]"), "there is no feature bords"),
        (("{support: {value: phone}}", "{support: {value: 3}}"), "value must be text"),
        (("{support: {value: phone}}", "{suport: {value: a}}"), "hint: did you mean support?"),
        (("defaultValue: 5", "defaultValue: yes"), "defaultValue must be a number"),
        (("annual: 0.8", "annual: 0"), "the factor of annual billing must be a number above 0"),
        (("valueType: TEXT", "valueType: WORDS"), "allowed: BOOLEAN, NUMERIC, TEXT"),
        (("plans:\n", "plans: 3\nolder:\n"), "plans must be a table"),
        (("['seats'] < 5", "['seats'] <"), "the expression cannot be read"),
        (("['features']['boards']", "['features']['bords']"), "there is no"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change: tuple[str, str], words: str, tmp_path: Path) -> None:
    text = said("2.1")
    assert text.count(change[0]) == 1
    told = mistakes_of(text.replace(*change), tmp_path)
    assert words in told
    line = text[: text.index(change[0])].count("\n") + 1
    assert f"acme.yml:{line}:" in told


def test_a_price_that_moved_is_still_found_where_it_was_written(tmp_path: Path) -> None:
    text = said("1.0").replace("monthlyPrice: 20", "monthlyPrice: -20")
    line = text[: text.index("monthlyPrice: -20")].count("\n") + 1
    assert f"acme.yml:{line}:" in mistakes_of(text, tmp_path)


def test_add_ons_alone_are_a_pricing(tmp_path: Path) -> None:
    made = catalog_of(
        "syntaxVersion: '2.1'\nsaasName: A\ncurrency: JPY\naddOns:\n  a: {price: 500, unit: /month}\n"
        "  b: {price: 100, unit: '500 calls/month'}\n",
        tmp_path,
    )
    assert made.products["a"].available_for is None
    assert made.catalog.currency == "JPY"
    charge = made.products["b"].charges[0]
    assert (charge.model, charge.size, charge.unit) == ("package", 500, "calls")


def test_names_that_come_to_the_same_id_get_numbers(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text(
        "syntaxVersion: '2.1'\nsaasName: A\ncurrency: USD\nplans:\n  BASIC: {price: 1}\naddOns:\n"
        "  fastLane: {price: 1}\n  fast_lane: {price: 2}\n"
    )
    draft = draft_of(*read_pricing(file))
    assert list(checked(draft.texts()).products) == ["basic", "fast-lane", "fast-lane-2"]
    assert any("fast_lane has the id fast-lane-2" in note.message for note in draft.notes)
