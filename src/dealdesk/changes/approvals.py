"""Who has to approve a quote, by the catalog's policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Approval
from dealdesk.money import EXACT
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.paper import payment_days
from dealdesk.quoting.quote import Quote

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {"above": gt, "at_least": ge, "below": lt, "at_most": le}

HUNDRED = Decimal(100)


def needed(deal: Deal, catalog: Catalog, quote: Quote) -> tuple[Approval, ...]:
    """Return the approvals of the catalog's policy that a quote needs, in the policy's order.

    A measure that is not known, such as a margin without costs, needs none; neither does the value of a deal in
    another currency than the catalog's, in which the limit is not stated.
    """
    return tuple(each for each in catalog.policy.approvals if _is_needed(each, deal, catalog, quote))


def _is_needed(approval: Approval, deal: Deal, catalog: Catalog, quote: Quote) -> bool:
    found = _measured(approval.measure, deal, catalog, quote)
    if found is None:
        return False
    value, whole = found  # value ÷ whole is the measure; compared as products, so that nothing is rounded
    return _COMPARE[approval.op](value, EXACT.multiply(approval.value, whole))


def _measured(measure: str, deal: Deal, catalog: Catalog, quote: Quote) -> tuple[Decimal, Decimal] | None:
    """Return a measure of a quote as a fraction with a denominator above 0; None where it is not known."""
    one = Decimal(1)
    if measure == "discount":
        return (quote.totals.discount * HUNDRED, quote.totals.list) if quote.totals.list > 0 else None
    if measure == "margin":
        margin = quote.metric("margin")
        return None if margin is None else (margin, one)
    if measure == "tcv":
        return (quote.totals.net, one) if quote.currency == catalog.catalog.currency else None
    if measure == "months":
        return Decimal(quote.months), one
    if measure == "payment_days":
        return Decimal(payment_days(deal, catalog)), one
    return Decimal(deal.free.months if deal.free is not None else 0), one
