"""How many quotes are won, and how long that takes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share

if TYPE_CHECKING:
    from dealdesk.book.book import Book

NOTHING = "no quote has been decided"


def _work_out(book: Book) -> Iterator[Figure]:
    won, lost = book.won, [each for each in book.of_period if each.is_lost]
    by_value = sum((each.net for each in won), Decimal(0))
    total = by_value + sum((each.net for each in lost), Decimal(0))
    decided = len(won) + len(lost)
    yield Figure(
        "win-rate",
        "Win rate",
        share(len(won), decided),
        "percent",
        "Accepted quotes / those accepted, declined, or expired after they were sent",
        decided,
        "" if decided else NOTHING,
        tuple(Part(name, None, n) for name, n in _ends(book) if n),
    )
    yield Figure(
        "win-rate-value",
        "Win rate by value",
        share(by_value, total),
        "percent",
        "The same, where each quote counts with its total contract value",
        decided,
        "" if decided else NOTHING,
    )
    days = sorted((each.decided - each.issued).days for each in won if each.decided is not None)
    yield Figure(
        "sales-cycle",
        "Days from quote to signature",
        Decimal(_median(days)) if days else None,
        "days",
        "Median days from the date of an accepted quote, as last revised, to its signature",
        len(days),
        "" if days else "no quote has been accepted",
    )


def _ends(book: Book) -> Iterator[tuple[str, int]]:
    for state in ("accepted", "declined", "expired"):
        yield state, sum(1 for each in book.of_period if each.state == state and (each.is_won or each.is_lost))


def _median(days: list[int]) -> int:
    """Return the middle, or the lower of the two middle ones: a number of days that has been seen."""
    return days[(len(days) - 1) // 2]


RULE = Rule(_work_out)
