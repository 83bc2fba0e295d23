"""What it costs to own: the offer, to stay, or to build."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealdesk.value.roi.build import alternative_columns
from dealdesk.value.roi.case import Case
from dealdesk.value.roi.exact import percent_of, rounded
from dealdesk.value.roi.model import Model, Worked
from dealdesk.value.roi.result.rows import Alternative, AlternativeCost, CostRow


def alternatives_of(case: Case, model: Model, worked: Worked, costs: tuple[CostRow, ...]) -> tuple[Alternative, ...]:
    """Return the offer and the alternatives to it, by what they cost; nothing where the case has no alternatives."""
    if not case.alternatives:
        return ()
    mine = tuple(AlternativeCost(row.name, row.amounts, row.total, row.source, row.at) for row in costs)
    offer = _one("offer", "This offer", mine, worked.costs, model, None, case.at("costs"))
    found = [offer]
    for n, each in enumerate(case.alternatives):
        columns = alternative_columns(each.costs, case.years, model.places)
        rows = tuple(
            AlternativeCost(cost.name, row, sum(row, Decimal(0)), cost.source, case.at("alternatives", n, "costs", k))
            for k, (cost, row) in enumerate(zip(each.costs, columns, strict=True))
        )
        amounts = tuple(sum(column, Decimal(0)) for column in zip(*columns, strict=True))
        found.append(_one(each.id, each.name, rows, amounts, model, offer.pv, case.at("alternatives", n)))
    return tuple(found)


def _one(
    id_: str,
    name: str,
    rows: tuple[AlternativeCost, ...],
    amounts: tuple[Decimal, ...],
    model: Model,
    offer: Decimal | None,
    at: str,
) -> Alternative:
    present = [
        rounded(Fraction(each) * worth, model.places) for each, worth in zip(amounts, model.discounts, strict=True)
    ]
    value = sum(present, Decimal(0))
    difference = value - offer if offer is not None else value - value
    return Alternative(
        id_, name, rows, amounts, sum(amounts, Decimal(0)), value, difference, percent_of(difference, value, 1), at
    )
