"""Usage that a customer commits to is cheaper; what goes beyond it has a stated price.

The discount is for the list value that the commitment pays for: a commitment of 90,000 at 10 % pays for usage of
100,000 at list.  The commitment itself, and the true-up when usage falls short, are lines of their own.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Number
from dealdesk.pricing.percent import Rung, check_rungs, tell_ladder
from dealdesk.pricing.step import AppliesTo, Measured, Params, Part, Step, Told
from dealdesk.record import Field, check


class ToUsage(AppliesTo):
    """Which usage charges the commitment pays for."""

    charges: tuple[Literal["recurring", "once", "usage"], ...] = ("usage",)


class Commitment(Params):
    """`[rules.commitment]`: discount by committed amount a year, and what overage costs.

    `overage` is mandatory: `list`, `discounted`, or `factor` with `factor` × list.
    """

    tiers: tuple[Rung, ...]
    overage: Literal["list", "discounted", "factor"]
    factor: Annotated[Number, Field(ge=1)] | None = None
    applies_to: ToUsage = ToUsage.trusted()

    @check
    def _complete(self) -> None:
        check_rungs(self.tiers)
        if (self.overage == "factor") != (self.factor is not None):
            raise ValueError('factor is stated with overage = "factor", and only then')
        if any(each.percent == 100 for each in self.tiers):
            raise ValueError("a commitment at 100 % off would pay for any usage: state less")


def _size(line: Any, calc: Arithmetic[N]) -> N:
    """What the ladder looks at: the committed amount, or the list value of a committed quantity."""
    return calc.where(line.commitment_list > calc.zero, line.commitment_list, line.commitment)


def covered_list(line: Any, p: Commitment, calc: Arithmetic[N]) -> N:
    """Return the list value a year that the commitment pays for."""
    percent, _ = calc.climb(p.tiers, _size(line, calc))
    by_amount = calc.share(line.commitment, calc.num(100), calc.num(100) - percent)
    return calc.where(line.commitment_list > calc.zero, line.commitment_list, by_amount)


def moves(line: Any, p: Commitment, calc: Arithmetic[N]) -> list[Part]:
    percent, rung = calc.climb(p.tiers, _size(line, calc))
    pays_for = covered_list(line, p, calc)
    pool = line.committed_usage
    within = calc.where(pool > pays_for, calc.share(line.net, pays_for, pool), line.net)
    committed = line.commitment > calc.zero
    off = calc.percent(line.net if p.overage == "discounted" else within, percent)
    parts = [Part(("tiers",), rung, -calc.where(committed, off, calc.zero))]
    if p.factor is not None:
        beyond = calc.times(line.net - within, calc.num(p.factor - 1))
        parts.append(Part(("factor",), None, calc.where(committed, beyond, calc.zero)))
    return parts


def measures(p: Commitment) -> list[Measured]:
    def usage_a_year(row: Any, calc: Any) -> Any:
        pooled = row.in_pool > calc.zero
        return calc.where(pooled, calc.product(row.net, row.per_year), calc.zero)

    return [Measured("committed_usage", "deal", usage_a_year)]


def tell(line: Any, p: Commitment) -> list[Told]:
    if not line.commitment:
        return [Told((), False, "the deal commits to no usage")]
    return tell_ladder(("tiers",), p.tiers, Decimal(line.commitment), "committed a year:")


STEP = Step("commitment", "Commitment discount", Commitment, moves, tell, measures)
