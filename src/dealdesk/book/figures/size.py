"""How large deals are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Rule, quotient

if TYPE_CHECKING:
    from dealdesk.book.book import Book
    from dealdesk.book.entry import Entry

SEVERAL = 2


def _work_out(book: Book) -> Iterator[Figure]:
    several = [each for each in book.won if each.count("plugin") >= SEVERAL]
    yield _mean(
        book,
        "average-deal-size",
        "Average deal size",
        book.won,
        "Total contract value of accepted quotes / their number",
    )
    yield _mean(
        book,
        "average-acv",
        "Average ACV",
        book.won,
        "Annual contract value of accepted quotes / their number",
        acv=True,
    )
    yield _mean(
        book,
        "average-multi-plugin-deal",
        "Average deal with several plugins",
        several,
        "Annual contract value of accepted quotes with two or more plugins / their number",
        acv=True,
    )


def _mean(book: Book, id: str, title: str, deals: Sequence[Entry], definition: str, *, acv: bool = False) -> Figure:
    total = sum((each.acv if acv else each.net for each in deals), Decimal(0))
    value = quotient(total, len(deals), book.places) if deals else None
    return Figure(id, title, value, "money", definition, len(deals), "" if deals else "no such quote has been accepted")


RULE = Rule(_work_out, (("average-multi-plugin-deal", "average-deal-size"),))
