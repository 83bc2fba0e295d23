"""What is taken off: in all, by rep, by segment, by tier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share

if TYPE_CHECKING:
    from dealdesk.book.book import Book
    from dealdesk.book.entry import Entry

NOTHING = "no quote has been accepted"
OF = "Sum of (list − net) over accepted quotes / sum of list: large deals weigh more than small ones"


def _work_out(book: Book) -> Iterator[Figure]:
    yield Figure("discount", "Discount", _rate(book.won), "percent", OF, len(book.won), "" if book.won else NOTHING)
    yield _by(book, "discount-by-rep", "Discount between reps", lambda each: each.rep)
    yield _by(book, "discount-by-segment", "Discount between segments", lambda each: each.segment or "no segment")
    yield _by(book, "discount-by-tier", "Discount between tiers", lambda each: each.tier or "no tier")


def _by(book: Book, id: str, title: str, name: Callable[[Entry], str]) -> Figure:
    """Return the discount of groups; its value is how far the groups are apart, in percentage points."""
    groups: dict[str, list[Entry]] = {}
    for each in book.won:
        groups.setdefault(name(each), []).append(each)
    parts = [Part(each, _rate(found), len(found)) for each, found in sorted(groups.items())]
    parts.sort(key=lambda each: (-(each.value or Decimal(0)), each.name))
    rates = [each.value for each in parts if each.value is not None]
    return Figure(
        id,
        title,
        max(rates) - min(rates) if rates else None,
        "points",
        f"{OF}, for each group; the figure is the difference between the highest and the lowest, in points",
        len(book.won),
        "" if rates else NOTHING,
        tuple(parts),
    )


def _rate(deals: list[Entry] | tuple[Entry, ...]) -> Decimal | None:
    whole = sum((each.list for each in deals), Decimal(0))
    return share(sum((each.discount for each in deals), Decimal(0)), whole)


RULE = Rule(_work_out)
