"""The commands. To add one: one file with its `app`, and its line in `Commands`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from errno import EIO, ENOSPC
from typing import Annotated, ClassVar

import typer
from typer._click.exceptions import ClickException

from dealdesk.cli import terminal
from dealdesk.cli.pages import SETTINGS, Front, told
from dealdesk.errors import DealdeskError, InputError, WriteError

FRONT = """A deal desk on the command line: pricing as code.

A catalog and a deal are text files; a quote explains every cent between list and net.
"""

EXAMPLES = """\b
Start here:
  dealdesk init                                     a catalog, and a first deal
  dealdesk price deals/first.toml                   lines, steps, invoices
  dealdesk price deals/first.toml --explain 1       why line 1 costs so much
  dealdesk advise deals/first.toml                  what would make it better
  dealdesk render quote deals/first.toml -o q.pdf   the quote as a PDF
  dealdesk quote new deals/first.toml               record it under a number
  dealdesk price --catalog stellar-logic --line gaming --line media

\b
Exit codes: 0 done, 1 findings or a policy, 2 usage or bad input, 69 no register, 73 cannot write, 74 the disk fails,
77 not permitted.
Every command has --help with an example; most have --json.
"""


class Commands(Front):
    """The commands by name, in the order of the front page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "price": ("dealdesk.cli.price", "Price a deal: every step from list to net, metrics, invoices."),
        "advise": ("dealdesk.cli.advise", "Say what would make a deal better: cheaper, larger, or to a goal."),
        "compare": ("dealdesk.cli.compare", "Put a deal and its options side by side."),
        "savings": ("dealdesk.cli.savings", "Calculate what an offer is worth, from a value model."),
        "roi": ("dealdesk.cli.roi", "Work out the return on a deal: net present value, ROI, payback."),
        "review": ("dealdesk.cli.review", "Review a contract: verified savings, fee, quality, renewal price."),
        "pilot": ("dealdesk.cli.pilot", "Measure a pilot: from telemetry to a decision."),
        "render": ("dealdesk.cli.render", "Write the customer's document: PDF, web page, Markdown or data."),
        "preview": ("dealdesk.cli.preview", "Show a document in the browser while it is being worked on."),
        "quote": ("dealdesk.cli.quote", "Record quotes, and take them from draft to signature."),
        "audit": ("dealdesk.cli.audit", "Prove that nobody changed the register, and read its log."),
        "register": ("dealdesk.cli.register", "Say who may do what; back up, restore and move the register of quotes."),
        "approvals": ("dealdesk.cli.approvals", "Say who decides on a deal, why, and what would avoid it."),
        "verify": ("dealdesk.cli.verify", "Verify a quote's PDF: every cent, every page, its signature."),
        "sign": ("dealdesk.cli.sign", "Sign a PDF with a certificate (PAdES)."),
        "catalog": ("dealdesk.cli.catalog", "Look at catalogs, check them, draw their prices."),
        "desk": ("dealdesk.cli.desk", "Work through quotes on the whole screen: queue, price, approval."),
        "book": ("dealdesk.cli.book", "Look at all recorded quotes together: figures, schedule, export."),
        "init": ("dealdesk.cli.init", "Lay out a new project: a catalog to start from, and a deal."),
        "schema": ("dealdesk.cli.schema", "Print the JSON Schema of catalogs or deals, for editors."),
        "doctor": ("dealdesk.cli.doctor", "Look at what this machine has, and say what to install."),
        "completion": ("dealdesk.cli.completion", "Print the script that lets a shell complete words."),
    }


app = typer.Typer(
    name="dealdesk",
    cls=Commands,
    help=FRONT,
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    if "_DEALDESK_COMPLETE" in os.environ:  # a shell asks; `_DEALDESK_COMPLETE=source_bash dealdesk` prints its script
        from dealdesk.cli.shells import answer

        return answer(typer.main.get_command(app))
    try:
        code = typer.main.get_command(app).main(list(args), "dealdesk", standalone_mode=False)
    except InputError as wrong:
        if "--json" in args:
            from dealdesk.cli.mistakes import mistake_reports

            terminal.json({"valid": False, "mistakes": mistake_reports(wrong)})
        else:
            terminal.words(str(wrong))
        return wrong.exit_code
    except DealdeskError as wrong:
        terminal.words(f"error: {wrong}")
        return wrong.exit_code
    except ClickException as wrong:
        terminal.words(told(wrong))
        return wrong.exit_code
    except terminal.PipeClosed:
        return terminal.BROKEN_PIPE
    except OSError as failure:
        if failure.errno not in (ENOSPC, EIO) or failure.filename is not None:
            raise
        terminal.words(f"error: {terminal.cannot_write(failure)}")  # a help page, which Typer writes
        return WriteError.exit_code
    return code if isinstance(code, int) else 0
