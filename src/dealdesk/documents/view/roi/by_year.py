"""The tables of a business case by year: costs, benefits, the way to the present value, and the months."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition
from dealdesk.documents.view.roi import said
from dealdesk.documents.view.roi.benefits import ordered, taken
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.cash import period_name
from dealdesk.documents.view.slides import slide
from dealdesk.documents.view.slides.table import fitted, table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.roi.result.rows import BenefitRow, CostRow

MOST = 6
"""Years, with the initial column, up to which each is a column; with more, each is a row of one table."""


def costs(case: Case) -> list[dict[str, Any]]:
    """Return all costs by year."""
    result = case.result
    if not result.costs:
        return []
    columns = _by_period(case, case.say("column.cost"), [case.say("column.total"), case.say("column.pv")])
    rows = [
        [
            f"{said.name(case, each)}\n{behind(case, each)}",
            *(map(case.whole, each.amounts) if few(case) else ()),
            case.whole(each.total),
            case.whole(each.pv),
        ]
        for each in result.costs
    ]
    total = [
        case.say("total"),
        *(case.whole(each.costs) for each in result.periods if few(case)),
        case.whole(result.totals.costs),
        case.whole(result.totals.pv_costs),
    ]
    amount = case.short(result.totals.pv_costs)
    groups = fitted(columns, rows)
    return [
        slide(
            f"costs-{number}",
            "full",
            titled(
                case,
                "costs",
                number,
                len(groups),
                case.stated(result.totals.pv_costs, "totals.pv_costs"),
                amount=amount,
            ),
            [table(columns, [*group, *([total] if number == len(groups) else [])], total=number == len(groups))],
            sub=case.say("sub.costs"),
            notes=[
                case.say(
                    "note_cost",
                    name=said.name(case, each),
                    total=case.money(each.total),
                    source=said.source(case, each) or said.derivation(case, each) or case.say("no_source"),
                )
                for each in result.costs
            ],
        )
        for number, group in enumerate(groups, 1)
    ]


def benefits(case: Case) -> list[dict[str, Any]]:
    """Return all benefits by year, as they are counted."""
    result = case.result
    if not result.benefits:
        return []
    columns = _by_period(
        case,
        case.say("column.benefit"),
        [case.say("column.risk_short"), case.say("column.total"), case.say("column.pv")],
    )
    rows = [
        [
            f"{said.name(case, each)}\n{behind(case, each)}",
            *(map(case.whole, each.amounts) if few(case) else ()),
            taken(case, each.risk.percent),
            case.whole(each.total),
            case.whole(each.pv),
        ]
        for each in ordered(case)
    ]
    total = [
        case.say("total"),
        *(case.whole(each.benefits) for each in result.periods if few(case)),
        "",
        case.whole(result.totals.benefits),
        case.whole(result.totals.pv_benefits),
    ]
    amount = case.short(result.totals.pv_benefits)
    groups = fitted(columns, rows)
    return [
        slide(
            f"benefits-{number}",
            "full",
            titled(
                case,
                "benefits",
                number,
                len(groups),
                case.stated(result.totals.pv_benefits, "totals.pv_benefits"),
                amount=amount,
            ),
            [table(columns, [*group, *([total] if number == len(groups) else [])], total=number == len(groups))],
            sub=case.say("sub.counted"),
            notes=[
                case.say("note_ramp", name=each.name, ramp=said.ramp(case, each))
                for each in result.benefits
                if each.ramp_words
            ],
        )
        for number, group in enumerate(groups, 1)
    ]


def flow(case: Case) -> list[dict[str, Any]]:
    """Return the way from benefits and costs to the present value."""
    result, totals = case.result, case.result.totals
    columns, rows = _flow_columns(case) if few(case) else _flow_rows(case)
    rate = case.exact_percent(result.rate)
    amount = case.short(abs(totals.npv))
    title = case.claimed(
        case.say("title.flow" if totals.npv >= 0 else "title.flow_below", amount=amount, rate=rate),
        case.stated(totals.npv, "totals.npv"),
        condition("totals.npv", "at least" if totals.npv >= 0 else "below", "0"),
    )
    groups = fitted(columns, rows)
    found = [title, *(case.claimed(f"{title} ({case.language.number(Decimal(n))})") for n in range(2, len(groups) + 1))]
    return [
        slide(
            f"flow-{place}" if place else "flow",
            "full",
            found[place],
            [table(columns, group, total=place == len(groups) - 1, marked=[2] if few(case) else ())],
            sub=case.say("sub.flow"),
        )
        for place, group in enumerate(groups)
    ]


def _flow_columns(case: Case) -> tuple[list[tuple[str, str, int]], list[list[str]]]:
    """Return the way to the present value with a column for each year."""
    periods, totals = case.result.periods, case.result.totals
    rows = [
        [case.say("benefit"), *(case.money(each.benefits) for each in periods), case.money(totals.benefits)],
        [case.say("cost_word"), *(case.money(-each.costs) for each in periods), case.money(-totals.costs)],
        [case.say("net"), *(case.money(each.net) for each in periods), case.money(totals.net)],
        [case.say("cumulative"), *(case.money(each.cumulative) for each in periods), ""],
        [case.say("factor"), *(case.language.number(each.factor, 6) for each in periods), ""],
        [case.say("pv_benefits"), *(case.money(each.pv_benefits) for each in periods), case.money(totals.pv_benefits)],
        [case.say("pv_costs"), *(case.money(-each.pv_costs) for each in periods), case.money(-totals.pv_costs)],
        [case.say("npv"), *(case.money(each.pv_net) for each in periods), case.money(totals.npv)],
    ]
    return _by_period(case, "", [case.say("column.total")], 10), rows


def _flow_rows(case: Case) -> tuple[list[tuple[str, str, int]], list[list[str]]]:
    """Return the same with a row for each year."""
    periods, totals = case.result.periods, case.result.totals
    heads = ("benefit", "cost_word", "net", "column.cumulative", "factor", "npv")
    columns = [(case.say("period"), "name", 8)]
    columns += [(case.say(each), "strong" if each == "npv" else "money", 10) for each in heads]
    rows = [
        [
            period_name(case, each),
            *map(case.money, (each.benefits, -each.costs, each.net, each.cumulative)),
            case.language.number(each.factor, 6),
            case.money(each.pv_net),
        ]
        for each in periods
    ]
    total = [case.say("total"), *map(case.money, (totals.benefits, -totals.costs, totals.net)), "", ""]
    return columns, [*rows, [*total, case.money(totals.npv)]]


def months(case: Case) -> list[dict[str, Any]]:
    """Return the months behind the cover, a column for each year."""
    months = [each for each in case.result.months if each.number]
    if len(months) > 60:
        return []
    years = [months[start : start + 12] for start in range(0, len(months), 12)]
    columns = [(case.say("column.month"), "name", 4)]
    for number, _ in enumerate(years, 1):
        year = case.say("year", year=case.language.number(Decimal(number)))
        columns += [
            (case.say("column.net_of", year=year), "money", 8),
            (case.say("column.cumulative"), "strong", 8),
        ]
    rows = [
        [case.language.number(Decimal(place + 1)), *(text for year in years for text in _month(case, year, place))]
        for place in range(12)
    ]
    return [
        slide(
            "months",
            "full",
            case.claimed(case.say("title.months")),
            [table(columns, rows)],
            sub=case.say("sub.months", start=case.money(case.result.months[0].net)),
        )
    ]


def _month(case: Case, year: list[Any], place: int) -> list[str]:
    if place >= len(year):
        return [NONE, NONE]
    return [case.whole(year[place].net), case.whole(year[place].cumulative)]


def few(case: Case) -> bool:
    """Whether there is a column for each year."""
    return len(case.result.periods) <= MOST


def _by_period(case: Case, first: str, last: list[str], widths: int = 9) -> list[tuple[str, str, int]]:
    shown = case.result.periods if few(case) else ()
    columns = [(first, "name", 28), *((period_name(case, each), "money", widths) for each in shown)]
    return [*columns, *((label, "strong" if label == last[-1] else "money", widths) for label in last)]


def titled(case: Case, key: str, number: int, count: int, *parts: Any, **values: Any) -> str:
    """Return a title, with "1 of 2" where the table takes several slides."""
    title = case.say(f"title.{key}", **values)
    if count > 1:
        title = case.say(
            "part_of",
            title=title,
            number=case.language.number(Decimal(number)),
            count=case.language.number(Decimal(count)),
        )
    return case.claimed(title, *parts)


def behind(case: Case, row: CostRow | BenefitRow) -> str:
    """Return how an amount comes about, and its source."""
    return "; ".join(each for each in (said.derivation(case, row), case.behind(said.source(case, row))) if each)
