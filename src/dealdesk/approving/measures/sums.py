"""What measures of price have in common: sums over lines, and one of two as a share of the other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.measures.measure import Case
from dealdesk.catalog.condition import Condition
from dealdesk.quoting.quote.line import QuoteLine

ZERO = Decimal(0)


def share(part: Fraction | Decimal, whole: Fraction | Decimal) -> Fraction:
    """Return a part in per cent of the whole."""
    return Fraction(part) * 100 / Fraction(whole)


def list_and_net(case: Case, lines: Iterable[QuoteLine]) -> tuple[Fraction, Fraction]:
    """Return list and net of some lines."""
    of_list = net = Fraction(0)
    for line in lines:
        of_list, net = of_list + Fraction(line.list), net + case.net(line)
    return of_list, net


def names(condition: Condition) -> str:
    """Return the products and families that a condition looks at, "" where it looks at all."""
    return ", ".join((*condition.skus, *condition.families))
