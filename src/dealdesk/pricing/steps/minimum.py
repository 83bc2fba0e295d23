"""A charge never costs less than its minimum a period, after discounts."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.step import Params, Part, Step, Told, extend


def moves(line: Any, p: Params, calc: Arithmetic[N]) -> list[Part]:
    short = extend(calc, line, line.minimum) - line.total
    return [Part(("minimum",), None, calc.greatest(short, calc.zero))]


def tell(line: Any, p: Params) -> list[Told]:
    return []


STEP = Step("minimum", "Minimum", Params, moves, tell, always=True, over_term=True)
