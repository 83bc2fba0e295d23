"""The price rises by a stated percentage a year, simple or compound, up to a cap."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent, Whole
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field

TWELVE_PLACES = Decimal("1e-12")


class Uplift(Params):
    """`[rules.uplift]`, or `[uplift]` in a deal.

    Attributes:
        percent: The rise a year.
        compounding: `simple` adds the same amount each year, `compound` raises the raised price.
        base: Of the `list` price, or of what is left (`running`).
        most: The most that the price may rise in all, in per cent.
        from_year: The first contract year that is raised.
    """

    percent: Percent
    compounding: Literal["simple", "compound"]
    most: Percent
    from_year: Annotated[Whole, Field(ge=1)] = 2


YEARS = 30
"""The longest contract that uplift is worked out for."""


def factor(p: Uplift, year: int) -> Decimal:
    """Return the rise in contract *year* as a fraction, at most 12 decimals."""
    times = max(0, year - p.from_year + 1)
    rate = p.percent.scaleb(-2)
    if p.compounding == "simple":
        rise = EXACT.multiply(rate, Decimal(times))
    else:
        rise = EXACT.subtract(EXACT.power(1 + rate, times), Decimal(1))
    return min(rise, p.most.scaleb(-2)).quantize(TWELVE_PLACES)


def moves(line: Any, p: Uplift, calc: Arithmetic[N]) -> list[Part]:
    base = line.list if p.base == "list" else line.net
    rise = calc.zero
    for year in range(p.from_year, YEARS + 1):
        rise = calc.where(line.year >= calc.num(year), calc.num(factor(p, year)), rise)
    return [Part((), None, calc.times(base, rise))]


def tell(line: Any, p: Uplift) -> list[Told]:
    rise = factor(p, int(line.year)).normalize()
    words = f"{p.percent:f} % a year {p.compounding}, at most {p.most:f} %: factor {rise:f} in year {line.year}"
    return [Told((), rise > 0, words)]


STEP = Step("uplift", "Yearly uplift", Uplift, moves, tell)
