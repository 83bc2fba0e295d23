"""A promotion code gives a percentage while it runs, from a stated term on."""

from datetime import date
from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent, Whole
from dealdesk.pricing.percent import Offer, settle
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field, Record


class Code(Record):
    """One promotion.  Dates are checked when the deal is read; the last day is included."""

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$")
    percent: Percent
    valid_from: date | None = None
    valid_until: date | None = None
    min_months: Whole = 0
    illustrative: bool = False
    note: str | None = None


class Promotion(Params):
    """`[rules.promotion]`: the codes that run."""

    codes: tuple[Code, ...] = Field(min_length=1)


def moves(line: Any, p: Promotion, calc: Arithmetic[N]) -> list[Part]:
    offers = []
    for number, each in enumerate(p.codes):
        runs = calc.both(line.has_promotion(each.code), line.months >= calc.num(each.min_months))
        percent = calc.where(runs, calc.num(each.percent), calc.zero)
        offers.append(Offer(("codes", number), None, percent))
    return settle(calc, line, p, offers)


def tell(line: Any, p: Promotion) -> list[Told]:
    told = []
    for number, each in enumerate(p.codes):
        given, long = line.has_promotion(each.code), line.months >= each.min_months
        why = "" if given else "; not given in this deal"
        if given and not long:
            why = f"; needs {each.min_months} months, this deal has {line.months:f}"
        told.append(Told(("codes", number), given and long, f"{each.code}, {each.percent:f} %{why}"))
    return told


STEP = Step("promotion", "Promotion", Promotion, moves, tell)
