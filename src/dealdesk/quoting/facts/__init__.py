"""The facts of a deal: what the waterfall may read of each line, in each interval.

Everything that a deal can get wrong about a catalog is found here, all of it in one run, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dealdesk.catalog.models import Catalog
from dealdesk.money import minor_unit
from dealdesk.quoting.bought import Bought, bought_of
from dealdesk.quoting.checks import check_amounts, check_choices, check_names
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.facts.builder import Builder
from dealdesk.quoting.facts.setting import ZERO, Setting
from dealdesk.quoting.objections import Mistakes, Path
from dealdesk.quoting.rows import Row
from dealdesk.quoting.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a deal, and what the quote needs to know of how they came about.

    Attributes:
        rows: One for each charge bought, in each interval in which it runs; ordered by line, charge, interval.
        bought: The charges bought.
        ask_paths: For each row, the deal's key of each percentage asked for.
        without_estimate: Usage charges for which the deal states no usage.
        commitment: Usage that the customer commits to, a year, after its discount.
        commitment_list: The same by quantity, at list; 0 when the commitment is an amount.
    """

    rows: tuple[Row, ...]
    bought: tuple[Bought, ...]
    ask_paths: Mapping[tuple[int, str, int], tuple[Path, ...]]
    without_estimate: tuple[tuple[int, str], ...]
    currency: str
    places: int
    commitment: Decimal = ZERO
    commitment_list: Decimal = ZERO


def facts_of(deal: Deal, catalog: Catalog, time: Timeline, issued: date) -> Facts:
    """Return the facts of *deal*, priced from *catalog*.

    Raises:
        DealError: The deal asks for something that the catalog does not have; every such mistake is named.
    """
    wrong = Mistakes(deal)
    check_names(deal, catalog, wrong)
    currency = deal.customer.currency or catalog.catalog.currency
    bought, without = bought_of(deal, catalog, wrong)
    check_choices(deal, catalog, bought, issued, time, wrong)
    if currency not in (catalog.catalog.currency, *catalog.catalog.currencies):
        wrong.raise_any()
    places = minor_unit(currency)
    check_amounts(deal, currency, places, wrong)

    builder = Builder(Setting.of(deal, catalog, time, currency, wrong))
    rows, ask_paths = [], {}
    for each in bought:
        for interval in time.intervals:
            made = builder.row(each, interval)
            if made is not None:
                row, paths = made
                rows.append(row)
                ask_paths[row.line, row.key, row.interval] = paths
    wrong.raise_any()
    return Facts(
        tuple(rows),
        tuple(bought),
        ask_paths,
        tuple(without),
        currency,
        places,
        builder.commitment,
        builder.commitment_list,
    )
