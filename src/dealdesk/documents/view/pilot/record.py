"""What was recorded: stages, problems of the data, incidents, security, and what would follow."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.view.pilot.criteria import cell
from dealdesk.documents.view.pilot.writer import Writer
from dealdesk.documents.view.table import Column, table


def stages(writer: Writer) -> dict[str, Any]:
    """Return a row for each stage."""
    say = writer.say
    columns = [
        Column("name", [say("table.stage")]),
        Column("text", [say("table.days")]),
        Column("quantity", [say("table.baseline")]),
        Column("quantity", [say("table.treatment")]),
        Column("quantity", [say("table.share")]),
        Column("quantity", [say("table.planned")]),
    ]
    rows = [
        [
            cell(writer.language.tidy(each.name)),
            cell(writer.language.span(each.first, each.last) if each.first and each.last else say("not_begun")),
            cell(writer.count(each.requests_baseline)),
            cell(writer.count(each.requests_treatment)),
            cell(writer.percent(each.share) if each.share else ""),
            cell(writer.language.percent(each.share_planned) if each.share_planned is not None else ""),
        ]
        for each in writer.found.stages
    ]
    return table(columns, rows)


def problems(writer: Writer) -> list[dict[str, str]]:
    """Return a row for each problem of the data."""
    tidy = writer.language.tidy
    return [
        {
            "title": tidy(each.title),
            "count": writer.count(each.count),
            "places": each.places,
            "done": tidy(each.done),
            "effect": tidy(each.effect),
        }
        for each in writer.found.problems
    ]


def incidents(writer: Writer) -> list[dict[str, str]]:
    """Return a row for each incident."""
    tidy = writer.language.tidy
    return [
        {
            "day": writer.language.day(each.day),
            "severity": writer.say(f"severity.{each.severity}"),
            "text": tidy(each.text),
            "more": tidy(writer.say("resolved", how=each.resolved)) if each.resolved else writer.say("unresolved"),
            "cause": writer.say("caused" if each.caused_by_pilot else "not_caused"),
        }
        for each in writer.found.incidents
    ]


def security(writer: Writer) -> list[dict[str, str]]:
    """Return a row for each finding of a security review."""
    return [
        {
            "state": writer.say("open" if each.open else "closed"),
            "severity": writer.say(f"severity.{each.severity}"),
            "text": writer.language.tidy(each.text),
            "more": writer.language.tidy(each.owner or ""),
        }
        for each in writer.found.security
    ]


def proposal(writer: Writer) -> dict[str, Any] | None:
    """Return what would follow, as measured and cautiously; None where nothing is proposed."""
    made, say = writer.found.proposal, writer.say
    if made is None:
        return None
    measured = [made.saving, made.gross, made.npv, made.roi]
    cautious = [made.cautious, made.gross_cautious, made.npv_cautious, made.roi_cautious]
    labels = ("saving", "gross", "npv", "roi")
    rows = []
    for name, one, two in zip(labels, measured, cautious, strict=True):
        as_text = [
            writer.percent(each, 2 if name == "saving" else 0)
            if name in ("saving", "roi") or each is None
            else writer.amount(each)
            for each in (one, two)
        ]
        rows.append(
            {"label": say(f"proposal.{name}", years=made.years), "measured": as_text[0], "cautious": as_text[1]}
        )
    return {
        "sentence": say(
            "proposal.sentence",
            deal=made.deal_title,
            tcv=writer.amount(made.tcv),
            months=say("months", n=made.months),
            year=writer.amount(made.first_year),
            requests=writer.number(made.requests_per_month),
            each=writer.each(made.cost_per_request),
        ),
        "basis": say(
            "proposal.basis", rate=writer.language.percent(made.rate), risk=writer.language.percent(made.risk)
        ),
        "rows": rows,
        "note": writer.language.tidy(made.note or ""),
    }


def limits(writer: Writer) -> list[str]:
    """Return what a reader of a benchmark should not conclude, and what was wrong with the data."""
    found, tidy = writer.found, writer.language.tidy
    said = [
        writer.say("benchmark.limits.one"),
        writer.say("benchmark.limits.mix"),
        writer.say("benchmark.limits.time"),
    ]
    return said + [tidy(f"{each.title}: {writer.count(each.count)}; {each.done}.") for each in found.problems]
