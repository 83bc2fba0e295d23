"""An option is the deal with what it states put in place of what the deal says."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.errors import DealError
from dealdesk.quoting.load import load_deal
from dealdesk.quoting.price import price

DEAL = """
catalog = "stellar-logic"
start = 2027-01-01
months = 36
[customer]
name = "Northwind"
[[lines]]
sku = "manufacturing"
ramp = [{ year = 1, quantity = 1 }, { year = 2, discount = 10 }]
"""


def priced(tmp_path: Path, options: str):
    (tmp_path / "deal.toml").write_text(DEAL + options)
    deal = load_deal(tmp_path / "deal.toml")
    return price(deal, load_catalog("stellar-logic"), today=date(2026, 11, 16))


def test_steps_of_a_ramp_after_the_end_of_an_option_do_not_come_about(tmp_path: Path) -> None:
    quote = priced(tmp_path, '[[options]]\nname = "One year"\nmonths = 12\n')
    # 36 months: 120,000 less 5 % = 114,000; years 2 and 3 less 10 % of that: 114,000 + 2 × 102,600 = 319,200
    assert quote.totals.net == D("319200.00")
    assert quote.options[0].quote.totals.net == D("120000.00")
    assert quote.options[0].quote.months == 12


def test_a_mistake_in_an_option_is_placed_in_the_option(tmp_path: Path) -> None:
    with pytest.raises(DealError) as caught:
        priced(tmp_path, '[[options]]\nname = "Other"\n[[options.lines]]\nsku = "manufacturin"\n')
    [mistake] = caught.value.mistakes
    assert mistake.place is not None
    assert mistake.place.line == 13
    assert mistake.hint == "did you mean manufacturing?"
