"""`dealdesk quote list`: quotes, filtered and sorted, and the pipeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl, now, opened

if TYPE_CHECKING:
    from dealdesk.register.lifecycle import State

EXAMPLES = """\b
Examples:
  dealdesk quote list --open
  dealdesk quote list --state sent --expiring 14
  dealdesk quote list --rep ann --customer northwind --sort total
  dealdesk quote list --state accepted --all --json
"""
MOST = 50

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("list", cls=Page, epilog=EXAMPLES)
def list_(
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="In this state, such as sent or expired.")
    ] = None,
    is_open: Annotated[bool, typer.Option("--open", help="That may still be won: draft to sent, not expired.")] = False,
    rep: Annotated[str | None, typer.Option("--rep", metavar="NAME", help="Of this rep.")] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="TEXT", help="Whose customer's name holds this.")
    ] = None,
    segment: Annotated[str | None, typer.Option("--segment", metavar="NAME", help="Of this segment.")] = None,
    expiring: Annotated[
        int | None,
        typer.Option("--expiring", metavar="DAYS", min=0, max=36_500, help="Open, and expired in so many days."),
    ] = None,
    sort: Annotated[
        str,
        typer.Option("--sort", metavar="HOW", help="number, customer, rep, total, expires or changed."),
    ] = "number",
    ascending: Annotated[
        bool | None,
        typer.Option(
            "--ascending/--descending",
            help="Smallest or oldest first, or last; names and last days ascend, the rest descends if left out.",
            show_default=False,
        ),
    ] = None,
    revisions: Annotated[bool, typer.Option("--revisions", help="Superseded revisions, too.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1_000_000, help="So many at most.")] = MOST,
    everything: Annotated[bool, typer.Option("--all", help="All, however many they are.")] = False,
    register: RegisterUrl = None,
    as_json: Json = False,
) -> int:
    """List quotes, and what is in the pipeline.

    The pipeline counts all quotes that the filters let through, listed or not.
    """
    from dealdesk.cli import terminal
    from dealdesk.register import Wanted

    at = now()
    by = at + timedelta(days=expiring) if expiring is not None else None
    wanted = Wanted(
        state=_state(state),
        is_open=is_open,
        rep=rep,
        customer=customer,
        segment=segment,
        expiring_by=by,
        all_revisions=revisions or state == "superseded",
        sort=_sort(sort),
        descending=not ascending if ascending is not None else sort in ("number", "total", "changed"),
        limit=None if everything else limit,
    )
    with opened(register) as book:
        found, stages = [*book.wanted(wanted, at)], book.stages(wanted, at)
    if as_json:
        from dealdesk.cli.show_record import report, stage_report

        terminal.json({"quotes": [report(each, at) for each in found], "pipeline": [*map(stage_report, stages)]})
    else:
        from dealdesk.cli.show_record import list_page

        count = sum(each.count for each in stages)
        terminal.page(*list_page(found, stages, count, at))
    return 0


def _state(given: str | None) -> State | None:
    from dealdesk.errors import did_you_mean
    from dealdesk.register.lifecycle import STATES

    if given is None:
        return None
    for state in STATES:
        if state == given.lower():
            return state
    guess = did_you_mean(given, STATES)
    more = f"; did you mean {guess}?" if guess else ""
    raise typer.BadParameter(f"there is no state {given}; one of {', '.join(STATES)}{more}", param_hint="--state")


def _sort(given: str) -> str:
    from dealdesk.register.wanted import SORTS

    if given not in SORTS:
        raise typer.BadParameter(f"there is no order {given}; one of {', '.join(SORTS)}", param_hint="--sort")
    return given
