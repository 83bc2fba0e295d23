"""What existing customers add."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share

if TYPE_CHECKING:
    from dealdesk.book.book import Book


def _work_out(book: Book) -> Iterator[Figure]:
    new = expansion = Decimal(0)
    customers: dict[str, Decimal] = {}
    for each in book.won:
        earlier = any(one.customer == each.customer and one.start < each.start for one in book.contracts)
        before = book.before(each)
        is_known = bool(each.follows) or bool(before) or earlier
        added = each.arr - sum((one.arr for one in before), Decimal(0))
        if added <= 0:
            continue
        if is_known:
            expansion += added
            customers[each.customer] = customers.get(each.customer, Decimal(0)) + added
        else:
            new += added
    total = new + expansion
    yield Figure(
        "expansion",
        "Expansion revenue",
        share(expansion, total),
        "percent",
        "Exit ARR that accepted quotes add at customers with an earlier contract / all that they add; a renewal, or a "
        "contract that starts the day after another ends, adds what it has more than that",
        len(book.won),
        "" if total else "no accepted quote adds recurring revenue",
        tuple(
            Part(name, amount, 1) for name, amount in sorted(customers.items(), key=lambda each: (-each[1], each[0]))
        ),
    )


RULE = Rule(_work_out, (("expansion", "expansion-revenue"),))
