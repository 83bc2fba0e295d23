"""What happens when assumptions turn out otherwise: one at a time (tornado), and all at once (scenarios)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dealdesk.value.roi.build import Built
from dealdesk.value.roi.exact import percent_of, rounded
from dealdesk.value.roi.model import Factors, Model, by_month, work
from dealdesk.value.roi.payback import payback
from dealdesk.value.roi.result.sensitivity import Scenario, TornadoRow

Name = Literal["cautious", "expected", "strong"]


def tornado(built: Built) -> tuple[TornadoRow, ...]:
    """Return what each assumption does to the net present value between its ends, the widest first."""
    rows = []
    for each in built.model.ranges:
        said, at = built.assumptions[each.id]
        if each.low == each.high:
            continue
        low, high = (work(built.model, {each.id: end}).npv for end in (each.low, each.high))
        rows.append(
            TornadoRow(
                each.id, said.name, said.unit, said.low, said.expected, said.high, low, high, min(low, high),
                max(low, high), abs(high - low), at,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: -row.swing))


def scenarios(built: Built) -> tuple[Scenario, ...]:
    """Return the case with every assumption at its worse end, as expected, and at its better end."""
    better = {}
    for each in built.model.ranges:
        low, high = (work(built.model, {each.id: end}).npv for end in (each.low, each.high))
        better[each.id] = (each.low, each.high) if low <= high else (each.high, each.low)
    ends: tuple[tuple[Name, str, Factors], ...] = (
        ("cautious", "Cautious", {id_: worse for id_, (worse, _) in better.items()}),
        ("expected", "Expected", {id_: Fraction(1) for id_ in better}),
        ("strong", "Strong", {id_: best for id_, (_, best) in better.items()}),
    )
    return tuple(_scenario(built, id_, name, factors) for id_, name, factors in ends)


def _scenario(built: Built, id_: Name, name: str, factors: Factors) -> Scenario:
    worked = work(built.model, factors)
    spent = sum(worked.pv_costs, Decimal(0))
    values = []
    for key, (said, _) in built.assumptions.items():
        factor = factors[key]
        value = said.expected if factor == 1 else said.low if factor < 1 else said.high
        values.append((key, value))
    months = payback_months(built.model, factors)
    return Scenario(
        id_,
        name,
        tuple(values),
        spent,
        sum(worked.pv_benefits, Decimal(0)),
        worked.npv,
        percent_of(worked.npv, spent, 1),
        None if months is None else rounded(months, 1),
    )


def payback_months(model: Model, factors: Factors | None = None) -> Fraction | None:
    """Return after how many months what came in has made up for what went out, and stays so."""
    gained, spent = (by_month(model, benefits=flag, factors=factors) for flag in (True, False))
    return payback([a - b for a, b in zip(gained, spent, strict=True)])


def discounted_payback_months(model: Model) -> Fraction | None:
    """Return the same for present values: each month is worth what its year is, discounted at the year's end."""
    gained, spent = (by_month(model, benefits=flag) for flag in (True, False))
    net = [a - b for a, b in zip(gained, spent, strict=True)]
    worth = [model.discounts[0], *(each for each in model.discounts[1:] for _ in range(12))]
    return payback([Fraction(a) * b for a, b in zip(net, worth, strict=True)])
