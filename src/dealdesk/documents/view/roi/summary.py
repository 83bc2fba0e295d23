"""The summary: four figures, three findings, and what is left of the benefit after the cost."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.roi import said
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.slides import chart, findings, key, keys, slide
from dealdesk.documents.view.writer import NONE

NAME, TEXT = 26.0, 70.0
"""Widths in ems of a name, and of what is said of it, that the slide has room for; the tables behind have all."""


def summary(case: Case) -> list[dict[str, Any]]:
    """Return the slide."""
    case.charts["value"] = _waterfall(case)
    return [
        slide(
            "summary",
            "halves",
            title(case),
            [findings(_findings(case))],
            [chart("value")],
            top=[_keys(case)],
            notes=_notes(case),
        )
    ]


def title(case: Case) -> str:
    """Return when the investment is paid back and what it returns."""
    payback, roi = case.value("payback"), case.value("roi")
    values = {"years": case.years}
    parts: list[dict[str, Any]] = []
    if roi is not None:
        values["roi"] = case.percent(abs(roi))
        parts.append(number(values["roi"], "figures.id=roi.value"))
        parts.append(condition("figures.id=roi.value", "at least" if roi >= 0 else "below", "0"))
    if payback is not None:
        values["payback"] = case.months(payback)
        parts.append(number(values["payback"], "figures.id=payback.value", places=1))
    known = ("pays" if payback is not None else "never") + ("" if roi is None else "_returns" if roi >= 0 else "_loses")
    return case.claimed(case.say(f"title.{known}", **values), *parts)


def _keys(case: Case) -> dict[str, Any]:
    result = case.result
    rate, payback = case.exact_percent(result.rate), case.value("payback")
    months = case.months(payback)
    digits, _, unit = months.partition("\u00a0")
    return keys(
        key(
            case.say("npv"),
            case.short(result.totals.npv),
            case.say("npv_note", years=case.say("years_start", n=result.years), rate=rate),
            accent=True,
        ),
        key(case.say("roi"), case.percent(case.value("roi")), case.say("roi_note")),
        key(
            case.say("payback"),
            digits if payback is not None else NONE,
            case.say("payback_note" if payback is not None else "payback_none", years=case.years),
            unit=unit,
        ),
        key(case.say("cost"), case.short(result.totals.pv_costs), case.say("cost_note")),
    )


def _findings(case: Case) -> list[tuple[str, str]]:
    """Return what carries the case, what it stands, and what else there is to say: three at most."""
    result, found = case.result, []
    ranked = sorted(result.benefits, key=lambda each: -each.pv)
    if ranked:
        first = ranked[0]
        text = said.derivation(case, first)
        text = f"{text}." if text and text[-1] != "." else text
        source = case.say("source", source=first.source) if first.source else ""
        found.append(
            (
                case.say("largest", name=cut(first.name, NAME), amount=case.short(first.pv)),
                cut(f"{text} {source}".strip(), TEXT),
            )
        )
    even = next((each for each in result.break_evens if each.id == "benefits" and each.percent is not None), None)
    if even is not None and even.direction == "fall":
        percent = case.percent(even.percent)
        found.append((case.say("can_fall", percent=percent), case.say("can_fall_text", years=case.years)))
    elif even is not None and even.direction == "rise":
        found.append((case.say("must_rise", percent=case.percent(even.percent)), case.say("must_rise_text")))
    run = result.simulation
    if run is not None:
        text = case.say(
            "runs_text",
            draws=case.language.number(case.decimal(run.draws)),
            low=case.short(run.p10),
            high=case.short(run.p90),
        )
        found.append((case.say("runs", percent=case.percent(run.positive, 0 if run.positive in (0, 100) else 1)), text))
    others = [each for each in result.alternatives if each.id != "offer" and each.difference]
    for other in others:
        less = other.difference > 0
        head = case.say(
            "cheaper" if less else "dearer",
            name=other.name,
            amount=case.short(abs(other.difference)),
        )
        found.append(
            (head, case.say("owned_text", offer=case.short(result.totals.pv_costs), other=case.short(other.pv)))
        )
    return [(case.language.start(head), text) for head, text in found[:3]]


def _waterfall(case: Case) -> dict[str, Any]:
    totals = case.result.totals
    bars = [
        {
            "name": case.say("pv_benefits"),
            "note": case.say("present"),
            "amount": case.short(totals.pv_benefits),
            "value": float(totals.pv_benefits),
            "kind": "start",
        },
        {
            "name": case.say("pv_costs"),
            "note": case.say("present"),
            "amount": case.short(-totals.pv_costs),
            "value": float(-totals.pv_costs),
            "kind": "step",
        },
        {
            "name": case.say("npv"),
            "note": case.say("present"),
            "amount": case.short(totals.npv),
            "value": float(totals.npv),
            "kind": "net",
        },
    ]
    alt = case.say(
        "alt_value",
        benefits=case.money(totals.pv_benefits),
        costs=case.money(totals.pv_costs),
        npv=case.money(totals.npv),
    )
    return {"bars": bars, "saved": "", "alt": alt}


def _notes(case: Case) -> list[str]:
    found = [
        f"{said.title(case, each)}: {_written(case, each)}. {said.definition(case, each)}"
        for each in case.result.figures
        if each.value is not None
    ]
    return [
        case.say(
            "note_value",
            benefits=case.money(case.result.totals.pv_benefits),
            costs=case.money(case.result.totals.pv_costs),
            npv=case.money(case.result.totals.npv),
        ),
        *found,
    ]


def _written(case: Case, each: Any) -> str:
    if each.kind == "money":
        return case.money(each.value)
    if each.kind == "percent":
        return case.percent(each.value, 1)
    return case.months(each.value) if each.kind == "months" else case.language.number(each.value, 2)
