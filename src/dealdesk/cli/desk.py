"""`dealdesk desk`: the desk on the whole screen."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, RegisterUrl, actor, opened

EXAMPLES = """\b
Examples:
  dealdesk desk
  dealdesk desk --as maria

\b
Keys: up and down choose a quote, 1 to 4 choose what is listed, a approves, r rejects, s submits, e records that it
was sent, space marks a quote to compare, c compares, / searches, ? tells all keys, q ends.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def desk(register: RegisterUrl = None, acting: ActingAs = None) -> int:
    """Work through quotes on the whole screen: who waits for an approval, why, and what it costs.

    It needs a terminal and the extra `tui`: pip install 'dealdesk[tui]'.
    """
    from dealdesk.errors import NotAvailable

    try:
        from dealdesk.cli.desk_app import DeskApp
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "textual":
            raise
        raise NotAvailable("the desk on the whole screen needs textual: pip install 'dealdesk[tui]'") from missing
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise typer.BadParameter("it needs a terminal; without one there is `dealdesk quote list`", param_hint="desk")
    from dealdesk.cli.enrolled import warning

    with opened(register) as book:
        DeskApp(book, actor(book, acting), warning=warning(book, Path.cwd())).run()
    return 0
