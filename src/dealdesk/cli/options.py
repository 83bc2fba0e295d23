"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli import candidates


def iso_day(given: str) -> date:
    """Return the date that *given* says; a usage error when it is none."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{given} is not a date; write year-month-day, such as 2027-01-31") from None


DealFile = Annotated[
    Path,
    typer.Argument(
        metavar="DEAL",
        help="The deal: a TOML file, or its folder.",
        show_default=False,
        autocompletion=candidates.deals,
    ),
]
MaybeDealFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DEAL]",
        help="The deal: a TOML file, or its folder.",
        show_default=False,
        autocompletion=candidates.deals,
    ),
]
Today = Annotated[
    date | None,
    typer.Option(
        parser=iso_day,
        metavar="DATE",
        help="Date of the quote, where the deal states none; today if left out.",
        show_default=False,
    ),
]
REPORT_FORMATS = ("terminal", "json", "github", "sarif", "gitlab", "junit")
"""What findings and results are written in: for people, for programs, and for continuous integration."""


def report_format(given: str) -> str:
    """Return the format of a report; a usage error when there is none of that name."""
    if given not in REPORT_FORMATS:
        raise typer.BadParameter(
            f"there is no format {given}; one of {', '.join(REPORT_FORMATS)}", param_hint="--format"
        )
    return given


ReportFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=", ".join(REPORT_FORMATS) + ".",
        show_default=False,
        autocompletion=candidates.report_formats,
    ),
]
ReportFile = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, not to stdout.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; amounts are text.", show_default=False)]


def quote_day(given: date | None) -> date:
    """Return the date that quotes are made on: the one given, or today."""
    return given if given is not None else date.today()
