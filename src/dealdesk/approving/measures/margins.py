"""Measures of what is left: margins, and how far a price stands above its floor."""

from __future__ import annotations

from fractions import Fraction

from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown
from dealdesk.approving.measures.sums import names, share
from dealdesk.catalog.condition import Condition
from dealdesk.quoting.quote.line import QuoteLine


def _margin(case: Case, condition: Condition) -> Found:
    lines = list(case.lines(condition))
    return _margin_of(case, lines, names(condition))


def _margin_of(case: Case, lines: list[QuoteLine], name: str) -> Found:
    without = list(dict.fromkeys(line.sku for line in lines if line.cost is None))
    if without:
        more = f" and {len(without) - 3} more" if len(without) > 3 else ""
        return NotKnown(f"the catalog states no cost for {', '.join(without[:3])}{more}")
    net = sum((case.net(line) for line in lines), Fraction(0))
    cost = sum((case.cost(line) for line in lines), Fraction(0))
    if net <= 0:
        return NotKnown("nothing is paid", "lowest" if lines and net == 0 and cost > 0 else "")
    return Known(share(net - cost, net), name)


def _line_margin(case: Case, condition: Condition) -> Found:
    found = [(_margin_of(case, [line], f"line {line.line}, {line.sku}")) for line in case.lines(condition)]
    for each in found:
        if isinstance(each, NotKnown) and each.beyond:
            return each
    known = [each for each in found if isinstance(each, Known)]
    if known:
        return min(known, key=lambda each: each.value)
    return found[0] if found else NotKnown("there is no such line")


def _floor_distance(case: Case, condition: Condition) -> Found:
    found = []
    for line in case.lines(condition):
        floor = case.floors.get((line.line, line.sku, line.charge))
        if floor is not None:
            found.append(Known(share(case.net(line) - floor, floor), f"line {line.line}, {line.sku}"))
    if not found:
        return NotKnown("no such line has a floor price")
    return min(found, key=lambda each: each.value)


MARGINS = (
    Measure("margin", "margin", "percent", "(net - cost) / net of committed charges over the term", _margin),
    Measure("line_margin", "margin of a line", "percent", "the lowest (net - cost) / net of a charge", _line_margin),
    Measure(
        "floor_distance",
        "distance to the floor",
        "percent",
        "the lowest (net - floor) / floor of a charge; 0 stands on the floor",
        _floor_distance,
    ),
)
