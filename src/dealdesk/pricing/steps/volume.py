"""Buying more earns a percentage: by quantity of a line or family, or by the list amount a year."""

from typing import Any, Literal

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.percent import Offer, Rung, check_rungs, settle, slabs, tell_ladder
from dealdesk.pricing.step import AppliesTo, Measured, Params, Part, Step, Told
from dealdesk.record import Field, Record, check


class Narrower(AppliesTo):
    """Which of the step's charges a schedule is for; here, too, what is left out does not restrict."""

    charges: tuple[Literal["recurring", "once", "usage"], ...] = ("recurring", "once", "usage")


class Schedule(Record):
    """One volume schedule.

    Attributes:
        by: What is counted: `quantity`, or the list `amount` a year.
        scope: Whose: the `line`'s own, its `family`'s, or the whole `deal`'s.
        mode: `volume` gives all units the percentage reached, `graduated` each slab its own.
        applies_to: Narrows the step's charges for this schedule.
    """

    name: str
    by: Literal["quantity", "amount"]
    scope: Literal["line", "family", "deal"]
    mode: Literal["volume", "graduated"]
    tiers: tuple[Rung, ...] = Field(min_length=1)
    applies_to: Narrower = Narrower.trusted()
    illustrative: bool = False
    note: str | None = None

    @check
    def _rising(self) -> None:
        check_rungs(self.tiers)
        if self.mode == "graduated" and any(tier.to is not None for tier in self.tiers):
            raise ValueError("a graduated schedule states only where each slab starts")


class Volume(Params):
    """`[rules.volume]`: one or more schedules."""

    schedules: tuple[Schedule, ...]

    @check
    def _combinable(self) -> None:
        if self.combine == "compound" and any(each.mode == "graduated" for each in self.schedules):
            raise ValueError("graduated schedules cannot be compounded; use best or sum")


def _size(row: Any, schedule: Schedule, number: int, calc: Any) -> Any:
    """What one row counts for a schedule."""
    size = row.quantity if schedule.by == "quantity" else calc.product(row.list, row.per_year)
    return calc.where(row.in_schedule(number), size, calc.zero)


def _measure(line: Any, schedule: Schedule, number: int, calc: Any) -> Any:
    if schedule.scope == "line":
        return _size(line, schedule, number, calc)
    return getattr(line, f"volume_{number}")


def moves(line: Any, p: Volume, calc: Arithmetic[N]) -> list[Part]:
    base = line.list if p.base == "list" else line.net
    offers = []
    for number, schedule in enumerate(p.schedules):
        size, ref = _measure(line, schedule, number, calc), ("schedules", number, "tiers")
        percent, rung = calc.climb(schedule.tiers, size)
        eligible = line.in_schedule(number)
        if schedule.mode == "graduated":
            off = calc.where(eligible, slabs(calc, schedule.tiers, base, size), calc.zero)
            offers.append(Offer(ref, rung, percent, off))
        else:
            offers.append(Offer(ref, rung, calc.where(eligible, percent, calc.zero)))
    return settle(calc, line, p, offers)


def measures(p: Volume) -> list[Measured]:
    def measured(number: int, schedule: Schedule) -> Measured:
        scope: Any = schedule.scope
        return Measured(f"volume_{number}", scope, lambda row, calc: _size(row, schedule, number, calc))

    return [measured(n, each) for n, each in enumerate(p.schedules) if each.scope != "line"]


def tell(line: Any, p: Volume) -> list[Told]:
    from dealdesk.pricing.arithmetic import DecimalArithmetic

    told = []
    for number, schedule in enumerate(p.schedules):
        ref = ("schedules", number, "tiers")
        if not line.in_schedule(number):
            told.append(Told(ref, False, f"{schedule.name}: not for this charge"))
            continue
        size = _measure(line, schedule, number, DecimalArithmetic())
        noun = "units" if schedule.by == "quantity" else "a year at list"
        told += tell_ladder(ref, schedule.tiers, size, f"{noun}, {schedule.name}:")
    return told


STEP = Step("volume", "Volume discount", Volume, moves, tell, measures)
