"""Revenue schedules add up to the contract, to the cent, and are cut by days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dealdesk
from dealdesk.book.schedule import schedule, total
from tests.book.conftest import CATALOG

EXAMPLES = Path(__file__).parents[2] / "examples"


def priced(start: str, months: int, billing: str = "annual", skus: str = "alpha start") -> dealdesk.Quote:
    from dealdesk.catalog.load import load_catalog  # noqa: F401 - the catalog is made in code below

    lines = [{"sku": sku, "discount": D("7.3")} for sku in skus.split()]
    deal = dealdesk.Deal(
        catalog="acme", start=date.fromisoformat(start), months=months, billing=billing, lines=lines,
        customer={"name": "Ardent"},
    )  # fmt: skip
    return dealdesk.price(deal, _catalog(), today=date(2026, 1, 1))


def _catalog() -> dealdesk.Catalog:
    import tomllib

    return dealdesk.Catalog.validate(tomllib.loads(CATALOG, parse_float=D))


def test_a_year_is_earned_by_its_days_and_a_service_on_its_first() -> None:
    months = schedule([priced("2026-02-10", 12)])
    # alpha 111,240.00 over 365 days from 10 February: 19 days of it; start 8,343.00 at once
    assert months[0].first == date(2026, 2, 1)
    assert months[0].earned == D("5790.58") + D("8343.00")  # 111,240 x 19/365 = 5,790.575…
    assert months[0].invoiced == D("119583.00")
    assert months[0].deferred == months[0].invoiced - months[0].earned
    assert months[-1].first == date(2027, 2, 1)
    assert months[-1].deferred == 0


@settings(max_examples=40, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    months=st.integers(1, 60),
    billing=st.sampled_from(["annual", "quarterly", "monthly", "upfront"]),
    skus=st.lists(st.sampled_from(["alpha", "beta", "care", "start"]), min_size=1, max_size=4, unique=True),
)
def test_what_is_earned_and_invoiced_is_the_contract(start: date, months: int, billing: str, skus: list[str]) -> None:
    if skus == ["care"]:
        skus = ["care", "alpha"]
    quote = priced(start.isoformat(), months, billing, " ".join(skus))
    rows = schedule([quote])
    assert total(rows) == (quote.totals.net, quote.totals.net)
    assert rows[-1].deferred == 0
    # Each month is within a cent a line of what exact fractions of days give.
    for row in rows:
        exact = Fraction(0)
        for line in quote.lines:
            for interval in line.intervals:
                if not line.recurring:
                    exact += Fraction(interval.net) if interval.start.replace(day=1) == row.first else 0
                    continue
                days = [interval.start.toordinal() + n for n in range((interval.end - interval.start).days + 1)]
                inside = sum(1 for day in days if date.fromordinal(day).replace(day=1) == row.first)
                exact += Fraction(interval.net) * inside / len(days)
        assert abs(Fraction(row.earned) - exact) <= Fraction(len(quote.lines), 100)


def test_free_months_and_rises_move_no_revenue_and_quantities_do() -> None:
    from dealdesk import load_catalog, load_deal, price

    def first(example: str) -> list[D]:
        deal = load_deal(EXAMPLES / example / "deal.toml")
        return [each.earned for each in schedule([price(deal, load_catalog(deal.catalog), today=date(2026, 11, 16))])]

    # 330,000 in 36 months, the first three of them free: 31 of 1,096 days in January.
    assert first("free-months")[0] == D("9333.94")
    # 2 units at 30,000 in the first year, 31 of its 365 days; 20,000, 30,000 and 40,000 for one thing: 31 of 1,096.
    assert first("ramp")[0] == D("5095.89") + D("2545.62")
    # 10 units in December of the third year: 300,000 x 31/365.
    assert abs(first("ramp")[-1] - D("25479.45") - D("2545.62")) <= D("0.02")


def test_two_currencies_are_never_added() -> None:
    from dataclasses import replace

    quote = priced("2026-02-10", 12)
    with pytest.raises(ValueError, match="several currencies"):
        schedule([quote, replace(quote, currency="EUR")])
    assert schedule([]) == ()
