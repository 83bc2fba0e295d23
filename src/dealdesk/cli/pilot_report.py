"""`dealdesk pilot report`: from telemetry to a decision."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk pilot generate my-pilot
  dealdesk pilot report my-pilot
  dealdesk pilot report my-pilot --pdf report.pdf
  dealdesk pilot report my-pilot --case expansion-roi.toml
  dealdesk pilot report my-pilot --json

\b
Exit codes: 0 the decision is to scale or to extend, 1 it is to stop, 2 the pilot or its data cannot be used,
73 a file cannot be written.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def report(
    pilot: Annotated[
        Path,
        typer.Argument(
            metavar="PILOT",
            help="The pilot: a TOML file, or a folder with pilot.toml.",
            show_default=False,
            autocompletion=candidates.deals,
        ),
    ],
    pdf: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the report as a PDF as well.", show_default=False),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write the business case of the expansion, for `dealdesk roi`.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show costs by workload and how it is worked out.")] = False,
    as_json: Json = False,
    today: Today = None,
) -> int:
    """Work a pilot out: criteria, data problems, and a decision.

    The criteria are those of the catalog's pilot framework, with the margins that were agreed before the first
    request. Each passes, fails, or has not enough data; all have to pass to scale.
    """
    from dealdesk.cli import terminal
    from dealdesk.pilot.report import report as worked_out

    with terminal.working("working the pilot out"):
        found = worked_out(pilot, today=quote_day(today))
    if case is not None:
        _write_case(found.proposal.case if found.proposal else None, case)
    if pdf is not None:
        from dealdesk.cli.output import deliver
        from dealdesk.cli.rendering import other_customers
        from dealdesk.documents import render
        from dealdesk.documents.kept_back import kept_back
        from dealdesk.documents.sources import source_named

        with terminal.working("making the report"):
            others = (*kept_back(source_named("pilot"), pilot, quote_day(today)), *other_customers(found))
            made = render(found, kind="pilot-report", format="pdf", others=others)
        deliver(made, pdf)
    if as_json:
        from json import loads

        terminal.json(loads(found.to_json()))
    else:
        from dealdesk.cli.show_pilot import pilot_page

        terminal.page(*pilot_page(found, everything=everything))
    return int(found.decision == "stop")


def _write_case(text: str | None, out: str) -> None:
    """Write the business case, or say why there is none."""
    from dealdesk.cli import terminal
    from dealdesk.errors import InputError, printable
    from dealdesk.writing import write_file

    if text is None:
        raise InputError("there is no business case: the pilot has no [expansion], or no saving could be measured")
    write_file(out, text.encode())
    terminal.words(f"{printable(out)}: the business case; see `dealdesk roi`")
