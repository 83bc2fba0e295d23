"""Random contracts that are amended, renewed and priced again, by the engine and by an oracle of their own."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from pprint import pformat
from random import Random
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.desk.agreeing import disagreements
from dealdesk.errors import DealError
from dealdesk.money import EXACT
from dealdesk.quoting.by_year import YearDelta, deltas, figures_of, years_of, years_of_all
from dealdesk.quoting.changing import Changes, amended, renewed
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.purchases import on as paid_on
from dealdesk.quoting.standing import Signed, standing
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests import oracle
from tests.oracle_contracts import Change, Contract, Version
from tests.quoting.agreement import NEGATIVE_ZERO, units
from tests.strategies import TODAY, Data, a_catalog, a_deal, chance, decimal, is_metered

ZERO = Decimal(0)


def a_contract(rnd: Random) -> tuple[Data, Data]:
    """A catalog with a renewal rule, and a contract."""
    catalog = a_catalog(rnd)
    deal = a_deal(rnd, catalog)
    if chance(rnd, 50):
        catalog, deal = (swapped(each, "EUR", "CHF") for each in (catalog, deal))
    catalog["renewal"] = a_rule(rnd)
    for each in deal["discounts"]:
        if "target_total" in each:  # hardly a contract can have a random one
            each["amount"] = each.pop("target_total") / 100 // 1
    return catalog, deal


def swapped(value: Any, old: str, new: str) -> Any:
    """The same data in another currency."""
    if isinstance(value, dict):
        return {new if key == old else key: swapped(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [swapped(each, old, new) for each in value]
    return new if value == old else value


def a_rule(rnd: Random) -> Data:
    rule: Data = {
        "percent": decimal(rnd, 0, 12, 2),
        "compounding": rnd.choice(("simple", "compound")),
        "base": rnd.choice(("prior_net", "prior_net", "list")),
        "per": rnd.choice(("renewal", "year")),
        "lock_months": rnd.choice((0, 0, 0, 24, 48)),
        "added_units": rnd.choice(("catalog", "locked")),
    }
    if chance(rnd, 30):
        rule["cap"] = decimal(rnd, 0, 20, 1)
    return rule


def a_change(rnd: Random, catalog: Data, contract: Contract, *, credit: bool = True, renews: bool = False) -> Change:
    """Something that changes: quantities up or down, lines that end, lines that are added."""
    change = Change()
    can = [n for n, line in enumerate(contract.lines) if is_changeable(line.said)]
    for n in rnd.sample(can, rnd.randint(0, len(can))):
        how = rnd.choice(("to", "by", "by", "remove") if credit else ("by", "by"))
        said = contract.lines[n].said
        least = min([said.get("quantity", 1), *(s["quantity"] for s in said.get("ramp", ()) if "quantity" in s)])
        if how == "to":
            change.to[n] = decimal(rnd, 1, 120, 1)
        elif how == "by":
            down = int(least) if credit else 0
            more = decimal(rnd, -down, 60, 1)
            change.by[n] = max(more, -Decimal(least) / 2)
        elif len(can) > 1 and len(change.remove) + 1 < len(can):
            change.remove.add(n)
    skus = [sku for sku, product in catalog["products"].items() if is_simple(product)]
    for _ in range(rnd.choice((0, 0, 1, 2))) if skus else ():
        change.add.append({"sku": rnd.choice(skus), "quantity": decimal(rnd, 1, 60, 1)})
    return change


def is_changeable(said: Data) -> bool:
    quantity = said.get("quantity", 1)
    steps = [step["quantity"] for step in said.get("ramp", ()) if "quantity" in step]
    return not said.get("optional") and not isinstance(quantity, list) and all(each > 0 for each in (quantity, *steps))


def another(rnd: Random, data: Data) -> Data:
    """The same catalog with some other prices and percentages: the next one."""

    def moved(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: moved(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [moved(each, key) for each in value]
        if key in ("price", "rate", "flat", "percent") and isinstance(value, Decimal) and chance(rnd, 40):
            return value * rnd.randint(0, 100) / 100 // Decimal("0.01") * Decimal("0.01")
        return value

    found: Data = moved(data)
    found["catalog"]["version"] = "2"
    return found


def is_simple(product: Data) -> bool:
    """Whether a product is bought without a choice, a stated price or transactions."""
    difficult = ("range", "matrix", "percentage", "bracketed_fee")
    return all(each["model"] not in difficult and not is_metered(each) for each in product["charges"])


@dataclass
class Pair:
    """The same contract twice: as the engine has it, and as the oracle has."""

    data: Data
    catalog: Catalog
    signed: list[Signed]
    oracle: Contract

    @property
    def places(self) -> int:
        return self.signed[0].quote.places


def both(data: Data, deal: Data) -> Pair | None:
    """Price a contract twice; None where it is refused."""
    try:
        theirs = Contract(data, deepcopy(deal))
    except oracle.Refused:
        return None
    catalog, read = Catalog.validate(data), deal_of(deepcopy(deal))
    return Pair(data, catalog, [Signed("C-1", read, catalog, price(read, catalog, today=TODAY))], theirs)


def changes_of(change: Change) -> Changes:
    return Changes(
        tuple(change.add),
        {n + 1: each for n, each in change.to.items()},
        {n + 1: each for n, each in change.by.items()},
        tuple(n + 1 for n in sorted(change.remove)),
    )


def amend(pair: Pair, day: date, change: Change, *, locked: bool, seen: Counter[str]) -> bool:
    """Amend a contract twice and compare; whether it could be."""
    contract = standing(pair.signed[0], pair.signed[1:])
    how = "locked" if locked else "catalog"
    try:
        version = pair.oracle.amend(day, deepcopy(change), locked=locked)
    except oracle.Refused as refused:
        try:
            said = amended(contract, changes_of(change), name="C-1", start=day, credit=True, added_units=how)
            price(deal_of(said), pair.catalog, today=TODAY)
        except DealError:
            seen["refused"] += 1
            return False
        raise AssertionError(f"only the oracle refuses: {refused}") from None
    said = amended(contract, changes_of(change), name="C-1", start=day, credit=True, added_units=how)
    if not any("was" in each or any("was" in s for s in each.get("ramp", ())) for each in said["lines"]):
        assert version.net == 0, "what changes nothing costs nothing"
        pair.oracle.versions.pop()
        return False
    deal = deal_of(said)
    quote = price(deal, pair.catalog, today=TODAY)
    assert disagreements(deal, quote, contract, "C-1") == (), "what is written is what is on record"
    with localcontext(EXACT):
        rows = Priced(deal, pair.catalog, TODAY).rows
    compare_rows(rows, version, pair.places)
    places = pair.places
    assert units(quote.totals.net, places) == version.net
    invoices = [(each.date, each.start, each.end, units(each.amount, places)) for each in quote.invoices]
    agree("invoices", invoices, [(each.date, each.start, each.end, each.amount) for each in version.invoices(day)])
    with localcontext(EXACT):
        assert sum((each.amount for each in quote.invoices), ZERO) == quote.totals.net
    assert quote.end == pair.signed[0].quote.end, "it ends together with the contract"
    signed = Signed(f"C-{len(pair.signed) + 1}", deal, pair.catalog, quote)
    before = years_of_all(pair.signed)
    first, end = contract.quote.start, contract.quote.end + timedelta(days=1)
    compare_years(deltas(before, years_of(deal, pair.catalog, quote, first, end)), pair, quote.totals.net)
    assert not NEGATIVE_ZERO.search(quote.to_json())
    assert derive(json.loads(extract(quote))).differences == (), "its paper proves it"
    pair.signed.append(signed)
    compare_standing(pair)
    seen.update({"amended", *(line.model for line in quote.lines)})
    seen["second"] += len(pair.signed) > 2
    seen["ramp"] += any(step.was is not None for line in deal.lines for step in line.ramp)
    seen["credit"] += any(line.net < 0 for line in quote.lines)
    return True


def agree(what: str, ours: Any, theirs: Any) -> None:
    assert ours == theirs, f"{what}: the engine says {ours}, the oracle {theirs}"


def compare_rows(rows: Any, version: Version, places: int) -> None:
    """Engine and oracle have the same rows: list and net of a period, and the total."""

    def ours(row: Any) -> Any:
        amounts = [units(each, places) for each in (row.list, row.net, row.total)]
        return row.line, row.key, row.start, *amounts

    def theirs(row: Any) -> Any:
        return row.line, row.key, row.start, row.list, row.net, row.total

    mine, other = sorted(map(ours, rows)), sorted(map(theirs, version.rows))
    # what came once is of the day of the change
    agree("rows", [each[:2] + each[3:] for each in mine], [each[:2] + each[3:] for each in other])


def compare_years(found: tuple[YearDelta, ...], pair: Pair, net: Decimal) -> None:
    """The years after a change are those of all versions, and their differences add up to the change."""
    places, versions = pair.places, pair.oracle.versions
    first, end = pair.signed[0].quote.start, pair.signed[0].quote.end + timedelta(days=1)
    theirs = [version.years(first, end) for version in versions]
    for n, each in enumerate(found):
        after = tuple(units(value, places) for value in (each.after.value, each.after.recurring, each.after.arr))
        sums = tuple(sum(getattr(y[n], key) for y in theirs) for key in ("value", "recurring", "arr"))
        agree(f"year {n + 1}", after, sums)
    with localcontext(EXACT):
        more = sum((each.after.value - (each.before.value if each.before else ZERO) for each in found), ZERO)
    assert more == net


def compare_standing(pair: Pair) -> None:
    """What is paid for each line at the end, after all changes, and what all versions come to."""
    contract = standing(pair.signed[0], pair.signed[1:])
    assert [line.sku for line in contract.deal.lines] == [line.said["sku"] for line in pair.oracle.lines]
    for n, line in enumerate(pair.oracle.lines, 1):
        theirs = {charge: [price for _, price in steps if price is not None] for charge, steps in line.paid.items()}
        ours = {charge: units(each, pair.places) for charge, each in contract.last(n, shares=True).items()}
        for charge, steps in line.paid.items():
            for day, free in ((day, each is None) for day, each in steps):
                mine = paid_on(contract.paid.get((n, charge), ()), day)
                added = [(each.quantity, units(each.price, pair.places)) for each in (mine.added if mine else ())]
                agree(f"added units of line {n}", added, added if free else list(line.stack(charge, day)))
        if not line.said.get("optional"):
            assert ours == {charge: prices[-1] for charge, prices in theirs.items() if prices}
    if len(pair.signed) == 2 and any(
        "was" not in line.given_keys or line.was for line in pair.signed[1].deal.lines
    ):  # an amendment's own file says enough to go on from
        alone = standing(pair.signed[1])
        assert [line.sku for line in alone.deal.lines] == [
            line.sku for line in contract.deal.lines if not line.optional
        ]
        prices = [contract.last(n) for n, each in enumerate(contract.deal.lines, 1) if not each.optional]
        assert [alone.last(n) for n in range(1, len(prices) + 1)] == prices
    figures = figures_of(contract.versions)
    assert units(figures["tcv"], pair.places) == sum(version.net for version in pair.oracle.versions)


def renew(pair: Pair, change: Change, months: int | None, seen: Counter[str]) -> Pair | None:
    """Renew a contract twice and compare; the renewal as a contract, or None where it is refused."""
    contract = standing(pair.signed[0], pair.signed[1:])
    rule = pair.data["renewal"]
    said: Any = None
    try:
        theirs = pair.oracle.renew(deepcopy(change), rule, months)
    except oracle.Refused as refused:
        try:
            said = renewed(contract, pair.catalog, changes_of(change), name="C-1", months=months)
            price(deal_of(said), pair.catalog, today=TODAY)
        except DealError:
            seen["refused"] += 1
            return None
        raise AssertionError(f"only the oracle refuses: {refused}\n{pformat(said)}") from None
    said = renewed(contract, pair.catalog, changes_of(change), name="C-1", months=months)
    deal = deal_of(said)
    quote = price(deal, pair.catalog, today=TODAY)
    assert disagreements(deal, quote, contract, "C-1") == (), "what is written is what is on record"
    with localcontext(EXACT):
        rows = Priced(deal, pair.catalog, TODAY).rows
    compare_rows(rows, theirs.first, pair.places)
    assert units(quote.totals.net, pair.places) == theirs.first.net
    with localcontext(EXACT):
        assert sum((each.amount for each in quote.invoices), ZERO) == quote.totals.net
    first, end = quote.start, quote.end + timedelta(days=1)
    assert derive(json.loads(extract(quote))).differences == (), "its paper proves it"
    years = years_of(deal, pair.catalog, quote, first, end)
    mine = [tuple(units(each, pair.places) for each in (y.value, y.recurring, y.arr)) for y in years]
    agree("years", mine, [(y.value, y.recurring, y.arr) for y in theirs.first.years(first, end)])
    seen.update(["renewed", rule["compounding"], rule["base"], rule["per"], f"renewed after {len(pair.signed) - 1}"])
    return Pair(pair.data, pair.catalog, [Signed("C-1", deal, pair.catalog, quote)], theirs)


def run_contracts(seed: int, count: int, first: int = 0) -> Counter[str]:
    """Amend and renew so many contracts; return what happened, by name. What fails is shown with its seed."""
    seen = Counter[str]()
    for number in range(first, first + count):
        rnd = Random(seed * 100_000 + number)
        data, deal = a_contract(rnd)
        try:
            _one(rnd, data, deal, seen)
        except Exception as problem:
            where = f"seed {seed}, contract {number}"
            raise AssertionError(f"{where}: {problem!r}\n{pformat(deal)}\n{pformat(data)}") from problem
    return seen


def _one(rnd: Random, data: Data, deal: Data, seen: Counter[str]) -> None:
    pair = both(data, deal)
    if pair is None:
        return
    seen["contracts"] += 1
    seen[pair.signed[0].quote.currency] += 1
    seen[pair.signed[0].quote.catalog.proration] += 1
    quote = pair.signed[0].quote
    days = (quote.end - quote.start).days
    day = quote.start
    for _ in range(rnd.choice((0, 1, 1, 2, 3))):
        left = (quote.end - day).days
        if days < 2 or left < 1:
            break
        on = rnd.randint(1 if day == quote.start else 0, min(left, 500))
        day += timedelta(days=on if on % 9 else 0)  # some from the first day on, or on the same day as the one before
        amend(pair, day, a_change(rnd, data, pair.oracle), locked=chance(rnd, 40), seen=seen)
    change = a_change(rnd, data, pair.oracle) if chance(rnd, 40) else Change()
    again = renew(pair, change, rnd.choice((None, 12, 18, 36)), seen)
    if again is not None and chance(rnd, 50):
        renew(again, Change(), None, seen)
