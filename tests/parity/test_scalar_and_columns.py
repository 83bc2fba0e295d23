"""Alone with Decimals, or many deals in DuckDB: list price, every move and the total of every row are the same."""

import os
from decimal import Decimal, localcontext
from itertools import islice
from pprint import pformat
from random import Random
from typing import Any

import pytest

pytest.importorskip("duckdb")

from dealdesk.batch import price_rows
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.money import EXACT, minor_unit
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.facts import facts_of
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.plan import plan_of
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.rows import Row
from dealdesk.quoting.timeline import timeline
from tests.quoting.shop import catalog, charge, deal, product
from tests.strategies import TODAY, Data, a_catalog, a_deal
from tests.volume import DEEP

D = Decimal
SEEDS = range(4 * DEEP)
CATALOGS, DEALS = 5, 100
"""Of 4 seeds: 4 × 5 × 100 = 2,000 deals, the 100 of a catalog in one query."""

LIGHT = "DEALDESK_LIGHT" in os.environ


def many(rnd: Random, data: Data, of: Catalog, count: int) -> list[tuple[Data, Priced]]:
    """Deals that can be priced, with the rows that the scalar engine has priced."""
    made = []
    for _ in range(count):
        said = a_deal(rnd, data, alike=True)
        try:
            with localcontext(EXACT):
                made.append((said, Priced(deal_of(said), of, TODAY)))
        except DealError:
            continue
    return made


def in_columns(of: Catalog, deals: list[Any]) -> list[dict[str, Any]]:
    header = of.catalog
    return price_rows(deals, plan_of(of), places=minor_unit(header.currency), rounding=header.rounding)


def by_step(row: Row) -> dict[str, Decimal]:
    """What the scalar engine says of a row, in the words of the columns."""
    said = {"list": row.list, "net": row.net, "total": row.total}
    for step in WATERFALL:
        moves = [move for move in row.moves if move.code == step.code]
        said[f"move_{step.code}"] = sum((move.per_period or D(0) for move in moves), D(0))
        said[f"total_{step.code}"] = sum((move.total for move in moves), D(0))
    return said


def compare(scalar: Row, columns: dict[str, Any]) -> None:
    assert (scalar.line, scalar.key, scalar.interval) == tuple(columns[k] for k in ("line_no", "key", "interval_no"))
    for name, amount in by_step(scalar).items():
        theirs = columns.get(name, D(0))  # a step without numbers has no column
        assert theirs == amount, f"{name} of {scalar.key}: {theirs} in columns, {amount} alone"


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in SEEDS])
def test_both_engines_agree_on_every_move_of_every_row(seed: int) -> None:
    rnd, count = Random(seed), 0
    for number in range(2 if LIGHT else CATALOGS):
        data = a_catalog(rnd)
        of = Catalog.validate(data)
        deals = many(rnd, data, of, 60 if LIGHT else DEALS)
        columns = iter(in_columns(of, [priced.rows for _, priced in deals]))
        for said, priced in deals:
            for row, theirs in zip(priced.rows, islice(columns, len(priced.rows)), strict=True):
                try:
                    compare(row, theirs)
                except AssertionError as problem:
                    where = f"seed {seed}, catalog {number}"
                    raise AssertionError(f"{where}: {problem}\n{pformat(said)}\n{pformat(data)}") from problem
                count += 1
        assert next(columns, None) is None
    assert count > 300


def facts(of: Catalog, *lines: Any, **said: Any) -> Any:
    """The facts of a deal that was not priced."""
    read = deal(*lines, **said)
    time = timeline(read, TODAY, "actual", by_year=False)
    return facts_of(read, of, time, TODAY).rows


SHOP = catalog(
    {
        "a": product(charge("per_unit", price=10)),
        "b": product(charge("volume", tiers=[{"up_to": 10, "rate": 5}, {"rate": 4}])),
        "support": product(charge("percent_of", rate=D("0.1"), of=["a"])),
    }
)


EDGES = [{"from": 10, "to": 19, "percent": 10}, {"from": 20, "percent": 50}]


@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_both_engines_agree_at_every_edge(currency: str, rounding: str) -> None:
    """On the bounds of tiers, rungs and blocks, at halves of the minor unit, and at nothing."""
    half = D("0.5").scaleb(-minor_unit(currency))
    ladder = [{"up_to": 10, "rate": half}, {"below": 20, "rate": 3, "flat": half}, {"rate": 2, "size": 5}]
    schedules = [
        {"name": "by line", "by": "quantity", "scope": "line", "mode": "volume", "tiers": EDGES},
        {
            "name": "by slab",
            "by": "quantity",
            "scope": "deal",
            "mode": "graduated",
            "tiers": [{"from": 10, "percent": 5}],
        },
    ]
    of = catalog(
        {
            "ladder": product(charge("graduated", tiers=ladder)),
            "volume": product(charge("volume", tiers=ladder, minimum=half * 5, maximum=40)),
            "package": product(charge("package", price=half * 3, size=5, free=10, floor=half)),
        },
        {
            "bundle": {"tiers": [{"from": 1, "to": 1, "percent": 1}, {"from": 2, "to": 3, "percent": 2}]},
            "volume": {"combine": "sum", "schedules": schedules},
            "term": {"tiers": [{"from": 1, "to": 12, "percent": half}, {"from": 13, "percent": 3}]},
        },
        currency=currency, rounding=rounding,
    )  # fmt: skip
    quantities = [D(0), half, D("9.99"), D(10), D("10.5"), D(15), D(19), D("19.5"), D(20), D("20.001"), D(25)]
    bought: list[Any] = []
    for number, quantity in enumerate(quantities):
        lines = [{"sku": sku, "quantity": quantity} for sku in ("ladder", "volume", "package")[: number % 3 + 1]]
        if number % 4 == 1:
            lines[-1]["optional"] = True  # offered beside the deal: it counts towards nothing
        for months in (1, 12, 13):
            with localcontext(EXACT):
                bought.append(Priced(deal(*lines, months=months, proration="months_days"), of, TODAY).rows)
    columns = iter(in_columns(of, bought))
    for rows in bought:
        for row in rows:
            compare(row, next(columns))


def test_no_deals_are_no_rows() -> None:
    assert in_columns(SHOP, []) == in_columns(SHOP, [[]]) == []


def test_a_deal_of_shares_alone_has_no_curves() -> None:
    (row,) = in_columns(SHOP, [facts(SHOP, "support")])
    assert (row["list"], row["total"]) == (D(0), D(0))


def test_an_amount_that_one_deal_could_not_give_has_no_total_in_columns() -> None:
    too_much = facts(SHOP, "a", discounts=[{"amount": D("10.01")}])
    just_all = facts(SHOP, "a", discounts=[{"amount": D("10.00")}])
    with pytest.raises(DealError, match="more than"):
        Priced(deal("a", discounts=[{"amount": D("10.01")}]), SHOP, TODAY)
    assert [row["total"] for row in in_columns(SHOP, [too_much, just_all])] == [None, D(0)]


def test_a_quantity_without_a_price_has_no_list_price_in_columns() -> None:
    bounded = catalog({"a": product(charge("volume", tiers=[{"up_to": 10, "rate": 5}]))})
    rows = facts(bounded, {"sku": "a", "quantity": 10})
    beyond = facts(bounded, {"sku": "a", "quantity": 10})
    for row in beyond:
        row.curves = tuple(type(take)(take.count, D("10.5"), take.curve) for take in row.curves)
    assert [row["list"] for row in in_columns(bounded, [rows, beyond])] == [D(50), None]


def test_ten_discounts_one_after_the_other_are_no_harder_than_two() -> None:
    """Nested percentages once made a query of hundreds of megabytes."""
    asks = [{"percent": percent} for percent in range(1, 11)]
    with localcontext(EXACT):
        alone = Priced(deal({"sku": "a", "quantity": 1000}, discounts=asks), SHOP, TODAY).rows
    (row,) = in_columns(SHOP, [alone])
    compare(alone[0], row)


def test_a_deal_is_priced_the_same_in_any_company() -> None:
    lonely = in_columns(SHOP, [facts(SHOP, {"sku": "b", "quantity": 11})])
    among = in_columns(SHOP, [facts(SHOP, "a", "b"), facts(SHOP, {"sku": "b", "quantity": 11}), facts(SHOP, "support")])
    assert among[2] | {"deal_id": 0} == lonely[0]
