"""`dealdesk review`: what was delivered, the fee that it earns, and the renewal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk review examples/gain-share/review.toml
  dealdesk review examples/gain-share/review.toml --explain
  dealdesk review examples/gain-share/review.toml --json

\b
A review is a TOML file: the agreed baseline, measured use, adjustments, the share
and its limits. docs/review.md says what it may hold.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def review(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="REVIEW",
            help="The review: a TOML file, or its folder.",
            show_default=False,
            autocompletion=candidates.reviews,
        ),
    ],
    explain: Annotated[bool, typer.Option("--explain", help="Say where each number comes from, exactly.")] = False,
    today: Today = None,
    as_json: Json = False,
) -> int:
    """Review a contract: verified savings, the vendor's share, quality, and the renewal price.

    Savings are measured against an agreed baseline, adjusted for what is nobody's merit. Ends with 1 when periods
    overlap.
    """
    from dealdesk.cli import terminal
    from dealdesk.quoting.canonical import plain
    from dealdesk.value.review.load import load_review

    day = quote_day(today)
    result = load_review(file, today=day).run(today=day)
    if as_json:
        terminal.json(plain(result))
    else:
        from dealdesk.cli.show_review import review_page

        terminal.page(*review_page(result, terminal.width(), explain=explain))
    return int(any(finding.severity == "error" for finding in result.findings))
