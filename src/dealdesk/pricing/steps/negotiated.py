"""What the seller asked for: a net unit price, and percentages of what is left, one after the other."""

from decimal import Decimal
from typing import Any, Literal

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.percent import Offer, settle
from dealdesk.pricing.step import Params, Part, Step, Told


class Negotiated(Params):
    """`[rules.negotiated]`: may state a `cap` in per cent of what is left after the steps before."""

    combine: Literal["best", "sum", "compound"] = "compound"


def moves(line: Any, p: Negotiated, calc: Arithmetic[N]) -> list[Part]:
    wanted = calc.times(line.quantity, line.asked_unit)
    by_price = calc.where(line.asked_unit >= calc.zero, wanted - line.net, calc.zero)
    offers = [Offer(("asks", number), None, percent) for number, percent in enumerate(line.asks)]
    return settle(calc, line, p, offers, Part(("unit_price",), None, by_price))


def tell(line: Any, p: Negotiated) -> list[Told]:
    asked = [f"{percent:f} %" for percent in line.asks]
    if line.asked_unit >= Decimal(0):
        asked.append(f"unit price {line.asked_unit:f}")
    return [Told((), bool(asked), "asked for: " + ", ".join(asked) if asked else "nothing was asked for")]


STEP = Step("negotiated", "Negotiated discount", Negotiated, moves, tell, always=True)
