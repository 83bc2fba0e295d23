"""Measures of unit economics: known where the deal states what only the vendor can know of this customer.

Gross margin, cost of acquisition and of infrastructure are figures of the vendor's books. A deal may state them in
`[economics]`; the ranges that a catalog gives for a sort of customer are no figures of this deal, and never stand in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from dealdesk.approving.measures.margins import MARGINS
from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown
from dealdesk.catalog.condition import Condition

_MARGIN = next(each for each in MARGINS if each.name == "margin").measure


def _stated(case: Case, key: str) -> Found:
    value = getattr(case.deal.economics, key)
    if value is not None:
        return Known(Fraction(value))
    typical = case.catalog.economics.get(case.deal.customer.segment or "")
    span = getattr(typical, key, None)
    usual = f"; customers of {typical.name} have {span[0]:,f} to {span[1]:,f}" if typical and span else ""
    return NotKnown(f"the deal states no {key} in [economics]{usual}")


def _gross_margin(case: Case, condition: Condition) -> Found:
    stated = _stated(case, "gross_margin")
    if isinstance(stated, Known):
        return stated
    priced = _MARGIN(case, condition)
    if isinstance(priced, Known):
        return priced
    if priced.beyond:
        return priced
    return NotKnown(f"{priced.why}, and the deal states no gross_margin in [economics]")


def _arr(case: Case) -> Fraction | None:
    value = case.metric("acv")
    return Fraction(value) if value else None


def _infrastructure(case: Case, condition: Condition) -> Found:
    cost, arr = _stated(case, "infrastructure_cost"), _arr(case)
    if isinstance(cost, NotKnown):
        return cost
    if arr is None:
        return _nothing_recurring(case, "highest" if cost.value > 0 else "")
    return Known(cost.value * 100 / arr)


def _nothing_recurring(case: Case, beyond: Literal["", "highest", "lowest"]) -> NotKnown:
    """Return why there is no yearly value; where what recurs is given away, a share of it is beyond any limit."""
    given_away = any(line.recurring and line.committed and not line.optional for line in case.quote.lines)
    return NotKnown("the quote has no recurring revenue", beyond if given_away else "")


def _cac(case: Case, condition: Condition) -> Found:
    return _stated(case, "cac")


def _gross_profit(case: Case, condition: Condition, without: Literal["highest", "lowest"]) -> Fraction | NotKnown:
    """Return the gross profit a year; where there is none, the figure is the highest or the lowest *without* it."""
    margin, arr = _gross_margin(case, condition), _arr(case)
    if isinstance(margin, NotKnown):
        return NotKnown(margin.why, without if margin.beyond else "")
    if arr is None:
        return _nothing_recurring(case, without)
    profit = arr * margin.value / 100
    return profit if profit > 0 else NotKnown("there is no gross profit to pay it back", without)


def _payback(case: Case, condition: Condition) -> Found:
    cac = _stated(case, "cac")
    if isinstance(cac, NotKnown):
        return cac
    if not cac.value:
        return Known(Fraction(0))
    profit = _gross_profit(case, condition, "highest")
    return profit if isinstance(profit, NotKnown) else Known(cac.value * 12 / profit)


def _ltv_to_cac(case: Case, condition: Condition) -> Found:
    cac, churn = _stated(case, "cac"), _stated(case, "churn_percent")
    for each in (cac, churn):
        if isinstance(each, NotKnown):
            return each
    profit = _gross_profit(case, condition, "lowest")
    if isinstance(profit, NotKnown):
        return profit
    assert isinstance(cac, Known)
    assert isinstance(churn, Known)
    if not cac.value or not churn.value:
        return NotKnown("the cost of acquisition or the churn is 0", "highest")
    return Known(profit * 100 / churn.value / cac.value)


def _own_economics(case: Case, condition: Condition) -> Found:
    own = case.deal.economics
    keys = [key for key in type(own).fields() if getattr(own, key) is not None]
    return Known(Fraction(len(keys)), ", ".join(keys))


ECONOMICS = (
    Measure(
        "own_economics",
        "economics of its own",
        "count",
        "figures of the deal's [economics], which no catalog has: what the guardrails below rest on",
        _own_economics,
    ),
    Measure(
        "gross_margin",
        "gross margin",
        "percent",
        "as the deal states it in [economics], else the margin of the quote where every charge states a cost",
        _gross_margin,
    ),
    Measure(
        "infrastructure_share",
        "infrastructure share",
        "percent",
        "infrastructure cost a year, as the deal states it / yearly contract value",
        _infrastructure,
    ),
    Measure("cac", "cost of acquisition", "money", "as the deal states it in [economics]", _cac),
    Measure(
        "cac_payback",
        "CAC payback",
        "months",
        "cost of acquisition × 12 / (yearly contract value × gross margin)",
        _payback,
    ),
    Measure(
        "ltv_to_cac",
        "LTV to CAC",
        "ratio",
        "yearly contract value × gross margin / churn a year / cost of acquisition",
        _ltv_to_cac,
    ),
)
