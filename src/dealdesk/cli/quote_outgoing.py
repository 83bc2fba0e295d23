"""`dealdesk quote mail` and `remind`: what leaves the desk as a draft or an entry in a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.pages import Page
from dealdesk.cli.registers import Number, RegisterUrl, now, opened

MAIL = """\b
Example:
  dealdesk quote mail Q-2026-00001 -o draft.eml

It is a draft: open it in your mail program, read it, and send it yourself. Then: dealdesk quote send Q-2026-00001
"""
REMIND = """\b
Examples:
  dealdesk quote remind Q-2026-00001 -o reminder.ics
  dealdesk quote remind -o reminders.ics               all that are open, and contracts to renew
"""

Out = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it; - for stdout.")]

mail_app = typer.Typer(rich_markup_mode=None, add_completion=False)
remind_app = typer.Typer(rich_markup_mode=None, add_completion=False)


@mail_app.command("mail", cls=Page, epilog=MAIL)
def mail(
    number: Number,
    out: Out,
    to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="To this address; the customer's contact if left out.")
    ] = None,
    register: RegisterUrl = None,
) -> int:
    """Write a mail to the customer with the quote attached, as a draft, in the language of the quote."""
    from dealdesk.cli import terminal
    from dealdesk.cli.output import deliver
    from dealdesk.desk.mail import draft
    from dealdesk.desk.others import others_in
    from dealdesk.desk.paper import document
    from dealdesk.documents.assets import assets, found_templates

    with opened(register) as book:
        stored = book.find(number)
        state = stored.state_at(now())
        if state not in ("approved", "sent", "accepted"):
            terminal.words(f"note: {stored.name} is {state}, and not approved to be sent")
        quote, templates = book.quote(stored), found_templates("quote", Path())
        pdf = document(book, stored, templates=templates)
        language = assets("quote", templates).language(quote.customer.language)
        others = others_in(book, stored.customer)
        made = draft(stored, quote, pdf, language, register=book.id, to=to, others=others)
    deliver(made, out)
    return 0


@remind_app.command("remind", cls=Page, epilog=REMIND)
def remind(
    out: Out,
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="[NUMBER]", help="A quote; all that are open or running if left out.", show_default=False
        ),
    ] = None,
    notice: Annotated[
        int, typer.Option(min=0, max=730, metavar="DAYS", help="So many days before a contract ends.")
    ] = 90,
    register: RegisterUrl = None,
) -> int:
    """Write the last days of offers, and the days to talk about renewals, for a calendar."""
    from dealdesk.cli.output import deliver
    from dealdesk.desk.reminders import calendar, due, language_of, reminders
    from dealdesk.documents.assets import assets, found_templates
    from dealdesk.errors import DealdeskError
    from dealdesk.register import Wanted
    from dealdesk.register.lifecycle import OPEN

    with opened(register) as book:
        at = now()
        found = [book.find(number)] if number is not None else due(book, book.wanted(Wanted(descending=False), at))
        spoken = assets("quote", found_templates("quote", Path())).language
        entries = [
            (stored, each)
            for stored in found
            if stored.state in (*OPEN, "accepted")
            for each in reminders(stored, at.date(), spoken(language_of(book, stored)), notice=notice)
        ]
        if not entries:
            raise DealdeskError("there is nothing to be reminded of: no quote is open or accepted")
        deliver(calendar(entries, book.id), out)
    return 0
