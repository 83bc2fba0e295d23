"""Free months: the list price stays visible, and all of what is left of it is taken off."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Whole
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field


class FreeMonths(Params):
    """`[rules.free_months]`: from which term on months may be free, and how many at most."""

    min_months: Whole = 0
    most: Whole = Field(default=120)


def moves(line: Any, p: FreeMonths, calc: Arithmetic[N]) -> list[Part]:
    return [Part((), None, -calc.where(line.free > calc.zero, line.net, calc.zero))]


def tell(line: Any, p: FreeMonths) -> list[Told]:
    return [Told((), bool(line.free), "these months are free" if line.free else "no free months here")]


STEP = Step("free_months", "Free months", FreeMonths, moves, tell, always=True)
