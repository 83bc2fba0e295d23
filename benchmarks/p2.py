"""P2: a deal priced on the command line, from TOML to JSON, with a shipped catalog, against an empty Python."""

from __future__ import annotations

from benchmarks.measure import BARE, DEALDESK, ROOT, Result, processes, result

TARGET = 14.0
DEALS = {
    "single": ROOT / "examples/single-plugin/deal.toml",
    "northwind": ROOT / "examples/northwind/deal.toml",
}


def measure(rounds: int = 25) -> list[Result]:
    """Return a ratio for a deal of one line, and for one of six lines with three options."""
    commands = [[DEALDESK, "price", str(deal), "--json"] for deal in DEALS.values()]
    *ours, bare = processes([*commands, BARE], rounds)
    return [
        result(f"p2.{name}", "dealdesk price DEAL --json / python -c pass", TARGET, times, bare)
        for name, times in zip(DEALS, ours, strict=True)
    ]
