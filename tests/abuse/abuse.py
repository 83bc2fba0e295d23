"""What an abuse is: a name, what is done, how often, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """What came of a run: counts by word, and a sentence for each thing that must not happen."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Abuse:
    """One kind of abuse.

    Attributes:
        name: What `./run abuse` calls it.
        what: What is done, in a line.
        count: How often, unless somebody asks for more or less.
        run: Does it: (seed, count, an empty folder to work in).
    """

    name: str
    what: str
    count: int
    run: Callable[[int, int, Path], Outcome]
