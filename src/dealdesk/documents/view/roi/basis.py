"""What the case rests on, and what is asked of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition
from dealdesk.documents.view.roi import said
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.slides import ask, note, slide
from dealdesk.documents.view.slides.table import first_fitting, table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.roi.result.rows import BenefitRow, CostRow

MOST = 7
"""Inputs on the slide; all of them stand behind."""


def basis(case: Case) -> list[dict[str, Any]]:
    """Return the slide."""
    result = case.result
    steps = [(each.text, _when(case, each.owner, each.by)) for each in result.steps[:4]]
    columns = [
        (case.say("column.input"), "name", 14),
        (case.say("column.value"), "text", 10),
        (case.say("column.source"), "text", 18),
        (case.say("column.confidence"), "money", 8),
    ]
    rows, bought = _inputs(case), _bought(case)
    width, tall = 544.0 if steps else 848.0, 312.0
    room = first_fitting(columns, [*bought, *rows], width=width, tall=tall) - len(bought)
    rows = [*rows[: min(room, MOST - len(bought))], *bought]
    left = [table(columns, rows, width=width, tall=tall), note(*method(case))]
    title = case.say("title.basis" if steps else "title.basis_only")
    tests = [condition("steps.#", "at least" if steps else "at most", "1" if steps else "0")]
    if not steps:
        return [slide("basis", "full", case.claimed(title, *tests), left, notes=_notes(case))]
    dates = [each.by for each in result.steps if each.by]
    head = case.say("decide", date=case.language.long_day(min(dates))) if dates else case.say("next")
    return [slide("basis", "ask", case.claimed(title, *tests), left, [ask(head, steps)], notes=_notes(case))]


def _inputs(case: Case) -> list[list[str]]:
    result, rows = case.result, []
    for each in result.assumptions:
        rows.append(
            [each.name, case.assumed(each, each.expected), each.source or NONE, confidence(case, each.confidence)]
        )
    driven = {name for each in result.assumptions for name in each.drives}
    counted: list[BenefitRow | CostRow] = [*result.benefits, *(each for each in result.costs if each.group == "own")]
    for row in counted:
        if row.name not in driven:
            rows.append(
                [
                    said.name(case, row),
                    case.money(row.total),
                    said.source(case, row) or said.derivation(case, row) or NONE,
                    confidence(case, row.confidence),
                ]
            )
    return rows


def _bought(case: Case) -> list[list[str]]:
    """Return the row of what the quote comes to; none without a deal."""
    deal = case.result.deal
    if not deal:
        return []
    quote = case.say("quote_of", number=deal.number) if deal.number else case.say("quoted")
    term = case.say("over", quote=quote, term=case.language.count(deal.months, "month"))
    return [[case.say("subscription"), case.money(deal.tcv), term, case.say("confidence.fixed")]]


def confidence(case: Case, value: str | None) -> str:
    """Return "High", "Medium", "Low", or a dash."""
    return case.say(f"confidence.{value}") if value else NONE


def method(case: Case) -> list[str]:
    """Return how the case is worked out, in two lines."""
    result = case.result
    return [case.say("method", years=case.years, rate=case.exact_percent(result.rate))]


def _when(case: Case, owner: str | None, by: Any) -> str:
    day = case.say("by", date=case.language.long_day(by)) if by else ""
    return ", ".join(each for each in (owner or "", day) if each)


def _notes(case: Case) -> list[str]:
    told = [
        case.say(
            "note_input",
            name=each.name,
            value=case.assumed(each, each.expected),
            source=each.source or case.say("no_source"),
        )
        for each in case.result.assumptions
    ]
    return [*told, *said.statement(case)]
