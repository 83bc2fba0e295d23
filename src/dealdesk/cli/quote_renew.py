"""`dealdesk quote renew`: a contract goes on, with the rise that its renewal rule states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl
from dealdesk.cli.running import Add, Contract, Remove, Set, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealdesk.cli.running import Running
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote

EXAMPLES = """\b
Examples:
  dealdesk quote renew deals/first.toml --percent 5 --compounding compound
  dealdesk quote renew Q-2026-00417 --months 24 --set seats=40 -o deals/renewal.toml
  dealdesk quote renew Q-2026-00417 --project 3
"""
RULE = "The rise, instead of [renewal] in the deal or the catalog"

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One renewal of a projection."""

    number: int
    start: date
    end: date
    value: Decimal
    arr: Decimal
    rise: Decimal | None


@app.command("renew", cls=Page, epilog=EXAMPLES)
def renew(
    contract: Contract,
    months: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=360, help="The term; as long as the one that ends if left out."),
    ] = None,
    add: Add = None,
    set_: Set = None,
    remove: Remove = None,
    project: Annotated[
        int, typer.Option(metavar="N", min=1, max=20, help="Show so many renewals, one after the other.")
    ] = 1,
    percent: Annotated[str | None, typer.Option(metavar="PERCENT", rich_help_panel=RULE, help="The rise.")] = None,
    compounding: Annotated[
        str | None, typer.Option(metavar="HOW", rich_help_panel=RULE, help="simple or compound.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="OF", rich_help_panel=RULE, help="prior_net, what was paid last, or list.")
    ] = None,
    per: Annotated[
        str | None, typer.Option(metavar="WHAT", rich_help_panel=RULE, help="renewal, or year of the term that ends.")
    ] = None,
    cap: Annotated[
        str | None, typer.Option(metavar="PERCENT", rich_help_panel=RULE, help="The most that a price rises at once.")
    ] = None,
    out: Written = None,
    register: RegisterUrl = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Renew a contract: what recurs goes on at its price, with the rise that was agreed.

    What came once, free months, ramps, promotions and discounts of the first term are not in the renewal. Lines show
    what is paid now, what the renewal costs, and what the catalog would ask of somebody new. A contract with amendments
    is renewed as it is after all of them, whichever of its numbers is given.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.running import changes_of, made_deal, quantity, running, stated, write
    from dealdesk.quoting.by_year import figures_of, following, years_of, years_of_all
    from dealdesk.quoting.changing import renewed
    from dealdesk.quoting.price import price

    day = quote_day(today)
    there = running(contract, register, day, whole=True)
    standing = there.standing()
    changes = changes_of(standing.deal, there.current, add, set_, remove)
    rule = stated(
        {
            "percent": None if percent is None else quantity(percent.removesuffix("%"), "--percent"),
            "compounding": compounding,
            "base": base,
            "per": per,
            "cap": None if cap is None else quantity(cap.removesuffix("%"), "--cap"),
        }
    )
    if rule is not None:
        known = there.deal.renewal or there.current.renewal
        for key in ("percent", "compounding"):
            if key not in rule and known is not None:
                rule[key] = getattr(known, key)
            if key not in rule:
                raise typer.BadParameter(f"a renewal rule needs --{key}, too", param_hint=f"--{key}")
    data = renewed(standing, there.current, changes, name=there.name, months=months, rule=rule)
    deal, text = made_deal(data, there, out, f"Renewal of {there.name}.")
    quote = price(deal, there.current, today=day)
    fresh = price(_fresh(deal), there.current, today=day)
    before = figures_of(standing.versions)
    first, end = quote.start, quote.end + timedelta(days=1)
    years = following(years_of_all(standing.versions), years_of(deal, there.current, quote, first, end))
    steps = _projected(there, before, quote, deal, project, day)
    if as_json:
        from dealdesk.cli.report import report

        terminal.json(
            {"contract": there.name, "deal": text, "quote": report(quote), "years": years, "projection": steps}
        )
    else:
        from dealdesk.cli.show_contract import renewal_page

        terminal.page(*renewal_page(standing, before, deal, quote, fresh, years, steps, terminal.width()))
    if out is not None:
        write(text, out)
    return int(any(finding.severity == "error" for finding in quote.findings))


def _fresh(deal: Any) -> Any:
    """Return a renewal as somebody new would buy it."""
    return deal.but(renews=None, lines=tuple(line.but(held={}, was=None) for line in deal.lines))


def _projected(
    there: Running, before: Mapping[str, Decimal], quote: Quote, deal: Deal, count: int, day: date
) -> list[Step]:
    """Return this renewal and those after it, each priced from the one before."""
    from dealdesk.cli.running import made_deal
    from dealdesk.quoting.by_year import figures_of
    from dealdesk.quoting.changing import Changes, renewed
    from dealdesk.quoting.price import price
    from dealdesk.quoting.standing import Signed, standing

    found = [_step(1, before, quote)]
    while len(found) < count:
        contract = standing(Signed(there.name, deal, there.current, quote))
        data = renewed(contract, there.current, Changes(), name=there.name)
        deal, _ = made_deal(data, there, None, "A renewal after it.")
        before, quote = figures_of(contract.versions), price(deal, there.current, today=day)
        found.append(_step(len(found) + 1, before, quote))
    return found


def _step(number: int, before: Mapping[str, Decimal], after: Quote) -> Step:
    was, now = before.get("arr_exit") or Decimal(0), after.metric("arr_first") or Decimal(0)
    rise = (now - was) * 100 / was if was else None
    rounded = rise.quantize(Decimal("0.0001")) if rise is not None else None
    return Step(number, after.start, after.end, after.totals.net, now, rounded)
