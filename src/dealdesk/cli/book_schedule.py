"""`dealdesk book schedule`: when contracts are invoiced and when the revenue is earned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.book_options import Currency, Day, now_of, read_book, tell_left_out
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl, opened

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.register import Register

EXAMPLES = """\b
Examples:
  dealdesk book schedule                        all accepted quotes
  dealdesk book schedule Q-2026-00417           one quote, whatever its state
  dealdesk book schedule deals/first.toml       a deal that is not recorded
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def schedule(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUOTE]", help="A quote's number, or a deal; all accepted quotes if left out.", show_default=False
        ),
    ] = None,
    currency: Currency = None,
    as_json: Json = False,
    register: RegisterUrl = None,
    today: Day = None,
) -> int:
    """Say month by month what is invoiced, what is earned, and what is deferred.

    Recurring lines are earned evenly over the days of their service; what happens once, on its first day.
    """
    from dealdesk.book.schedule import schedule as months_of
    from dealdesk.cli import terminal

    title, quotes = _quotes(what, currency, register, today)
    months = months_of(quotes)
    if as_json:
        terminal.json({"currency": quotes[0].currency, "quotes": len(quotes), "months": months})
    else:
        from dealdesk.cli.show_book import schedule_page

        terminal.page(*schedule_page(months, title, quotes[0].currency, quotes[0].places))
    return 0


def _quotes(what: str | None, currency: str | None, place: str | None, today: object) -> tuple[str, list[Quote]]:
    """Return what is looked at, in words, and the quotes."""
    from datetime import date
    from pathlib import Path

    from dealdesk.cli.running import is_number

    if what is not None and not is_number(what):
        from dealdesk.cli.inputs import from_file
        from dealdesk.cli.options import quote_day
        from dealdesk.quoting.price import price

        day = today if isinstance(today, date) else None
        deal, catalog = from_file(Path(what))
        return f"Revenue schedule of {what}", [price(deal, catalog, today=quote_day(day))]
    with opened(place) as quotes:
        if what is not None:
            stored = quotes.find(what)
            return f"Revenue schedule of {stored.name}, {stored.customer}", [quotes.quote(stored)]
        return _accepted(quotes, currency, today)


def _accepted(quotes: Register, currency: str | None, today: object) -> tuple[str, list[Quote]]:
    from datetime import date

    from dealdesk.errors import DealdeskError

    book, others = read_book(quotes, now_of(today if isinstance(today, date) else None), currency)
    found = [quotes.quote(quotes.find(each.number)) for each in book.contracts]
    if not found:
        raise DealdeskError("no quote has been accepted yet; name a quote or a deal to see its schedule")
    tell_left_out(others)
    return f"Revenue schedule of {len(found)} accepted quote{'' if len(found) == 1 else 's'}", found
