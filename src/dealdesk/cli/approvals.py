"""`dealdesk approvals`: who decides, and why.  To add a command: one file with its `app`, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import typer

from dealdesk.cli.pages import SETTINGS, Front

EXAMPLES = """\b
Examples:
  dealdesk approvals explain deals/first.toml
  dealdesk approvals people
"""


class ApprovalsCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "explain": ("dealdesk.cli.approvals_explain", "Say who has to approve a deal, why, and what would avoid it."),
        "people": ("dealdesk.cli.approvals_people", "List who decides under which title, and who stands in."),
    }


app = typer.Typer(
    name="approvals",
    cls=ApprovalsCommands,
    help="Say who decides on a deal, and why.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
)


@app.callback()
def approvals() -> None:
    """Take nothing before a command."""
