"""Measures of usage: its rates, which no total has in it, and which a seller can lower like any other price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown, place
from dealdesk.catalog.condition import Condition
from dealdesk.catalog.models import price_in
from dealdesk.pricing.charges import UNBOUNDED
from dealdesk.pricing.charges.charge import Given, Segment, curve_amount, find
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps.floor import Floor, floor_price
from dealdesk.pricing.steps.negotiated import Negotiated
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.rows import Row, RowMove

ZERO, ONE = Decimal(0), Decimal(1)
ASKED = ("negotiated",)
"""The step that takes off usage what a seller asks for; amounts over the term are for committed charges."""


NEGOTIATED = Negotiated.trusted()
"""How asks combine where the catalog does not say."""


def _greatest(off: Callable[[Case, QuoteLine, Row], Fraction | None]) -> Callable[[Case, Condition], Found]:
    def measure(case: Case, condition: Condition) -> Found:
        found = []
        for line in case.usage(condition):
            key = (off, line.line, line.sku, line.charge)
            if key not in case.known:
                shares = (off(case, line, row) for row in case.rows(line))
                case.known[key] = max((each for each in shares if each is not None), default=None)
            value = case.known[key]
            if value is not None:
                found.append(Known(value, place(line)))
        return max(found, key=lambda each: each.value, default=Known(Fraction(0)))

    return measure


def _off(case: Case, line: QuoteLine, row: Row) -> Fraction | None:
    """Return what is taken off a usage charge in one interval, in per cent of list."""
    ruled, asked = _shares(case, line, row)
    stated = [(ruled or 0) + asked] if asked is not None else []
    stated += [each for each in (_by_unit(case, line, row),) if each is not None]
    return max(stated, default=None)


def _asked(case: Case, line: QuoteLine, row: Row) -> Fraction | None:
    """Return the part of it that the seller asks for beyond the rules."""
    ruled, asked = _shares(case, line, row)
    by_unit = _by_unit(case, line, row)
    stated = [asked] if asked is not None else []
    stated += [by_unit - (ruled or 0)] if by_unit is not None else []
    return max(stated, default=None)


def _shares(case: Case, line: QuoteLine, row: Row) -> tuple[Fraction | None, Fraction | None]:
    """Return what the rules, and what the seller's asks, take off a charge, in per cent of list; None for not known.

    Both as they are before rounding; where that cannot be told, half a cent a move is rounding, and counts as none.
    Percentages asked for count as they are asked for, so that rounding hides none of them, and neither does a volume
    that costs nothing at list: it is an estimate, and beyond it they are worth what they say.
    """
    percent = _percent(case, row)
    if row.list <= 0:
        return None, percent if row.asks else None
    rule = case.catalog.rules.negotiated or NEGOTIATED
    piece = next((each for each in case.pieces(line) if each.told and each.start == row.start), None)
    if piece is not None and piece.list > 0:
        off = {code: -amount * 100 / piece.list for code, amount in piece.moves.items()}
        by_rule = sum((each for code, each in off.items() if code not in ASKED), Fraction(0))
        left = 1 if rule.base == "list" else 1 - max(by_rule, Fraction(0)) / 100
        return by_rule, max(sum((off.get(code, Fraction(0)) for code in ASKED), Fraction(0)), percent * left)
    of_list, totals = Fraction(row.list), [move for move in row.moves if move.per_period is None and move.total]
    if totals:  # a floor, a minimum or a maximum made the price
        of_list = Fraction(extend(case.priced.calc, row, row.list))
    half = Fraction(1, 2 * 10**case.quote.places)

    def share(moves: list[RowMove]) -> Fraction:
        amounts = [each.total if totals else each.per_period or ZERO for each in moves]
        off = -Fraction(sum(amounts, ZERO)) - half * sum(1 for each in amounts if each)
        return off * 100 / of_list

    asks = [move for move in row.moves if move.code in ASKED]
    ruled = share([move for move in row.moves if move.code not in ASKED])
    left = 1 if rule.base == "list" else 1 - max(ruled, Fraction(0)) / 100
    exact = Fraction(0) if totals else percent * left
    return ruled, max(share(asks), exact)


def _percent(case: Case, row: Row) -> Fraction:
    """Return the percentages asked for, combined as the catalog says."""
    rule = case.catalog.rules.negotiated or NEGOTIATED
    asks = [Fraction(each) for each in row.asks]
    if rule.combine == "compound":
        left = Fraction(1)
        for each in asks:
            left *= 1 - each / 100
        off = (1 - left) * 100
    else:
        off = sum(asks, Fraction(0)) if rule.combine == "sum" else max(asks, default=Fraction(0))
    return min(off, Fraction(rule.cap) if rule.cap is not None else Fraction(100))


def _by_unit(case: Case, line: QuoteLine, row: Row) -> Fraction | None:
    """Return what a stated unit price takes off, in per cent of list, at the volume where that is most.

    A unit price holds at every volume, and the stated one is the seller's own estimate: a price that is fair for a
    million units may be nine tenths off for a thousand.
    """
    deal_line = case.deal.lines[line.line - 1]
    charge = case.catalog.products[line.sku].charge(line.charge)
    if row.asked_unit < 0 or len(row.takes) != 1 or row.takes[0].count != ONE:
        return None
    currency, own = case.quote.currency, case.catalog.catalog.currency
    given = Given.trusted(price=deal_line.price, cell=deal_line.cell)
    try:
        curve = charge.segments(lambda price: price_in(price, currency, own), given)
    except (KeyError, ValueError, NotImplementedError):
        return None
    floor = floor_price(row, case.catalog.rules.floor or Floor(), case.priced.calc)
    a_unit = Fraction(row.asked_unit) * (1 - _percent(case, row) / 100)
    a_unit = max(a_unit, Fraction(floor) / Fraction(row.quantity)) if row.quantity > 0 else a_unit
    dearest = max(_list_a_unit(case, curve), default=Fraction(0))
    return (1 - a_unit / dearest) * 100 if dearest > 0 else None


def _list_a_unit(case: Case, curve: tuple[Segment, ...]) -> Iterator[Fraction]:
    """Yield the list price of a unit where it can be greatest: at 1 unit, at the ends of tiers, and without end."""
    volumes = {ONE}
    for piece in curve:
        if piece.above > 0:
            volumes |= {piece.above, piece.above + 1}
        if ZERO < piece.up_to < UNBOUNDED:
            volumes.add(piece.up_to)
        elif piece.up_to == UNBOUNDED == piece.most:
            yield Fraction(piece.rate) / Fraction(piece.size or ONE)
    for volume in volumes:
        piece_there = find(curve, volume)
        if piece_there is not None:
            yield Fraction(curve_amount(case.priced.calc, piece_there, volume)) / Fraction(volume)


def _margin(case: Case, condition: Condition) -> Found:
    lines = list(case.usage(condition))
    without = list(dict.fromkeys(line.sku for line in lines if line.cost is None))
    if without:
        return NotKnown(f"the catalog states no cost for usage of {', '.join(without[:3])}")
    for line in lines:
        if line.list > 0 and case.net(line) == 0 and case.cost(line) > 0:
            return NotKnown(f"nothing is paid for {place(line)}", "lowest")
    found = [
        Known((case.net(line) - case.cost(line)) * 100 / case.net(line), place(line))
        for line in lines
        if case.net(line) > 0 and line.cost is not None
    ]
    return min(found, key=lambda each: each.value) if found else NotKnown("the deal states no usage that is paid")


def _estimate(case: Case, condition: Condition) -> Found:
    if not case.besides:
        return Known(Fraction(case.quote.usage_estimate.a_year))
    months = case.quote.months
    net = Fraction(sum((line.net for line in case.every(condition) if not line.committed), ZERO))
    return Known(net * 12 / months if months else net)


def _shortfall(case: Case, condition: Condition) -> Found:
    lines = [line for line in case.quote.lines if line.sku == "commitment" and line.charge == "true-up"]
    return Known(Fraction(sum((line.net for line in lines), ZERO)))


USAGE = (
    Measure(
        "usage_discount",
        "discount on usage",
        "percent",
        "the greatest 1 - net / list of a usage charge, committed to or not, at its stated volume in any part of the "
        "term; of a stated unit price, at the volume where it takes off most; 0 without usage",
        _greatest(_off),
    ),
    Measure(
        "asked_usage_discount",
        "discount on usage asked for",
        "percent",
        "the part of it that the seller asks for beyond the rules of the catalog",
        _greatest(_asked),
    ),
    Measure("usage_margin", "margin of usage", "percent", "the lowest (net - cost) / net of a usage charge", _margin),
    Measure(
        "usage_estimate", "estimated usage a year", "money", "usage charges at the stated volumes, a year", _estimate
    ),
    Measure(
        "commitment_shortfall",
        "commitment beyond usage",
        "money",
        "what is committed beyond the estimated usage, over the term",
        _shortfall,
    ),
)
