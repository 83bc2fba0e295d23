"""The figures of a register, for the terminal and for the page about the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from dealdesk.cli.book_options import read_book

if TYPE_CHECKING:
    from dealdesk.book.report import BookReport
    from dealdesk.register import Register


def read_report(
    register: Register, now: datetime, currency: str | None, *, since: date | None = None, until: date | None = None
) -> BookReport:
    """Return the figures of a register's book, beside the targets of its catalogs."""
    from dealdesk.book.report import report_of, targets_of

    book, others = read_book(register, now, currency, since=since, until=until)
    vendor, targets = targets_of(register, book)
    return report_of(replace(book, targets=targets), vendor=vendor, others=others)
