"""How much depends on one customer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share

if TYPE_CHECKING:
    from dealdesk.book.book import Book

SHOWN = 5


def _work_out(book: Book) -> Iterator[Figure]:
    found: dict[str, Decimal] = {}
    for each in book.in_force(book.today):
        found[each.customer] = found.get(each.customer, Decimal(0)) + each.arr
    total = sum(found.values(), Decimal(0))
    largest = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    yield Figure(
        "revenue-concentration",
        "Share of the largest customer",
        share(largest[0][1], total) if total else None,
        "percent",
        "Exit ARR of the customer with the most of it / that of all contracts in force",
        len(found),
        "" if total else "no contract with recurring revenue is in force",
        tuple(Part(name, amount, 1) for name, amount in largest[:SHOWN]),
    )


RULE = Rule(_work_out, (("revenue-concentration", "revenue-concentration"),))
