"""P1: what a command costs before it does anything: `--version` and `--help`, against an empty Python."""

from __future__ import annotations

from benchmarks.measure import BARE, DEALDESK, Result, processes, result

TARGET = {"version": 1.5, "help": 8.0}


def measure(rounds: int = 25) -> list[Result]:
    """Return the two ratios."""
    of_version, of_help, bare = processes([[DEALDESK, "--version"], [DEALDESK, "--help"], BARE], rounds)
    return [
        result("p1.version", "dealdesk --version / python -c pass", TARGET["version"], of_version, bare),
        result("p1.help", "dealdesk --help / python -c pass", TARGET["help"], of_help, bare),
    ]
