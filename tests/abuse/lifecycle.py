"""Days at a desk that chance makes: every state by an allowed move, every accepted quote approved as it is."""

from __future__ import annotations

import os
from pathlib import Path

from tests.abuse.abuse import Abuse, Outcome

STEPS = 50


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Make *count* days of up to 50 steps each, and say what was done; Hypothesis makes a fault small."""
    from hypothesis import HealthCheck, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import run_state_machine_as_test

    from tests.desk.lifecycle import Lifecycle

    os.environ["DEALDESK_CACHE"] = str(folder / "cache")  # catalogs are read again and again
    outcome = Outcome()

    class Counted(Lifecycle):
        def teardown(self) -> None:
            outcome.counts["days"] += 1
            outcome.counts["steps"] += self.steps
            for _, state in self.expected.values():
                outcome.counts[f"{state} at the end"] += 1
            super().teardown()

    quiet = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        seeded(seed)(run_state_machine_as_test)(Counted, settings=quiet)
    except Exception as fault:  # a finding of the machine, whatever it is
        outcome.faults.append(f"{type(fault).__name__}: {fault}"[:2000])
    return outcome


ABUSE = Abuse("lifecycle", "days at a desk, of up to 50 steps: quotes, decisions, revisions, days", 2000, run)
