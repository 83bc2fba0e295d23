"""Every ladder of percentages in a catalog, and what it is measured by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.lint.finding import Path
from dealdesk.lint.market import Market
from dealdesk.pricing.percent import Rung


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder.

    Attributes:
        path: Where its rungs stand.
        rungs: The rungs, rising.
        noun: What is measured: "products", "months".
        of: Whether it counts whole things (`count`), quantities that may have fractions, or amounts of money.
        most: The largest size that there can be; None where nothing bounds it.
        required: Whether a size on no rung has no price at all, instead of no discount.
        graduated: Whether each slab has its own percentage.
    """

    path: Path
    rungs: Sequence[Rung]
    noun: str
    of: Literal["count", "quantity", "amount"]
    most: Decimal | None = None
    required: bool = False
    graduated: bool = False


MONTHS = Decimal(360)
"""The longest term of a deal."""


def ladders(market: Market) -> Iterator[Ladder]:
    """Yield the ladders of all rules that have one."""
    rules = market.catalog.rules
    if rules.bundle is not None and rules.bundle.tiers:
        counted = sum(product.kind in rules.bundle.count for product in market.catalog.products.values())
        yield Ladder(
            ("rules", "bundle", "tiers"), rules.bundle.tiers, "products", "count", Decimal(counted), required=True
        )
    for number, each in enumerate(rules.volume.schedules if rules.volume is not None else ()):
        noun = "units" if each.by == "quantity" else f"{market.currency} a year"
        of: Literal["quantity", "amount"] = each.by
        path: Path = ("rules", "volume", "schedules", number, "tiers")
        yield Ladder(path, each.tiers, noun, of, graduated=each.mode == "graduated")
    if rules.term is not None:
        yield Ladder(("rules", "term", "tiers"), rules.term.tiers, "months", "count", MONTHS)
    if rules.commitment is not None and rules.commitment.tiers:
        path = ("rules", "commitment", "tiers")
        yield Ladder(path, rules.commitment.tiers, f"{market.currency} committed a year", "amount")
