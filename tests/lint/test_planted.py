"""Faults planted in catalogs of the sorts that vendors have, and catalogs of the same sorts without any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.lint import Linted, lint
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from tests.lint.test_against_brute_force import TODAY
from tests.quoting.shop import charge, product

D = Decimal
Table = dict[str, Any]

LADDER = [{"up_to": 50, "rate": 100}, {"up_to": 200, "rate": 85}, {"rate": 75}]
ENTITLED = {"entitlements": {"sso": {"name": "SSO"}, "api": {"name": "API"}}}
APPROVALS = [
    {"id": measure.replace("_", "-"), "measure": measure, "op": "above", "value": 20, "approver": "Head of Sales"}
    for measure in ("discount", "usage_discount")
]


def seats(**fields: Any) -> Table:
    return charge("volume", unit="seats", tiers=LADDER, **fields)


def plan(*charges: Table, **fields: Any) -> Table:
    return product(*charges, **{"kind": "tier", "family": "plans"} | fields)


def shop(products: Table, rules: Table | None = None, *, top: Table | None = None, **header: Any) -> Catalog:
    about = {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"} | header
    named = {
        sku: each if each["name"] != "Thing" else each | {"name": f"{sku} product"} for sku, each in products.items()
    }
    tables = {"catalog": about, "products": named, "rules": rules or {}, "policy": {"approvals": APPROVALS}}
    return Catalog.validate(tables | (top or {}))


def linted(made: Catalog) -> Linted:
    return lint(made, today=TODAY)


def flat(price: Any = 1000, **fields: Any) -> Table:
    return charge("flat", price=price, **fields)


def four() -> Table:
    return {sku: product(flat()) for sku in ("ant", "bee", "cat", "dog")}


def a_set(name: str, skus: list[str], percent: int, **fields: Any) -> Table:
    return {"id": name, "name": name, "skus": skus, "percent": percent} | fields


def volume(scope: str, by: str, start: int, percent: int, **fields: Any) -> Table:
    tiers = [{"from": start, "percent": percent}]
    return {
        "volume": {"schedules": [{"name": "V", "by": by, "scope": scope, "mode": "volume", "tiers": tiers} | fields]}
    }


def book(*entries: Table, **fields: Any) -> Table:
    return {"price_book": {"entries": list(entries)} | fields}


def entry(name: str, percent: int, **fields: Any) -> Table:
    return {"name": name, "percent": percent} | fields


def two_plans(first: Table, add_on: Table, second: Table, **fields: Any) -> Table:
    return {
        "start": plan(first, entitlements=["api"], **fields),
        "single-sign-on": product(add_on, kind="add_on", available_for=["start"], entitlements=["sso"]),
        "grow": plan(second, entitlements=["sso", "api"], **{k: v for k, v in fields.items() if k != "upgrade_to"}),
    }


def per(price: Any, **fields: Any) -> Table:
    return charge("per_unit", price=price, **fields)


STEEP = charge("volume", unit="seats", tiers=[{"up_to": 50, "rate": 100}, {"rate": 70}])
CALLS = charge(
    "volume",
    id="calls",
    period="month",
    usage=True,
    unit="calls",
    tiers=[{"up_to": 10_000, "rate": D("0.002")}, {"rate": D("0.0018")}],
)
EURO_TIERS = [{"up_to": 50, "rate": {"USD": 100, "EUR": 90}}, {"rate": {"USD": 99, "EUR": 50}}]
TEN = {"least": 10, "step": 10}

FAULTY: dict[str, tuple[Any, set[str]]] = {
    "seats in tens": (lambda: shop({"seat": product(seats(), quantity=TEN)}), {"DD101"}),
    "seats in tens, steep": (lambda: shop({"seat": product(STEEP, quantity=TEN)}), {"DD101"}),
    "with what it requires": (
        lambda: shop({"base": product(flat(10)), "seat": product(seats(), requires=["base"])}),
        {"DD101"},
    ),
    "with the base that it does not exclude": (
        lambda: shop(
            {
                "old": product(flat(10), excludes=["seat"]),
                "base": product(flat(10)),
                "seat": product(seats(), available_for=["old", "base"]),
            }
        ),
        {"DD101"},
    ),
    "with a base whose price the seller states": (
        lambda: shop(
            {
                "base": product(charge("range", **{"from": 10, "to": 20})),
                "seat": product(seats(), available_for=["base"]),
            }
        ),
        {"DD101"},
    ),
    "hidden": (lambda: shop({"seat": product(seats(), hidden=True)}), {"DD101"}),
    "one of two charges": (lambda: shop({"seat": product(flat(5, id="fee"), seats(id="seats"))}), {"DD101"}),
    "metered beside seats": (lambda: shop({"seat": product(per(5, id="seats"), CALLS)}), {"DD101"}),
    "below": (
        lambda: shop({"seat": product(charge("volume", tiers=[{"below": 50, "rate": 100}, {"rate": 85}]))}),
        {"DD101"},
    ),
    "yen": (lambda: shop({"seat": product(seats())}, currency="JPY", rounding="half_even"), {"DD101"}),
    "dinars a month": (lambda: shop({"seat": product(seats(period="month"))}, currency="KWD"), {"DD101"}),
    "in euros only": (
        lambda: shop({"seat": product(charge("volume", tiers=EURO_TIERS))}, currencies=["EUR"]),
        {"DD101"},
    ),
    "one more plugin, with a base": (
        lambda: shop(
            {
                "base": plan(flat(100)),
                "ant": product(flat(1000), available_for=["base"]),
                "bee": product(flat(10), requires=["base"]),
            },
            {"bundle": {"tiers": [{"from": 2, "percent": 45}]}},
        ),
        {"DD102"},
    ),
    "a family together": (
        lambda: shop(
            {"ant": product(per(1000), quantity={"most": 9}), "bee": product(per(10), quantity={"most": 9})},
            volume("family", "quantity", 10, 5),
        ),
        {"DD103"},
    ),
    "a deal together, by amount": (
        lambda: shop(
            {sku: product(flat(each)) for sku, each in zip(("ant", "bee", "cat"), (1000, 2000, 20_000), strict=True)},
            volume("deal", "amount", 21_500, 30),
        ),
        {"DD103"},
    ),
    "a price tier that no line reaches": (
        lambda: shop(
            {
                "seat": product(
                    charge("graduated", tiers=[{"up_to": 100, "rate": 5}, {"rate": 4}]), quantity={"most": 100}
                )
            }
        ),
        {"DD204"},
    ),
    "a volume that no line reaches": (
        lambda: shop(
            {"seat": product(per(10), quantity={"most": 100})}, volume("line", "quantity", 200, 5, mode="graduated")
        ),
        {"DD204"},
    ),
    "a floor that a volume breaks": (
        lambda: shop({"seat": product(per(100, floor=80))}, volume("line", "quantity", 1000, 30)),
        {"DD103", "DD302"},
    ),
    "a floor that a set breaks": (
        lambda: shop(
            {**four(), "ant": product(flat(floor=700))}, {"bundle": {"sets": [a_set("pair", ["ant", "bee"], 40)]}}
        ),
        {"DD302"},
    ),
    "a segment and a region add up": (
        lambda: shop(
            four(),
            book(entry("EU", 60, regions=["eu"]), entry("Schools", 50, segments=["edu"]), combine="sum"),
            top={"segments": {"edu": {"name": "Schools"}}},
        ),
        {"DD304"},
    ),
    "steps of the list price": (
        lambda: shop(
            four(),
            {
                "bundle": {"base": "list", "tiers": [{"from": 2, "percent": 45}]},
                "partner": {"base": "list", "tiers": [{"tier": "gold", "percent": 60}]},
            },
        ),
        {"DD304"},
    ),
    "an add-on for each seat": (
        lambda: shop(two_plans(per(50), per(30), per(70), upgrade_to="grow"), top=ENTITLED),
        {"DD402"},
    ),
    "an add-on, the next plan not named": (
        lambda: shop(two_plans(flat(50), flat(30), flat(70)), top=ENTITLED),
        {"DD402"},
    ),
    "a dominated plan of five seats or more": (
        lambda: shop(
            {
                "start": plan(per(110), entitlements=["sso", "api"], quantity={"least": 5}),
                "grow": plan(per(100), entitlements=["sso", "api"], quantity={"least": 5}),
            },
            top=ENTITLED,
        ),
        {"DD403"},
    ),
    "a tier far from the rate": (
        lambda: shop(
            {
                "seat": product(
                    charge(
                        "graduated",
                        tiers=[{"up_to": 5, "rate": {"USD": 100, "EUR": 50}}, {"rate": {"USD": 90, "EUR": 82}}],
                    )
                )
            },
            currencies=["EUR"],
            reference_rates={"EUR": D("1.1")},
        ),
        {"DD404"},
    ),
    "two charges inverted in euros": (
        lambda: shop(
            {
                "start": plan(flat({"USD": 100, "EUR": 98}, id="one"), flat({"USD": 10, "EUR": 9}, id="two")),
                "grow": plan(flat({"USD": 110, "EUR": 90}, id="one"), flat({"USD": 11, "EUR": 10}, id="two")),
            },
            currencies=["EUR"],
            reference_rates={"EUR": D("1.1")},
        ),
        {"DD404"},
    ),
    "a term in Arabic": (lambda: shop(four(), terms={"payment": "\u0645"}), {"DD506"}),
    "the seller's address": (lambda: shop(four(), entity={"name": "Shop", "address": ["\u0645"]}), {"DD506"}),
    "Cyrillic letters": (
        lambda: shop({"ant": product(flat(), name="Top"), "bee": product(flat(), name="\u0422\u043e\u0440")}),
        {"DD502"},
    ),
    "a sign without width": (
        lambda: shop({"ant": product(flat(), name="Pro"), "bee": product(flat(), name="Pr\u200bo")}),
        {"DD502"},
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_planted_fault_is_found_and_proven(name: str) -> None:
    make, codes = FAULTY[name]
    made = make()
    found = linted(made).findings
    assert {each.code for each in found} == codes
    for each in found:
        for witness in each.found.witness:
            quote = price(Deal.validate(dict(witness.deal)), made, today=TODAY)
            assert quote.totals.net + quote.usage_estimate.net == witness.total
        if len(each.found.witness) == 2:
            small, large = each.found.witness
            assert each.found.loss == small.total - large.total


def month(number: int) -> Table:
    return {"valid_from": date(2027, number, 1), "valid_until": date(2027, number, 28)}


def graduated(by: str, family: str) -> Table:
    tiers = [{"from": 2, "percent": 60}]
    return {"name": family, "by": by, "scope": "line", "mode": "graduated", "tiers": tiers} | {
        "applies_to": {"families": [family]}
    }


FINE: dict[str, Any] = {
    "graduated seats": lambda: shop(
        {"seat": product(charge("graduated", tiers=[{"up_to": 10, "rate": 10}, {"rate": 5}]))}
    ),
    "seats in tens, gently": lambda: shop(
        {"seat": product(charge("volume", tiers=[{"up_to": 50, "rate": 100}, {"rate": 90}]), quantity=TEN)}
    ),
    "fifty seats at most": lambda: shop(
        {"seat": product(charge("volume", tiers=[{"up_to": 50, "rate": 100}]), quantity={"most": 50})}
    ),
    "a minimum hides the step": lambda: shop(
        {"seat": product(charge("volume", tiers=[{"up_to": 50, "rate": 100}, {"rate": 99}], minimum=6000))}
    ),
    "packages": lambda: shop({"seat": product(charge("package", size=10, price=100, unit="calls"))}),
    "included calls": lambda: shop(
        {"calls": product(charge("package", size=1000, free=5000, price=2, period="month", usage=True), kind="usage")}
    ),
    "a fee that is flat, then a share": lambda: shop(
        {
            "fee": product(
                charge("bracketed_fee", period="usage", tiers=[{"below": 100, "flat": D("0.10")}, {"rate": D("0.001")}])
            )
        }
    ),
    "support by percentage": lambda: shop(
        {
            "ant": plan(flat()),
            "support": product(charge("percent_of", rate=D("0.15"), of=["ant"], minimum=50), kind="add_on"),
        }
    ),
    "a matrix": lambda: shop(
        {
            "ant": product(
                charge(
                    "matrix",
                    dimensions={"region": ["eu", "us"]},
                    cells=[{"at": {"region": "eu"}, "price": 5}, {"at": {"region": "us"}, "price": 6}],
                )
            )
        }
    ),
    "a range": lambda: shop({"ant": product(charge("range", floor=10, **{"from": 10, "to": 20}))}),
    "two currencies": lambda: shop(
        {"ant": plan(flat({"USD": 100, "EUR": 92})), "bee": plan(flat({"USD": 200, "EUR": 180}))},
        currencies=["EUR"],
        reference_rates={"EUR": D("1.1")},
    ),
    "regions add up to more than the price": lambda: shop(
        four(), book(*(entry(each, 40, regions=[each]) for each in ("eu", "us", "ap")), combine="sum")
    ),
    "promotions one after the other": lambda: shop(
        four(),
        {
            "promotion": {
                "combine": "sum",
                "codes": [{"code": "A", "percent": 60} | month(1), {"code": "B", "percent": 60} | month(2)],
            }
        },
    ),
    "a schedule for each family": lambda: shop(
        {"ant": product(per(1000), family="one"), "bee": product(per(1000), family="two")},
        {"volume": {"combine": "sum", "schedules": [graduated("quantity", "one"), graduated("quantity", "two")]}},
    ),
    "two sets of different products": lambda: shop(
        four(),
        {"bundle": {"combine": "sum", "sets": [a_set("one", ["ant", "bee"], 30), a_set("two", ["cat", "dog"], 30)]}},
    ),
    "partners and a term": lambda: shop(
        four(),
        {"partner": {"tiers": [{"tier": "gold", "percent": 20}]}, "term": {"tiers": [{"from": 36, "percent": 2}]}},
    ),
    "a plan for all, and one by the seat": lambda: shop(
        {"all": plan(flat(10_000), entitlements=["sso", "api"]), "seat": plan(per(100), entitlements=["sso", "api"])},
        top=ENTITLED,
    ),
    "a cheaper plan that costs more once": lambda: shop(
        {
            "start": plan(flat(1000), entitlements=["sso", "api"]),
            "grow": plan(flat(900), flat(5000, id="setup", period="once"), entitlements=["sso", "api"]),
        },
        top=ENTITLED,
    ),
    "an add-on at one price, plans by the seat": lambda: shop(
        two_plans(per(50), flat(300), per(90), upgrade_to="grow"), top=ENTITLED
    ),
    "plans, add-ons, a floor": lambda: shop(two_plans(flat(500, floor=400), flat(100), flat(600)), top=ENTITLED),
}


@pytest.mark.parametrize("name", FINE)
def test_nothing_is_said_of_a_catalog_without_faults(name: str) -> None:
    assert [(each.code, each.found.message) for each in linted(FINE[name]()).findings] == []


# ---- the repair repairs ----


def _with(record: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return a record with one value replaced."""
    if not path:
        return value
    first, *rest = path
    if isinstance(first, int):
        return tuple(_with(each, tuple(rest), value) if n == first else each for n, each in enumerate(record))
    if hasattr(record, "but"):
        return record.but(**{first: _with(getattr(record, first), tuple(rest), value)})
    return {**record, first: _with(record[first], tuple(rest), value)}


def repairs() -> Iterator[tuple[str, Any, str]]:
    yield "seats", lambda: shop({"seat": product(STEEP)}), "DD101"
    yield "tens", lambda: shop({"seat": product(STEEP, quantity=TEN)}), "DD101"
    yield "yen", lambda: shop({"seat": product(STEEP)}, currency="JPY"), "DD101"
    for number in range(4):
        prices = (997, 1503, 40 + 31 * number)
        products = {sku: product(flat(each)) for sku, each in zip(("ant", "bee", "cat"), prices, strict=True)}
        if number == 3:
            products["cat"]["discountable"] = False
        yield (
            f"products {number}",
            lambda p=products: shop(p, {"bundle": {"tiers": [{"from": 3, "percent": 45}]}}),
            "DD102",
        )
    yield "term", lambda: shop(four(), {"term": {"tiers": [{"from": 36, "percent": 12}]}}), "DD104"


@pytest.mark.parametrize(("make", "code"), [each[1:] for each in repairs()], ids=[each[0] for each in repairs()])
def test_the_repair_repairs(make: Any, code: str) -> None:
    made = make()
    (found,) = [each for each in linted(made).findings if each.code == code]
    repair = found.found.repair or ""
    if code == "DD101":
        value, path = D(repair.split("at least ")[1].split()[0]), (*found.found.path, "rate")
    else:
        value, path = D(repair.split(" %")[0]), found.found.path
    assert not [each for each in linted(_with(made, path, value)).findings if each.code == code]
    worse = value * D("0.98") if code == "DD101" else value + D("0.5")
    assert [each for each in linted(_with(made, path, worse)).findings if each.code == code]
