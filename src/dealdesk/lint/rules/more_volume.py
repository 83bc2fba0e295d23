"""A volume discount makes a larger deal cost less than a smaller one.

A schedule with `mode = "volume"` gives all units the percentage that the quantity or the amount reaches, so the total
drops where a step begins.  With 10 % from 100 units on, 100 cost what 90 cost, and 91 to 99 cost more.

The total falls only where a step begins.  Both sides of each are priced for a charge that the schedule is for.  Where
the schedule counts a family or the whole deal, one more of a cheap product can bring dear ones to the step: that is
tried, too.  To mend it, use `mode = "graduated"`, which gives each slab its own percentage, or smaller steps.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.lint.crossings import Part, crossings
from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.market import Market, plain_number
from dealdesk.lint.reach import Sold, reaches
from dealdesk.lint.words import counted, money, number, spread
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import BracketedFee, Charge, Percentage, PercentOf, curve_amount, find
from dealdesk.quoting.plan import discountable, matches

_CALC = DecimalArithmetic()
TRIED = 50
"""Charges that are tried for each step; the cheapest ones come first, because their units make the smallest steps."""


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.volume
    if rule is None:
        return
    for place, schedule in enumerate(rule.schedules):
        if schedule.mode != "volume":
            continue
        charges = _charges(market, rule, schedule)[:TRIED]
        for rung in range(len(schedule.tiers)):
            before = schedule.tiers[rung - 1].percent if rung else Decimal(0)
            if schedule.tiers[rung].percent <= before:
                continue
            found = next(
                (f for sku, charge in charges if (f := _found(market, place, schedule, rung, sku, charge))), None
            )
            if found is None and schedule.scope != "line":
                found = _with_another(market, place, schedule, rung, charges)
            if found is not None:
                yield found


def _charges(market: Market, rule: Any, schedule: Any) -> list[Sold]:
    """Return the charges that a schedule is for, those with the smallest price of one unit first."""
    found = []
    for sku, product, charge in market.catalog.charges():
        if isinstance(charge, BracketedFee | Percentage | PercentOf) or not discountable(product, charge):
            continue
        if not all(matches(each.applies_to, sku, product, charge) for each in (rule, schedule)):
            continue
        curve = market.curve(charge, market.currency)
        one = market.least_of(sku)
        piece = find(curve, one) if curve else None
        if piece is not None:
            a_year = EXACT.multiply(curve_amount(_CALC, piece, one), Decimal(charge.per_year))
            found.append((EXACT.divide(a_year, one), sku, charge))
    return [(sku, charge) for _, sku, charge in sorted(found, key=lambda each: (each[0], each[1], each[2].id))]


def _found(market: Market, place: int, schedule: Any, rung: int, sku: str, charge: Charge) -> Found | None:
    after = reaches(market, schedule.by, schedule.tiers[rung].from_, sku, charge)
    least, step, _ = market.grid(sku, charge, market.currency)
    if after is None or after - step < least or after <= step:
        return None
    proof, unit = [], charge.unit or "units"
    for quantity in (after - step, after):
        deal = _deal(market, sku, charge, quantity)
        total = market.total(deal)
        if total is None:
            return None
        proof.append(Witness(counted(quantity, unit), deal, total))
    loss = proof[0].total - proof[1].total
    if loss <= 0:
        return None
    first = _first_above(market, schedule, sku, charge, after, proof[1].total)
    percent = schedule.tiers[rung].percent
    totals = [money(each.total, market.currency) for each in proof]
    verb = "costs" if first == after - step else "cost"
    return Found(
        ("rules", "volume", "schedules", place, "tiers", rung, "percent"),
        f"{schedule.name}: {proof[0].words} of {sku} cost {totals[0]} a year, "
        f"and {proof[1].words} cost {totals[1]} with {number(percent)} % off",
        witness=tuple(proof),
        loss=loss,
        currency=market.currency,
        zone=f"{spread(first, after - step, unit)} {verb} more than {counted(after, unit)}",
        repair='mode = "graduated", or smaller steps',
    )


def _with_another(market: Market, place: int, schedule: Any, rung: int, charges: Sequence[Sold]) -> Found | None:
    """Return the finding where one more product brings the others to a step of a schedule that counts them together."""
    worst: tuple[Decimal, tuple[Witness, ...]] | None = None
    for purchases in crossings(market, schedule, rung, charges):
        proof = []
        for parts in purchases:
            deal = market.deal([_line(market, each) for each in parts])
            words = " + ".join(f"{number(each.quantity)} of {each.sku}" for each in parts)
            proof.append(Witness(words, deal, market.total(deal) or Decimal(0)))
        loss = proof[0].total - proof[1].total
        if loss > 0 and proof[1].total and (worst is None or loss > worst[0]):
            worst = loss, tuple(proof)
    if worst is None:
        return None
    small, large = worst[1]
    totals = [money(each.total, market.currency) for each in worst[1]]
    return Found(
        ("rules", "volume", "schedules", place, "tiers", rung, "percent"),
        f"{schedule.name}: {small.words} cost {totals[0]} a year, "
        f"and {large.words} cost {totals[1]} with {number(schedule.tiers[rung].percent)} % off",
        witness=worst[1],
        loss=worst[0],
        currency=market.currency,
        repair='mode = "graduated", or smaller steps',
    )


def _line(market: Market, part: Part) -> Any:
    several = len(market.catalog.products[part.sku].charges) > 1
    return market.line(part.sku, plain_number(part.quantity), part.charge.id if several else None)


def _deal(market: Market, sku: str, charge: Charge, quantity: Decimal) -> dict[str, Any]:
    several = len(market.catalog.products[sku].charges) > 1
    return market.deal([market.line(sku, plain_number(quantity), charge.id if several else None)])


def _first_above(market: Market, schedule: Any, sku: str, charge: Charge, after: Decimal, total: Decimal) -> Decimal:
    """Return the smallest quantity below *after*, without a gap, that costs more than *total*.

    Totals rise between the quantities at which a step of the schedule or a tier of the charge begins.
    """
    least, step, _ = market.grid(sku, charge, market.currency)
    least = least or step
    reached = [reaches(market, schedule.by, rung.from_, sku, charge) for rung in schedule.tiers]
    starts = {int(EXACT.divide(each - least, step)) for each in reached if each is not None}
    for segment in market.curve(charge, market.currency) or ():
        starts.add(int(EXACT.divide(max(segment.above - least, -step), step)) + 1)

    def dearer(steps: int) -> bool:
        cost = market.total(_deal(market, sku, charge, least + EXACT.multiply(step, Decimal(steps))))
        return cost is not None and cost > total

    first = high = int(EXACT.divide(after - least, step)) - 1
    for low in sorted((each for each in {0, *starts} if each <= high), reverse=True):
        if not dearer(high):
            break
        start = low
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if dearer(middle) else (middle + 1, high)
        first = low
        if first > start:
            break
        high = start - 1
    return least + EXACT.multiply(step, Decimal(first))


RULE = Rule("DD103", "price-falls-with-volume", "A volume discount makes more cost less", "error", __doc__ or "", _find)
