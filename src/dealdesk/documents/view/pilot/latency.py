"""Latencies: the chart of percentiles, and its table."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.view.pilot.writer import Writer


def latency(writer: Writer) -> dict[str, Any] | None:
    """Return the percentiles of both arms as a chart and as a table; None where there are none."""
    found, say = writer.found, writer.say
    if not found.percentiles:
        return None
    rows, lines = [], []
    for name in dict.fromkeys(each.name for each in found.percentiles):
        marks, cells = [], []
        for each in (each for each in found.percentiles if each.name == name):
            span = ""
            if each.low is not None and each.high is not None:
                span = say("span", low=writer.ms(each.low, unit=False), high=writer.ms(each.high, unit=False))
            marks.append(
                {
                    "arm": say(f"arms.{each.arm}"),
                    "amount": writer.ms(each.value),
                    "note": span,
                    "value": float(each.value or 0),
                    "low": None if each.low is None else float(each.low),
                    "high": None if each.high is None else float(each.high),
                    "strong": each.arm == "treatment",
                }
            )
            cells += [writer.ms(each.value), span]
        rows.append({"name": name, "marks": marks})
        lines.append({"name": name, "cells": cells})
    return {
        "title": say("latency.title"),
        "stages": say("latency.note", stages=writer.language.tidy(found.headline)),
        "chart": {"rows": rows, "title": say("latency.title")},
        "rows": lines,
    }
