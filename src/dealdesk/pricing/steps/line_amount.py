"""An amount off one line, over the term, shared out over its charges and years by largest remainder."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.step import Params, Part, Step, Told


def moves(line: Any, p: Params, calc: Arithmetic[N]) -> list[Part]:
    return [Part(("line_amount",), None, line.asked_line)]


def tell(line: Any, p: Params) -> list[Told]:
    words = f"asked for: {line.asked_line:,f} off this line" if line.asked_line else "nothing was asked for"
    return [Told(("line_amount",), bool(line.asked_line), words)]


STEP = Step("line_amount", "Negotiated amount", Params, moves, tell, always=True, over_term=True, spread="line")
