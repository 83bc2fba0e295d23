"""The cheapest way to get what is needed, when buying more can cost less.

Items have prices; sets of items, and the number of items, earn percentages of which each item gets the best.  Wanted is
the purchase that contains all that is needed and costs least.  The search is exact: sets that share no item are
separate problems, and within one a branch is cut only when a bound proves that nothing better lies in it.

Costs are integers in any small unit, percentages are integers too (`SCALE` to the whole), so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SCALE = 1_000_000
"""What 100 % is; so a percentage may have four decimals."""

NODES = 200_000
"""Branches that are looked at before a solver is asked."""


class Bundle(NamedTuple):
    """Items that are cheaper together; `percent` of `SCALE`."""

    items: frozenset[int]
    percent: int


class Level(NamedTuple):
    """From `least` to `most` items, each gets at least `percent` of `SCALE`; `most` is None at the open end."""

    least: int
    most: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is for sale, and what is needed.

    Attributes:
        costs: What each item costs by itself, in a small unit; the index is the item's number.
        needed: Items that must be bought.
        bundles: Sets with a percentage.
        levels: What the number of items earns; a number on no level cannot be bought.  Empty: nothing.
    """

    costs: Sequence[int]
    needed: frozenset[int]
    bundles: Sequence[Bundle] = ()
    levels: Sequence[Level] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The cheapest purchase: its cost times `SCALE`, its items, and whether it is proven that none is cheaper."""

    cost: int
    items: frozenset[int]
    proven: bool = True


class TooLarge(Exception):
    """The search has looked at `NODES` branches without an end."""


def cost_of(problem: Problem, items: frozenset[int]) -> int | None:
    """Return what a purchase costs, times `SCALE`; None where the number of items has no price."""
    level = _level(problem, len(items))
    if level is None:
        return None
    complete = [each for each in problem.bundles if each.items <= items]
    total = 0
    for item in items:
        best = max((each.percent for each in complete if item in each.items), default=0)
        total += problem.costs[item] * (SCALE - max(best, level.percent))
    return total


def cheapest(problem: Problem, *, nodes: int = NODES) -> Answer:
    """Return the cheapest purchase.

    Raises:
        TooLarge: The problem needs more than *nodes* branches.
        ValueError: No purchase with all that is needed has a price.
    """
    budget = [nodes]
    best: Answer | None = None
    for level in problem.levels or (Level(0, None, 0),):
        found = _at_level(problem, level, budget)
        if found is not None and (best is None or (found.cost, len(found.items)) < (best.cost, len(best.items))):
            best = found
    if best is None:
        raise ValueError("no number of items that has what is needed has a price")
    return best


def _level(problem: Problem, size: int) -> Level | None:
    if not problem.levels:
        return Level(0, None, 0)
    return next((e for e in problem.levels if e.least <= size and (e.most is None or size <= e.most)), None)


def _at_level(problem: Problem, level: Level, budget: list[int]) -> Answer | None:
    """Return the cheapest purchase whose number of items lies on a level."""
    useful = [each for each in problem.bundles if each.percent > level.percent]
    if level.most is not None and len(problem.needed) > level.most:
        return None
    by_number = bool(problem.levels)
    options: list[Mapping[int, tuple[int, frozenset[int]]]] = []
    grouped: set[int] = set()
    for items, bundles in _components(useful):
        if problem.needed & items:
            grouped |= items
            options.append(_Group(problem, items & problem.needed, bundles, level.percent, budget).solve(by_number))
    cost = sum(problem.costs[item] for item in problem.needed - grouped) * (SCALE - level.percent)
    chosen = {0: (cost, frozenset[int]())}  # by the number of items that are added
    for option in options:
        chosen = _joined(chosen, option)
    fillers = sorted(
        (item for item in range(len(problem.costs)) if item not in problem.needed), key=lambda item: problem.costs[item]
    )
    best: Answer | None = None
    for added, (so_far, extra) in chosen.items():
        missing = level.least - len(problem.needed) - added
        more = [item for item in fillers if item not in extra][: max(0, missing)]
        size = len(problem.needed) + added + len(more)
        if missing > len(more) or (level.most is not None and size > level.most):
            continue
        total = so_far + sum(problem.costs[item] for item in more) * (SCALE - level.percent)
        items = problem.needed | extra | frozenset(more)
        exact = cost_of(problem, items)  # fillers may complete a set
        total = min(total, exact) if exact is not None else total
        if best is None or (total, size) < (best.cost, len(best.items)):
            best = Answer(total, items)
    return best


def _joined(
    one: Mapping[int, tuple[int, frozenset[int]]], other: Mapping[int, tuple[int, frozenset[int]]]
) -> dict[int, tuple[int, frozenset[int]]]:
    """Return the cheapest choices of two separate problems together, by the number of items that are added."""
    found: dict[int, tuple[int, frozenset[int]]] = {}
    for added, (cost, items) in one.items():
        for more, (cost_of_more, further) in other.items():
            both = cost + cost_of_more
            if added + more not in found or both < found[added + more][0]:
                found[added + more] = both, items | further
    return found


def _components(bundles: Sequence[Bundle]) -> list[tuple[frozenset[int], list[Bundle]]]:
    """Return the groups of bundles that share items."""
    parent: dict[int, int] = {}

    def root(item: int) -> int:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for each in bundles:
        first, *rest = each.items
        for item in rest:
            parent[root(item)] = root(first)
    groups: dict[int, list[Bundle]] = {}
    for each in bundles:
        groups.setdefault(root(next(iter(each.items))), []).append(each)
    return [(frozenset().union(*(each.items for each in group)), group) for group in groups.values()]


class _Group:
    """Sets that share items: which of them are worth completing?

    Items are bits here.  The bound of a branch is what its items cost when each gets the best percentage that any set
    which is not ruled out could give it.
    """

    def __init__(
        self, problem: Problem, needed: frozenset[int], bundles: Sequence[Bundle], percent: int, budget: list[int]
    ) -> None:
        members = sorted({item for each in bundles for item in each.items})
        self.members, self.budget = members, budget
        place = {item: number for number, item in enumerate(members)}
        self.costs = [problem.costs[item] for item in members]
        self.base = [cost * (SCALE - percent) for cost in self.costs]
        self.needed = sum(1 << place[item] for item in needed)
        best: dict[int, int] = {}
        for each in bundles:  # of two sets of the same items, the better one
            mask = sum(1 << place[item] for item in each.items)
            best[mask] = max(best.get(mask, 0), each.percent)
        self.sets = sorted(best.items(), key=lambda each: (-each[1], bin(each[0] & ~self.needed).count("1")))
        self.least = self._least()

    def _least(self) -> list[list[int]]:
        """Return what each item costs at least when only the sets from a number on may still be completed."""
        rows = [list(self.base)]
        for mask, percent in reversed(self.sets):
            row = list(rows[-1])
            for number in _bits(mask):
                row[number] = min(row[number], self.costs[number] * (SCALE - percent))
            rows.append(row)
        return rows[::-1]

    def solve(self, by_number: bool) -> dict[int, tuple[int, frozenset[int]]]:
        """Return the cheapest choice, or the cheapest for each number of added items that is worth more of them."""
        self.by_number = by_number
        self.best: dict[int, tuple[int, int]] = {}
        self._look(0, self.needed, list(self.base))
        size = bin(self.needed).count("1")
        return {
            number - size: (cost, frozenset(self.members[bit] for bit in _bits(mask & ~self.needed)))
            for number, (cost, mask) in self.best.items()
        }

    def _look(self, number: int, bought: int, paid: list[int]) -> None:
        """Look at every choice among the sets from *number* on, with *bought* bought and *paid* for each item."""
        self.budget[0] -= 1
        if self.budget[0] < 0:
            raise TooLarge
        self._note(bought, sum(paid[bit] for bit in _bits(bought)))
        if number == len(self.sets):
            return
        for following in range(number, len(self.sets)):
            least = self.least[following]
            bound = sum(min(paid[bit], least[bit]) for bit in _bits(bought))
            if not self._may_help(bought, bound):
                return
            mask, percent = self.sets[following]
            with_set = list(paid)
            for bit in _bits(mask):
                with_set[bit] = min(with_set[bit], self.costs[bit] * (SCALE - percent))
            after = bought | mask
            if after == bought and all(with_set[bit] == paid[bit] for bit in _bits(mask)):
                continue
            if after == bought:  # it costs nothing to complete, so it is complete
                self._look(following + 1, bought, with_set)
                return
            bound = sum(min(with_set[bit], least[bit]) for bit in _bits(after))
            if self._may_help(after, bound):
                self._look(following + 1, after, with_set)

    def _note(self, bought: int, cost: int) -> None:
        size = bin(bought).count("1") if self.by_number else bin(self.needed).count("1")
        if not self.by_number:
            found = self.best.get(size)
            if found is None or cost < found[0]:
                self.best = {size: (cost, bought)}
            return
        if size not in self.best or cost < self.best[size][0]:
            self.best[size] = (cost, bought)

    def _may_help(self, bought: int, bound: int) -> bool:
        """Whether a purchase with *bought* in it, for *bound* at least, can be better than those that are known."""
        if not self.by_number:
            return all(bound < cost for cost, _ in self.best.values())
        size = bin(bought).count("1")
        return any(
            number not in self.best or bound < self.best[number][0] for number in range(size, len(self.members) + 1)
        )


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
