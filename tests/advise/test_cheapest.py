"""The cheapest purchase: the search against every purchase there is, and against the integer solver."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from dealdesk.advise.cheapest import Bundle, Level, Problem, TooLarge, cheapest, cost_of
from dealdesk.advise.solver import solved


def a_problem(rnd: Random, most: int = 8) -> Problem:
    count = rnd.randint(2, most)
    bundles = [
        Bundle(frozenset(rnd.sample(range(count), rnd.randint(2, min(4, count)))), rnd.randint(1, 60) * 10_000)
        for _ in range(rnd.randint(0, 5))
    ]
    levels: list[Level] = []
    if rnd.randint(0, 1):
        starts = sorted(rnd.sample(range(1, count + 2), min(count, rnd.randint(1, 3))))
        ends: list[int | None] = [*(start - 1 for start in starts[1:]), None]
        levels = [Level(start, end, rnd.randint(0, 50) * 10_000) for start, end in zip(starts, ends, strict=True)]
        if starts[0] > 1:
            levels.insert(0, Level(1, starts[0] - 1, 0))
    needed = frozenset(rnd.sample(range(count), rnd.randint(1, count)))
    return Problem([rnd.randint(0, 100) for _ in range(count)], needed, bundles, levels)


def every_purchase(problem: Problem) -> int | None:
    """The least that any purchase with what is needed costs."""
    rest = [item for item in range(len(problem.costs)) if item not in problem.needed]
    costs = [
        cost_of(problem, problem.needed | set(more))
        for count in range(len(rest) + 1)
        for more in combinations(rest, count)
    ]
    return min((cost for cost in costs if cost is not None), default=None)


def found(problem: Problem) -> int | None:
    try:
        answer = cheapest(problem)
    except ValueError:
        return None
    assert cost_of(problem, answer.items) == answer.cost
    assert problem.needed <= answer.items
    return answer.cost


def test_no_purchase_is_cheaper() -> None:
    rnd = Random(11)
    better = 0
    for _ in range(3000):
        problem = a_problem(rnd)
        assert found(problem) == every_purchase(problem), problem
        alone = cost_of(problem, problem.needed)
        better += found(problem) != alone
    assert better > 500  # buying more often pays


def test_the_solver_finds_the_same() -> None:
    pytest.importorskip("highspy", reason="the extra `solver` is not installed")
    rnd = Random(12)
    for _ in range(60):
        problem = a_problem(rnd, most=7)
        expected = every_purchase(problem)
        if expected is None:
            continue
        answer, note = solved(problem)
        assert (answer.cost, answer.proven, note) == (expected, True, None), problem


def test_too_large_is_said() -> None:
    rnd = Random(13)
    bundles = [Bundle(frozenset(rnd.sample(range(60), 6)), rnd.randint(3, 25) * 10_000) for _ in range(200)]
    problem = Problem([rnd.randint(1000, 9000) for _ in range(60)], frozenset(range(30)), bundles)
    with pytest.raises(TooLarge):
        cheapest(problem, nodes=500)
