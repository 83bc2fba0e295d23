"""`dealdesk approvals explain`: who has to approve a deal, why, in what order, and what would avoid it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli.options import DealFile, Json, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.approving import People

EXAMPLES = """\b
Examples:
  dealdesk approvals explain deals/first.toml
  dealdesk approvals explain deals/first.toml --largest
  dealdesk approvals explain deals/first.toml --json
"""

PeopleFile = Annotated[
    Path | None,
    typer.Option(
        "--people", metavar="FILE", help="Who has which title; the nearest people.toml if left out.", show_default=False
    ),
]

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def explain(
    deal: DealFile,
    largest: Annotated[
        bool,
        typer.Option("--largest", help="Search the largest discount that needs no approval; prices the deal again."),
    ] = False,
    people: PeopleFile = None,
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
    from dealdesk.cli.inputs import from_file
    from dealdesk.quoting.price import price

    asked, catalog = from_file(deal)
    day = quote_day(today)
    quote = price(asked, catalog, today=day)
    needs = required(quote, asked, catalog)
    envelope = envelope_of(quote, catalog.policy.envelope)
    known = people_near(people, deal)
    found = None
    if largest and needs.firing:
        from dealdesk.approving.largest import largest_discount

        found = largest_discount(asked, catalog, today=day, without=frozenset(each.id for each in needs.firing))
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
                "largest_discount": {"percent": found.percent, "net": found.quote.totals.net} if found else None,
            }
        )
        return 0
    from dealdesk.cli.show_approvals import explain_page

    page = explain_page(quote, needs, envelope, holders, found, day, asked_largest=largest)
    terminal.page(*page)
    return 0


def people_near(given: Path | None, near: Path) -> People | None:
    """Return the people of a file, or those of the project that a deal lies in; None where it has none."""
    from dealdesk.approving import find_people, load_people

    file: Any = given or find_people(near if near.is_dir() else near.parent)
    return load_people(file) if file is not None else None
