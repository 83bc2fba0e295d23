"""A charge never costs more than its maximum a period, after discounts."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.step import Params, Part, Step, Told, extend


def moves(line: Any, p: Params, calc: Arithmetic[N]) -> list[Part]:
    above = line.total - extend(calc, line, line.maximum)
    return [Part(("maximum",), None, -calc.greatest(above, calc.zero))]


def tell(line: Any, p: Params) -> list[Told]:
    return []


STEP = Step("maximum", "Maximum", Params, moves, tell, always=True, over_term=True)
