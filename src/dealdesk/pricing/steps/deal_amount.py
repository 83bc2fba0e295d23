"""An amount off the deal, or a total to reach, over the term, shared out over lines by largest remainder."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.step import Params, Part, Step, Told


def moves(line: Any, p: Params, calc: Arithmetic[N]) -> list[Part]:
    to_target = line.deal_total - line.asked_target
    return [Part(("deal_amount",), None, calc.where(line.asked_target >= calc.zero, to_target, line.asked_deal))]


def tell(line: Any, p: Params) -> list[Told]:
    if line.asked_target >= 0:
        words = f"asked for: a total of {line.asked_target:,f} over the term"
    elif line.asked_deal:
        words = f"asked for: {line.asked_deal:,f} off the deal over the term"
    else:
        words = "nothing was asked for"
    return [Told(("deal_amount",), not words.startswith("nothing"), words)]


STEP = Step("deal_amount", "Negotiated deal amount", Params, moves, tell, always=True, over_term=True, spread="deal")
