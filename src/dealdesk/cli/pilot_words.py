"""Figures of pilots in words."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.pilot.result.criteria import CriterionResult, Verdict

BLOCKS = {"day": "days", "hour": "hours", "6 hours": "blocks of 6 hours"}
SIGNS = {"below": "<", "above": ">", "at_least": ">=", "at_most": "<="}


def count(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}"


def signed(value: Decimal) -> str:
    """Return a number with a true minus."""
    return f"{value:,f}".replace("-", "−")


def figure(value: Decimal | None, unit: str) -> str:
    """Return an estimate with its unit."""
    return "" if value is None else f"{signed(value)}{_unit(unit)}"


def _unit(unit: str) -> str:
    return {"%": " %", "points": " pts"}.get(unit, "")


def target_of(each: CriterionResult) -> str:
    """Return what was agreed: "< 7 %"."""
    return f"{SIGNS[each.op]} {signed(each.target)}{_unit(each.unit)}"


def span(each: CriterionResult) -> str:
    """Return the interval."""
    return "" if each.low is None or each.high is None else f"{signed(each.low)} to {signed(each.high)}"


def arm_figure(value: Decimal | None, unit: str) -> str:
    """Return the figure of an arm without its unit: milliseconds without decimals from 100 on."""
    if value is None:
        return ""
    return f"{value:,.0f}" if unit == "ms" and value >= 100 else signed(value)


def money(value: Decimal | None) -> str:
    """Return the cost of one request."""
    return "unknown" if value is None else signed(value)


def percent(value: Decimal | None) -> str:
    """Return a percentage."""
    return "unknown" if value is None else f"{signed(value)} %"


def result_of(verdict: Verdict) -> str:
    """Return a verdict as the table shows it."""
    return {"pass": "pass", "fail": "FAIL", "not enough data": "not enough", "not started": "not started"}.get(
        verdict, verdict
    )


def amount(value: Decimal, currency: str) -> str:
    """Return a whole amount with its currency."""
    return f"{currency} {value:,.0f}".replace("-", "−")
