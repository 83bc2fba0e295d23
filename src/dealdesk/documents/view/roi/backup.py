"""The tables behind the case: every figure of its charts, and how it is worked out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition
from dealdesk.documents.view.roi.basis import confidence
from dealdesk.documents.view.roi.benefits import ordered, taken
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.cash import period_name
from dealdesk.documents.view.slides import chart, fitted, note, pages, prose, slide, table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.roi.result import Assumption

TEXTS = 9
"""Sentences on a slide."""


def backup(case: Case) -> list[dict[str, Any]]:
    """Return the slides."""
    parts = (_alternatives, _costs, _benefits, _flow, _months, _inputs, _sensitivity, _runs, _method)
    return [each for part in parts for each in part(case)]


def _alternatives(case: Case) -> list[dict[str, Any]]:
    """Return what it costs to own this or another way; benefits are left out."""
    result = case.result
    others = [each for each in result.alternatives if each.id != "offer"]
    if not others:
        return []
    offer = next((each for each in result.alternatives if each.id == "offer"), None)
    shown = [*([offer] if offer else []), *others]
    case.charts["alternatives"] = {
        "bars": [
            {
                "name": each.name,
                "note": case.say("total_of", total=case.short(each.total), years=case.years),
                "amount": case.short(each.pv),
                "value": float(each.pv),
                "strong": each is offer,
            }
            for each in shown
        ],
        "title": case.say("sub.alternatives", years=case.years),
    }
    best = max(others, key=lambda each: each.difference)
    least = min(others, key=lambda each: each.difference)
    chosen, key, operator = (
        (best, "cheaper", "above") if least.difference > 0 or best.difference > 0 else (best, "dearer", "at most")
    )
    name = chosen.name
    power = case.stated(chosen.difference, f"alternatives.{result.alternatives.index(chosen)}.difference")
    title = case.claimed(
        case.say(f"title.{key}", name=name, amount=case.short(abs(chosen.difference))),
        power,
        condition(f"alternatives.{result.alternatives.index(chosen)}.difference", operator, "0"),
    )
    columns = [
        (case.say("column.way"), "name", 16),
        (case.say("column.pv"), "strong", 11),
        (case.say("column.difference"), "money", 10),
    ]
    rows = [
        [each.name, case.whole(each.pv), case.whole(each.difference) if each is not offer else NONE] for each in shown
    ]
    return [
        slide(
            "alternatives",
            "halves",
            title,
            [chart("alternatives")],
            [table(columns, rows, width=334.0, tall=240.0), note(case.say("alternatives_note"))],
            sub=case.say("sub.alternatives", years=case.years),
            notes=[
                case.say(
                    "note_cost",
                    name=f"{each.name}: {cost.name}",
                    total=case.money(cost.total),
                    source=cost.source or case.say("no_source"),
                )
                for each in shown
                for cost in each.costs
            ],
        )
    ]


def _by_period(case: Case, first: str, last: list[str], widths: int = 9) -> list[tuple[str, str, int]]:
    columns = [(first, "name", 16), *((period_name(case, each), "money", widths) for each in case.result.periods)]
    return [*columns, *((label, "strong" if label == last[-1] else "money", widths) for label in last)]


def _titled(case: Case, key: str, number: int, count: int, *parts: Any, **values: Any) -> str:
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


def _costs(case: Case) -> list[dict[str, Any]]:
    result = case.result
    if not result.costs:
        return []
    columns = _by_period(case, case.say("column.cost"), [case.say("column.total"), case.say("column.pv")])
    rows = [
        [
            f"{each.name}\n{_behind(case, each.derivation, each.source)}",
            *map(case.whole, each.amounts),
            case.whole(each.total),
            case.whole(each.pv),
        ]
        for each in result.costs
    ]
    total = [
        case.say("total"),
        *(case.whole(each.costs) for each in result.periods),
        case.whole(result.totals.costs),
        case.whole(result.totals.pv_costs),
    ]
    amount = case.short(result.totals.pv_costs)
    groups = fitted(columns, rows)
    return [
        slide(
            f"costs-{number}",
            "full",
            _titled(
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
                    name=each.name,
                    total=case.money(each.total),
                    source=each.source or case.behind(each.derivation) or case.say("no_source"),
                )
                for each in result.costs
            ],
        )
        for number, group in enumerate(groups, 1)
    ]


def _behind(case: Case, derivation: str, source: str | None) -> str:
    text = (
        case.language.listed([each for each in (derivation, source or "") if each])
        if not (derivation and source)
        else f"{derivation}; {source}"
    )
    return case.behind(text)


def _benefits(case: Case) -> list[dict[str, Any]]:
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
            f"{each.name}\n{_behind(case, each.derivation, each.source)}",
            *map(case.whole, each.amounts),
            taken(case, each.risk.percent),
            case.whole(each.total),
            case.whole(each.pv),
        ]
        for each in ordered(case)
    ]
    total = [
        case.say("total"),
        *(case.whole(each.benefits) for each in result.periods),
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
            _titled(
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
                case.say("note_ramp", name=each.name, ramp=each.ramp_words)
                for each in result.benefits
                if each.ramp_words
            ],
        )
        for number, group in enumerate(groups, 1)
    ]


def _flow(case: Case) -> list[dict[str, Any]]:
    result, totals = case.result, case.result.totals
    columns = _by_period(case, "", [case.say("column.total")], 10)
    periods = result.periods
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
    rate = case.exact_percent(result.rate)
    amount = case.short(abs(totals.npv))
    title = case.claimed(
        case.say("title.flow" if totals.npv >= 0 else "title.flow_below", amount=amount, rate=rate),
        case.stated(totals.npv, "totals.npv"),
        condition("totals.npv", "at least" if totals.npv >= 0 else "below", "0"),
    )
    return [slide("flow", "full", title, [table(columns, rows, total=True, marked=[2])], sub=case.say("sub.flow"))]


def _months(case: Case) -> list[dict[str, Any]]:
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


def _inputs(case: Case) -> list[dict[str, Any]]:
    found = case.result.assumptions
    columns = [
        (case.say("column.input"), "name", 16),
        (case.say("column.low"), "money", 8),
        (case.say("column.expected"), "strong", 8),
        (case.say("column.high"), "money", 8),
        (case.say("column.source"), "text", 20),
        (case.say("column.confidence"), "money", 7),
    ]
    rows = [
        [
            f"{each.name}\n{case.unit_of(each)}".strip(),
            case.assumed(each, each.low),
            case.assumed(each, each.expected),
            case.assumed(each, each.high),
            f"{each.source or NONE}\n{_drives(case, each)}".strip(),
            confidence(case, each.confidence),
        ]
        for each in found
    ]
    groups = fitted(columns, rows)
    return [
        slide(
            f"inputs-{number}",
            "full",
            _titled(
                case,
                "inputs",
                number,
                len(groups),
                condition("assumptions.#", "equal", Decimal(len(found))),
                n=len(found),
            ),
            [table(columns, group)],
        )
        for number, group in enumerate(groups, 1)
    ]


def _drives(case: Case, each: Assumption) -> str:
    return case.say("drives", names=case.language.listed(each.drives)) if each.drives else ""


def _sensitivity(case: Case) -> list[dict[str, Any]]:
    found = case.result.tornado
    evens = {each.id: each for each in case.result.break_evens}
    columns = [
        (case.say("column.input"), "name", 18),
        (case.say("column.low"), "money", 9),
        (case.say("column.npv_at"), "money", 11),
        (case.say("column.high"), "money", 9),
        (case.say("column.npv_at"), "money", 11),
        (case.say("column.break_even"), "strong", 12),
    ]
    rows = []
    for each in found:
        even = evens.get(each.id)
        value = (
            case.assumed(each, even.value) if even is not None and even.value is not None else case.say("none_found")
        )
        rows.append(
            [
                f"{each.name}\n{case.unit_of(each)}".strip(),
                case.assumed(each, each.low),
                case.whole(each.npv_low),
                case.assumed(each, each.high),
                case.whole(each.npv_high),
                value,
            ]
        )
    if not rows:
        return []
    widest = case.short(found[0].swing)
    groups = fitted(columns, rows)
    return [
        slide(
            f"sensitivity-{number}",
            "full",
            _titled(
                case,
                "sensitivity",
                number,
                len(groups),
                case.stated(found[0].swing, "tornado.0.swing"),
                name=case.language.inside(found[0].name),
                amount=widest,
            ),
            [table(columns, group), note(*([case.say("break_even_note")] if number == len(groups) else []))],
            sub=case.say("sub.risk", years=case.years),
        )
        for number, group in enumerate(groups, 1)
    ]


def _runs(case: Case) -> list[dict[str, Any]]:
    run = case.result.simulation
    if run is None:
        return []
    columns = [
        (case.say("column.result"), "name", 10),
        (case.say("column.npv"), "strong", 12),
        (case.say("column.roi"), "money", 8),
    ]
    rows = [
        [case.say("least"), case.money(run.least), ""],
        ["P10", case.money(run.p10), case.percent(run.roi_p10)],
        ["P50", case.money(run.p50), case.percent(run.roi_p50)],
        ["P90", case.money(run.p90), case.percent(run.roi_p90)],
        [case.say("most"), case.money(run.most), ""],
        [case.say("mean"), case.money(run.mean), ""],
    ]
    bins = [
        (case.say("column.from"), "money", 10),
        (case.say("column.up_to"), "money", 10),
        (case.say("column.draws"), "money", 8),
    ]
    counts = [
        [case.short(each.low), case.short(each.high), case.language.number(Decimal(each.draws))] for each in run.bins
    ]
    half = -(-len(counts) // 2) if len(counts) > 12 else len(counts)
    positive = case.percent(run.positive, 0 if run.positive in (0, 100) else 1)
    places = 0 if run.positive in (0, 100) else 1
    from dealdesk.documents.claims import number as said

    draws = case.language.number(Decimal(run.draws))
    title = case.claimed(
        case.say("title.runs", percent=positive, draws=draws),
        said(positive, "simulation.positive", places=places),
        said(draws, "simulation.draws"),
    )
    tables = [table(bins, counts[:half]), *([table(bins, counts[half:])] if counts[half:] else [])]
    right = [*tables, *([prose()] * (2 - len(tables)))]
    shape = case.say(f"shape.{run.shape}", seed=str(run.seed))
    return [
        slide(
            "runs",
            "thirds",
            title,
            [table(columns, rows), note(shape)],
            [right[0]],
            [right[1]],
            sub=case.say("sub.runs"),
        )
    ]


def _method(case: Case) -> list[dict[str, Any]]:
    result = case.result
    texts = [case.language.tidy(each) for each in (*result.statement, *result.notes)]
    figures = [[each.title, _figure(case, each), case.language.tidy(each.definition)] for each in result.figures]
    found = []
    columns = [
        (case.say("column.figure"), "name", 12),
        (case.say("column.value"), "strong", 8),
        (case.say("column.definition"), "text", 30),
    ]
    for number, group in enumerate(fitted(columns, figures), 1):
        count = len(fitted(columns, figures))
        found.append(
            slide(f"figures-{number}", "full", _titled(case, "figures", number, count), [table(columns, group)])
        )
    unquantified = [f"{each.name}: {each.text}" if each.text else each.name for each in result.unquantified]
    if unquantified:
        texts.append(case.say("not_counted", names="; ".join(unquantified)))
    for number, group in enumerate(pages(texts, TEXTS), 1):
        found.append(
            slide(
                f"method-{number}", "full", _titled(case, "method", number, len(pages(texts, TEXTS))), [prose(*group)]
            )
        )
    return found


def _figure(case: Case, each: Any) -> str:
    if each.value is None:
        return NONE
    if each.kind == "money":
        return case.money(each.value)
    if each.kind == "percent":
        return case.percent(each.value, 1)
    return case.months(each.value) if each.kind == "months" else case.language.number(each.value, 2)
