"""Catalogs and deals that fit each other, as plain data in the words of their files.

One generator serves both ways of testing: `random.Random` makes deals by the ten thousand, and Hypothesis, whose
`st.randoms` has the same interface, makes fewer and shrinks those that fail.

Everything that pricing knows is drawn: the eleven charge models, tiers with `up_to` and `below`, fractions, 0 and
large quantities; every step with its bases, ways to combine, caps and `applies_to`; asks, floors, minima, ramps, free
months, uplift, co-termination, the conventions of proration, currencies and roundings.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

TODAY = date(2026, 12, 1)
CURRENCIES = {"USD": 2, "JPY": 0, "KWD": 3, "EUR": 2}
KINDS = ("plugin", "tier", "add_on", "service", "usage")
FAMILIES = ("core", "extra", "care")
SEGMENTS, REGIONS = ("small", "large"), ("EMEA", "APAC")
CONVENTIONS = ("actual", "actual_365", "30_360", "months_up", "months_days")
CODES = ("SPRING", "LAUNCH")
MODELS = (
    "flat",
    "per_unit",
    "graduated",
    "volume",
    "stairstep",
    "package",
    "percentage",
    "bracketed_fee",
    "percent_of",
    "range",
    "matrix",
)
OF_TRANSACTIONS = ("percentage", "bracketed_fee")


def decimal(rnd: Random, least: int, most: int, places: int) -> Decimal:
    """A number from *least* to *most* with up to *places* decimals."""
    places = rnd.choice((0, 0, *range(places + 1)))
    return Decimal(rnd.randint(least * 10**places, most * 10**places)).scaleb(-places)


def chance(rnd: Random, percent: int) -> bool:
    return rnd.randint(0, 99) >= 100 - percent


class _Prices:
    """Numbers of one catalog: plain, or a table by currency where the catalog has two."""

    def __init__(self, rnd: Random, currencies: tuple[str, ...], huge: bool) -> None:
        self.rnd, self.currencies, self.huge = rnd, currencies, huge

    def price(self, most: int = 5000, places: int = 4) -> Any:
        if self.huge and chance(self.rnd, 25):
            most, places = 999_999_999_998, 12
        numbers = [decimal(self.rnd, 0, most, places) for _ in self.currencies]
        return numbers[0] if len(numbers) == 1 else dict(zip(self.currencies, numbers, strict=True))

    def stated(self, most: int = 5000, places: int = 4) -> Data:
        """`price`, or `prices` by currency."""
        price = self.price(most, places)
        return {"prices": price} if isinstance(price, dict) else {"price": price}


# ---- catalogs --------------------------------------------------------------------------------------------


def a_catalog(rnd: Random, *, huge: bool = False) -> Data:
    """A catalog of three to seven products, and numbers for some of the steps."""
    currency = rnd.choice(tuple(CURRENCIES))
    second = rnd.choice([code for code in CURRENCIES if code != currency])
    currencies = (currency, second) if chance(rnd, 15) else (currency,)
    prices = _Prices(rnd, currencies, huge)
    products: dict[str, Data] = {}
    for number in range(rnd.randint(3, 7)):
        products[f"item-{number}"] = _product(rnd, prices, number)
    return {
        "catalog": {
            "id": "made",
            "name": "Made",
            "version": "1",
            "currency": currency,
            "currencies": list(currencies[1:]),
            "rounding": rnd.choice(("half_up", "half_even")),
            "proration": rnd.choice(CONVENTIONS),
        },
        "products": products,
        "rules": _rules(rnd, products),
        "segments": {name: {"name": name} for name in SEGMENTS},
    }


def _product(rnd: Random, prices: _Prices, number: int) -> Data:
    charges = [_charge(rnd, prices, n, alone=False) for n in range(rnd.randint(2, 3))] if chance(rnd, 25) else []
    product: Data = {
        "name": f"Item {number}",
        "kind": rnd.choice(KINDS) if number else "plugin",
        "family": rnd.choice(FAMILIES),
        "charges": charges or [_charge(rnd, prices, 0, alone=True)],
    }
    if chance(rnd, 10):
        product["discountable"] = rnd.choice((True, False))
    return product


def _charge(rnd: Random, prices: _Prices, number: int, *, alone: bool) -> Data:
    """One charge; those that need a choice of the seller, or transactions, are the only one of their product."""
    model = rnd.choice(MODELS)
    if not alone and model in ("range", "matrix", *OF_TRANSACTIONS):
        model = rnd.choice(("flat", "per_unit", "graduated", "percent_of"))
    period = rnd.choice(("year", "year", "month", "quarter", "once", "usage"))
    charge: Data = {"id": f"c{number}", "period": period, "model": model}
    if period != "once" and model != "percent_of" and chance(rnd, 25):
        charge["usage"] = True
    if model in ("flat", "per_unit"):
        charge |= prices.stated()
    elif model == "package":
        charge |= prices.stated() | {"size": decimal(rnd, 1, 50, 1), "free": decimal(rnd, 0, 20, 1)}
    elif model in ("graduated", "volume", "stairstep", "bracketed_fee"):
        charge["tiers"] = _tiers(rnd, prices, model)
    elif model == "percentage":
        charge |= {"rate": decimal(rnd, 0, 1, 4), "fixed": prices.price(3)}
        if chance(rnd, 30):
            charge["free"] = prices.price(500, 2)
    elif model == "percent_of":
        charge |= {"rate": decimal(rnd, 0, 1, 3), "of": rnd.sample([*FAMILIES, "item-0"], rnd.randint(1, 2))}
        charge["period"] = rnd.choice(("year", "month", "quarter", "once"))
    elif model == "range":
        low = prices.price(1000, 2)
        if isinstance(low, dict):
            charge |= {"from": low, "to": {code: each + 500 for code, each in low.items()}}
        else:
            charge |= {"from": low, "to": low + 500}
    elif model == "matrix":
        dimensions = {"region": ["eu", "us"], "size": ["s", "m", "l"]}
        cells = [{"at": {"region": r, "size": s}, "price": prices.price(900)} for r in ("eu", "us") for s in ("s", "l")]
        charge |= {"dimensions": dimensions, "cells": cells}
    if model not in OF_TRANSACTIONS or (model == "percentage" and "free" not in charge):
        if chance(rnd, 20):
            charge["minimum"] = prices.price(400, 2)
        if chance(rnd, 20):
            charge["maximum"] = prices.price(20_000, 2)
    for name, most in (("floor", 300), ("cost", 200)):
        if chance(rnd, 20):
            charge[name] = prices.price(most, 3)
    return charge


def _tiers(rnd: Random, prices: _Prices, model: str) -> list[Data]:
    tiers: list[Data] = []
    end = Decimal(0)
    count = rnd.randint(1, 4)
    for number in range(count):
        tier: Data = {}
        if number + 1 < count or chance(rnd, 4):
            end += decimal(rnd, 1, 40, 1) if chance(rnd, 90) else decimal(rnd, 1000, 100_000, 0)
            tier["up_to" if chance(rnd, 75) else "below"] = end
        if model != "stairstep":
            tier["rate"] = prices.price(60) if model != "bracketed_fee" else prices.price(1, 4)
        if model == "stairstep" or chance(rnd, 40):
            tier["flat"] = prices.price(800, 2)
        if model in ("graduated", "volume") and chance(rnd, 10):
            tier["size"] = decimal(rnd, 1, 12, 1)
        tiers.append(tier)
    return tiers


def _rungs(rnd: Random, least: int, most: int, *, gaps: bool = False) -> list[Data]:
    starts = sorted({rnd.randint(least, most) for _ in range(rnd.randint(1, 4))})
    rungs: list[Data] = [{"from": start, "percent": decimal(rnd, 0, 60, 2)} for start in starts]
    if gaps and chance(rnd, 30):
        for lower, upper in pairwise(rungs):
            lower["to"] = rnd.randint(lower["from"], upper["from"] - 1)
    return rungs


def _how(rnd: Random, *, combine: bool = True) -> Data:
    """`base`, `combine`, `cap` and `applies_to` of a step, some of them left out."""
    how: Data = {}
    if chance(rnd, 40):
        how["base"] = rnd.choice(("running", "list"))
    if combine and chance(rnd, 50):
        how["combine"] = rnd.choice(("best", "sum", "compound"))
    if chance(rnd, 20):
        how["cap"] = decimal(rnd, 0, 70, 1)
    if chance(rnd, 25):
        how["applies_to"] = _applies_to(rnd)
    return how


def _applies_to(rnd: Random) -> Data:
    applies: Data = {}
    if chance(rnd, 60):
        applies["families"] = rnd.sample(FAMILIES, 2)
    if chance(rnd, 15):
        applies["skus"] = ["item-0", "item-1"]
    if chance(rnd, 60):
        applies["charges"] = rnd.choice((["recurring"], ["recurring", "once", "usage"], ["usage"]))
    return applies


def _rules(rnd: Random, products: dict[str, Data]) -> Data:
    rules: Data = {}
    skus, kinds = list(products), sorted({each["kind"] for each in products.values()})
    families = sorted({each["family"] for each in products.values()})
    if chance(rnd, 35):
        entries = [
            {"name": "Small", "segments": ["small"], "percent": decimal(rnd, 0, 40, 2)},
            {"name": "Small in EMEA", "segments": ["small"], "regions": ["EMEA"], "percent": decimal(rnd, 0, 40, 2)},
            {"name": "All", "percent": decimal(rnd, 0, 20, 3)},
        ]
        if chance(rnd, 50):
            entries[0] = {"name": "Yearly", "billing": ["annual", "upfront"], "percent": decimal(rnd, 0, 40, 2)}
        rules["price_book"] = _how(rnd) | {"entries": entries[: rnd.randint(1, 3)]}
    if chance(rnd, 40):
        overage = rnd.choice(("list", "discounted", "factor"))
        rules["commitment"] = {"tiers": _rungs(rnd, 0, 20_000), "overage": overage}
        if overage == "factor":
            rules["commitment"]["factor"] = decimal(rnd, 1, 3, 2)
    if chance(rnd, 60):
        sets = [
            {"id": "pair", "name": "Pair", "skus": skus[:2], "percent": decimal(rnd, 0, 50, 1)},
            {"id": "trio", "name": "Trio", "skus": skus[:3], "percent": decimal(rnd, 0, 50, 1), "only_these": True},
            {"id": "name-only", "name": "A name", "skus": skus[1:3]},
        ]
        rules["bundle"] = _how(rnd) | {
            "count": rnd.sample(kinds, rnd.randint(1, len(kinds))),
            "tiers": _rungs(rnd, 0, 5, gaps=True) if chance(rnd, 80) else [],
            "sets": rnd.sample(sets, rnd.randint(0, 3)),
        }
    if chance(rnd, 60):
        how = _how(rnd)
        schedules = []
        for number in range(rnd.randint(1, 3)):
            mode = rnd.choice(("volume", "graduated")) if how.get("combine") != "compound" else "volume"
            schedule: Data = {
                "name": f"Schedule {number}",
                "by": rnd.choice(("quantity", "amount")),
                "scope": rnd.choice(("line", "family", "deal")),
                "mode": mode,
            }
            schedule["tiers"] = _rungs(rnd, 0, 60 if schedule["by"] == "quantity" else 30_000, gaps=mode == "volume")
            if chance(rnd, 30):
                schedule["applies_to"] = _applies_to(rnd)
            schedules.append(schedule)
        rules["volume"] = how | {"schedules": schedules}
    if chance(rnd, 60):
        rules["term"] = _how(rnd, combine=False) | {"tiers": _rungs(rnd, 1, 48, gaps=True)}
    if chance(rnd, 50):
        tiers = [{"tier": name, "percent": decimal(rnd, 0, 40, 2)} for name in ("gold", "silver")]
        rules["partner"] = _how(rnd) | {"tiers": tiers}
    if chance(rnd, 50):
        codes = [
            {"code": code, "percent": decimal(rnd, 0, 50, 2), "min_months": rnd.choice((0, 0, 12))} for code in CODES
        ]
        rules["promotion"] = _how(rnd) | {"codes": codes}
    if chance(rnd, 30):
        rules["negotiated"] = _how(rnd)
    if chance(rnd, 20):
        rules["uplift"] = _uplift(rnd) | ({"applies_to": _applies_to(rnd)} if chance(rnd, 20) else {})
    if chance(rnd, 30):
        floor: Data = {"families": {family: decimal(rnd, 0, 90, 1) for family in families if chance(rnd, 50)}}
        if chance(rnd, 40):
            floor["margin"] = decimal(rnd, 0, 90, 1)
        rules["floor"] = floor
    known = {"families": families, "skus": skus}
    for rule in rules.values():
        for each in (rule, *rule.get("schedules", ())):
            _only_known(each.get("applies_to"), known)
    return rules


def _only_known(applies: Data | None, known: Data) -> None:
    """Leave out names that the catalog does not have; a list without names is left out as a whole."""
    for key, names in known.items():
        if applies and key in applies:
            applies[key] = [name for name in applies[key] if name in names] or names[:1]


def _uplift(rnd: Random) -> Data:
    uplift: Data = {
        "percent": decimal(rnd, 0, 12, 3),
        "compounding": rnd.choice(("simple", "compound")),
        "most": decimal(rnd, 0, 40, 1),
    }
    if chance(rnd, 40):
        uplift["base"] = rnd.choice(("running", "list"))
    if chance(rnd, 30):
        uplift["from_year"] = rnd.randint(1, 3)
    return uplift


# ---- deals -----------------------------------------------------------------------------------------------


def a_deal(rnd: Random, catalog: Data, *, huge: bool = False, alike: bool = False) -> Data:
    """A deal for *catalog*; with *alike*, without what changes the steps or the currency for this deal alone."""
    header, rules = catalog["catalog"], catalog["rules"]
    currencies = [header["currency"], *header["currencies"]]
    currency = header["currency"] if alike else rnd.choice(currencies)
    customer: Data = {"name": "Buyer"} | ({"currency": currency} if currency != currencies[0] else {})
    if chance(rnd, 60):
        customer["segment"] = rnd.choice(SEGMENTS)
    if chance(rnd, 60):
        customer["region"] = rnd.choice(REGIONS)
    deal: Data = {"catalog": "made", "customer": customer}
    months = _term(rnd, deal, alike=alike)
    deal["billing"] = rnd.choice(("annual", "quarterly", "monthly", "upfront"))
    if chance(rnd, 25):
        deal["in_arrears"] = True
    if not alike and chance(rnd, 30):
        deal["proration"] = rnd.choice(CONVENTIONS)
    if chance(rnd, 25):
        most = min(months, 4)
        if most:
            free = rnd.randint(1, most)
            extends = chance(rnd, 50)
            first = rnd.choice((1, rnd.randint(1, months - free + 1 + (free if extends else 0))))
            deal["free"] = {"months": free, "first": first, "extends_term": extends}
    skus = rnd.choices(list(catalog["products"]), k=rnd.randint(1, 5))
    deal["lines"] = [_line(rnd, catalog, sku, deal, months, CURRENCIES[currency], huge) for sku in skus]
    deal["discounts"] = [{"percent": decimal(rnd, 0, 30, 2)} for _ in range(rnd.choice((0, 0, 0, 1, 2)))]
    for discount in deal["discounts"]:
        if chance(rnd, 70):
            discount["applies_to"] = {"charges": ["recurring", "once", "usage"]}
    places = CURRENCIES[currency]
    if not any(_gives(catalog, line) for line in deal["lines"]):
        pass  # nothing to spread an amount over
    elif chance(rnd, 20):
        deal["discounts"].append({"amount": Decimal(rnd.randint(0, 30 * 10**places)).scaleb(-places)})
    elif chance(rnd, 20):
        deal["discounts"].append({"target_total": Decimal(rnd.randint(0, 9000 * 10**places)).scaleb(-places)})
    if "partner" in rules and chance(rnd, 60):
        deal["partner"] = {"name": "Reseller", "tier": rnd.choice(("gold", "silver"))}
    for code in rules.get("promotion", {}).get("codes", ()):
        if months >= code["min_months"] and chance(rnd, 50):
            deal.setdefault("promotions", []).append(code["code"])
    if "commitment" in rules and chance(rnd, 10 if "target_total" in str(deal["discounts"]) else 70):
        deal["commitment"] = _commitment(rnd, catalog, places)
    if not alike and chance(rnd, 25):
        deal["uplift"] = _uplift(rnd)
    return deal


def _gives(catalog: Data, line: Data) -> bool:
    """Whether an amount off the deal may come off a line."""
    product = catalog["products"][line["sku"]]
    charges = [each for each in product["charges"] if line.get("charge", each["id"]) == each["id"]]
    free = product.get("discountable") is False or line.get("optional")
    return not free and not all(map(is_metered, charges)) and line["quantity"] not in (0, [])


def _term(rnd: Random, deal: Data, *, alike: bool) -> int:
    """State the term in one of its three ways; return its whole months."""
    start = date(2024, 1, 1) + timedelta(days=rnd.randint(0, 1800))
    if chance(rnd, 25):  # the ends of months, where grids are clamped
        start = rnd.choice((date(2024, 2, 29), date(2027, 1, 31), date(2028, 2, 28), date(2026, 8, 31)))
    deal["start"] = start
    if chance(rnd, 60):
        deal["months"] = rnd.choice((12, 24, 36, rnd.randint(1, 60)))
        return int(deal["months"])
    days = rnd.randint(0, 1500)
    end = start + timedelta(days=days)
    if chance(rnd, 50):
        deal["end"] = end
    else:
        deal["co_term"] = {"contract": "Q-1", "end": end}
    return days // 31


def _quantity(rnd: Random, huge: bool) -> Decimal | int:
    if huge and chance(rnd, 30):
        return decimal(rnd, 0, 999_999_999_998, 12)
    if chance(rnd, 8):
        return rnd.choice((0, 1, 10**6, Decimal("0.001"), Decimal("999999.99")))
    return decimal(rnd, 0, 120, 2)


def _amount(rnd: Random, charge: Data, huge: bool) -> Any:
    """How much of a charge: units, a value, or a list of transactions."""
    if charge["model"] not in OF_TRANSACTIONS or chance(rnd, 30):
        return _quantity(rnd, huge)
    return [{"count": rnd.randint(0, 30), "value": decimal(rnd, 0, 300, 2)} for _ in range(rnd.randint(1, 3))]


def _line(rnd: Random, catalog: Data, sku: str, deal: Data, months: int, places: int, huge: bool) -> Data:
    product = catalog["products"][sku]
    charges = product["charges"]
    line: Data = {"sku": sku}
    if len(charges) > 1 and chance(rnd, 15):
        line["charge"] = rnd.choice(charges)["id"]
        charges = [each for each in charges if each["id"] == line["charge"]]
    metered = [each for each in charges if is_metered(each)]
    usage = {each["id"]: _amount(rnd, each, huge) for each in metered if chance(rnd, 80)}
    if usage:
        line["usage"] = usage
    line["quantity"] = _amount(rnd, charges[0], huge) if len(charges) == 1 else _quantity(rnd, huge)
    first = charges[0]
    if first["model"] == "range":
        line["price"] = _in_range(first, deal["customer"].get("currency", catalog["catalog"]["currency"]))
    if first["model"] == "matrix":
        line["cell"] = dict(rnd.choice(first["cells"])["at"])
    if chance(rnd, 10):
        line["optional"] = True
    if chance(rnd, 20):
        line["start"] = deal["start"] + timedelta(days=rnd.randint(0, max(28, 28 * months) - 1))
    if chance(rnd, 20) and not isinstance(line["quantity"], list):
        line["ramp"] = _ramp(rnd, metered, months, huge)
    bought = [each for each in charges if not is_metered(each) or len(charges) == 1 or each["id"] in usage]
    ask = _ask(rnd, product, bought, places) if bought and chance(rnd, 25) else None
    if ask is not None:
        line["discount"] = ask
    return line


def _ask(rnd: Random, product: Data, bought: list[Data], places: int) -> Any:
    """A discount that the line can take; now and then one that it cannot."""
    percent = decimal(rnd, 0, 60, 2)
    amount = {"amount": Decimal(rnd.randint(0, 20 * 10**places)).scaleb(-places)}
    unit_price = {"unit_price": decimal(rnd, 0, 900, 3)}
    if chance(rnd, 3):
        return rnd.choice((percent, amount, unit_price))
    fitting: list[Any] = []
    if product.get("discountable") is not False:
        if not all(map(is_metered, bought)):
            fitting += [percent, {"percent": percent}, amount]
        if len(bought) == 1 and bought[0]["model"] != "percent_of":
            fitting.append(unit_price)
    return rnd.choice(fitting) if fitting else None


def _in_range(charge: Data, currency: str) -> Any:
    low = charge["from"]
    return (low[currency] if isinstance(low, dict) else low) + 123


def _ramp(rnd: Random, metered: list[Data], months: int, huge: bool) -> list[Data]:
    ramp: list[Data] = []
    at = 0
    for number in range(rnd.randint(1, 3)):
        if number:
            at += rnd.choice((12, rnd.randint(1, 14)))
        if at and at >= months:
            break
        step: Data = {"year": at // 12 + 1} if at % 12 == 0 and chance(rnd, 60) else {"month": at + 1}
        if chance(rnd, 70):
            step["quantity"] = _quantity(rnd, huge)
        if chance(rnd, 40):
            step["discount"] = decimal(rnd, 0, 50, 1)
        if metered and metered[0]["model"] not in OF_TRANSACTIONS and chance(rnd, 40):
            step["usage"] = {metered[0]["id"]: _quantity(rnd, huge)}
        ramp.append(step)
    return ramp


def _commitment(rnd: Random, catalog: Data, places: int) -> Data:
    usage = [
        f"{sku}/{each['id']}"
        for sku, product in catalog["products"].items()
        for each in product["charges"]
        if is_metered(each) and each["model"] not in ("range", "matrix")
    ]
    if usage and chance(rnd, 40):
        return {"quantity": {key: _quantity(rnd, False) for key in rnd.sample(usage, min(2, len(usage)))}}
    return {"amount": Decimal(rnd.randint(0, 20_000 * 10**places)).scaleb(-places)}


def is_metered(charge: Data) -> bool:
    """Whether a charge's quantity is an estimate, by its table in the catalog."""
    return bool(charge.get("usage")) or charge["period"] == "usage"


@st.composite
def deals(draw: st.DrawFn, *, huge: bool = False) -> tuple[Data, Data]:
    """A catalog, and a deal that buys from it."""
    rnd = draw(st.randoms(use_true_random=False))
    catalog = a_catalog(rnd, huge=huge)
    return catalog, a_deal(rnd, catalog, huge=huge)
