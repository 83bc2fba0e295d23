"""Random numbers for every value model, in Python and in the scripts of its page: the same to the last digit."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.abuse.abuse import Abuse, Outcome
from tests.value.randoms import case, differences, model_of, models

AT_ONCE = 2000
"""Cases that the scripts get at a time."""


def _run(seed: int, count: int, folder: Path) -> Outcome:
    outcome = Outcome()
    for catalog, name in models():
        random, model = Random(f"{seed}:{catalog}:{name}"), model_of(catalog, name)
        for start in range(0, count, AT_ONCE):
            cases = [case(random, model) for _ in range(min(AT_ONCE, count - start))]
            outcome.faults += differences(catalog, name, cases)
            outcome.counts[f"inputs of {name}"] += len(cases)
    return outcome


ABUSE = Abuse("calculators", "random inputs for each value model: Python and the page's scripts agree", 20_000, _run)
