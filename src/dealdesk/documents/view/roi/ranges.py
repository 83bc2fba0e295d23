"""The tables of what may vary: assumptions, what each of them does, and all of them drawn at once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition
from dealdesk.documents.claims import number as said
from dealdesk.documents.view.roi.basis import confidence
from dealdesk.documents.view.roi.by_year import titled
from dealdesk.documents.view.roi.case import Case
from dealdesk.documents.view.roi.said import names
from dealdesk.documents.view.slides import note, prose, slide
from dealdesk.documents.view.slides.table import fitted, table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.roi.result.sensitivity import Assumption


def inputs(case: Case) -> list[dict[str, Any]]:
    """Return all assumptions with their ranges and their sources."""
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
            titled(
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
    return case.say("drives", names=case.language.listed(names(case, each.drives))) if each.drives else ""


def sensitivity(case: Case) -> list[dict[str, Any]]:
    """Return what each assumption does alone."""
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
    tall = 296.0  # below a title of two lines, and above a note
    groups = fitted(columns, rows, tall=tall)
    return [
        slide(
            f"sensitivity-{number}",
            "full",
            titled(
                case,
                "sensitivity",
                number,
                len(groups),
                case.stated(found[0].swing, "tornado.0.swing"),
                name=case.language.inside(found[0].name),
                amount=widest,
            ),
            [table(columns, group, tall=tall), note(*([case.say("break_even_note")] if number == len(groups) else []))],
            sub=case.say("sub.risk", years=case.years),
        )
        for number, group in enumerate(groups, 1)
    ]


def runs(case: Case) -> list[dict[str, Any]]:
    """Return what comes of drawing all assumptions at once."""
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
    draws = case.language.number(Decimal(run.draws))
    title = case.claimed(
        case.say("title.runs", percent=positive, draws=draws),
        said(positive, "simulation.positive", places=places),
        said(draws, "simulation.draws"),
    )
    tables = [table(bins, part, width=262.0) for part in (counts[:half], counts[half:]) if part]
    right = [*tables, *([prose()] * (2 - len(tables)))]
    shape = case.say(f"shape.{run.shape}", seed=str(run.seed))
    return [
        slide(
            "runs",
            "thirds",
            title,
            [table(columns, rows, width=262.0), note(shape)],
            [right[0]],
            [right[1]],
            sub=case.say("sub.runs"),
        )
    ]
