"""P17: what 100,000 draws add to a business case, against one second."""

from __future__ import annotations

from datetime import date
from typing import Any

from benchmarks.measure import ROOT, Result, calls, result

TARGET = 1.0
DRAWS = 100_000
CASE = ROOT / "examples/northwind/roi.toml"
ASSUMPTIONS = 8


def measure(rounds: int = 9) -> list[Result]:
    """Return the time of the draws of the example, and of a case with eight assumptions, as a share of a second."""
    from dealdesk.value.roi.load import load_case
    from dealdesk.value.roi.model import Model
    from dealdesk.value.roi.simulate import simulate

    kept: list[Model] = []

    def example(_: Any) -> Any:
        return loaded.run(today=day, draws=DRAWS)

    def bare(_: Any) -> Any:
        return loaded.run(today=day, draws=100)

    day = date(2026, 11, 16)
    loaded = load_case(CASE, today=day)
    assert sum(each.draws for each in example(None).simulation.bins) == DRAWS
    whole, least = calls([example, bare], lambda: None, rounds)
    added = [max(a - b, 0.0) for a, b in zip(whole, least, strict=True)]
    kept.append(_wide())
    (wide,) = calls([lambda _: simulate(kept[0], draws=DRAWS, seed=1, shape="pert")], lambda: None, rounds)
    second = [1.0] * rounds
    return [
        result("p17.example", "100,000 draws added to the example's case / 1 s", TARGET, added, second),
        result("p17.eight", "100,000 draws of eight assumptions, two to a benefit / 1 s", TARGET, wide, second),
    ]


def _wide() -> Any:
    from fractions import Fraction

    from dealdesk.value.roi.model import Item, Model, Range

    ranges = tuple(Range(f"a{n}", Fraction(5 + n % 3, 10), Fraction(13, 10)) for n in range(ASSUMPTIONS))
    items = [
        Item(f"b{n}", "Benefit", True, (Fraction(0), *([Fraction(10_000 + n)] * 36)), (f"a{n}", "a0")[: 1 + (n > 0)])
        for n in range(ASSUMPTIONS)
    ]
    items += [Item("c", "Cost", False, (Fraction(50_000), *([Fraction(9_000)] * 36)), ("a1",))]
    return Model(tuple(items), Fraction(1, 10), 3, 2, ranges)
