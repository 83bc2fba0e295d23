"""The cash: benefit and cost of each period, and what they have come to, as a picture and below it as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.cover import paid_back
from dealdesk.documents.view.slides import chart, slide
from dealdesk.documents.view.slides.table import table

if TYPE_CHECKING:
    from dealdesk.value.roi.result.rows import Period

ZERO = Decimal(0)
MOST = 6
"""Periods up to which the table stands below the picture; with more it stands behind."""


def cash(case: Case) -> list[dict[str, Any]]:
    """Return the slide."""
    result = case.result
    columns = [("", "name", 3), *((period_name(case, each), "money", 5) for each in result.periods)]
    rows = [
        [case.say("benefit"), *(case.whole(each.benefits) for each in result.periods)],
        [case.say("cost_word"), *(case.whole(-each.costs) for each in result.periods)],
        [case.say("net"), *(case.whole(each.net) for each in result.periods)],
        [case.say("column.cumulative"), *(case.whole(each.cumulative) for each in result.periods)],
    ]
    legend = [("accent", case.say("benefit")), ("grey", case.say("cost_word")), ("line", case.say("cumulative"))]
    few = len(result.periods) <= MOST
    case.charts["cash" if few else "cash_long"] = {
        "periods": [_period(case, each) for each in result.periods],
        "bare": few,
        "heads": [case.say("benefit"), case.say("cost_word"), case.say("cumulative")],
        "title": case.say("sub.cash"),
    }
    beside = [table(columns, rows, marked=[3], aligned=True)] if few else []
    body = [chart("cash" if few else "cash_long", *legend), *beside]
    return [slide("cash", "full", _title(case), body, notes=_notes(case))]


def period_name(case: Case, period: Period) -> str:
    """Return "Start" or "Year 2"."""
    if period.id == "initial":
        return case.say("start")
    return case.say("year", year=period.id.rpartition("-")[2])


def _period(case: Case, each: Period) -> dict[str, Any]:
    return {
        "label": period_name(case, each),
        "benefit": case.short(each.benefits),
        "cost": case.short(-each.costs),
        "cumulative": case.short(each.cumulative),
        "benefit_value": float(each.benefits),
        "cost_value": float(each.costs),
        "cumulative_value": float(each.cumulative),
    }


def _title(case: Case) -> str:
    months = case.result.months
    end, month = months[-1].cumulative, paid_back(case)
    amount, last = case.short(abs(end)), "months.-1.cumulative"
    said = case.stated(end, last)
    if month:
        text = case.language.number(Decimal(month))
        return case.claimed(
            case.say("title.cash", month=text, amount=amount, years=case.years),
            number(text, f"months.{month}.number"),
            said,
            condition(f"months.{month - 1}.cumulative", "below", "0"),
            *(condition(f"months.{later}.cumulative", "at least", "0") for later in range(month, len(months))),
        )
    if end < ZERO:
        return case.claimed(
            case.say("title.cash_short", amount=amount, years=case.years), said, condition(last, "below", "0")
        )
    return case.claimed(
        case.say("title.cash_never_below", amount=amount, years=case.years),
        said,
        condition("months.*.cumulative", "at least", "0"),
    )


def _notes(case: Case) -> list[str]:
    rate = case.exact_percent(case.result.rate)
    rows = [
        case.say(
            "note_period",
            period=period_name(case, each),
            benefits=case.money(each.benefits),
            costs=case.money(each.costs),
            net=case.money(each.net),
            cumulative=case.money(each.cumulative),
        )
        for each in case.result.periods
    ]
    return [case.say("note_cash", rate=rate), *rows]
