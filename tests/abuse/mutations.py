"""Damaged catalogs and deals, as one of the abuses: `mutate` damages them, and `judge` reads them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.judge import Tally, court


def _run(seed: int, count: int, folder: Path) -> Outcome:
    tally = Tally()
    with court(folder / "court") as judge:
        for number in range(count):
            judge.judge(seed, number, tally)
            if number % 1000 == 999 and sys.stderr.isatty():
                print(f"\r{number + 1:,} of {count:,}", end="", file=sys.stderr)
    outcome = Outcome(faults=tally.faults)
    outcome.counts.update({"accepted": tally.accepted, "refused": tally.refused, "mistakes": tally.mistakes})
    for seconds, number, name in tally.slowest[:1]:
        outcome.counts[f"ms for the slowest, --only {number}: {name}"] = round(seconds * 1000)
    return outcome


ABUSE = Abuse("mutations", "damaged catalogs and deals: read, or refused with a place", 100_000, _run)
