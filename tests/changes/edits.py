"""One edit of a catalog's data, chosen at random, and the section in which it has to be told."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

Data = dict[str, Any]
Edit = Callable[[Random, Data], str | None]
"""Changes the data, and returns the section; None where it does not apply."""


def other(value: Any) -> Any:
    """Another number; of a table of numbers by currency, another first number."""
    if isinstance(value, dict):
        first, *rest = value
        return {first: other(value[first]), **{code: value[code] for code in rest}}
    return value + 1


def percent(table: Data, key: str = "percent") -> None:
    """Another percentage."""
    table[key] = table[key] + (1 if table[key] <= 99 else -1)


def a_product(rnd: Random, data: Data) -> Data:
    found: Data = data["products"][rnd.choice(list(data["products"]))]
    return found


def a_charge(rnd: Random, data: Data) -> Data:
    found: Data = rnd.choice(a_product(rnd, data)["charges"])
    return found


def a_rule(rnd: Random, data: Data, code: str) -> Any:
    return data["rules"].get(code)


# ---- the head


def header(key: str, value: Any, section: str) -> Edit:
    def edit(rnd: Random, data: Data) -> str:
        data["catalog"][key] = value
        return section

    return edit


def rounding(rnd: Random, data: Data) -> str:
    data["catalog"]["rounding"] = "half_even" if data["catalog"]["rounding"] == "half_up" else "half_up"
    return "catalog"


def a_currency(rnd: Random, data: Data) -> str:
    data["catalog"]["currencies"] = [*data["catalog"]["currencies"], "CHF"]
    return "currencies"


# ---- products


def added(rnd: Random, data: Data) -> str:
    charge = {"id": "c", "period": "year", "model": "per_unit", "price": Decimal("123456.789")}
    data["products"]["new-one"] = {"name": "New", "kind": "plugin", "family": "core", "charges": [charge]}
    return "products"


def removed(rnd: Random, data: Data) -> str:
    del data["products"][rnd.choice(list(data["products"]))]
    return "products"


def under_another_sku(rnd: Random, data: Data) -> str:
    sku = rnd.choice(list(data["products"]))
    data["products"]["another-sku"] = data["products"].pop(sku)
    data["rules"] = _renamed(data["rules"], sku)
    data["products"] = _renamed(data["products"], sku)
    return "products"


def _renamed(value: Any, sku: str) -> Any:
    """The same data, with the SKU's new name wherever it stands in a list."""
    if isinstance(value, dict):
        return {key: _renamed(each, sku) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, sku) for each in value]
    return "another-sku" if value == sku else value


def of_product(key: str, value: Any, section: str) -> Edit:
    def edit(rnd: Random, data: Data) -> str:
        a_product(rnd, data)[key] = value
        return section

    return edit


def kind(rnd: Random, data: Data) -> str:
    product = a_product(rnd, data)
    product["kind"] = "service" if product["kind"] != "service" else "usage"
    return "products"


def discountable(rnd: Random, data: Data) -> str | None:
    product = a_product(rnd, data)
    if "discountable" in product or any(each["model"] == "percent_of" for each in product["charges"]):
        return None
    product["discountable"] = False
    return "products"


# ---- charges


def number(rnd: Random, data: Data) -> str | None:
    """A number of the price itself."""
    charge = a_charge(rnd, data)
    if charge["model"] == "percentage" and "maximum" in charge:
        return None  # a maximum can hide any rate
    if "tiers" in charge:
        tier = rnd.choice(charge["tiers"])
        key = "flat" if charge["model"] == "stairstep" else "rate"
        tier[key] = other(tier.get(key, Decimal(0)))
    elif charge["model"] == "matrix":
        cell = rnd.choice(charge["cells"])
        cell["price"] = other(cell["price"])
    else:
        key = next(each for each in ("price", "prices", "rate", "to") if each in charge)
        charge[key] = other(charge[key])
    return "prices"


def a_bound(rnd: Random, data: Data) -> str | None:
    charge = a_charge(rnd, data)
    key = rnd.choice(("minimum", "maximum", "floor", "cost"))
    if charge["model"] in ("percentage", "bracketed_fee") and key in ("minimum", "maximum"):
        return None
    charge[key] = other(charge[key]) if key in charge else plain_price(data, Decimal(77))
    return "prices"


def plain_price(data: Data, value: Decimal) -> Any:
    head = data["catalog"]
    return dict.fromkeys((head["currency"], *head["currencies"]), value) if head["currencies"] else value


def of_charge(key: str, value: Any, section: str) -> Edit:
    def edit(rnd: Random, data: Data) -> str:
        a_charge(rnd, data)[key] = value
        return section

    return edit


def period(rnd: Random, data: Data) -> str:
    charge = a_charge(rnd, data)
    charge["period"] = "month" if charge["period"] != "month" else "year"
    return "prices"


def charge_id(rnd: Random, data: Data) -> str:
    a_charge(rnd, data)["id"] = "another"
    return "prices"


def tier_note(rnd: Random, data: Data) -> str | None:
    charge = a_charge(rnd, data)
    if "tiers" not in charge:
        return None
    rnd.choice(charge["tiers"])["note"] = "Another note."
    return "texts"


# ---- rules


def ladders(data: Data) -> list[list[Data]]:
    rules = data["rules"]
    found = [rules[code]["tiers"] for code in ("bundle", "term", "commitment") if rules.get(code, {}).get("tiers")]
    return found + [each["tiers"] for each in rules.get("volume", {}).get("schedules", ())]


def rung(rnd: Random, data: Data) -> str | None:
    found = ladders(data)
    if not found:
        return None
    percent(rnd.choice(rnd.choice(found)))
    return "rules"


def another_rung(rnd: Random, data: Data) -> str | None:
    found = ladders(data)
    if not found:
        return None
    ladder = rnd.choice(found)
    last = ladder[-1].get("to", ladder[-1]["from"])
    ladder.append({"from": last + 5, "percent": Decimal("61.5")})
    return "rules"


def entry(code: str, key: str) -> Edit:
    def edit(rnd: Random, data: Data) -> str | None:
        entries = [each for each in data["rules"].get(code, {}).get(key, ()) if "percent" in each]
        if not entries:
            return None
        percent(rnd.choice(entries))
        return "rules"

    return edit


def without(code: str, key: str) -> Edit:
    def edit(rnd: Random, data: Data) -> str | None:
        entries = data["rules"].get(code, {}).get(key, [])
        if len(entries) < 2:
            return None
        entries.remove(rnd.choice(entries))
        return "rules"

    return edit


def cap(rnd: Random, data: Data) -> str | None:
    codes = [code for code in data["rules"] if code not in ("uplift", "floor")]
    if not codes:
        return None
    data["rules"][rnd.choice(codes)]["cap"] = Decimal("70.5")
    return "rules"


def whole_rule(rnd: Random, data: Data) -> str | None:
    if not data["rules"]:
        return None
    del data["rules"][rnd.choice(list(data["rules"]))]
    return "rules"


def uplift(rnd: Random, data: Data) -> str | None:
    if "uplift" not in data["rules"]:
        return None
    percent(data["rules"]["uplift"], rnd.choice(("percent", "most")))
    return "rules"


def floor(rnd: Random, data: Data) -> str | None:
    families = data["rules"].get("floor", {}).get("families")
    if not families:
        return None
    percent(families, rnd.choice(list(families)))
    return "rules"


EDITS: tuple[Edit, ...] = (
    header("version", "9.9", "catalog"),
    header("valid_until", "2031-01-31", "dates"),
    header("valid_days", 12, "dates"),
    header("time_zone", "Asia/Tokyo", "dates"),
    header("terms", {"payment_days": 17}, "terms"),
    header("terms", {"support": "By post."}, "terms"),
    header("name", "Another name", "texts"),
    rounding,
    a_currency,
    added,
    removed,
    under_another_sku,
    kind,
    discountable,
    of_product("family", "another", "products"),
    of_product("excludes", ["another"], "products"),
    of_product("name", "Another name", "texts"),
    of_product("note", "Another note.", "texts"),
    of_product("entitlements", ["sso"], "entitlements"),
    of_product("sla", "99.9 %", "entitlements"),
    of_product("limits", {"seats": {"name": "Seats", "most": 10}}, "limits"),
    number,
    number,
    number,
    a_bound,
    period,
    charge_id,
    tier_note,
    of_charge("illustrative", True, "illustrative"),
    of_charge("note", "Another note.", "texts"),
    of_charge("unit", "box", "prices"),
    rung,
    another_rung,
    entry("partner", "tiers"),
    entry("promotion", "codes"),
    entry("price_book", "entries"),
    entry("bundle", "sets"),
    without("promotion", "codes"),
    without("volume", "schedules"),
    cap,
    whole_rule,
    uplift,
    floor,
)


def edited(rnd: Random, data: Data) -> tuple[Data, str]:
    """A copy of a catalog's data with one edit, and the section that it belongs to."""
    while True:
        copy = deepcopy(data)
        section = rnd.choice(EDITS)(rnd, copy)
        if section is not None:
            return copy, section


# ---- the same in other words


def reworded(rnd: Random, value: Any) -> Any:
    """The same data: tables, names and named entries in another order, numbers with other digits."""
    if isinstance(value, dict):
        keys = list(value)
        rnd.shuffle(keys)
        return {key: reworded(rnd, value[key]) for key in keys}
    if isinstance(value, list):
        made = [reworded(rnd, each) for each in value]
        if all(isinstance(each, str) or {"id", "code", "tier", "name"} & set(each) for each in value):
            rnd.shuffle(made)
        return made
    if isinstance(value, Decimal) and rnd.random() < 0.5 and len(value.as_tuple().digits) < 18:
        return value.quantize(Decimal("1e-5")) if value == value.quantize(Decimal("1e-5")) else value
    return value
