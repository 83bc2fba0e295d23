"""The pipeline: quotes that may still be won."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule
from dealdesk.register.lifecycle import OPEN

if TYPE_CHECKING:
    from dealdesk.book.book import Book


def _work_out(book: Book) -> Iterator[Figure]:
    waiting = [each for each in book.of_period if each.is_open]
    parts = []
    for state in OPEN:
        found = [each for each in waiting if each.state == state]
        if found:
            parts.append(Part(state, sum((each.net for each in found), Decimal(0)), len(found)))
    yield Figure(
        "pipeline",
        "Pipeline",
        sum((each.net for each in waiting), Decimal(0)),
        "money",
        "Total contract value of the quotes that are draft, submitted, approved or sent and have not expired; "
        "of each quote only the latest revision",
        len(waiting),
        parts=tuple(parts),
    )


RULE = Rule(_work_out)
