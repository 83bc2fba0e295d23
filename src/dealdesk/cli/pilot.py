"""`dealdesk pilot`: its commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import typer

from dealdesk.cli.pages import SETTINGS, Front

EXAMPLES = """\b
Examples:
  dealdesk pilot generate my-pilot
  dealdesk pilot report my-pilot/pilot.toml
"""


class PilotCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "report": ("dealdesk.cli.pilot_report", "Work a pilot out: criteria, data problems, and a decision."),
        "generate": ("dealdesk.cli.pilot_generate", "Make a pilot whose truth is known, to learn and to test with."),
    }


app = typer.Typer(
    name="pilot",
    cls=PilotCommands,
    help="Measure pilots: from telemetry to a decision.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    context_settings=SETTINGS,
    rich_markup_mode=None,
)


@app.callback()
def pilot() -> None:
    """Take nothing before a command."""
