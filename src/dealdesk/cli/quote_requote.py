"""`dealdesk quote requote`: what another catalog would give for the same deal, line by line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl
from dealdesk.cli.running import Contract

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote

EXAMPLES = """\b
Examples:
  dealdesk quote requote Q-2026-00417
  dealdesk quote requote deals/first.toml --catalog catalogs/next-year
  dealdesk quote requote Q-2026-00417 --json

\b
Exit codes: 0 the same price, 1 another price.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)

METRICS = ("tcv", "acv", "arr_first", "arr_exit", "usage_estimate")


@app.command("requote", cls=Page, epilog=EXAMPLES)
def requote(
    contract: Contract,
    catalog: Annotated[
        str | None,
        typer.Option(
            metavar="ID|PATH",
            help="The other catalog; the one that the deal names now if left out.",
            autocompletion=candidates.catalogs,
        ),
    ] = None,
    register: RegisterUrl = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Price a deal again, and say what differs from the quote on record, line by line and step by step.

    What the other catalog does not sell any more is left out and named; the rest is priced without it.
    """
    from dealdesk.catalog.load import load_catalog
    from dealdesk.changes.impact import lines_changed
    from dealdesk.changes.not_sold import sold_in, with_numbers
    from dealdesk.cli import terminal
    from dealdesk.cli.running import running
    from dealdesk.quoting.by_year import beside, years_of
    from dealdesk.quoting.price import price

    day = quote_day(today)
    there = running(contract, register, day)
    if catalog is None and there.current is there.catalog:
        raise typer.BadParameter("a deal's file has one catalog; name the other one", param_hint="--catalog")
    other = load_catalog(catalog) if catalog is not None else there.current
    deal, numbers = sold_in(there.deal, other)
    now = with_numbers(price(deal, other, today=day), numbers, len(there.deal.lines))
    gone = tuple(line.sku for n, line in enumerate(there.deal.lines, 1) if n not in numbers)
    lines = tuple(lines_changed(there.quote, now))
    metrics = {each: (_metric(there.quote, each), _metric(now, each)) for each in METRICS}
    first, end = now.start, now.end + timedelta(days=1)
    years = beside(
        years_of(there.deal.but(options=()), there.catalog, there.quote, first, end),
        years_of(deal.but(options=()), other, now, first, end),
    )
    same = not lines and there.quote.totals == now.totals
    if as_json:
        terminal.json(
            {
                "contract": there.name,
                "catalogs": [there.quote.catalog.version, now.catalog.version],
                "currency": now.currency,
                "same": same,
                "not_sold": gone,
                "lines": lines,
                "metrics": {name: {"before": was, "after": is_now} for name, (was, is_now) in metrics.items()},
                "years": years,
                "findings": now.findings,
            }
        )
    else:
        from dealdesk.cli.show_contract import requote_page

        terminal.page(*requote_page(there.name, there.quote, now, lines, metrics, years, gone))
    return 0 if same else 1


def _metric(quote: Quote, name: str) -> Any:
    return quote.metric(name)
