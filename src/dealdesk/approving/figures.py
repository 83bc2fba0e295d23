"""Figures of a quote as an envelope bounds them, before rounding: discounts, margin, terms."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from dealdesk.approving.unrounded import counted_net, pieces_in, pieces_of
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine

ZERO = Decimal(0)


def discount_of(quote: Quote) -> Fraction:
    """Return the discount of the committed charges, in per cent; 0 of nothing."""
    lines = [line for line in quote.lines if line.committed and not line.optional]
    of_list = Fraction(sum((line.list for line in lines), ZERO))
    return (of_list - _net(quote, lines)) * 100 / of_list if of_list > 0 else Fraction(0)


def by_family_of(quote: Quote) -> dict[str, Fraction]:
    """Return the discount of the committed charges of each family of products, in per cent."""
    families: dict[str, list[QuoteLine]] = {}
    for line in quote.lines:
        if line.committed and not line.optional:
            families.setdefault(line.family, []).append(line)
    lists = {family: Fraction(sum((line.list for line in lines), ZERO)) for family, lines in families.items()}
    return {
        family: (lists[family] - _net(quote, lines)) * 100 / lists[family]
        for family, lines in families.items()
        if lists[family] > 0
    }


def margin_of(quote: Quote) -> Fraction | None:
    """Return the margin, in per cent; None where a charge states no cost, or nothing is paid."""
    lines = [line for line in quote.lines if line.committed and not line.optional]
    costs = [line.cost for line in lines if line.cost is not None]
    net = _net(quote, lines)
    if len(costs) < len(lines) or net <= 0:
        return None
    return (net - Fraction(sum(costs, ZERO))) * 100 / net


def _net(quote: Quote, lines: Iterable[QuoteLine]) -> Fraction:
    """Return the net price of some lines as measures count it: rounding of amounts takes nothing off."""
    pieces = pieces_of(quote)
    return sum((counted_net(pieces, line) for line in lines), Fraction(0))


def usage_discounts_of(quote: Quote) -> dict[str, Fraction]:
    """Return the greatest discount of each usage charge in any part of the term, in per cent."""
    found: dict[str, Fraction] = {}
    pieces = pieces_of(quote)
    for line in quote.lines:
        if line.committed or line.optional:
            continue
        stretches = [(each.list, each.counted) for each in pieces_in(pieces, line)]
        for of_list, net in stretches or [(Fraction(each.list), Fraction(each.net)) for each in line.intervals]:
            if of_list > 0:
                value = (of_list - net) * 100 / of_list
                key = f"{line.sku}/{line.charge}"
                found[key] = max(value, found.get(key, value))
    return found


def months_of(quote: Quote) -> int:
    """Return the months of the term; one that has begun counts."""
    return quote.months + (1 if quote.days else 0)


def payment_days_of(quote: Quote) -> int:
    """Return the longest time from an invoice to its due date."""
    return max(((each.due - each.date).days for each in quote.invoices), default=0)


def free_months_of(quote: Quote) -> int:
    """Return the free months."""
    said = [each.said for each in quote.terms if each.said is not None and each.said.id == "free"]
    return sum(int(each.values["months"]) for each in said)
