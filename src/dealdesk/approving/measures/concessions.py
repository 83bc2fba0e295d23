"""Measures of what is conceded: discounts of all sorts, charges left out, credits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown, place
from dealdesk.approving.measures.sums import ZERO, list_and_net, names, share
from dealdesk.catalog.condition import Condition
from dealdesk.catalog.models import price_in
from dealdesk.pricing.charges.range import Range
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.quote.line import QuoteLine

ASKED = ("negotiated", "line_amount", "deal_amount")
"""The steps that take off what a seller asks for, and no rule gives."""

OVER_TERM = frozenset(step.code for step in WATERFALL if step.over_term)


def _discount(case: Case, condition: Condition) -> Found:
    restricted = condition.skus or condition.families
    of_list, net = list_and_net(case, case.lines(condition))
    if of_list <= 0:
        return NotKnown("the quote has no list price" + (" on these lines" if restricted else ""))
    return Known(share(of_list - net, of_list), names(condition))


def _greatest(
    case: Case, condition: Condition, by: Callable[[QuoteLine], str], figure: Callable[[Fraction, Fraction], Fraction]
) -> Found:
    groups: dict[str, list[QuoteLine]] = {}
    for line in case.lines(condition):
        groups.setdefault(by(line), []).append(line)
    sums = {name: list_and_net(case, lines) for name, lines in groups.items()}
    found = [(figure(*each), name) for name, each in sums.items() if each[0] > 0]
    if not found:
        return NotKnown("no such line has a list price")
    value, name = max(found, key=lambda each: each[0])
    return Known(value, name)


def _off(of_list: Fraction, net: Fraction) -> Fraction:
    return share(of_list - net, of_list)


def _line_discount(case: Case, condition: Condition) -> Found:
    return _greatest(case, condition, place, _off)


def _family_discount(case: Case, condition: Condition) -> Found:
    return _greatest(case, condition, lambda line: f"family {line.family}", _off)


def _period_discount(case: Case, condition: Condition) -> Found:
    """The greatest discount of a part of the term: a ramp can give in its first year what the others take back.

    Of one whole period where percentages made the price, so that the cents of a part period do not count; of the
    part of the term where amounts over the term did.
    """
    found = []
    for line in case.lines(condition):
        pieces = case.pieces(line)
        for piece in pieces:
            if piece.list > 0 and "free_months" not in piece.moves:
                net = piece.counted if case.view == "counted" else piece.net
                found.append(Known(_off(piece.list, net), f"{place(line)}, from {piece.start}"))
        for each in line.intervals if not pieces else ():
            codes = {move.code for move in each.moves if move.amount}
            if each.list <= 0 or "free_months" in codes:
                continue
            amounts = codes & OVER_TERM or each.list_per_period <= 0
            of_list, net_paid = (each.list, each.net) if amounts else (each.list_per_period, each.net_per_period)
            found.append(Known(share(of_list - net_paid, of_list), f"{place(line)}, from {each.start}"))
    return max(found, key=lambda each: each.value) if found else NotKnown("no such line has a list price")


def _of_step(*codes: str) -> Callable[[Case, Condition], Found]:
    """Return a measure of what some steps take off the list price, of the charge where that is the greatest part."""

    def measure(case: Case, condition: Condition) -> Found:
        found = []
        for line in case.every(condition):
            if line.list > 0:
                found.append(Known(share(case.off(line, codes), line.list), place(line)))
        return max(found, key=lambda each: each.value) if found else NotKnown("no such line has a list price")

    return measure


def _credited(case: Case, condition: Condition) -> Found:
    back = [line for line in case.every(condition) if line.net < 0 and line.line <= len(case.deal.lines)]
    return Known(-Fraction(sum((line.net for line in back), ZERO)), ", ".join(map(place, back)))


def _left_out(case: Case, condition: Condition) -> Found:
    """Count the committed charges of products that are bought without them."""
    bought = {(line.sku, line.charge) for line in case.every(condition)}
    out = [
        f"{sku}/{charge.id}"
        for sku in dict.fromkeys(sku for sku, _ in bought if sku in case.catalog.products)
        for charge in case.catalog.products[sku].charges
        if not charge.metered and (sku, charge.id) not in bought
    ]
    return Known(Fraction(len(out)), ", ".join(out))


def _range_position(case: Case, condition: Condition) -> Found:
    """Where the stated prices stand in the ranges of the catalog: 0 is the lowest price, 100 the highest."""
    found = []
    for line in case.every(condition):
        product = case.catalog.products.get(line.sku)
        charge = product.charge(line.charge) if product is not None else None
        if not isinstance(charge, Range):
            continue
        low, high = (
            Fraction(price_in(each, case.quote.currency, case.catalog.catalog.currency))
            for each in (charge.from_, charge.to)
        )
        for row in case.rows(line) if low < high else ():
            found += [Known((Fraction(take.rate) - low) * 100 / (high - low), place(line)) for take in row.takes]
    return min(found, key=lambda each: each.value, default=Known(Fraction(100)))


def _asked_discount(case: Case, condition: Condition) -> Found:
    lines = list(case.lines(condition))
    of_list = sum((line.list for line in lines), ZERO)
    if of_list <= 0:
        return NotKnown("the quote has no list price")
    asked = sum((case.off(line, ASKED) for line in lines), Fraction(0))
    return Known(share(asked, of_list), names(condition))


CONCESSIONS = (
    Measure("discount", "discount", "percent", "1 - net / list of committed charges over the term", _discount),
    Measure(
        "line_discount",
        "discount of a line",
        "percent",
        "the greatest 1 - net / list of a committed charge",
        _line_discount,
    ),
    Measure(
        "family_discount",
        "discount of a family",
        "percent",
        "the greatest 1 - net / list of the committed charges of a family of products",
        _family_discount,
    ),
    Measure(
        "asked_discount",
        "discount asked for",
        "percent",
        "what the seller asks for beyond the rules of the catalog / list, of committed charges",
        _asked_discount,
    ),
    Measure(
        "period_discount",
        "discount in a part of the term",
        "percent",
        "the greatest 1 - net / list of a committed charge in any part of the term, free months left out",
        _period_discount,
    ),
    Measure(
        "price_book_discount",
        "discount of the price book",
        "percent",
        "the greatest part of list that the price book takes off a charge, usage included",
        _of_step("price_book"),
    ),
    Measure(
        "partner_discount",
        "discount of the partner",
        "percent",
        "the greatest part of list that the partner's tier takes off a charge, usage included",
        _of_step("partner"),
    ),
    Measure(
        "promotion_discount",
        "discount of promotions",
        "percent",
        "the greatest part of list that promotion codes take off a charge, usage included",
        _of_step("promotion"),
    ),
    Measure(
        "held_discount",
        "discount held from the contract",
        "percent",
        "the greatest part of list that the price of an earlier contract takes off a charge",
        _of_step("contract"),
    ),
    Measure(
        "range_position",
        "place in the price range",
        "percent",
        "the lowest place of a price that the seller states in its range: 0 the lowest price, 100 the highest, "
        "and where no price is stated",
        _range_position,
    ),
    Measure(
        "charges_left_out",
        "charges left out",
        "count",
        "committed charges of products that are bought without them",
        _left_out,
    ),
    Measure("credited", "credit", "money", "what an amendment gives back, over the rest of the term", _credited),
)
