"""Two arms side by side: the blocks and strata of some stages, and the mix of workloads that is held fixed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dealdesk.pilot.cells import Cells
from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.statistics.percentile import draw_weights, percentiles_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHARES = (0.5, 0.95, 0.99)
"""The percentiles that are reported."""


@dataclass(frozen=True)
class Comparison:
    """The requests of some stages, those of the baseline beside those of the treatment.

    Attributes:
        base: Places of the baseline's strata in the cells.
        treat: Places of the treatment's, in the same order.
        shares: How much each stratum's stage counts among all stages, for a stratum of each.
        alone: Workloads that only one arm has, with how many requests; they cannot be compared.
    """

    pilot: Pilot
    cells: Cells
    stages: tuple[int, ...]
    base: tuple[int, ...]
    treat: tuple[int, ...]
    shares: tuple[float, ...]
    alone: tuple[tuple[str, str, int], ...]

    def arm(self, name: str, treatment: bool) -> Floats:
        """Return the sums of one arm, [block, stratum]."""
        chosen: Floats = self.cells.sums[name][int(treatment)][:, list(self.treat if treatment else self.base)]
        return chosen

    def count(self, name: str, treatment: bool) -> int:
        """Return the sum of one arm over everything that is compared."""
        return int(self.arm(name, treatment).sum())

    def whole(self, name: str, treatment: bool) -> tuple[int, int]:
        """Return the sum of one arm over all of its requests in these stages, compared or not, and its blocks."""
        found = self.cells.sums[name][int(treatment)][:, self.cells.chosen(list(self.stages))]
        return int(found.sum()), int((found.sum(axis=1) > 0).sum())

    def blocks(self, name: str, treatment: bool) -> int:
        """Return in how many blocks an arm has any."""
        return int((self.arm(name, treatment).sum(axis=1) > 0).sum())

    def mix(self, counted: str, weighed: str | None = None) -> Floats:
        """Return the weights of the strata: the baseline's mix, over strata in which both arms have *counted* any."""
        import numpy as np

        base, treat = self.arm(counted, False).sum(axis=0), self.arm(counted, True).sum(axis=0)
        size = self.arm(weighed or counted, False).sum(axis=0)
        both = (base > 0) & (treat > 0)
        made = np.zeros(len(base))
        shares = np.asarray(self.shares)
        for share_of in set(self.stage_of):
            inside = both & (np.asarray(self.stage_of) == share_of)
            if inside.any() and size[inside].sum() > 0:
                made[inside] = size[inside] / size[inside].sum() * shares[inside]
        return made / made.sum() if made.sum() > 0 else made

    @cached_property
    def stage_of(self) -> tuple[int, ...]:
        """The stage of each stratum of the treatment."""
        return tuple(self.cells.strata[place].stage for place in self.treat)

    @cached_property
    def draws(self) -> tuple[Floats, Floats]:
        """Percentiles of the baseline and of the treatment, [share, draw], at the baseline's mix."""
        weights = draw_weights(len(self.cells.blocks), self.pilot.draws, self.pilot.seed)
        mix = self.mix("latency_n")
        made = []
        for treatment in (False, True):
            own = [self.cells.bins[place] for place in (self.treat if treatment else self.base)]
            bins = [(places, counts[int(treatment)]) for places, counts in own]
            made.append(percentiles_of(bins, weights, mix, SHARES, self.cells.first_bin))
        return made[0], made[1]


def compare(pilot: Pilot, cells: Cells, stages: tuple[int, ...]) -> Comparison:
    """Put the treatment of some stages beside its baseline: that of the same stage, or that which a stage names."""
    ids = [stage.id for stage in pilot.stages]
    there = [cells.sums["n"][arm].sum(axis=0) for arm in (0, 1)]
    known = {(each.stage, each.workload): place for place, each in enumerate(cells.strata)}
    base, treat, counts, alone = [], [], [], []
    sizes: dict[int, float] = {}
    for number in stages:
        origin = baseline_of(pilot, cells, number, ids)
        workloads = {each.workload for each in cells.strata if each.stage in (number, origin)}
        for workload in sorted(workloads):
            old, new = known.get((origin, workload)), known.get((number, workload))
            n_old = there[0][old] if old is not None else 0
            n_new = there[1][new] if new is not None else 0
            if n_old and n_new and old is not None and new is not None:
                base.append(old)
                treat.append(new)
                counts.append(number)
            elif n_old or n_new:
                alone.append((workload, "baseline" if n_old else "treatment", int(n_old or n_new)))
        places = [place for place, each in enumerate(cells.strata) if each.stage == number]
        sizes[number] = float(there[0][places].sum() + there[1][places].sum())
    every = sum(sizes.values()) or 1.0
    shares = tuple(sizes[number] / every for number in counts)
    return Comparison(pilot, cells, stages, tuple(base), tuple(treat), shares, tuple(alone))


def baseline_of(pilot: Pilot, cells: Cells, number: int, ids: list[str]) -> int:
    """Return the stage whose baseline a stage is held against: the one it names, its own, or that of step 0."""
    stage = pilot.stages[number]
    if stage.against is not None:
        return ids.index(stage.against)
    own = [place for place, each in enumerate(cells.strata) if each.stage == number]
    if cells.sums["n"][0][:, own].sum() > 0:
        return number
    return next((place for place, each in enumerate(pilot.stages) if 0 in each.steps), number)
