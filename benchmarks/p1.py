"""P1: what a command costs before it does anything: `--version`, `--help`, one completion, against an empty Python."""

from __future__ import annotations

import os

from benchmarks.measure import BARE, DEALDESK, Result, processes, result

TARGET = {"version": 1.5, "help": 8.0, "completion": 10.0}
ASKED = {
    "_DEALDESK_COMPLETE": "complete_bash",
    "COMP_WORDS": "dealdesk catalog show stellar-logic ga",
    "COMP_CWORD": "4",
}
"""What bash says when somebody presses the tab key behind a product's first letters."""


def measure(rounds: int = 25) -> list[Result]:
    """Return the three ratios."""
    of_version, of_help, bare = processes([[DEALDESK, "--version"], [DEALDESK, "--help"], BARE], rounds)
    completion, again = processes([[DEALDESK], BARE], rounds, os.environ | ASKED)
    return [
        result("p1.version", "dealdesk --version / python -c pass", TARGET["version"], of_version, bare),
        result("p1.help", "dealdesk --help / python -c pass", TARGET["help"], of_help, bare),
        result("p1.completion", "completing a SKU / python -c pass", TARGET["completion"], completion, again),
    ]
