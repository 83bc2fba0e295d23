"""`dealdesk catalog impact`: what a change of a catalog does to deals."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.catalog_diff import Base, Head, InBoth, Markdown, side_report
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl

if TYPE_CHECKING:
    from dealdesk.changes.outcome import Impact
    from dealdesk.changes.portfolio import Portfolio
    from dealdesk.changes.thresholds import Passed

EXAMPLES = """\b
Examples:
  dealdesk catalog impact catalogs/* catalogs/* --deals deals
  dealdesk catalog impact catalogs/* catalogs/* --fail-over 2% --fail-under -1% --quiet-when-clean

\b
In a git repository:
    dealdesk catalog impact main..HEAD --catalog catalogs/acme --deals deals --markdown
    dealdesk catalog impact main..HEAD --catalog catalogs/acme --open

\b
Exit codes: 0 shown, 1 a limit is passed (or a deal changes, with --exit-code), 2 a deal cannot be read.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_PERCENT = re.compile(r"([+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?) ?%?").fullmatch


def percent(given: str) -> Decimal:
    """Return the percentage that *given* says, such as 2% or -1.5; a usage error when it says none."""
    found = _PERCENT(given.strip().replace("−", "-"))
    if found is None:
        raise typer.BadParameter(f"{given} is not a percentage; write 2% or -1.5%")
    return Decimal(found[1])


@app.command(cls=Page, epilog=EXAMPLES)
def impact(
    base: Base,
    head: Head = None,
    catalog: InBoth = None,
    deals: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="A folder with deals, or a deal; may be repeated; deals if left out.",
            autocompletion=candidates.deals,
            show_default=False,
        ),
    ] = None,
    open_quotes: Annotated[
        bool, typer.Option("--open", help="The deals of all open quotes of the register, too, or alone.")
    ] = False,
    register: RegisterUrl = None,
    fail_over: Annotated[
        Decimal | None,
        typer.Option(
            parser=percent,
            metavar="PERCENT",
            help="Exit with 1 where a price rises by more, such as 2%.",
            show_default=False,
        ),
    ] = None,
    fail_under: Annotated[
        Decimal | None,
        typer.Option(
            parser=percent,
            metavar="PERCENT",
            help="Exit with 1 where a price falls by more, such as -1%.",
            show_default=False,
        ),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where a deal changes.")] = False,
    quiet_when_clean: Annotated[
        bool, typer.Option("--quiet-when-clean", help="Print nothing where no deal changes.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="List every deal that changes, not the first 20.")] = False,
    today: Today = None,
    markdown: Markdown = False,
    as_json: Json = False,
) -> int:
    """Price deals under two catalogs, and say who pays more or less.

    By how much and by which step, which deals cannot be priced any more, which need an approval now, and totals. The
    limits hold for each deal and for the totals, of what is paid over the term with the estimated usage. Deals of other
    catalogs are left out, and counted.
    """
    from dealdesk.changes.impact import impact as worked_out
    from dealdesk.changes.portfolio import joined, portfolio
    from dealdesk.changes.sides import sides
    from dealdesk.changes.thresholds import Thresholds, passed
    from dealdesk.cli import terminal

    limits = Thresholds(_limit("--fail-over", fail_over, 1), _limit("--fail-under", fail_under, -1))
    day = quote_day(today)
    with sides(base, head, catalog) as (old, new):
        ids = {old.catalog.catalog.id, new.catalog.catalog.id}
        parts = [] if open_quotes and not deals else [portfolio(deals or [Path("deals")], ids)]
        if open_quotes:
            parts.append(_open_quotes(register, ids))
        found = worked_out(old.catalog, new.catalog, joined(parts), today=day)
        beyond = passed(found, limits)
        if as_json:
            sides_ = {"base": side_report(old), "head": side_report(new), "today": day}
            terminal.json(sides_ | impact_report(found, beyond))
        elif quiet_when_clean and found.is_clean:
            pass
        elif markdown:
            from dealdesk.cli.markdown_impact import impact_markdown

            terminal.result(impact_markdown(found, old, new, day, beyond, everything=everything))
        else:
            from dealdesk.cli.show_impact import impact_page

            terminal.page(*impact_page(found, old, new, day, beyond, everything=everything))
    if found.unread:
        return 2
    return 1 if beyond or (exit_code and not found.is_clean) else 0


def _open_quotes(register: str | None, ids: set[str]) -> Portfolio:
    """Return the deals of the open quotes of a register, each under its number."""
    from dealdesk.cli.registers import now, opened
    from dealdesk.desk.recording import open_deals

    with opened(register) as book:
        return open_deals(book, ids, now())


def _limit(option: str, value: Decimal | None, sign: int) -> Decimal | None:
    """Return a limit; a usage error when it is for the other direction."""
    if value is not None and value * sign < 0:
        what = "a rise: write 2%" if sign > 0 else "a fall: write -1%"
        raise typer.BadParameter(f"{value:f} % is the wrong way round; this is {what}", param_hint=option)
    return value


def impact_report(found: Impact, beyond: tuple[Passed, ...]) -> dict[str, Any]:
    """Return what `--json` prints of the deals."""
    from dataclasses import fields, replace

    from dealdesk.changes.impact import steps_of

    def deal(each: Any) -> dict[str, Any]:
        bare = replace(each, approvals=tuple(_stated(one) for one in each.approvals))
        return {one.name: getattr(bare, one.name) for one in fields(bare)} | {"steps": steps_of(each)}

    return {
        "clean": found.is_clean,
        "passed": beyond,
        "totals": [
            {one.name: getattr(total, one.name) for one in fields(total)} | {"percent": total.percent}
            for total in found.totals
        ],
        "deals": [deal(each) for each in found.deals],
        "unread": found.unread,
        "elsewhere": [{"catalog": name, "deals": count} for name, count in found.elsewhere],
        "others": found.others,
    }


def _stated(rule: Any) -> dict[str, Any]:
    """Return a rule of the policy with the keys that say something."""
    from dealdesk.record import plain

    silent = {"order": "parallel", "level": 1, "unknown": "tell"}
    found = plain(rule, all_keys=False)
    return {key: value for key, value in found.items() if value not in ([], {}) and value != silent.get(key)}
