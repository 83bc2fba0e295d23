"""What a pilot report and a benchmark paper show."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.pilot import costs, criteria, head, latency, record
from dealdesk.documents.view.pilot.writer import Writer
from dealdesk.pilot.result import PilotResult


def report_view(found: PilotResult, language: Language) -> dict[str, Any]:
    """Return the view of a pilot report: formatted strings, in dicts and lists."""
    writer = Writer(found, language)
    return _common(writer) | {
        "head": head.head(writer, "report"),
        "figures": head.decision_figures(writer),
        "reasons": [language.tidy(each) for each in found.reasons] if found.decision != "scale" else [],
        "steps": criteria.steps(writer),
        "criteria": criteria.criteria(writer),
        "stages": record.stages(writer),
        "latency": latency.latency(writer),
        "costs": costs.costs(writer),
        "problems": record.problems(writer),
        "incidents": record.incidents(writer),
        "security": record.security(writer),
        "proposal": record.proposal(writer),
        "next_steps": [language.tidy(each) for each in found.next_steps],
        "agreed": writer.say("agreed_words", date=language.long_day(found.agreed)),
        "signers": list(found.agreed_by),
    }


def benchmark_view(found: PilotResult, language: Language) -> dict[str, Any]:
    """Return the view of a benchmark paper: latency and cost against the baseline, method and limits."""
    writer = Writer(found, language)
    return _common(writer) | {
        "head": head.head(writer, "benchmark"),
        "figures": head.benchmark_figures(writer),
        "measured": head.measured(writer),
        "stages": record.stages(writer),
        "latency": latency.latency(writer),
        "costs": costs.costs(writer),
        "quality": criteria.quality(writer),
        "limits": record.limits(writer),
    }


def _common(writer: Writer) -> dict[str, Any]:
    found, language = writer.found, writer.language
    colours = palette(found.accent)
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "method": [language.tidy(each) for each in found.statement],
        "notes": [language.tidy(each) for each in found.notes],
    }
