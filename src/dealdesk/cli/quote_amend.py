"""`dealdesk quote amend`: a change of a contract that runs, priced from its day to the contract's end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json, Today, iso_day, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl
from dealdesk.cli.running import Add, Contract, Remove, Set, Written

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.by_year import YearDelta
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.standing import Standing

EXAMPLES = """\b
Examples:
  dealdesk quote amend deals/first.toml --from 2027-07-01 --set seats=40
  dealdesk quote amend Q-2026-00417 --from 2027-07-01 --add gaming -o deals/amendment.toml
  dealdesk quote amend Q-2026-00417 --from 2027-07-01 --set seats=+10
  dealdesk quote amend Q-2026-00417 --from 2027-07-01 --remove media --credit

\b
The deal that it writes is the whole contract as it is afterwards, with `was` on each line that changes; it can be
edited, priced, rendered and recorded as any deal.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("amend", cls=Page, epilog=EXAMPLES)
def amend(
    contract: Contract,
    start: Annotated[
        date,
        typer.Option("--from", parser=iso_day, metavar="DATE", help="The first day of the change.", show_default=False),
    ],
    add: Add = None,
    set_: Set = None,
    remove: Remove = None,
    credit: Annotated[
        bool, typer.Option("--credit", help="Credit what is given back, as the contract's terms must allow.")
    ] = False,
    added_units: Annotated[
        str | None,
        typer.Option(metavar="HOW", help="What added units cost: catalog or locked; as [renewal] says if left out."),
    ] = None,
    pinned: Annotated[
        bool, typer.Option("--pinned", help="Price it from the catalog that priced the contract, not from today's.")
    ] = False,
    out: Written = None,
    register: RegisterUrl = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Change a contract that runs: add products, change quantities, end lines.

    The change ends together with the contract. Lines that do not change keep their price and are no part of it; what
    is added is priced with the discounts of the whole contract, for the rest of it, and part periods are shown.

    A contract with amendments is changed as it is after them. On a line with a ramp, =60 holds until its next step, and
    =+10 is for all steps from then on.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.running import changes_of, made_deal, running, write
    from dealdesk.errors import DealdeskError
    from dealdesk.quoting.changing import amended
    from dealdesk.quoting.price import price

    if added_units not in (None, "catalog", "locked"):
        raise typer.BadParameter(f"{added_units} is neither catalog nor locked", param_hint="--added-units")
    day = quote_day(today)
    there = running(contract, register, day, whole=True)
    standing = there.standing()
    changes = changes_of(standing.deal, there.current, add, set_, remove)
    if not changes.any:
        raise typer.BadParameter("say what changes, with --add, --set or --remove", param_hint="CONTRACT")
    if pinned and out is not None and there.catalog.digest != there.current.digest:
        raise DealdeskError("a file cannot name the catalog on record; leave -o out, or --pinned")
    data = amended(standing, changes, name=there.name, start=start, credit=credit, added_units=added_units)
    deal, text = made_deal(data, there, out, f"Amendment of {there.name} from {start}.")
    catalog = there.catalog if pinned else there.current
    quote = price(deal, catalog, today=day)
    years = _years(standing, deal, catalog, quote)
    if as_json:
        from dealdesk.cli.report import report

        terminal.json({"contract": there.name, "from": start, "deal": text, "quote": report(quote), "years": years})
    else:
        from dealdesk.cli.show_contract import amendment_page

        terminal.page(*amendment_page(deal, quote, years, terminal.width()))
    if out is not None:
        write(text, out)
    return int(any(finding.severity == "error" for finding in quote.findings))


def _years(standing: Standing, deal: Deal, catalog: Catalog, quote: Quote) -> tuple[YearDelta, ...]:
    """Return the years of the contract, before and after the change."""
    from datetime import timedelta

    from dealdesk.quoting.by_year import deltas, years_of, years_of_all

    first, end = standing.quote.start, standing.quote.end + timedelta(days=1)
    return deltas(years_of_all(standing.versions), years_of(deal, catalog, quote, first, end))
