"""P3: a deal of ten lines from a catalog of 10,000 products that was checked before, against an empty Python."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks import big
from benchmarks.measure import BARE, DEALDESK, Result, processes, result

TARGET = 15.0


def measure(rounds: int = 21) -> list[Result]:
    """Return the ratio; the first run, which compiles the catalog, is not counted."""
    with tempfile.TemporaryDirectory() as place:
        _, deal = big.write(Path(place))
        env = {name: value for name, value in os.environ.items() if name != "DEALDESK_CACHE"}
        command = [DEALDESK, "price", str(deal), "--json"]
        ours, bare = processes([command, BARE], rounds, env | {"XDG_CACHE_HOME": f"{place}/cache"})
        assert len(list(Path(place, "cache/dealdesk").iterdir())) == 2, "nothing was kept compiled"
    return [result("p3", "dealdesk price DEAL --json, 10,000 products, compiled / python -c pass", TARGET, ours, bare)]
