"""Hard documents: long, wide, large, in every language and currency, each read back and checked."""

from __future__ import annotations

from pathlib import Path

from tests.abuse.abuse import Abuse, Outcome
from tests.documents.stress import cases, faults, label


def _run(seed: int, count: int, folder: Path) -> Outcome:
    outcome = Outcome()
    for number, case in enumerate(cases(count, seed)):
        outcome.counts[f"of {case['kind']}"] += 1
        outcome.faults += [f"{number} {label(case)}: {each}" for each in faults(case)]
    return outcome


ABUSE = Abuse("documents", "hard quotes and order forms, read back from the PDF and checked", 420, _run)
