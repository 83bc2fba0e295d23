"""A longer commitment earns a percentage; between two steps the last one reached holds."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.percent import Offer, Rung, check_rungs, settle, tell_ladder
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field, check


class Term(Params):
    """`[rules.term]`: `tiers` by committed months."""

    tiers: tuple[Rung, ...] = Field(min_length=1)

    @check
    def _rising(self) -> None:
        check_rungs(self.tiers)


def moves(line: Any, p: Term, calc: Arithmetic[N]) -> list[Part]:
    percent, rung = calc.climb(p.tiers, line.months)
    return settle(calc, line, p, [Offer(("tiers",), rung, percent)])


def tell(line: Any, p: Term) -> list[Told]:
    return tell_ladder(("tiers",), p.tiers, line.months, "months:")


STEP = Step("term", "Term discount", Term, moves, tell)
