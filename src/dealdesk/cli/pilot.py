"""`dealdesk pilot`: its commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

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


app = group("pilot", PilotCommands, "Measure pilots: from telemetry to a decision.", EXAMPLES)
