"""P13: the exact cheapest purchase where buying more can cost less, against a stated time.

12 items with 200 sets in 5 ms, and 500 items with 2,000 sets in families of ten in 50 ms.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

from benchmarks.measure import Result, calls, result

CASES = (("p13.small", 12, 200, False, 0.005), ("p13.families", 500, 2000, True, 0.050))
"""Name, items, sets, whether sets stay in families of ten, and the seconds that are allowed."""

TARGET = 1.0


def measure(rounds: int = 9) -> list[Result]:
    """Return our time as a share of the time that is allowed, each round with other prices and sets."""
    from dealdesk.advise.cheapest import cheapest

    found = []
    for name, items, sets, families, allowed in CASES:
        rnd = Random(13)
        (ours,) = calls([cheapest], partial(_problem, rnd, items, sets, families), rounds)
        words = f"cheapest of {items} items with {sets:,} sets / {allowed * 1000:.0f} ms"
        found.append(result(name, words, TARGET, ours, [allowed] * len(ours)))
    return found


def _problem(rnd: Random, items: int, sets: int, families: bool) -> Any:
    from dealdesk.advise.cheapest import Bundle, Problem

    groups = [range(start, min(items, start + 10)) for start in range(0, items, 10)] if families else [range(items)]
    bundles = [
        Bundle(
            frozenset(rnd.sample(group, min(len(group), rnd.randint(2, 6 if families else 8)))),
            rnd.randint(3, 25) * 10_000,
        )
        for group in (rnd.choice(groups) for _ in range(sets))
    ]
    needed = frozenset(rnd.sample(range(items), items // 2))
    return Problem([rnd.randint(1000, 20_000) for _ in range(items)], needed, bundles)
