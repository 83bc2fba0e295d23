"""Figures of a quote as an envelope bounds them, exact: discounts, margin, terms."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)


def discount_of(quote: Quote) -> Fraction:
    """Return the discount of the committed charges, in per cent; 0 of nothing."""
    totals = quote.totals
    return Fraction(totals.discount) * 100 / Fraction(totals.list) if totals.list > 0 else Fraction(0)


def by_family_of(quote: Quote) -> dict[str, Fraction]:
    """Return the discount of the committed charges of each family of products, in per cent."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in quote.lines:
        if line.committed and not line.optional:
            of_list, net = sums.get(line.family, (ZERO, ZERO))
            sums[line.family] = (of_list + line.list, net + line.net)
    return {
        family: Fraction(of_list - net) * 100 / Fraction(of_list)
        for family, (of_list, net) in sums.items()
        if of_list > 0
    }


def margin_of(quote: Quote) -> Fraction | None:
    """Return the margin, in per cent; None where a charge states no cost, or nothing is paid."""
    lines = [line for line in quote.lines if line.committed and not line.optional]
    costs = [line.cost for line in lines if line.cost is not None]
    net = sum((line.net for line in lines), ZERO)
    if len(costs) < len(lines) or net <= 0:
        return None
    return Fraction(net - sum(costs, ZERO)) * 100 / Fraction(net)


def usage_discounts_of(quote: Quote) -> dict[str, Fraction]:
    """Return the greatest discount of each usage charge in any part of the term, in per cent."""
    found: dict[str, Fraction] = {}
    for line in quote.lines:
        for each in line.intervals if not line.committed and not line.optional else ():
            if each.list > 0:
                value = Fraction(each.list - each.net) * 100 / Fraction(each.list)
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
