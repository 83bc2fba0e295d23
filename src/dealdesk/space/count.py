"""Counting what satisfies clauses, exactly, with the least and the greatest sum of weights on the way.

A choice is made on the literal that most clauses name; what then falls apart into components that share no product is
counted separately.  Components that come up again are remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.money import EXACT
from dealdesk.space.clauses import Clause

MOST_WORK = 200_000
"""Most choices that are tried before a catalog is called too entangled to be counted."""

ZERO = Decimal(0)


class TooEntangled(ValueError):
    """So many products depend on each other that counting would not end."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A selection of products, and what it weighs; of two that weigh the same the smaller one is kept."""

    weight: Decimal
    chosen: tuple[int, ...]

    def plus(self, other: Sum) -> Sum:
        """Return both together."""
        return Sum(EXACT.add(self.weight, other.weight), tuple(sorted((*self.chosen, *other.chosen))))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many selections there are, and the lightest and heaviest; `some` is the lightest that is not empty.

    They are None where no selection is possible, or, for `some`, only the empty one.  `seen` are the products that
    some selection has.
    """

    count: int
    least: Sum | None
    some: Sum | None
    most: Sum | None
    seen: frozenset[int] = frozenset()

    def times(self, other: Tally) -> Tally:
        """Return the tally of two parts that have nothing to do with each other."""
        if not self.count or not other.count:
            return NONE
        some = _lighter(_plus(self.some, other.least), _plus(self.least, other.some))
        least, most = _plus(self.least, other.least), _plus(self.most, other.most)
        return Tally(self.count * other.count, least, some, most, self.seen | other.seen)

    def or_(self, other: Tally) -> Tally:
        """Return the tally of two sets of selections that have none in common."""
        return Tally(
            self.count + other.count,
            _lighter(self.least, other.least),
            _lighter(self.some, other.some),
            _heavier(self.most, other.most),
            self.seen | other.seen,
        )


_EMPTY = Sum(ZERO, ())
ONE = Tally(1, _EMPTY, None, _EMPTY)
NONE = Tally(0, None, None, None)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each product weighs in the lightest and in the heaviest selection."""

    light: Mapping[int, Decimal]
    heavy: Mapping[int, Decimal]


def tally(products: Collection[int], clauses: Iterable[Clause], weights: Weights) -> Tally:
    """Return the tally of the selections of *products* that satisfy *clauses*, the empty selection included.

    Raises:
        TooEntangled: After `MOST_WORK` choices.
    """
    return _Counter(weights).all(frozenset(products), frozenset(clauses))


class _Counter:
    """Holds what was counted already."""

    def __init__(self, weights: Weights) -> None:
        self._weights, self._work = weights, 0
        self._known: dict[tuple[frozenset[int], frozenset[Clause]], Tally] = {}

    def all(self, products: frozenset[int], clauses: frozenset[Clause]) -> Tally:
        """Count the components of what is left, and multiply."""
        if frozenset() in clauses:
            return NONE
        whole = ONE
        free = products
        for part, own in _components(clauses):
            free -= part
            whole = whole.times(self._one(part, own))
        return whole.times(self._free(free)) if free else whole

    def _free(self, products: frozenset[int]) -> Tally:
        """Return the tally of products that no clause names: each may be there or not."""
        light, heavy = self._weights.light, self._weights.heavy
        first = min(products, key=lambda each: (light[each], each))
        chosen = tuple(sorted(each for each in products if heavy[each] > 0))
        most = Sum(_total(heavy[each] for each in chosen), chosen)
        return Tally(2 ** len(products), _EMPTY, Sum(light[first], (first,)), most, products)

    def _one(self, products: frozenset[int], clauses: frozenset[Clause]) -> Tally:
        """Count one component: with the product that most clauses name, and without it."""
        key = (products, clauses)
        if key not in self._known:
            self._work += 1
            if self._work > MOST_WORK:
                raise TooEntangled
            named = Counter(abs(literal) for clause in clauses for literal in clause)
            often = max(named.values())
            alike = sorted(each for each in named if named[each] == often)
            product = alike[len(alike) // 2]  # the middle of a chain, so that it falls into halves
            rest = products - {product}
            having = self.all(rest, _given(clauses, product)).times(self._with(product))
            self._known[key] = having.or_(self.all(rest, _given(clauses, -product)))
        return self._known[key]

    def _with(self, product: int) -> Tally:
        light = Sum(self._weights.light[product], (product,))
        return Tally(1, light, light, Sum(self._weights.heavy[product], (product,)), frozenset({product}))


def _given(clauses: frozenset[Clause], literal: int) -> frozenset[Clause]:
    """Return the clauses that are left when *literal* holds."""
    return frozenset(each - {-literal} for each in clauses if literal not in each)


def _components(clauses: frozenset[Clause]) -> list[tuple[frozenset[int], frozenset[Clause]]]:
    """Return groups of clauses that share no product, with their products."""
    naming: dict[int, list[Clause]] = {}
    for clause in clauses:
        for literal in clause:
            naming.setdefault(abs(literal), []).append(clause)
    found, reached = [], set[int]()
    for start in sorted(naming):
        if start in reached:
            continue
        names, own, waiting = {start}, set[Clause](), [start]
        while waiting:
            for clause in naming[waiting.pop()]:
                own.add(clause)
                new = {abs(literal) for literal in clause} - names
                names |= new
                waiting += new
        reached |= names
        found.append((frozenset(names), frozenset(own)))
    return found


def _total(amounts: Iterable[Decimal]) -> Decimal:
    total = ZERO
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total


def _plus(one: Sum | None, other: Sum | None) -> Sum | None:
    return one.plus(other) if one is not None and other is not None else None


def _lighter(one: Sum | None, other: Sum | None) -> Sum | None:
    return _first(one, other, lambda each: (each.weight, len(each.chosen), each.chosen))


def _heavier(one: Sum | None, other: Sum | None) -> Sum | None:
    return _first(one, other, lambda each: (-each.weight, len(each.chosen), each.chosen))


def _first(one: Sum | None, other: Sum | None, key: Callable[[Sum], Any]) -> Sum | None:
    found = [each for each in (one, other) if each is not None]
    return min(found, key=key) if found else None
