"""Costs: per request as they came, with the mix held fixed, and by workload."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.view.pilot.criteria import cell
from dealdesk.documents.view.pilot.writer import Writer
from dealdesk.documents.view.table import Column, table


def costs(writer: Writer) -> dict[str, Any] | None:
    """Return costs as a chart, a table by workload, and the sentences about the mix; None where there are none."""
    found, say = writer.found.costs, writer.say
    if found.saving is None:
        return None
    chart = [
        {
            "name": each.workload,
            "marks": [
                _mark(writer, "baseline", each.baseline),
                _mark(writer, "treatment", each.treatment),
            ],
        }
        for each in found.workloads
    ]
    columns = [
        Column("name", [say("table.workload")]),
        Column("quantity", [say("table.share_before")]),
        Column("quantity", [say("table.share_after")]),
        Column("money", [say("table.baseline")]),
        Column("money", [say("table.treatment")]),
        Column("strong", [say("table.saving")]),
    ]
    rows = [
        [
            cell(each.workload),
            cell(writer.percent(each.share_baseline)),
            cell(writer.percent(each.share_treatment)),
            cell(writer.each(each.baseline)),
            cell(writer.each(each.treatment)),
            cell(writer.percent(each.saving)),
        ]
        for each in found.workloads
    ]
    feet = [
        [
            cell(say("costs.fixed")),
            cell(""),
            cell(""),
            cell(writer.each(found.standardized_baseline)),
            cell(writer.each(found.standardized)),
            cell(writer.percent(found.saving)),
        ]
    ]
    sentences = [
        say(
            "costs.sentence",
            saving=writer.percent(found.saving, 2),
            span=writer.span(found.low, found.high),
            crude=writer.percent(found.crude, 2),
            mix=writer.number(found.mix_effect) if found.mix_effect is not None else "",
        )
    ]
    if found.per_1k is not None:
        sentences.append(say("costs.tokens", saving=writer.percent(found.per_1k, 2)))
    return {
        "title": say("costs.title"),
        "sentences": sentences,
        "chart": {"rows": chart, "title": say("costs.title")},
        "table": table(columns, rows, feet),
    }


def _mark(writer: Writer, arm: str, value: Any) -> dict[str, Any]:
    return {
        "arm": writer.say(f"arms.{arm}"),
        "amount": writer.each(value),
        "note": "",
        "value": float(value or 0),
        "low": None,
        "high": None,
        "strong": arm == "treatment",
    }
