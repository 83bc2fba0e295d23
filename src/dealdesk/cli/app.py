"""The commands. To add one: one file, and its line here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from dealdesk.cli import catalog, compare, price, render, terminal
from dealdesk.cli.pages import SETTINGS, Group, Page, told
from dealdesk.errors import DealdeskError

FRONT = """A deal desk on the command line: pricing as code.

A catalog and a deal are text files; a quote explains every cent between list and net.
"""

EXAMPLES = """\b
Start here:
  dealdesk price deal.toml                          lines, waterfall, metrics, invoices
  dealdesk price deal.toml --explain 1              why line 1 costs what it costs
  dealdesk price --catalog stellar-logic --line manufacturing --line media --months 36
  dealdesk render quote deal.toml -o quote.pdf      the document for the customer

\b
Exit codes: 0 done, 1 findings of severity error, 2 usage or bad input, 73 cannot write.
Every command has --help with an example; most have --json.
"""

app = typer.Typer(
    name="dealdesk",
    cls=Group,
    help=FRONT,
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command(cls=Page, epilog=price.EXAMPLES)(price.price)
app.command(cls=Page, epilog=compare.EXAMPLES)(compare.compare)
app.command(cls=Page, epilog=render.EXAMPLES)(render.render)
app.add_typer(catalog.app)


def _version(asked: bool) -> None:
    if asked:
        from dealdesk.version import VERSION

        terminal.result(f"dealdesk {VERSION}")
        raise typer.Exit


@app.callback()
def front(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def run(args: Sequence[str]) -> int:
    """Run one command and return its exit code: mistakes of the user become words on stderr, bugs go through."""
    terminal.prepare()
    try:
        code = typer.main.get_command(app).main(list(args), "dealdesk", standalone_mode=False)
    except DealdeskError as wrong:
        terminal.words(str(wrong))
        return wrong.exit_code
    except ClickException as wrong:
        terminal.words(told(wrong))
        return wrong.exit_code
    except terminal.PipeClosed:
        return terminal.BROKEN_PIPE
    return code if isinstance(code, int) else 0
