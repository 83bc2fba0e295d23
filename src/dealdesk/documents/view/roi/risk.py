"""The risk: what each assumption does alone, all of them together, and how far things may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.said import break_even
from dealdesk.documents.view.slides import chart, note, slide
from dealdesk.documents.view.slides.table import table

if TYPE_CHECKING:
    from dealdesk.value.roi.result.sensitivity import Simulation, TornadoRow

MOST = 7
"""Assumptions on the slide, those that move the result most; all of them stand behind."""


def risk(case: Case) -> list[dict[str, Any]]:
    """Return the slide; none for a case without assumptions."""
    result = case.result
    if not result.tornado and not result.simulation:
        return []
    title = _title(case)
    left: list[dict[str, Any]] = []
    if result.tornado:
        case.charts["tornado"] = _tornado(case)
        left.append(chart("tornado"))
    right = [_scenarios(case)] if result.scenarios else []
    if result.simulation:
        case.charts["distribution"] = _distribution(case, result.simulation)
        right.append(chart("distribution"))
    right.append(note(_simulated(case), _break_even(case)))
    return [slide("risk", "risk", title, left, right, sub=case.say("sub.risk", years=case.years), notes=_notes(case))]


def _title(case: Case) -> str:
    """Return what the assumptions can do to the case; each sentence holds only under the conditions that go with it."""
    rows, npv = case.result.tornado, case.result.totals.npv
    worst = "tornado.*.worst"
    even = next((each for each in case.result.break_evens if each.id == "benefits" and each.percent is not None), None)
    if npv < 0:
        parts = [condition("totals.npv", "below", "0")]
        if even is None or even.percent is None or even.direction != "rise":
            return case.claimed(case.say("title.negative"), *parts)
        percent = case.percent(even.percent)
        said = number(percent, "break_evens.id=benefits.percent")
        return case.claimed(case.say("title.must_rise", percent=percent), *parts, said)
    if not rows:
        return case.claimed(case.say("title.no_assumptions"), condition("totals.npv", "at least", "0"))
    turning = _turning(rows)
    if not turning:
        return case.claimed(
            case.say("title.robust"), condition(worst, "at least", "0"), condition("totals.npv", "at least", "0")
        )
    tests = [
        condition(f"tornado.{index}.worst", "below" if each.worst < 0 else "at least", "0")
        for index, each in enumerate(rows)
    ]
    if len(turning) == 1:
        name = case.language.inside(turning[0].name)
        return case.claimed(case.say("title.one_turns", name=name), *tests)
    return case.claimed(
        case.say("title.some_turn", n=len(turning), of=case.language.in_words(len(rows))),
        *tests,
        condition("tornado.#", "equal", Decimal(len(rows))),
    )


def _turning(rows: Sequence[TornadoRow]) -> list[TornadoRow]:
    """Return the assumptions that alone can turn the case negative."""
    return [each for each in rows if each.worst < 0]


def _tornado(case: Case) -> dict[str, Any]:
    result = case.result
    return {
        "rows": [_row(case, each) for each in result.tornado[:MOST]],
        "base": case.say("base", amount=case.short(result.totals.npv)),
        "base_value": float(result.totals.npv),
        "zero": case.say("zero"),
        "heads": [case.say("column.low"), case.say("column.high")],
        "title": case.say("sub.risk", years=case.years),
    }


def _row(case: Case, each: TornadoRow) -> dict[str, Any]:
    low, high, base = case.ranged(each)
    return {
        "name": each.name,
        "note": case.say("range", low=low, high=high, base=base),
        "low": case.short(each.npv_low),
        "high": case.short(each.npv_high),
        "low_value": float(each.npv_low),
        "high_value": float(each.npv_high),
    }


def _scenarios(case: Case) -> dict[str, Any]:
    columns = [
        (case.say("column.scenario"), "name", 12),
        (case.say("column.npv"), "money", 10),
        (case.say("column.roi"), "money", 8),
        (case.say("column.payback"), "money", 12),
    ]
    scenarios = case.result.scenarios
    rows = [
        [case.say(f"scenario.{each.id}"), case.short(each.npv), case.percent(each.roi), case.months(each.payback)]
        for each in scenarios
    ]
    marked = [number for number, each in enumerate(scenarios) if each.id == "expected"]
    return table(columns, rows, marked=marked, width=304.0, tall=136.0)


def _distribution(case: Case, run: Simulation) -> dict[str, Any]:
    marks = [("P10", run.p10), ("P50", run.p50), ("P90", run.p90)]
    return {
        "bins": [
            {
                "name": f"{case.short(each.low)} – {case.short(each.high)}",
                "start": float(each.low),
                "end": float(each.high),
                "count": each.draws,
            }
            for each in run.bins
        ],
        "marks": [{"name": name, "amount": case.short(value), "value": float(value)} for name, value in marks],
        "low": case.short(run.least),
        "high": case.short(run.most),
        "zero": case.say("zero"),
        "title": case.say("alt_runs", draws=case.language.number(Decimal(run.draws))),
    }


def _simulated(case: Case) -> str:
    run = case.result.simulation
    if run is None:
        return ""
    positive = case.percent(run.positive, 0 if run.positive in (0, 100) else 1)
    return case.say("runs_note", draws=case.language.number(Decimal(run.draws)), percent=positive, seed=str(run.seed))


def _break_even(case: Case) -> str:
    even = next((each for each in case.result.break_evens if each.id == "benefits"), None)
    if even is None or even.percent is None or even.direction == "none":
        return ""
    key = "break_even" if even.direction == "fall" else "break_even_rise"
    return case.say(key, percent=case.percent(even.percent))


def _notes(case: Case) -> list[str]:
    rows = [
        case.say(
            "note_tornado",
            name=each.name,
            low=case.assumed(each, each.low),
            high=case.assumed(each, each.high),
            npv_low=case.money(each.npv_low),
            npv_high=case.money(each.npv_high),
        )
        for each in case.result.tornado
    ]
    return [
        case.say("note_risk_method"),
        *rows,
        *filter(None, (break_even(case, each) for each in case.result.break_evens)),
    ]
