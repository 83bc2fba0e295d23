"""The configuration space of a catalog, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dealdesk.cli import words
from dealdesk.cli.table import Column, heading, lines_of, pairs, section, table, text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealdesk.space import Space, Subscription

SHOWN = 12
"""Most products that one cell names."""
PERIODS = {"once": "once", "month": "a month", "quarter": "a quarter", "year": "a year"}


def space_page(space: Space) -> Iterable[RenderableType]:
    """Yield the parts of the page."""
    yield section(
        heading(f"{space.catalog} {space.version}", words.plural(space.products, "product")),
        pairs(
            [
                ("Subscriptions", f"{space.size:,}"),
                ("With a price", f"{space.priced:,}" if space.priced != space.size else ""),
            ]
        ),
    )
    if space.ends is not None:
        ends = (("Cheapest", space.ends.cheapest), ("Dearest", space.ends.dearest))
        rows = [
            (name, lines_of(*_some(each.skus)), lines_of(*_by_period(each)), f"{each.price:,}") for name, each in ends
        ]
        columns = [
            Column(),
            Column("Products", breaks=True),
            Column("At list", right=True),
            Column(space.currency, right=True),
        ]
        yield section(heading("Ends", "one period of each charge"), table(columns, rows))
    yield from _remarks(space)


def _by_period(found: Subscription) -> list[str]:
    return [f"{amount:,} {PERIODS[period]}" for period, amount in found.amounts.items()]


def _some(skus: tuple[str, ...]) -> list[str]:
    return [*skus[:SHOWN], f"and {len(skus) - SHOWN} more"] if len(skus) > SHOWN + 1 else list(skus)


def _remarks(space: Space) -> Iterable[RenderableType]:
    """Yield what is not in the prices, and why."""
    if space.assumed:
        yield text("Assumed: " + ", ".join(f"{sku} {price:,f}" for sku, price in space.assumed.items()))
    for why, skus in _by_reason(space.unpriced).items():
        yield text(f"Without a price, since {why}: {', '.join(skus)}")
    partly = {sku: charges for sku, charges in space.left_out.items() if sku not in space.unpriced}
    if partly:
        shown = ", ".join(f"{sku}/{charge}" for sku, charges in partly.items() for charge in charges)
        yield text(f"Not in the prices, since they depend on use or on other lines: {shown}", "dim")
    if space.never:
        yield text(f"In no subscription: {', '.join(space.never)}")


def _by_reason(unpriced: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sku, why in unpriced.items():
        found.setdefault(why, []).append(sku)
    return found
