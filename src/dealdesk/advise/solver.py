"""The same search by an integer solver, for catalogs whose bundles are too entangled for the search of our own.

HiGHS works in floating point, so its answer is priced again in integers.  Where it is not installed, or runs out of
time, the answer is that nothing is proven, and says so.
"""

from __future__ import annotations

from typing import Any

from dealdesk.advise.cheapest import SCALE, Answer, Level, Problem, cost_of

SECONDS = 10.0
_MISSING = (
    "too many bundles overlap for the built-in search; `pip install 'dealdesk[solver]'` finds the cheapest purchase"
)
_TIME = "the solver ran out of time: a cheaper purchase may exist"


def solved(problem: Problem) -> tuple[Answer, str | None]:
    """Return the cheapest purchase, and what is to be said where it is not proven to be that."""
    best = Answer(cost_of(problem, problem.needed) or 0, problem.needed, proven=False)
    try:
        import highspy  # noqa: F401
    except ImportError:
        return best, _MISSING
    proven = True
    for level in problem.levels or (Level(0, None, 0),):
        items, optimal = _at_level(problem, level)
        proven = proven and optimal
        cost = cost_of(problem, items) if items is not None else None
        if items is not None and cost is not None and (cost < best.cost or not best.cost):
            best = Answer(cost, items, proven)
    return Answer(best.cost, best.items, proven), None if proven else _TIME


def _at_level(problem: Problem, level: Level) -> tuple[frozenset[int] | None, bool]:
    """Return the cheapest purchase on a level, None where there is none, and whether that is proven."""
    import highspy

    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", SECONDS)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    bought = [model.addBinary() for _ in problem.costs]
    for item in problem.needed:
        model.addConstr(bought[item] >= 1)
    cost = sum(each * (SCALE - level.percent) / SCALE * bought[item] for item, each in enumerate(problem.costs))
    given: dict[int, list[object]] = {}
    for bundle in problem.bundles:
        if bundle.percent <= level.percent:
            continue
        complete = model.addBinary()
        for item in bundle.items:
            model.addConstr(complete <= bought[item])
            gets = model.addVariable(0, 1)
            model.addConstr(gets <= complete)
            given.setdefault(item, []).append(gets)
            cost -= problem.costs[item] * (bundle.percent - level.percent) / SCALE * gets
    for shares in given.values():
        model.addConstr(sum(shares) <= 1)  # type: ignore[arg-type]
    if level.least:
        model.addConstr(sum(bought) >= level.least)
    if level.most is not None:
        model.addConstr(sum(bought) <= level.most)
    model.minimize(cost)
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None, True
    values = model.getSolution().col_value
    items = frozenset(item for item in range(len(problem.costs)) if values[item] > 0.5)
    return (items if items >= problem.needed else None), status == highspy.HighsModelStatus.kOptimal
