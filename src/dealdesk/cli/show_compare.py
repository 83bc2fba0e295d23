"""A deal and its options side by side on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.console import RenderableType

from dealdesk.cli import words
from dealdesk.cli.differences import Compared
from dealdesk.cli.table import Column, Row, heading, lines_of, section, table, text
from dealdesk.quoting.quote import Quote

LABEL = 24
"""Columns of the page for the names of rows."""


def compare_page(found: Sequence[Compared], width: int) -> Iterable[RenderableType]:
    """Yield the tables: as many columns beside the deal as the page has room for."""
    quote = found[0].quote
    room = max(2, (width - LABEL) // (max(_widest(each.quote) for each in found) + 2))
    yield text(f"{quote.customer.name}: the deal and {words.plural(len(found) - 1, 'option')}", "bold")
    for first in range(1, max(len(found), 2), room - 1):
        yield _side_by_side([found[0], *found[first : first + room - 1]], quote)
    changed = [each for each in found[1:] if each.differences or each.note]
    if changed:
        yield section(heading("What differs from the deal"), _differences(changed))


def _widest(quote: Quote) -> int:
    return max(cell_len(words.money(amount, quote.places)) for amount in (quote.totals.list, -quote.totals.discount))


def _side_by_side(found: Sequence[Compared], base: Quote) -> RenderableType:
    columns = [Column(base.currency), *(_column(each) for each in found)]
    quotes = [each.quote for each in found]
    rows = [
        ("Term", *(quote.term for quote in quotes)),
        ("Billing", *(quote.billing for quote in quotes)),
        *_waterfall(quotes),
    ]
    return table(columns, rows, footer=list(_figures(quotes)))


def _column(each: Compared) -> Column:
    return Column(each.name + (" (recommended)" if each.recommended else ""), right=True, breaks=True, least=40)


def _waterfall(quotes: Sequence[Quote]) -> Iterator[Row]:
    yield ("List price", *(words.money(quote.totals.list, quote.places) for quote in quotes))
    titles = dict.fromkeys(
        move.title for quote in quotes for move in quote.moves if move.code != "list" and move.amount
    )
    for title in titles:
        amounts = [sum((move.amount for move in quote.moves if move.title == title), Decimal(0)) for quote in quotes]
        yield (title, *(words.money(a, q.places) if a else "" for a, q in zip(amounts, quotes, strict=True)))


def _figures(quotes: Sequence[Quote]) -> Iterator[Row]:
    yield ("Net, all (TCV)", *(words.money(quote.totals.net, quote.places) for quote in quotes))
    yield ("Off list", *(words.share_off(quote.totals.list, quote.totals.net) for quote in quotes))
    steady = all(quote.metric("arr_first") == quote.metric("arr_exit") for quote in quotes)
    arr = {"arr_first": "ARR"} if steady else {"arr_first": "ARR, first month", "arr_exit": "ARR, last month"}
    for name, title in {"acv": "A year (ACV)", **arr}.items():
        values = [quote.metric(name) for quote in quotes]
        yield (title, *(words.money(v, q.places) if v is not None else "" for v, q in zip(values, quotes, strict=True)))
    if any(quote.usage_estimate.net for quote in quotes):
        yield ("Estimated usage a year", *(words.money(quote.usage_estimate.a_year, quote.places) for quote in quotes))


def _differences(found: Sequence[Compared]) -> RenderableType:
    rows = []
    for each in found:
        note = [text(each.note, "dim")] if each.note else []
        rows.append((each.name, lines_of(*each.differences, *note)))
    return table([Column(breaks=True), Column(breaks=True)], rows)
