"""What differs between two catalogs is told once, in the right section, and nothing else is."""

from copy import deepcopy
from decimal import Decimal as D
from random import Random
from typing import Any, get_args, get_type_hints

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Product
from dealdesk.changes.change import SECTIONS, Change, Diff
from dealdesk.changes.diff import diff
from dealdesk.changes.fields import FIELDS
from dealdesk.changes.prices import OWN
from dealdesk.changes.walk import whole_of
from dealdesk.changes.wholes import WHOLES
from dealdesk.pricing.charges import CHARGES, Tier
from dealdesk.pricing.charges.matrix import Cell
from dealdesk.pricing.steps import WATERFALL
from dealdesk.record import Record
from tests.changes.edits import edited, reworded
from tests.strategies import a_catalog


def made(data: dict[str, Any]) -> Catalog:
    return Catalog.validate(deepcopy(data))


def shop(**more: Any) -> dict[str, Any]:
    """A shop that sells seats by volume and support by the year."""
    seats = {
        "id": "seats",
        "period": "month",
        "unit": "seat",
        "model": "volume",
        "tiers": [{"up_to": 50, "rate": 100}, {"rate": 85}],
    }
    support = {"id": "fee", "period": "year", "model": "flat", "price": 1200}
    return {
        "catalog": {"id": "shop", "name": "Shop", "version": "1.4.2", "currency": "USD"},
        "products": {
            "seat": {"name": "Seat", "kind": "plugin", "family": "core", "charges": [seats]},
            "care": {"name": "Care", "kind": "service", "family": "care", "charges": [support]},
        },
        "rules": {
            "term": {"tiers": [{"from": 12, "percent": 5}, {"from": 36, "percent": 10}]},
            "promotion": {"codes": [{"code": "SPRING", "percent": 5}]},
            "bundle": {"tiers": [{"from": 2, "percent": 10, "name": "Pair", "includes": ["Training"]}]},
        },
        "segments": {"small": {"name": "Small firms"}},
    } | more


def changed(change: Any) -> Diff:
    """What differs when *change* is done to the shop."""
    data = shop()
    change(data)
    return diff(made(shop()), made(data))


def only(found: Diff) -> Change:
    (one,) = found.changes
    return one


@pytest.mark.parametrize("seed", range(0, 80, 20))
def test_a_catalog_does_not_differ_from_itself(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        data = a_catalog(rnd)
        assert diff(made(data), made(data)).changes == ()


@pytest.mark.parametrize("seed", range(0, 80, 20))
def test_order_and_digits_are_no_difference(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        data = a_catalog(rnd)
        assert diff(made(data), made(reworded(rnd, data))).changes == ()


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_one_edit_is_told_once_and_in_its_section(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        data = a_catalog(rnd)
        copy, section = edited(rnd, data)
        found = diff(made(data), made(copy))
        assert [each.section for each in found.changes] == [section], [(each.path, each.what) for each in found.changes]
        back = diff(made(copy), made(data))
        assert [each.section for each in back.changes] == [section]


@pytest.mark.parametrize("seed", range(0, 80, 20))
def test_one_edit_among_other_words_is_told_once(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        data = a_catalog(rnd)
        copy, section = edited(rnd, data)
        assert [each.section for each in diff(made(data), made(reworded(rnd, copy))).changes] == [section]


def test_a_price_has_old_new_and_percent() -> None:
    def dearer(data: Any) -> None:
        data["products"]["care"]["charges"][0]["price"] = 1350

    one = only(changed(dearer))
    (price,) = one.prices
    (part,) = price.parts
    assert (one.section, one.path, one.effect) == ("prices", "products.care.charges.fee", "breaking")
    assert (price.currency, part.old, part.new, part.percent) == ("USD", 1200, 1350, D("12.5"))


def test_a_product_under_another_sku_is_renamed_and_what_names_it_does_not_differ() -> None:
    base = shop()
    base["products"]["care"]["available_for"] = ["seat"]
    base["rules"]["bundle"]["sets"] = [{"id": "both", "name": "Both", "skus": ["seat", "care"], "percent": 3}]
    head = deepcopy(base)
    head["products"]["user"] = head["products"].pop("seat")
    head["products"]["care"]["available_for"] = ["user"]
    head["rules"]["bundle"]["sets"][0]["skus"] = ["user", "care"]
    one = only(diff(made(base), made(head)))
    assert (one.kind, one.old, one.new, one.effect) == ("renamed", "seat", "user", "breaking")


def test_products_of_the_same_price_are_renamed_only_where_their_names_say_which() -> None:
    base, head = shop(), shop()
    twin = deepcopy(base["products"]["care"])
    base["products"]["plus"] = twin | {"name": "Plus"}
    head["products"] |= {"care-2": head["products"].pop("care"), "plus-2": twin | {"name": "Plus"}}
    found = diff(made(base), made(head))
    assert [(each.kind, each.old, each.new) for each in found.changes] == [
        ("renamed", "care", "care-2"),
        ("renamed", "plus", "plus-2"),
    ]
    head["products"]["care-2"]["name"] = head["products"]["plus-2"]["name"] = "Another"
    assert sorted(each.kind for each in diff(made(base), made(head)).changes) == [
        "added",
        "added",
        "removed",
        "removed",
    ]


def test_prices_of_other_periods_are_compared_by_the_year() -> None:
    def monthly(price: int) -> Diff:
        def change(data: Any) -> None:
            data["products"]["care"]["charges"][0] |= {"period": "month", "price": price}

        return changed(change)

    (part,) = only(monthly(110)).prices[0].parts  # 1,320 a year instead of 1,200
    assert (part.old, part.new, part.percent) == (1200, 1320, 10)
    same = only(monthly(100))
    assert (same.what, same.old, same.new, same.prices) == ("period", "year", "month", ())


def test_a_price_in_one_currency_changes_in_that_one() -> None:
    base = shop()
    base["catalog"]["currencies"] = ["EUR"]
    base["products"]["care"]["charges"][0] = {
        "id": "fee", "period": "year", "model": "flat", "prices": {"USD": 1200, "EUR": 1000},
    }  # fmt: skip
    head = deepcopy(base)
    head["products"]["care"]["charges"][0]["prices"] = {"EUR": 900, "USD": 1200}
    (price,) = only(diff(made(base), made(head))).prices
    assert (price.currency, price.parts[0].percent) == ("EUR", -10)
    head["products"]["care"]["charges"][0] = {"id": "fee", "period": "year", "model": "flat", "price": 1200}
    gone = only(diff(made(base), made(head)))
    assert (gone.prices[0].currency, gone.prices[0].parts[0].new, gone.effect) == ("EUR", None, "breaking")


def test_a_step_that_ends_is_a_hole_behind_its_end() -> None:
    def change(data: Any) -> None:
        data["rules"]["term"]["tiers"][0]["to"] = 24

    one = only(changed(change))
    (span,) = one.ladder
    assert (span.above, span.above_in, span.up_to, span.old, span.new) == (24, False, 36, 5, None)


def test_the_last_size_of_a_step_belongs_to_it() -> None:
    base, head = shop(), shop()
    base["rules"]["term"]["tiers"] = [{"from": 12, "to": 24, "percent": 5}]
    head["rules"]["term"]["tiers"] = [{"from": 12, "percent": 5}, {"from": 24, "percent": 8}]
    at, beyond = only(diff(made(base), made(head))).ladder
    assert (at.above, at.up_to, at.old, at.new) == (24, 24, 5, 8)
    assert (beyond.above, beyond.above_in, beyond.old, beyond.new) == (24, False, None, 8)


def test_a_ladder_is_told_by_the_sizes_that_get_something_else() -> None:
    def change(data: Any) -> None:
        data["rules"]["term"]["tiers"] = [{"from": 12, "percent": 5}, {"from": 24, "percent": 8}]

    one = only(changed(change))
    assert [(each.above, each.up_to, each.old, each.new) for each in one.ladder] == [(24, 36, 5, 8), (36, None, 10, 8)]
    assert one.effect == "breaking"


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ({"most": 5}, {"most": 6}, "compatible"),
        ({"most": 5}, {"most": 4}, "breaking"),
        ({"most": 5}, {}, "compatible"),
        ({"most": 5}, {"by_contract": True}, "breaking"),
        ({"by_contract": True}, {"most": 5}, "compatible"),
        ({}, {"by_contract": True}, "breaking"),
        ({"most": 5, "period": "month"}, {"most": 5, "period": "year"}, "breaking"),
        ({"most": 5}, None, "breaking"),
        (None, {"most": 5}, "breaking"),
    ],
)
def test_a_limit_is_judged_by_what_it_allows(before: Any, after: Any, effect: str) -> None:
    both = []
    for limit in (before, after):
        data = shop()
        data["products"]["seat"]["limits"] = {} if limit is None else {"api": {"name": "Calls"} | limit}
        both.append(made(data))
    one = only(diff(*both))
    assert (one.section, one.effect) == ("limits", effect)


def set_(*path: Any) -> Any:
    *keys, last, value = path

    def change(data: Any) -> None:
        for key in keys:
            data = data[key]
        data[last] = value

    return change


def drop(*path: Any) -> Any:
    *keys, last = path

    def change(data: Any) -> None:
        for key in keys:
            data = data[key]
        del data[last]

    return change


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        (set_("products", "care", "charges", 0, "price", 1300), "breaking"),
        (set_("products", "care", "charges", 0, "price", 1100), "compatible"),
        (set_("products", "care", "charges", 0, "minimum", 10), "breaking"),
        (set_("products", "care", "charges", 0, "maximum", 10), "compatible"),
        (set_("products", "care", "charges", 0, "cost", 10), "compatible"),
        (set_("products", "care", "name", "Help"), "fix"),
        (drop("products", "care"), "breaking"),
        (set_("products", "care", "entitlements", ["sso"]), "compatible"),
        (set_("products", "care", "available_for", ["seat"]), "breaking"),
        (set_("rules", "term", "tiers", 0, "percent", 4), "breaking"),
        (set_("rules", "term", "tiers", 0, "percent", 6), "compatible"),
        (set_("rules", "term", "cap", 5), "breaking"),
        (set_("rules", "term", "applies_to", {"families": ["core"]}), "breaking"),
        (drop("rules", "term"), "breaking"),
        (drop("rules", "bundle", "tiers", 0, "includes"), "breaking"),
        (set_("rules", "promotion", "codes", 0, "min_months", 12), "breaking"),
        (set_("rules", "promotion", "codes", 0, "valid_until", "2027-01-01"), "breaking"),
        (set_("rules", "promotion", "codes", 0, "percent", 6), "compatible"),
        (set_("rules", "uplift", {"percent": 3, "compounding": "simple", "most": 9}), "breaking"),
        (set_("rules", "floor", {"families": {"core": 50}}), "breaking"),
        (set_("catalog", "currencies", ["EUR"]), "compatible"),
        (set_("catalog", "currency", "EUR"), "breaking"),
        (set_("catalog", "valid_until", "2027-12-31"), "breaking"),
        (set_("catalog", "version", "1.4.3"), "none"),
        (set_("catalog", "terms", {"payment_days": 14}), "breaking"),
        (drop("segments", "small"), "breaking"),
        (set_("segments", "large", {"name": "Large"}), "compatible"),
    ],
)
def test_what_a_change_does_to_those_who_use_the_catalog(change: Any, effect: str) -> None:
    assert only(changed(change)).effect == effect


def test_every_field_of_products_charges_and_rules_is_judged() -> None:
    """A field that is added later is breaking until somebody says what it means."""
    classes: set[Any] = {Product, *CHARGES, *(step.params for step in WATERFALL)}
    seen: set[Any] = set()
    unjudged = set()
    while classes:
        cls = classes.pop()
        seen.add(cls)
        for name, hint in get_type_hints(cls).items():
            inner = _records(hint)
            classes |= inner - seen
            whole = whole_of(WHOLES, cls, name) or whole_of(FIELDS, cls, name) or whole_of(FIELDS, cls, "*")
            if name in cls.fields() and not whole and not inner and not name.startswith("_"):
                unjudged.add(f"{cls.__name__}.{name}")
    price = {
        f"{cls.__name__}.{name}"
        for cls in (*CHARGES, Tier, Cell)
        for name in {*OWN, *Tier.fields(), *Cell.fields(), "id"}
    }
    names = {"Rung.from_", "Rung.to", "Rung.percent", "BundleTier.from_", "BundleTier.to", "BundleTier.percent"}
    names |= {"NamedSet.id", "PartnerTier.tier", "Code.code"}  # entries are matched by them
    assert unjudged - price - names == set()


def _records(hint: Any) -> set[Any]:
    if isinstance(hint, type) and issubclass(hint, Record):
        return {hint}
    return {each for arg in get_args(hint) for each in _records(arg)}


def test_every_judge_says_a_section_that_there_is() -> None:
    assert {section for section, _ in FIELDS.values()} <= set(SECTIONS)
