"""The tables behind the case: every figure of its charts, and how it is worked out."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.claims import condition
from dealdesk.documents.view.roi import said
from dealdesk.documents.view.roi.by_year import benefits, costs, flow, months, titled
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.ranges import inputs, runs, sensitivity
from dealdesk.documents.view.slides import chart, note, pages, prose, slide
from dealdesk.documents.view.slides.table import fitted, table
from dealdesk.documents.view.writer import NONE

TEXTS = 7
"""Sentences on a slide."""


def backup(case: Case) -> list[dict[str, Any]]:
    """Return the slides."""
    parts = (_alternatives, costs, benefits, flow, months, inputs, sensitivity, runs, _method)
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
                "name": said.way(case, each),
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
        [said.way(case, each), case.whole(each.pv), case.whole(each.difference) if each is not offer else NONE]
        for each in shown
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
                    name=f"{said.way(case, each)}: {name}",
                    total=case.money(total),
                    source=source or case.say("no_source"),
                )
                for each in shown
                for name, total, source in said.costs_of(case, each)
            ],
        )
    ]


def _method(case: Case) -> list[dict[str, Any]]:
    result = case.result
    texts = [case.language.tidy(each) for each in (*said.statement(case), *result.notes)]
    figures = [[said.title(case, each), _figure(case, each), said.definition(case, each)] for each in result.figures]
    found = []
    columns = [
        (case.say("column.figure"), "name", 12),
        (case.say("column.value"), "strong", 8),
        (case.say("column.definition"), "text", 30),
    ]
    for number, group in enumerate(fitted(columns, figures), 1):
        count = len(fitted(columns, figures))
        found.append(
            slide(f"figures-{number}", "full", titled(case, "figures", number, count), [table(columns, group)])
        )
    unquantified = [
        f"{each.name}: {each.text.strip().rstrip('.')}" if each.text else each.name for each in result.unquantified
    ]
    if unquantified:
        texts.append(case.say("not_counted", names="; ".join(unquantified)))
    for number, part in enumerate(pages(texts, TEXTS), 1):
        found.append(
            slide(f"method-{number}", "full", titled(case, "method", number, len(pages(texts, TEXTS))), [prose(*part)])
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
