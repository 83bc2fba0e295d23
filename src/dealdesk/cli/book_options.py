"""What the commands of `dealdesk book` have in common: the register, the currency, the days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli.options import iso_day

if TYPE_CHECKING:
    from dealdesk.book import Book
    from dealdesk.register import Register

Currency = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Quotes in this currency; that of most quotes if left out.", show_default=False),
]
Since = Annotated[
    date | None,
    typer.Option(parser=iso_day, metavar="DATE", help="Quotes of this day or later.", show_default=False),
]
Until = Annotated[
    date | None,
    typer.Option(parser=iso_day, metavar="DATE", help="Quotes of this day or before.", show_default=False),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--today", parser=iso_day, metavar="DATE", help="The day of the figures; today if left out.", show_default=False
    ),
]


def tell_left_out(currencies: tuple[str, ...]) -> None:
    """Say on stderr which quotes are not looked at."""
    from dealdesk.cli import terminal

    if currencies:
        terminal.words(f"note: quotes in {', '.join(currencies)} are left out; --currency asks for them")


FIRST, LAST = date(1970, 1, 2), date(9998, 12, 31)
"""Days on which figures can be worked out: a year before and one after can be said."""


def now_of(day: date | None) -> datetime:
    """Return the time of the figures: now, or noon of a day that is asked for."""
    if day is None:
        return datetime.now().astimezone()
    if not FIRST <= day <= LAST:
        raise typer.BadParameter(f"{day} is no day of a book; from {FIRST} to {LAST}", param_hint="--today")
    return datetime.combine(day, time(12)).astimezone()


def read_book(register: Register, now: datetime, currency: str | None, **days: Any) -> tuple[Book, tuple[str, ...]]:
    """Return the book in one currency, and the other currencies that the register has quotes in.

    Raises:
        DealdeskError: The register has no quotes, or none in that currency.
    """
    from dealdesk.book import book_of, currencies_of
    from dealdesk.errors import DealdeskError

    since, until = days.get("since"), days.get("until")
    if since is not None and until is not None and since > until:
        raise typer.BadParameter(f"{until} is before {since}, the first day", param_hint="--until")

    found = currencies_of(register, now)
    if not found:
        raise DealdeskError(f"the register {register.place} has no quotes yet; record one: dealdesk quote new DEAL")
    wanted = currency.upper() if currency is not None else found[0]
    if wanted not in found:
        raise typer.BadParameter(
            f"there are no quotes in {wanted}; there are in {', '.join(found)}", param_hint="--currency"
        )
    return book_of(register, now, currency=wanted, **days), tuple(each for each in found if each != wanted)
