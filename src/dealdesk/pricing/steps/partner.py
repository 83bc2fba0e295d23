"""A partner buys at a percentage off what the customer would pay, by its tier."""

from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent
from dealdesk.pricing.percent import Offer, settle
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field, Record


class PartnerTier(Record):
    """The percentage of one tier of partner."""

    tier: str
    percent: Percent
    illustrative: bool = False
    note: str | None = None


class Partner(Params):
    """`[rules.partner]`: a percentage for each tier of partner."""

    tiers: tuple[PartnerTier, ...] = Field(min_length=1)


def moves(line: Any, p: Partner, calc: Arithmetic[N]) -> list[Part]:
    offers = []
    for number, each in enumerate(p.tiers):
        percent = calc.where(calc.one_of(line.partner, (each.tier,)), calc.num(each.percent), calc.zero)
        offers.append(Offer(("tiers", number), None, percent))
    return settle(calc, line, p, offers)


def tell(line: Any, p: Partner) -> list[Told]:
    has = f"this deal's partner is {line.partner}" if line.partner else "this deal has no partner"
    return [
        Told(("tiers", n), line.partner == each.tier, f"{each.tier} partner, {each.percent:f} %; {has}")
        for n, each in enumerate(p.tiers)
    ]


STEP = Step("partner", "Partner discount", Partner, moves, tell)
