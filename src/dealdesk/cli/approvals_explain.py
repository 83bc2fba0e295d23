"""`dealdesk approvals explain`: who has to approve a deal, why, in what order, and what would avoid it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.approvals_people import PeopleFile
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl

if TYPE_CHECKING:
    from dealdesk.approving import People, Standing
    from dealdesk.approving.largest import Largest

EXAMPLES = """\b
Examples:
  dealdesk approvals explain deals/first.toml
  dealdesk approvals explain deals/first.toml --largest
  dealdesk approvals explain Q-2026-00417
  dealdesk approvals explain deals/first.toml --json
"""

Contract = Annotated[
    str,
    typer.Argument(
        metavar="DEAL",
        help="The deal: a TOML file, its folder, or the number of a quote in the register.",
        show_default=False,
        autocompletion=candidates.deals,
    ),
]
app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def explain(
    deal: Contract,
    largest: Annotated[
        bool,
        typer.Option("--largest", help="Search the largest discounts that need no approval, on usage too."),
    ] = False,
    people: PeopleFile = None,
    register: RegisterUrl = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Say who has to approve a deal, and why.

    Every rule of the catalog's policy is shown with what was measured and its place: those that fire, with what
    would avoid them; those that do not; and those that cannot be judged, with what is missing. The envelope says how
    far the quote may move after its approval.
    """
    from dealdesk.approving import envelope_of, required
    from dealdesk.cli import terminal
    from dealdesk.cli.running import is_number, running

    day = quote_day(today)
    there = running(deal, register, day, note=False)
    asked, catalog, quote = there.deal, there.catalog, there.quote
    needs = required(quote, asked, catalog)
    envelope = envelope_of(quote, catalog.policy.envelope)
    known = known_people(people, register, Path() if is_number(deal) else there.file)
    standing = _standing(deal, register) if is_number(deal) else None
    found = None
    if largest:
        from dealdesk.approving.largest import largest_discount

        found = largest_discount(asked, catalog, today=day)
    titles = dict.fromkeys(title for level in needs.levels for seat in level.seats for title in seat.titles)
    holders = {title: known.holders(title, day) for title in titles} if known is not None else None
    if as_json:
        terminal.json(
            {
                "customer": quote.customer.name,
                "currency": quote.currency,
                "net": quote.totals.net,
                "needs_approval": not needs.none,
                "levels": needs.levels,
                "blocked": needs.blocked,
                "rules": needs.rulings,
                "envelope": envelope,
                "digest": needs.digest,
                "people": holders,
                "standing": standing,
                "largest_discount": _plain(found) if found is not None else None,
            }
        )
        return 0
    from dealdesk.cli.show_approvals import explain_page

    terminal.page(*explain_page(quote, needs, envelope, holders, found, standing, asked_largest=largest))
    return 0


def _plain(found: Largest) -> dict[str, object]:
    return {
        "percent": found.percent,
        "usage_percent": found.usage,
        "net": found.quote.totals.net,
        "fire_whatever": found.others,
    }


def _standing(number: str, register: str | None) -> Standing:
    """Return where the approval of a quote of the register stands."""
    from dealdesk.cli.registers import opened
    from dealdesk.desk.approvals import needs_of

    with opened(register) as book:
        return needs_of(book, book.find(number)).standing


def known_people(given: Path | None, register: str | None, near: Path) -> People | None:
    """Return the people of a file, or those on record in the register that is named or near; None where nobody is."""
    if given is not None:
        from dealdesk.approving import load_people

        return load_people(given)
    from dealdesk.cli import terminal
    from dealdesk.register import Unavailable, open_register
    from dealdesk.register.enrolling import HOW
    from dealdesk.register.place import found

    folder = near if near.is_dir() else near.parent
    if register is None and found(folder) is None:
        return None
    try:
        with open_register(register, start=folder) as book:
            now = book.in_force()
    except Unavailable as away:
        terminal.words(f"note: nobody is named, since {away}")
        return None
    if now is None:
        terminal.words(f"note: nobody is named, since nobody is on record as allowed to decide; {HOW}")
        return None
    return now.people
