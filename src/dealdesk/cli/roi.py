"""`dealdesk roi`: what a deal is worth to its customer, as a finance team works it out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk roi examples/northwind/roi.toml
  dealdesk roi examples/northwind/roi.toml --explain
  dealdesk roi examples/northwind/roi.toml --draws 100000 --seed 7
  dealdesk roi examples/northwind/roi.toml --xlsx northwind.xlsx

\b
A case is a TOML file: what the customer spends besides the deal, what it gains,
where each number comes from. docs/roi.md says what it may hold.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def roi(
    case: Annotated[
        Path,
        typer.Argument(
            metavar="CASE",
            help="The business case: a TOML file, or its folder.",
            show_default=False,
            autocompletion=candidates.cases,
        ),
    ],
    explain: Annotated[bool, typer.Option("--explain", help="Say where each number comes from, and how.")] = False,
    draws: Annotated[
        int | None,
        typer.Option(metavar="N", min=100, max=1_000_000, help="Draws of the simulation.", show_default=False),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Seed of the simulation.", show_default=False)
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="Write a workbook with live formulas, too.", show_default=False),
    ] = None,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Work out the return on a deal: net present value, ROI, payback, and what could change them.

    Costs come from the lines of the deal's quote; benefits have a ramp, a risk adjustment and a source. Ends with 1
    when the deal has an error.
    """
    from dealdesk.cli import terminal
    from dealdesk.quoting.canonical import plain
    from dealdesk.value.roi.load import load_case

    day = quote_day(today)
    if xlsx is not None and xlsx.suffix.lower() == ".toml":
        raise typer.BadParameter(f"{xlsx} would be a case or a deal; name the workbook", param_hint="--xlsx")
    with terminal.working("Working out the case"):
        result = load_case(case, today=day).run(today=day, draws=draws, seed=seed)
    if xlsx is not None:
        from dealdesk.documents.workbook.roi import roi_workbook
        from dealdesk.writing import write_file

        write_file(xlsx, roi_workbook(result))
        terminal.words(f"{xlsx}: written")
    if as_json:
        terminal.json(plain(result))
    else:
        from dealdesk.cli.show_roi import roi_page

        terminal.page(*roi_page(result, terminal.width(), explain=explain))
    return int(any(finding.severity == "error" for finding in result.findings))
