"""Which steps of a price customers know by name, and which are one adjustment to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.quote.line import Move

STEPS = frozenset(
    {
        "price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated", "uplift",
        "free_months", "line_amount", "deal_amount", "maximum", "minimum", "contract", "renewal",
    }
)  # fmt: skip
"""Steps of the price that customers know by name."""

ALWAYS = frozenset({"floor"})
"""Steps that are never disclosed."""

ADJUSTMENT, OTHER = "adjustment", "other"


def public_step(code: str, quote: Quote) -> str:
    """Return the step as customers know it: by its name, as an adjustment, or, by its title only, as another one."""
    if code in ALWAYS or code in quote.folded:
        return ADJUSTMENT
    return code if code in STEPS else OTHER


def shown(quote: Quote) -> Quote:
    """Return a quote as a customer is shown it: steps that its catalog does not disclose are one adjustment."""
    if not quote.folded:
        return quote
    lines = tuple(
        replace(
            line,
            moves=_folded(line.moves, quote.folded),
            intervals=tuple(replace(each, moves=_folded(each.moves, quote.folded)) for each in line.intervals),
        )
        for line in quote.lines
    )
    options = tuple(replace(each, quote=shown(each.quote)) for each in quote.options)
    return replace(quote, lines=lines, moves=_folded(quote.moves, quote.folded), options=options)


def _folded(moves: Sequence[Move], steps: Sequence[str]) -> tuple[Move, ...]:
    """Return moves in which those of *steps*, and the floor, are one adjustment, at the place of the last."""
    away = ALWAYS | set(steps)
    folded = [each for each in moves if each.code in away]
    if not folded:
        return tuple(moves)
    one = replace(
        folded[-1], code="floor", title="Adjustment", rule="", at="", percent=None,
        amount=sum((each.amount for each in folded[1:]), folded[0].amount),
    )  # fmt: skip
    last = max(n for n, each in enumerate(moves) if each.code in away)
    kept = [(n, each) for n, each in enumerate(moves) if each.code not in away]
    return tuple([each for n, each in kept if n < last] + [one] + [each for n, each in kept if n > last])
