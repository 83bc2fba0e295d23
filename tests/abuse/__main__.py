"""`python -m tests.abuse`: damages catalogs and deals by the thousand, and looks how they are refused."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from dealdesk.errors import InputError
from tests.abuse.judge import Tally, court
from tests.abuse.mutate import mutation


def main() -> int:
    """Run the mutations that the options ask for; 1 when one of them was not refused as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.abuse", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many (100,000)")
    parser.add_argument("--seed", type=int, default=1, help="which (1)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="show one of them, and what is said of it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, court(Path(folder)) as judge:
        if asked.only is not None:
            damaged = mutation(asked.seed, asked.only)
            print(f"{damaged.seed.name}: {', '.join(damaged.done)}\n")
            sys.stdout.write(damaged.content.decode(errors="replace"))
            try:
                judge.read(damaged)
            except InputError as refused:
                print(f"\n{refused}")
            return 0
        tally, start = Tally(), time.perf_counter()
        for number in range(asked.count):
            judge.judge(asked.seed, number, tally)
            if number % 1000 == 999 and sys.stderr.isatty():
                print(f"\r{number + 1:,} of {asked.count:,}", end="", file=sys.stderr)
        report(tally, asked.seed, asked.count, time.perf_counter() - start)
    return 1 if tally.faults else 0


def report(tally: Tally, seed: int, count: int, seconds: float) -> None:
    """Print what became of them."""
    print(f"\n{count:,} mutations of seed {seed} on {datetime.now(UTC):%Y-%m-%d}, in {seconds:,.0f} s")
    print(f"  accepted {tally.accepted:,}, refused {tally.refused:,} with {tally.mistakes:,} mistakes")
    print("  mistakes: " + ", ".join(f"{code} {number:,}" for code, number in tally.codes.most_common()))
    print("  slowest:")
    for taken, number, name in tally.slowest:
        print(f"    {taken * 1000:5.0f} ms  --only {number}  {name}")
    print(f"  not refused as it should be: {len(tally.faults):,}")
    for fault in tally.faults[:100]:
        print(f"    {fault.encode('unicode_escape').decode()}")


if __name__ == "__main__":
    sys.exit(main())
