"""`python -m tests.abuse [NAME...]`: abuses dealdesk by the thousand, and says what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from dealdesk.errors import InputError
from tests.abuse import (
    calculators,
    calls,
    clocks,
    documents,
    fetches,
    flips,
    keys,
    lifecycle,
    mutations,
    numbers,
    outputs,
    paths,
    powercuts,
    recomputed,
    register,
    renders,
    rollbacks,
    templates,
    verbatim,
    verifying,
)
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.judge import court
from tests.abuse.mutate import mutation

ABUSES: tuple[Abuse, ...] = (
    mutations.ABUSE,
    outputs.ABUSE,
    paths.ABUSE,
    templates.ABUSE,
    fetches.ABUSE,
    renders.ABUSE,
    documents.ABUSE,
    *register.ABUSES,
    powercuts.ABUSE,
    calls.ABUSE,
    keys.ABUSE,
    clocks.ABUSE,
    rollbacks.ABUSE,
    flips.ABUSE,
    recomputed.ABUSE,
    numbers.ABUSE,
    verbatim.ABUSE,
    calculators.ABUSE,
    verifying.ABUSE,
    lifecycle.ABUSE,
)
"""Every abuse; `./run abuse` does all of them."""


def main() -> int:
    """Do what the options ask for; 1 when something happened that must not."""
    names = {each.name: each for each in ABUSES}
    listed = "\n".join(f"  {each.name:<11} {each.count:>7,}  {each.what}" for each in ABUSES)
    parser = argparse.ArgumentParser(
        prog="./run abuse",
        description="Abuse dealdesk on purpose, and say what came of it. What there is, and how often by itself:",
        epilog=listed,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*names, []], help="which; all if left out")
    parser.add_argument("--count", type=int, help="how many of each, instead of as many as there are by itself")
    parser.add_argument("--seed", type=int, default=1, help="which of all that chance can make (1)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="show one mutation, and what is said of it")
    asked = parser.parse_args()
    os.environ["DEALDESK_CACHE"] = "off"
    if asked.only is not None:
        return show_mutation(asked.seed, asked.only)
    print(f"{datetime.now(UTC):%Y-%m-%d}, seed {asked.seed}\n")
    return max(report(names[name], asked.seed, asked.count) for name in asked.names or names)


def report(abuse: Abuse, seed: int, count: int | None) -> int:
    """Do one abuse, and print its row of the table."""
    with tempfile.TemporaryDirectory(prefix="dealdesk-abuse-") as folder:
        start = time.perf_counter()
        outcome: Outcome = abuse.run(seed, abuse.count if count is None else count, Path(folder))
    verdict, seconds = "FAULTS" if outcome.faults else "good", time.perf_counter() - start
    print(f"{abuse.name:<11} {verdict:<7} {seconds:7,.0f} s   {abuse.what}")
    for words, number in outcome.counts.items():
        print(f"{number:>18,}  {words}")
    print(f"{len(outcome.faults):>18,}  faults", flush=True)
    for fault in outcome.faults[:100]:
        print(f"    {fault[:400].encode('unicode_escape').decode()}")
    return 1 if outcome.faults else 0


def show_mutation(seed: int, number: int) -> int:
    """Print one damaged file, and what is said of it."""
    with tempfile.TemporaryDirectory() as folder, court(Path(folder)) as judge:
        damaged = mutation(seed, number)
        print(f"{damaged.seed.name}: {', '.join(damaged.done)}\n")
        sys.stdout.write(damaged.content.decode(errors="replace"))
        try:
            judge.read(damaged)
        except InputError as refused:
            print(f"\n{refused}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
