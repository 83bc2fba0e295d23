"""Power cuts, in every way that a disk may lose what was not synced; and calls of the system that fail, one by one."""

from __future__ import annotations

from pathlib import Path

from tests.abuse.abuse import Abuse, Outcome
from tests.register import powercut


def _cuts(seed: int, count: int, folder: Path) -> Outcome:
    """Cut the power; leave out what is above *count*, by chance."""
    return Outcome(*powercut.run(seed, count, folder))


ABUSE = Abuse("powercuts", "the power goes while a register is written, and a disk loses what it may", 200_000, _cuts)
