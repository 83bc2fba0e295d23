"""`dealdesk advise`: what would make a deal better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import DealFile, Json, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.advise.goal import Goal

EXAMPLES = """\b
Examples:
  dealdesk advise deals/first.toml
  dealdesk advise deals/first.toml --total 45000
  dealdesk advise deals/first.toml --discount 20
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def advise(
    deal: DealFile,
    option: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Look at this option of the deal.", autocompletion=candidates.deal_options),
    ] = None,
    total: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="Seek this net total over the term.", rich_help_panel="Goals")
    ] = None,
    discount: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Seek this discount off list over the term.", rich_help_panel="Goals"),
    ] = None,
    margin: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Seek this margin, where every cost is stated.", rich_help_panel="Goals"),
    ] = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Say what would make a deal better.

    Products whose addition makes the deal cheaper, other plans, the next step of each discount, what is often added,
    how far a seller can go before somebody has to approve. Or, with a goal, which discount it takes, and whether it
    can be had. Every figure is a price of the engine. Ends with 1 when a goal cannot be met.
    """
    from dealdesk.advise import Desk
    from dealdesk.advise import advise as advice_on
    from dealdesk.advise.goal import seek
    from dealdesk.cli import terminal
    from dealdesk.cli.inputs import from_file, option_of

    goal = _goal({"total": total, "discount": discount, "margin": margin})
    asked, catalog = from_file(deal)
    desk = Desk(option_of(asked, option), catalog, quote_day(today))
    if goal is not None:
        reached = seek(desk, goal)
        if as_json:
            terminal.json(_reached(desk, reached))
        else:
            from dealdesk.cli.show_advice import goal_page

            terminal.page(*goal_page(desk, reached))
        return 0 if reached.met else 1
    found = advice_on(desk)
    if as_json:
        terminal.json(
            {"currency": desk.quote.currency, "total": desk.total, "advice": [_plain(each) for each in found]}
        )
    else:
        from dealdesk.cli.show_advice import advice_page

        terminal.page(*advice_page(desk, found))
    return 0


def _goal(given: dict[str, str | None]) -> Goal | None:
    """Return the goal of the options; a usage error for two of them, or for what is no number."""
    from dealdesk.advise.goal import Goal
    from dealdesk.pricing.numbers import typed

    said = [(name, value) for name, value in given.items() if value is not None]
    if not said:
        return None
    if len(said) > 1:
        raise typer.BadParameter("seek one goal at a time", param_hint=f"--{said[1][0]}")
    name, text = said[0]
    value = typed(text.removesuffix("%").strip())
    if value is None or value.adjusted() > 15 or (name != "total" and value > 100):
        allowed = "an amount such as 90000" if name == "total" else "a percentage from 0 to 100, such as 30"
        raise typer.BadParameter(f"{text} is not {allowed}", param_hint=f"--{name}")
    kind: Any = name
    return Goal(kind, value)


def _plain(advice: Any) -> dict[str, Any]:
    return {
        "code": advice.code,
        "message": advice.message,
        "change": advice.change,
        "total": advice.total,
        "saves": advice.saves,
        "at": advice.at,
        "note": advice.note,
    }


def _reached(desk: Any, reached: Any) -> dict[str, Any]:
    return {
        "currency": desk.quote.currency,
        "goal": {"kind": reached.goal.kind, "value": reached.goal.value},
        "wanted": reached.wanted,
        "met": reached.met,
        "total": reached.quote.totals.net if reached.quote is not None else None,
        "off": reached.off,
        "why": reached.why,
        "discount": {"target_total": reached.ask.target_total, "amount": reached.ask.amount} if reached.ask else None,
    }
