"""P2: a deal priced on the command line, from TOML to JSON, with a shipped catalog, against an empty Python.

Once as it is used (a catalog that was checked before is found compiled), and once with the compiled form turned off,
as the first run after a change of the catalog has it.
"""

from __future__ import annotations

import os
import tempfile

from benchmarks.measure import BARE, DEALDESK, ROOT, Result, processes, result

TARGET = 14.0
"""With a compiled catalog, 8 would be the stretch."""

DEALS = {
    "single": ROOT / "examples/single-plugin/deal.toml",
    "northwind": ROOT / "examples/northwind/deal.toml",
}


def measure(rounds: int = 21) -> list[Result]:
    """Return ratios for a deal of one line, and for one of six lines with three options."""
    found = []
    commands = [[DEALDESK, "price", str(deal), "--json"] for deal in DEALS.values()]
    with tempfile.TemporaryDirectory() as cache:
        for how, said in (("again", {"XDG_CACHE_HOME": cache}), ("first", {"DEALDESK_CACHE": "off"})):
            *ours, bare = processes([*commands, BARE], rounds, os.environ | said)
            for name, times in zip(DEALS, ours, strict=True):
                what = f"dealdesk price DEAL --json, {how} / python -c pass"
                found.append(result(f"p2.{name}.{how}", what, TARGET, times, bare))
    return found
