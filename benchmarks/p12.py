"""P12: lint a catalog of 10,000 products, against reading and checking it.

One product in a hundred has a price that falls.  Each finding is proven by two deals that the engine prices, so a
catalog in which every second product has one takes as long as its findings: the last figure, which has no target.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import big
from benchmarks.measure import Result, calls, result

TARGET = 2.0
TODAY = date(2026, 11, 21)


def measure(rounds: int = 5) -> list[Result]:
    """Return the ratio; the catalog is read from its files each time, never from a compiled one."""
    import os

    from dealdesk.catalog.load import load_catalog
    from dealdesk.lint import lint

    before, os.environ["DEALDESK_CACHE"] = os.environ.get("DEALDESK_CACHE"), "off"
    try:
        with tempfile.TemporaryDirectory() as place:
            catalog, _ = big.write(Path(place))
            steep = lint(load_catalog(catalog), today=TODAY)
            text = catalog.read_text(encoding="utf-8").replace('model = "volume"', 'model = "graduated"')
            catalog.write_text(text.replace('model = "graduated"', 'model = "volume"', 100), encoding="utf-8")

            def load(_: Any) -> Any:
                return load_catalog(catalog)

            def linted(_: Any) -> Any:
                return lint(read, today=TODAY)

            read = load(None)
            found = len(lint(read, today=TODAY).findings)
            ours, loading = calls([linted, load], lambda: None, rounds)
    finally:
        os.environ.pop("DEALDESK_CACHE")
        if before is not None:
            os.environ["DEALDESK_CACHE"] = before
    return [
        result(
            "p12",
            "lint of 10,000 products / loading them",
            TARGET,
            ours,
            loading,
            findings=found,
            if_half_fall=len(steep.findings),
        )
    ]
