"""Examples of a catalog: run, refused with their place, rewritten in place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.proving.examples import run
from dealdesk.proving.update import update

CATALOG = """\
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"
valid_from = 2026-01-01

[products.plan]
name = "Plan"
kind = "plugin"
family = "plans"

[[products.plan.charges]]
id = "fee"
period = "month"
model = "per_unit"
price = 12.50    # a month

[[examples]]
name   = "Two plans"
deal   = {{ lines = [{{ sku = "{sku}", quantity = 2 }}] }}
expect = {{ net = {net}, acv = 300 }}  # by hand: 2 x 12.50 x 12
"""


def shop(tmp_path: Path, *, sku: str = "plan", net: str = "300") -> Path:
    file = tmp_path / "shop.toml"
    file.write_text(CATALOG.format(sku=sku, net=net))
    return file


@pytest.mark.parametrize("name", ["stellar-logic", "ai-control-plane", "sippar"])
def test_the_examples_of_the_shipped_catalogs(name: str) -> None:
    ran = list(run(load_catalog(name)))
    assert len(ran) >= 4
    assert [each.example.name for each in ran if not each.passed] == []


def test_a_figure_that_differs_is_told_at_its_place(tmp_path: Path) -> None:
    (ran,) = run(load_catalog(shop(tmp_path, net="299.99")))
    (difference,) = ran.differences
    assert (difference.measure, difference.expected, difference.got) == ("net", Decimal("299.99"), Decimal("300.00"))
    assert difference.place is not None
    assert (difference.place.line, difference.place.column) == (22, 18)


def test_a_deal_that_cannot_be_priced_is_told_at_its_place(tmp_path: Path) -> None:
    (ran,) = run(load_catalog(shop(tmp_path, sku="plam")))
    (mistake,) = ran.mistakes
    assert mistake.place is not None
    assert (mistake.place.line, mistake.place.column) == (21, 29)
    assert mistake.hint == "did you mean plan?"


def test_update_changes_the_figure_and_nothing_else(tmp_path: Path) -> None:
    file = shop(tmp_path, net="299.99")
    catalog = load_catalog(file)
    assert update(catalog.sources, run(catalog), [file]) == [str(file)]
    assert file.read_text() == CATALOG.format(sku="plan", net="300")
    assert all(each.passed for each in run(load_catalog(file)))


def test_an_example_does_not_depend_on_the_day(tmp_path: Path) -> None:
    """It is priced as of the first day of the catalog, so a later day cannot expire what it uses."""
    text = CATALOG.format(sku="plan", net="300").replace("valid_from = 2026-01-01", "valid_from = 2016-01-01")
    file = tmp_path / "old.toml"
    file.write_text(text)
    assert [each.passed for each in run(load_catalog(file))] == [True]
