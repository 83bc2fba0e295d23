"""A price book changes list prices for some customers: by segment, region, and how often they are billed."""

from typing import Any, Literal

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent
from dealdesk.pricing.percent import Offer, settle
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Record


class Entry(Record):
    """Customers for whom list prices are lower, and by how many per cent."""

    name: str
    segments: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    billing: tuple[Literal["annual", "quarterly", "monthly", "upfront"], ...] | None = None
    percent: Percent
    illustrative: bool = False
    note: str | None = None


class PriceBook(Params):
    """`[rules.price_book]`: entries by segment, region and billing."""

    entries: tuple[Entry, ...]


def moves(line: Any, p: PriceBook, calc: Arithmetic[N]) -> list[Part]:
    offers = []
    for number, entry in enumerate(p.entries):
        percent = calc.num(entry.percent)
        if entry.segments is not None:
            percent = calc.where(calc.one_of(line.segment, entry.segments), percent, calc.zero)
        if entry.regions is not None:
            percent = calc.where(calc.one_of(line.region, entry.regions), percent, calc.zero)
        if entry.billing is not None:
            percent = calc.where(calc.one_of(line.billing, entry.billing), percent, calc.zero)
        offers.append(Offer(("entries", number), None, percent))
    return settle(calc, line, p, offers)


def tell(line: Any, p: PriceBook) -> list[Told]:
    told = []
    for number, entry in enumerate(p.entries):
        fits = (
            (entry.segments is None or line.segment in entry.segments)
            and (entry.regions is None or line.region in entry.regions)
            and (entry.billing is None or line.billing in entry.billing)
        )
        who = ", ".join((*(entry.segments or ()), *(entry.regions or ()))) or "every customer"
        is_ = line.segment or "no segment", line.region or "no region"
        words = f"{entry.name}: for {who}; this customer is {is_[0]}, {is_[1]}"
        if entry.billing is not None:
            words += f"; for {' or '.join(entry.billing)} billing, this deal is billed {line.billing}"
        told.append(Told(("entries", number), fits, words))
    return told


STEP = Step("price_book", "Price book", PriceBook, moves, tell)
