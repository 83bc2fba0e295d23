"""The proof that a price falls: two deals, and what the engine makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from dealdesk.lint.finding import Witness
from dealdesk.lint.market import LineData, Market

Fallen = tuple[tuple[Witness, Witness], Decimal]
"""The dearer deal and the cheaper one, and the loss between them."""


def fallen(market: Market, *deals: tuple[str, Mapping[str, Any]]) -> Fallen | None:
    """Return the proof that the second deal costs less than the first; None where it does not, or one is refused.

    Args:
        market: What prices them.
        deals: Both deals, each with what it buys in a few words.
    """
    proof = []
    for words, deal in deals:
        total = market.total(deal)
        if total is None:
            return None
        proof.append(Witness(words, deal, total))
    before, after = proof
    loss = before.total - after.total
    return ((before, after), loss) if loss > 0 else None


def purchase(market: Market, lines: Iterable[LineData]) -> tuple[str, Mapping[str, Any]]:
    """Return the deal that buys these lines, with the SKUs as its words: "search + chat"."""
    bought = list(lines)
    return " + ".join(each["sku"] for each in bought), market.deal(bought)
