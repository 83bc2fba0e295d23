"""How much of last year's recurring revenue is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share
from dealdesk.periods import add_months

if TYPE_CHECKING:
    from dealdesk.book.book import Book

YEAR = 12
NOTHING = "no contract was in force a year ago"


def _work_out(book: Book) -> Iterator[Figure]:
    before, now = _arr(book, add_months(book.today, -YEAR)), _arr(book, book.today)
    opening = sum(before.values(), Decimal(0))
    kept = sum((min(each, now.get(name, Decimal(0))) for name, each in before.items()), Decimal(0))
    closing = sum((now.get(name, Decimal(0)) for name in before), Decimal(0))
    changes = [(name, now.get(name, Decimal(0)) - each) for name, each in sorted(before.items())]
    parts = tuple(Part(name, change, 1) for name, change in changes if change)
    yield Figure(
        "net-revenue-retention",
        "Net revenue retention (NRR)",
        share(closing, opening),
        "percent",
        "Of the customers with a contract in force a year ago: their exit ARR in force today / a year ago",
        len(before),
        "" if opening else NOTHING,
        parts,
    )
    yield Figure(
        "gross-revenue-retention",
        "Gross revenue retention (GRR)",
        share(kept, opening),
        "percent",
        "The same, where no customer counts for more than a year ago: what was lost or reduced, and nothing added",
        len(before),
        "" if opening else NOTHING,
    )


def _arr(book: Book, day: date) -> dict[str, Decimal]:
    """Return the recurring revenue a year of each customer with a contract in force on a day."""
    found: dict[str, Decimal] = {}
    for each in book.in_force(day):
        found[each.customer] = found.get(each.customer, Decimal(0)) + each.arr
    return found


RULE = Rule(
    _work_out,
    (
        ("net-revenue-retention", "net-revenue-retention"),
        ("gross-revenue-retention", "gross-revenue-retention"),
    ),
)
