"""No line is sold below the greatest of its floors: its own, its family's, and the one that the margin sets."""

from collections.abc import Mapping
from typing import Annotated, Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent
from dealdesk.pricing.step import Params, Part, Step, Told, extend
from dealdesk.record import Field


class Floor(Params):
    """`[rules.floor]`: least net by family in per cent of list, and the least margin where a cost is known."""

    families: Mapping[str, Percent] = Field(default_factory=dict)
    margin: Annotated[Percent, Field(lt=100)] | None = None


def floor_price(line: Any, p: Floor, calc: Arithmetic[N]) -> N:
    """Return the least that one period of the line may cost; 0 in free months.

    Pricing lifts to this amount and approval compares with it, so no quote can be below what would be refused.
    """
    floor = line.floor
    for family, percent in p.families.items():
        of_list = calc.percent(line.list, calc.num(percent))
        floor = calc.greatest(floor, calc.where(calc.one_of(line.family, (family,)), of_list, calc.zero))
    if p.margin is not None:
        by_margin = calc.share(line.cost, calc.num(100), calc.num(100) - calc.num(p.margin))
        floor = calc.greatest(floor, by_margin)
    return calc.where(line.free > calc.zero, calc.zero, floor)


def moves(line: Any, p: Floor, calc: Arithmetic[N]) -> list[Part]:
    short = extend(calc, line, floor_price(line, p, calc)) - line.total
    return [Part(("floor",), None, calc.greatest(short, calc.zero))]


def tell(line: Any, p: Floor) -> list[Told]:
    return []


STEP = Step("floor", "Floor price", Floor, moves, tell, always=True, over_term=True)
