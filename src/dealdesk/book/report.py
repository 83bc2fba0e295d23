"""The figures of the book on one day, as data: what the terminal, JSON and the one-page PDF show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, figures_of
from dealdesk.quoting.canonical import Canonical

if TYPE_CHECKING:
    from dealdesk.book.book import Book
    from dealdesk.catalog.market import Target
    from dealdesk.register import Register

DEFINITION = "dealdesk-book/1"
"""Id of the definitions; it changes when a figure is worked out in another way."""


@dataclass(frozen=True, slots=True)
class BookReport(Canonical):
    """The figures of one book.

    Attributes:
        vendor: Whose book it is.
        currency: Code.
        places: Its decimals.
        today: The day.
        since: First day of the quotes that are looked at; None from the first.
        until: Last day.
        quotes: How many quotes that is.
        others: Currencies of other quotes of the register, which are in no figure.
        figures: They.
        definitions: Id of how they are worked out.
    """

    vendor: str
    currency: str
    places: int
    today: date
    since: date | None
    until: date | None
    quotes: int
    others: tuple[str, ...]
    figures: tuple[Figure, ...]
    definitions: str = DEFINITION

    def figure(self, id: str) -> Figure:
        """Return a figure by its id; KeyError when there is none."""
        return {each.id: each for each in self.figures}[id]


def report_of(book: Book, *, vendor: str, others: Iterable[str] = ()) -> BookReport:
    """Return the figures of a book."""
    return BookReport(
        vendor,
        book.currency,
        book.places,
        book.today,
        book.since,
        book.until,
        len(book.of_period),
        tuple(others),
        figures_of(book),
    )


def targets_of(register: Register, book: Book) -> tuple[str, Mapping[str, Target]]:
    """Return the name of the vendor, and the targets of the catalogs that the latest quotes were priced from."""
    from dealdesk.desk.kept import loaded

    vendor = ""
    targets: dict[str, Target] = {}
    for number in {each.catalog: each.number for each in book.entries}.values():  # the last of each catalog
        catalog = loaded(register.catalog(register.find(number)))
        vendor = vendor or catalog.catalog.name
        for id, target in catalog.targets.items():
            targets.setdefault(id, target)
    return vendor, targets
