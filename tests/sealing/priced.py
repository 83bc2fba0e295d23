"""Quotes to seal: those of the examples, and random ones from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.strategies import a_catalog, a_deal

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(each.parent.name for each in (ROOT / "examples").glob("*/deal.toml"))
TODAY = date(2026, 11, 21)


@lru_cache(maxsize=64)
def example(name: str) -> Quote:
    """Return the quote of an example."""
    file = ROOT / "examples" / name / "deal.toml"
    deal = load_deal(file)
    return price(deal, catalog_of(deal, file), today=TODAY)


def random_quotes(seeds: range, deals: int = 3) -> Iterator[Quote]:
    """Yield quotes of random deals, some of their lines without prices of their own."""
    for seed in seeds:
        rnd = Random(seed)
        data = a_catalog(rnd)
        catalog = Catalog.validate(data)
        for _ in range(deals):
            deal = a_deal(rnd, data)
            if rnd.random() < 0.3:
                for line in deal["lines"]:
                    line["hide_price"] = rnd.random() < 0.5
            if rnd.random() < 0.1:
                deal["hide_prices"] = True
            try:
                yield price(Deal.validate(deal), catalog, today=TODAY)
            except DealError:
                continue
