"""The benefits: which of them carry the case, and what was taken off them before they were counted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.roi import said
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.slides import chart, note, slide
from dealdesk.documents.view.slides.table import table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.roi.result.rows import BenefitRow

MOST = 5
"""Benefits on the slide; the smaller ones are one bar and one row, and stand singly behind."""

CARRY = Decimal("0.75")
"""Part of all benefits that those which carry the case have together."""

HUNDRED = Decimal(100)


def benefits(case: Case) -> list[dict[str, Any]]:
    """Return the slide; none where there is nothing to show."""
    result = case.result
    if not result.benefits:
        return []
    ranked = ordered(case)
    shown = ranked if len(ranked) <= MOST + 1 else ranked[:MOST]
    others = ranked[len(shown) :]
    leading = carriers(case)
    case.charts["benefits"] = {
        "bars": [
            *(
                {
                    "name": each.name,
                    "note": case.share(each.pv, f"{place(case, each)}.pv"),
                    "amount": case.short(each.pv),
                    "value": float(each.pv),
                    "strong": number < leading,
                }
                for number, each in enumerate(shown)
            ),
            *([_rest(case, others)] if others else []),
        ],
        "title": case.say("sub.benefits", years=case.years),
    }
    named = case.language.listed([each.name for each in result.unquantified])
    return [
        slide(
            "benefits",
            "halves",
            _title(case, ranked, leading),
            [chart("benefits")],
            [_table(case, shown, others), note(case.say("named", names=named) if named else "", _ramps(case, ranked))],
            sub=case.say("sub.benefits", years=case.years),
            notes=[_note(case, each) for each in ranked],
        )
    ]


def ordered(case: Case) -> list[BenefitRow]:
    """Return the benefits, the largest present value first."""
    return sorted(case.result.benefits, key=lambda each: -each.pv)


def place(case: Case, each: BenefitRow) -> str:
    """Return where a benefit stands in the result's JSON."""
    return f"benefits.{case.result.benefits.index(each)}"


def carriers(case: Case) -> int:
    """Return how many of the largest benefits have at least `CARRY` of all together."""
    ranked, whole, sum_ = ordered(case), case.result.totals.pv_benefits, Decimal(0)
    for count, each in enumerate(ranked, 1):
        sum_ += each.pv
        if sum_ >= whole * CARRY:
            return count
    return len(ranked)


def _title(case: Case, ranked: list[BenefitRow], leading: int) -> str:
    whole = case.result.totals.pv_benefits
    first = case.language.inside(ranked[0].name)
    if whole <= 0:
        return case.claimed(case.say("title.no_benefit"), condition("totals.pv_benefits", "at most", "0"))
    if len(ranked) == 1:
        return case.claimed(case.say("title.one_benefit", name=first), condition("benefits.#", "equal", "1"))
    paths = [f"{place(case, each)}.pv" for each in ranked[:leading]]
    share = sum((each.pv for each in ranked[:leading]), Decimal(0)) / whole * HUNDRED
    percent = case.percent(share)
    stated = number(percent, paths, "totals.pv_benefits", shift=2)
    if leading == len(ranked) and len(ranked) > 2:
        top = case.percent(ranked[0].pv / whole * HUNDRED)
        return case.claimed(
            case.say("title.spread", n=len(ranked), percent=top, name=first),
            number(top, paths[0], "totals.pv_benefits", shift=2),
            condition("benefits.#", "equal", Decimal(len(ranked))),
        )
    if leading == 1:
        return case.claimed(case.say("title.carrier", name=first, percent=percent), stated)
    return case.claimed(case.say("title.carriers", n=leading, percent=percent), stated)


def _rest(case: Case, others: list[BenefitRow]) -> dict[str, Any]:
    pv = sum((each.pv for each in others), Decimal(0))
    return {
        "name": case.language.start(case.say("others", n=len(others))),
        "note": case.share(pv, *(f"{place(case, each)}.pv" for each in others)),
        "amount": case.short(pv),
        "value": float(pv),
        "strong": False,
    }


def _table(case: Case, shown: list[BenefitRow], others: list[BenefitRow]) -> dict[str, Any]:
    result = case.result
    columns = [
        (case.say("column.benefit"), "name", 15),
        (case.say("column.full"), "money", 11),
        (case.say("column.risk"), "money", 8),
        (case.say("column.pv"), "strong", 11),
    ]
    rows = [
        [each.name, case.whole(each.full_total), taken(case, each.risk.percent), case.whole(each.pv)] for each in shown
    ]
    if others:
        full, pv = (
            case.sum([getattr(each, what) for each in others], *(f"{place(case, each)}.{what}" for each in others))
            for what in ("full_total", "pv")
        )
        rows.append([case.language.start(case.say("others", n=len(others))), full, NONE, pv])
    full = case.sum([each.full_total for each in result.benefits], "benefits.*.full_total")
    rows.append([case.say("total"), full, "", case.whole(result.totals.pv_benefits)])
    return table(columns, rows, total=True, width=334.0, tall=270.0)


def taken(case: Case, percent: Decimal) -> str:
    """Return what is taken off for risk: "−10%"."""
    return case.exact_percent(-percent) if percent else NONE


def _ramps(case: Case, ranked: list[BenefitRow]) -> str:
    """Return how the benefits are reached, where it is the same for all; else that it differs."""
    ramps = {said.ramp(case, each) for each in ranked if each.ramp_words}
    return case.language.start(case.language.tidy(ramps.pop())) + "." if len(ramps) == 1 else ""


def _note(case: Case, each: BenefitRow) -> str:
    told = case.say(
        "note_benefit",
        name=each.name,
        full=case.money(each.full_total),
        total=case.money(each.total),
        pv=case.money(each.pv),
    )
    parts = [
        told,
        each.derivation and case.say("note_derivation", text=said.derivation(case, each)),
        case.say("source", source=each.source) if each.source else "",
        case.say(
            "note_risk",
            percent=case.exact_percent(each.risk.percent),
            why=f" ({said.risk(case, each.risk.derivation)})" if each.risk.derivation else "",
        )
        if each.risk.percent
        else "",
    ]
    return " ".join(each for each in parts if each)
