"""Steps and criteria as tables."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.view.pilot.writer import Writer
from dealdesk.documents.view.table import Column, table
from dealdesk.pilot.result.criteria import CriterionResult

QUALITY = ("quality", "error-rate", "policy-coverage")


def cell(text: str, below: str = "", minor: str = "") -> dict[str, str]:
    """Return a cell of a table."""
    return {"text": text, "minor": minor, "below": below}


def steps(writer: Writer) -> list[dict[str, str]]:
    """Return a row for each step of the framework."""
    return [
        {
            "number": str(each.step),
            "activity": writer.language.tidy(each.activity),
            "criterion": writer.language.tidy(each.criterion),
            "verdict": writer.say(f"verdicts.{_key(each.verdict)}"),
            "mark": _key(each.verdict),
        }
        for each in writer.found.steps
    ]


def criteria(writer: Writer) -> dict[str, Any]:
    """Return every criterion: what was agreed, both arms, the result with its interval, and the data behind it."""
    return _table(writer, writer.found.criteria, verdicts=True)


def quality(writer: Writer) -> dict[str, Any] | None:
    """Return the criteria that are about neither cost nor latency; None where there is none."""
    rows = [each for each in writer.found.criteria if each.measure in QUALITY and each.estimate is not None]
    return _table(writer, rows, verdicts=False) if rows else None


def _table(writer: Writer, rows: Any, *, verdicts: bool) -> dict[str, Any]:
    say = writer.say
    columns = [
        Column("name", [say("table.criterion")]),
        Column("money", [say("table.baseline")]),
        Column("money", [say("table.treatment")]),
        Column("strong", [say("table.result")]),
        Column("money", [say("table.agreed")]),
        Column("quantity", [say("table.requests")]),
    ]
    if verdicts:
        columns.append(Column("money", [say("table.verdict")]))
    return table(columns, [_row(writer, each, verdicts) for each in rows], least=104)


def _row(writer: Writer, each: CriterionResult, verdicts: bool) -> list[dict[str, str]]:
    arms = [n for n in (each.requests_baseline, each.requests_treatment) if n]
    blocks = writer.say(f"blocks.{writer.found.block}", n=each.blocks) if each.blocks else ""
    cells = [
        cell(writer.language.tidy(each.name), writer.language.tidy(each.stage)),
        cell(writer.side(each.baseline, each.side_unit)),
        cell(writer.side(each.treatment, each.side_unit)),
        cell(writer.estimate(each.estimate, each.unit), writer.span(each.low, each.high)),
        cell(writer.target(each)),
        cell(writer.count(min(arms)) if arms else "", blocks.replace(" ", "\u00a0")),
    ]
    return [*cells, cell(writer.say(f"verdicts.{_key(each.verdict)}"))] if verdicts else cells


def _key(verdict: str) -> str:
    return verdict.replace(" ", "_")
