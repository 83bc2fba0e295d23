"""A deal in a catalog that does not sell all of it any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dealdesk.catalog.models import Catalog
from dealdesk.quoting.amending import LineSources
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.quote import Quote


def sold_in(deal: Deal, catalog: Catalog) -> tuple[Deal, tuple[int, ...]]:
    """Return what a catalog sells of a deal, and the numbers of those lines in the deal, from 1.

    A deal of which it sells nothing, an amendment and a renewal are returned as they are: what a contract has cannot be
    left out.
    """
    left = [n for n, line in enumerate(deal.lines) if line.sku in catalog.products]
    every = tuple(range(1, len(deal.lines) + 1))
    if not left or len(left) == len(every) or deal.amends is not None or deal.renews is not None:
        return deal, every
    sources = LineSources(deal.sources, left) if deal.sources is not None else None
    part = deal.but(lines=tuple(deal.lines[n] for n in left), _sources=sources)
    return part, tuple(n + 1 for n in left)


def with_numbers(quote: Quote, numbers: Sequence[int], lines: int) -> Quote:
    """Return a quote whose lines have the *numbers* that they have in a deal of so many *lines*."""
    more = lines - len(numbers)  # lines that the engine adds stand after those of the deal

    def place(line: int) -> int:
        return numbers[line - 1] if line <= len(numbers) else line + more

    return replace(quote, lines=tuple(replace(each, line=place(each.line)) for each in quote.lines))
